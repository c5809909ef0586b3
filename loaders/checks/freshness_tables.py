"""What `kense check --freshness` prints: villages × services by age of the law, and what to bring next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from geo.jurisdiction.coverage import coverage
from geo.jurisdiction.freshness import AgeClass, ages_of, freshness_of
from geo.jurisdiction.law import today_in_kazakhstan
from geo.units.edition_index import Atlas
from loaders.checks.figure_tables import CheckFormat, write_rows, write_text
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.folder import read_seeds
from model.edition import Edition

_TOP = 20
"""Services that the screen shows without --lists."""


@dataclass(frozen=True, slots=True)
class AgeShare:
    """Answers, villages × services, of one class of age."""

    age: str
    answers: int
    share: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service that needs a newer act: the villages whose answer rests on repealed or doubtful law."""

    service: str
    acts: str
    """The acts that answers rest on now, three at most, those of most citations first."""
    villages: int
    resting_on_repealed: int
    state_unknown: int
    newest_source_on: date | None


@dataclass(frozen=True, slots=True)
class FreshnessFigures:
    """Both lists."""

    shares: tuple[AgeShare, ...]
    wanted: tuple[Wanted, ...]


def measure_freshness(edition: Edition, day: date) -> FreshnessFigures:
    """The figures on `day`; services by the villages affected, then by id."""
    atlas = Atlas(edition)
    ages: Counter[AgeClass] = Counter()
    wanted: list[Wanted] = []
    for service in sorted(edition.services):
        bases = coverage(atlas, service, today=day).bases
        told = ages_of(edition, bases, day)
        ages.update(told.ages)
        villages = told.resting_on_repealed + told.state_unknown
        if villages:
            acts = Counter(citation.law for basis in bases for citation in set(basis))
            days = [freshness_of(edition, basis, day).newest_source_on for basis in set(bases)]
            wanted.append(
                Wanted(
                    service,
                    ", ".join(act for act, _ in acts.most_common(3)),
                    villages,
                    told.resting_on_repealed,
                    told.state_unknown,
                    max(filter(None, days), default=None),
                )
            )
    total = sum(ages.values()) or 1
    shares = tuple(AgeShare(age.value, ages[age], ages[age] / total) for age in AgeClass if ages[age])
    return FreshnessFigures(shares, tuple(sorted(wanted, key=lambda one: (-one.villages, one.service))))


def run_freshness(folder: Path, form: CheckFormat, console: Console, with_lists: bool) -> None:
    """Measure a folder of seeds and print. Raises BadSeedError and StoreError."""
    figures = measure_freshness(edition_of(read_seeds(folder)), today_in_kazakhstan())
    if form is CheckFormat.TABLE:
        for table in _tables(figures, with_lists):
            console.print(table, markup=False)
    elif form is CheckFormat.JSON:
        write_text(console, orjson.dumps(asdict(figures), option=orjson.OPT_INDENT_2).decode())
    elif form is CheckFormat.CSV:
        write_rows(console, [_flat(one) for one in figures.wanted], form)
    else:
        lines = [asdict(share) for share in figures.shares]
        write_rows(console, [*lines, *(_flat(one) for one in figures.wanted)], form)


def _flat(one: Wanted) -> dict[str, object]:
    newest = one.newest_source_on
    return {**asdict(one), "newest_source_on": newest.isoformat() if newest is not None else None}


def _tables(figures: FreshnessFigures, with_lists: bool) -> Iterator[Table]:
    shares = Table("age of the newest act", "villages × services", "share", title="answers by age")
    for share in figures.shares:
        shares.add_row(share.age, f"{share.answers:,}", f"{share.share:.1%}")
    yield shares
    wanted = Table("service", "villages", "repealed", "unknown", "newest", "rests on", title="to bring next")
    for each in figures.wanted if with_lists else figures.wanted[:_TOP]:
        newest = each.newest_source_on.isoformat() if each.newest_source_on is not None else ""
        counts = (each.villages, each.resting_on_repealed, each.state_unknown)
        wanted.add_row(each.service, *(f"{count:,}" for count in counts), newest, each.acts)
    yield wanted
