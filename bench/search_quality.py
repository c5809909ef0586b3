"""`make bench-search`: how often a search shows the right record first, and among the first five."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bench.timing import took
from geo.names.fuzzy_search import NameSearch, ranked
from graph.served.context import Registry
from graph.served.name_index import search_of
from loaders.loading.load import load
from loaders.seeds import read_seeds
from model.program_files import PROGRAM
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from store.tables.schema import migrate

LABELLED = PROGRAM / "tests" / "search" / "labelled.csv"


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A text, why it is hard, and the right records (`unit:...`, `office:...`): any of them is good."""

    kind: str
    language: str
    text: str
    right: frozenset[str]


def labelled_queries(path: Path = LABELLED) -> list[LabelledQuery]:
    """The labelled queries of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            LabelledQuery(row["kind"], row["language"], row["text"], frozenset(row["right"].split("|")))
            for row in csv.DictReader(file)
        ]


def place_of_right(search: NameSearch, query: LabelledQuery) -> int | None:
    """The rank (from 1) of the first right hit; None if no hit is right."""
    hits = ranked(search.find(query.text))
    shown = (f"{hit.found.entry.subject.value.lower()}:{hit.found.entry.slug}" for hit in hits)
    return next((place for place, one in enumerate(shown, 1) if one in query.right), None)


def recall(places: list[int | None], depth: int) -> float:
    """The percentage of queries with a right hit among the first `depth`."""
    return 100 * sum(place is not None and place <= depth for place in places) / len(places)


def report(search: NameSearch) -> Iterator[str]:
    """Lines to print: recall by kind of query and in all, then each query without a right hit among five."""
    placed = [(query, place_of_right(search, query)) for query in labelled_queries()]
    yield f"{'queries':12} {'':>4} {'recall@1':>9} {'recall@5':>9}"
    for kind in [*dict.fromkeys(query.kind for query, _ in placed), "all"]:
        places = [place for query, place in placed if kind in (query.kind, "all")]
        yield f"{kind:12} {len(places):>4} {recall(places, 1):>8.1f}% {recall(places, 5):>8.1f}%"
    for query, place in placed:
        if place is None or place > 5:
            yield f"not among five: {query.kind}, {query.text!r}: {place or 'nowhere'}"


def main() -> None:
    """Print the figures over the shipped seeds."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(sa.make_url(f"sqlite+pysqlite:///{Path(folder) / 'bench.sqlite3'}"))
        migrate(engine)
        load(engine, read_seeds())
        registry = Registry(load_edition(engine))
        engine.dispose()
    print(f"building the index: {took(lambda: search_of(registry)):.2f} s")
    search = search_of(registry)
    queries = labelled_queries()
    spent = took(lambda: [search.find(query.text) for query in queries])
    print(f"a query takes {1000 * spent / len(queries):.1f} ms on average")
    print("\n".join(report(search)))


if __name__ == "__main__":
    main()
