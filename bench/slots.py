"""The cost of lists with one, ten or only unknown ids, compared with the same list without any.

Each row says whether data came, under the limits of work that users have.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import thread_time

from graph.served.context import Context, Reception
from graph.server.requests import JSON
from graph.server.results import dump, shape
from graph.server.schema import build_schema
from model.edition import Edition
from model.enums import Level
from tests.slot_questions import SCREEN, Asked, beside_an_unknown_office, entities_of, nodes_of, offices_for


def _questions(edition: Edition) -> Iterator[tuple[str, Asked]]:
    """Pairs of a label and a query with its variables."""
    offices = [f"Office:{one}" for one in edition.offices][:200]
    units = [unit.id for unit in edition.units.values() if unit.level is Level.SETTLEMENT]
    villages = [f"Settlement:{one}" for one in units[:700:7]]
    for bad in (0, 1, 10, 200):
        yield f"nodes, {bad} of 200 bad", nodes_of(offices, bad)
        yield f"_entities, {bad} of 200 bad", entities_of(offices, bad)
    for bad in (0, 1, 10, 100):
        yield f"officesFor, {bad} of 100 bad", offices_for(villages, bad)
    yield "200 offices", (f"{{ {SCREEN} }}", {})
    yield "200 offices beside an unknown one", beside_an_unknown_office()


def print_slots(reception: Reception) -> None:
    """Print for each question its processor milliseconds (median of nine, with JSON) and its result."""
    schema = build_schema()
    assert reception.registry is not None
    print("\nslots, some of them bad                     ms   answer")
    for name, (document, variables) in _questions(reception.registry.edition):
        spent: list[float] = []
        told = ""
        for _ in range(9):
            begun = thread_time()
            context = Context(reception.registry, reception)
            body, _status = shape(schema.execute_sync(document, variables, context_value=context), JSON)
            text = dump(body)
            spent.append((thread_time() - begun) * 1000)
            errors = body.get("errors", ())
            told = f"{len(text):,} bytes, {len(errors)} errors" if body.get("data") else "NO DATA"
        print(f"{name:38}{sorted(spent)[len(spent) // 2]:8.1f}   {told}")
