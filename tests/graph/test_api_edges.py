"""Edge values of each type in every argument that a client can reach: none causes an internal error."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import assert_object_type, is_enum_type

from graph.server.schema import build_schema
from loaders.seeds import Seeds
from model.edition import Edition
from tests.api_client import SERVICE, ApiClient
from tests.asking import Asker, asking, asking_small
from tests.changing import AKKOL_PSC, HEAD_PSC
from tests.edges import edges_of
from tests.schema_walk import Choice, Slot, Walk, Way

pytestmark = pytest.mark.slow

PSC = f"Office:{AKKOL_PSC}"
POINT = {"latitude": 51.99, "longitude": 70.94}
BOX = {"west": 60, "south": 45, "east": 80, "north": 55}
GOOD: dict[str, Any] = {
    "id": PSC, "ids": [PSC], "officeId": PSC, "intoId": PSC, "fromId": f"Office:{HEAD_PSC}",
    "unitId": "Region:akm",
    "Query.administrativeUnit.id": "Region:akm", "Query.publicService.id": SERVICE, "serviceId": SERVICE,
    "Query.legalAct.id": "LegalAct:gov-2012-1119", "actId": "LegalAct:gov-2012-1119",
    "Query.passportDiff.from": "ServicePassport:gov-2012-1119-s30",
    "Query.passportDiff.to": "ServicePassport:gov-2012-1119-s17",
    "zoom": 5, "boundingBox": BOX, "to": POINT, "point": POINT, "Query.locate.text": "Акколь",
    "Query.search.text": "Кына", "Query.ask.text": "детский сад Кына",
    "Query.officeViews.asOf": "2024-01-01", "Organization.officeViews.asOf": "2024-01-01",
    "Query.officeView.asOf": "2024-01-01",
    "Query.positions.state": Choice("LOCATED"),
    "place": {"name": "Кына"}, "places": [{"name": "Кына"}], "representations": [{"__typename": "Office",
    "id": PSC}],
    "PointInput.latitude": 52.0, "PointInput.longitude": 70.9, "OfficesImportChoice.line": 2,
    **{f"BoundingBoxInput.{side}": BOX[side] for side in BOX},
    "beside PlaceInput.within": {"name": "Кына"}, "beside PlaceInput.district": {"name": "Кына"},
    "beside PlaceInput.region": {"name": "Кына"},
    "ContactPointInput.kind": Choice("PHONE"), "ContactPointInput.value": "+77163834190",
    "expectedVersion": 2, "fromExpectedVersion": 1, "toVersion": 1, "baseVersion": 2, "reason": "a letter",
    "evidence": ["a letter"], "patch": {"nameRu": "Новое имя"}, "roles": [Choice("DECIDES")],
    "on": "2024-01-01",
    "office": {"kind": Choice("AKIMAT"), "category": "okrug_akimat", "nameRu": "Новый аппарат"},
    "csv": f"id,version,name_ru\n{AKKOL_PSC},2,Новое имя", "decision": Choice("ACCEPT"), "dryRun": True,
    "Mutation.correctionReview.id": "Correction:1", "Mutation.correctionWithdraw.id": "Correction:1",
    "Query.correction.id": "Correction:1", "Query.correction.secret": "that of nobody",
    "uploadId": "ActUpload:0", "Query.actJob.id": "ActJob:1", "jobId": "ActJob:1",
}  # fmt: skip
"""Arguments that work over the small seeds, or over those with bodies and passports."""
BODIES = GOOD | {
    "id": "Office:kar-akimat", "Query.administrativeUnit.id": "Region:kar", "unitId": "Region:kar",
    "serviceId": "PublicService:apostille-education",
    "Query.publicService.id": "PublicService:apostille-education",
    "Query.officeFor.serviceId": "PublicService:university-admission",
    "Query.officeFor.place": {"unitId": "Region:kar"}, "Query.ask.text": "паспорт",
}  # fmt: skip


@pytest.fixture(scope="module")
def small(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asking_small(small_seeds, tmp_path_factory.mktemp("edges")) as asker:
        yield asker


@pytest.fixture(scope="module")
def bodies(bodies_edition: Edition) -> Iterator[Asker]:
    """An admin's client of a server over a few offices with posts and legal bodies, and every passport."""
    api = ApiClient(bodies_edition)
    api.sign_in("*")
    with asking(api) as asker:
        yield asker


@pytest.fixture(scope="module")
def small_slots(small: Asker) -> list[Slot]:
    """All places for values over the small seeds."""
    walk = Walk(build_schema()._schema, GOOD)
    return new_slots(walk, ways_of(walk, small), set())


def met(data: Any) -> Iterator[str]:
    """Names of the types in an answer."""
    if isinstance(data, list):
        for each in data:
            yield from met(each)
    elif isinstance(data, dict):
        if "__typename" in data:
            yield data["__typename"]
        for each in data.values():
            yield from met(each)


BY_HAND = {
    "TableExcerpt": ('office(id: "Office:akm-akkol-education")', "contacts", "source", "printedRow"),
    "ActReview": ('actJob(id: "ActJob:2")', "review"),
}
"""Steps to a type where the shortest ones miss it: the first citation on the way is of a whole standard, and
the first job of an act has no review."""


def ways_of(walk: Walk, asker: Asker) -> dict[str, Way]:
    may_write = asker.api.reception.engine is not None
    ways = walk.ways(lambda document: met(asker.post(document).get("data")), mutations=may_write)
    for name, steps in BY_HAND.items():
        way = Way("query", steps, assert_object_type(walk.schema.type_map[name]))
        if name in met(asker.post(way.document("__typename")).get("data")):
            ways.setdefault(name, way)
    return ways


def new_slots(walk: Walk, ways: dict[str, Way], known: set[Any]) -> list[Slot]:
    """Places for values that were not seen yet; a field of an interface counts once for all its types."""
    slots = []
    for way in ways.values():
        for slot in walk.slots(way):
            definition = way.type.fields[slot.field].extensions["strawberry-definition"]
            key = (getattr(definition.base_resolver, "wrapped_func", slot.field), slot.path)
            if key not in known:
                known.add(key)
                slots.append(slot)
    return slots


def values_of(slot: Slot) -> list[Any]:
    """The edge values that the type accepts; test_api_edges_by_way.py sends the refused ones."""
    choices = tuple(slot.type.values) if is_enum_type(slot.type) else ()
    # Changes are tested elsewhere, and would slow the others down.
    edges = () if slot.path == ("dryRun",) else edges_of(slot.type.name, slot.path[0], choices)
    return [value for value in edges if slot.takes(value)]


def asked(slot: Slot, arguments: dict[str, Any]) -> tuple[str, str]:
    return slot.document(arguments), json.dumps(arguments)


def test_every_argument_of_every_field_is_asked_at_its_edges(small: Asker, bodies: Asker) -> None:
    known: set[Any] = set()
    met_types: set[str] = set()
    count = 0
    for asker, good in ((small, GOOD), (bodies, BODIES)):
        walk = Walk(build_schema()._schema, good)
        ways = ways_of(walk, asker)
        met_types |= set(ways)
        slots = new_slots(walk, ways, known)
        count += asker.post_each(
            asked(slot, slot.arguments(value)) for slot in slots for value in values_of(slot)
        )
    unmet = walk.types() - met_types
    assert {name for name in unmet if walk.arguments_of(name)} == set(), "arguments that nothing was asked of"
    assert count > 5_000


def test_edges_of_several_arguments_are_asked_at_once(small: Asker, small_slots: list[Slot]) -> None:
    chance = random.Random(0)
    slots: dict[str, list[Slot]] = {}
    for slot in small_slots:
        slots.setdefault(f"{slot.way.type.name}.{slot.field}", []).append(slot)
    together = []
    for places in slots.values():
        for _ in range(5 if len(places) > 1 else 0):
            arguments: dict[str, Any] = {}
            for slot in chance.sample(places, k=min(3, len(places))):
                if values := values_of(slot):
                    arguments = merged(slot.arguments(chance.choice(values)), arguments)
            together.append(asked(places[0], arguments))
    assert small.post_each(together) > 100, "hardly a field with several arguments was met"


def test_a_list_may_be_huge(small: Asker, small_slots: list[Slot]) -> None:
    lists = [slot for slot in small_slots if "[]" in slot.path]
    small.post_each(
        asked(slot, lengthened(slot.arguments(value), slot.path))
        for slot in lists
        for value in [value for value in values_of(slot) if isinstance(value, str)][:2]
    )
    assert len(lists) > 20


def lengthened(given: Any, path: tuple[str, ...]) -> Any:
    """Arguments whose list at the path repeats its entry thousands of times."""
    head, rest = path[0], path[1:]
    return [given[0]] * 5_000 if head == "[]" else {**given, head: lengthened(given[head], rest)}


def merged(lower: Any, upper: Any) -> Any:
    """Arguments with others laid over them, field by field."""
    if isinstance(lower, dict) and isinstance(upper, dict):
        return lower | {name: merged(lower.get(name), value) for name, value in upper.items()}
    return upper
