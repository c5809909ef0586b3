"""What one, ten or only bad slots cost an answer, beside the same answer without any.

Each row says whether data came: at the limit of work as users run the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import thread_time
from typing import Any

from graph.served.context import Context, Reception
from graph.server.http import dump, shape
from graph.server.requests import JSON
from graph.server.schema import build_schema
from model.edition import Edition

Asked = tuple[str, str, dict[str, Any]]
"""A name, a document and its variables."""

OFFICE = """id kind category version updatedAt name(language: RU) names { value language }
  contacts { kind value } location { latitude longitude precision }
  settlement { id name parent { id name } ancestors { id name level } }
  schedules { purpose openingHours breaks }
  provisions(first: 5) { totalCount edges { node {
    id roles service { id name(language: RU) } basis { act { number adoptedOn } annex row } } } }"""
"""A card of an office as a page shows it."""
NODES = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on Office {{ {OFFICE} }} }} }}"
ENTITIES = f"query($of: [_Any!]!) {{ _entities(representations: $of) {{ ... on Office {{ {OFFICE} }} }} }}"
OFFICES_FOR = """query($places: [PlaceInput!]!) {
  officesFor(serviceId: "PublicService:preschool-queue", places: $places) {
    outcome explanation { text } place { id name ancestors { id name } }
    provisions { roles office { id name(language: RU) contacts { kind value } location { latitude } }
      basis { act { number adoptedOn } annex row } } } }"""
SCREEN = f"offices(first: 200) {{ edges {{ node {{ {OFFICE} }} }} }}"


def questions(edition: Edition) -> Iterator[Asked]:
    """Lists of slots with none, one, ten and only bad ones."""
    offices = [f"Office:{one}" for one in edition.offices]
    for bad in (0, 1, 10, 200):
        ids = [f"Office:gone-{n}" if n < bad else offices[n] for n in range(200)]
        yield f"nodes, {bad} of 200 bad", NODES, {"ids": ids}
        yield (
            f"_entities, {bad} of 200 bad",
            ENTITIES,
            {"of": [{"__typename": "Office", "id": one} for one in ids]},
        )
    villages = [unit.id for unit in edition.units.values() if unit.level.name == "SETTLEMENT"]
    for bad in (0, 1, 10, 100):
        places = [{} if n < bad else {"unitId": f"Settlement:{villages[n * 7]}"} for n in range(100)]
        yield f"officesFor, {bad} of 100 bad", OFFICES_FOR, {"places": places}
    yield "200 offices", f"{{ {SCREEN} }}", {}
    yield "200 offices beside an unknown one", f'{{ {SCREEN} office(id: "Office:gone") {{ id }} }}', {}


def print_slots(reception: Reception) -> None:
    """Milliseconds of the processor for each with its JSON, the median of nine, and what came."""
    schema = build_schema()
    assert reception.registry is not None
    print("\nslots, some of them bad                     ms   answer")
    for name, document, variables in questions(reception.registry.edition):
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
