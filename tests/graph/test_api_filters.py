"""Filters combine as their description says: conditions are ANDed, values of one list are ORed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import strawberry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.served.context import Reception, Registry
from graph.terms.points import BoundingBoxInput
from graph.terms.scalars import GeoJSONGeometry, read_instant
from graph.types.office_filter import OfficeFilterInput, OfficeOrder, office_test, ordered_offices
from model.edition import Edition
from model.enums import LifecycleStatus, OfficeKind
from tests.effort import examples


@pytest.fixture(scope="module")
def registry(shipped_edition: Edition) -> Registry:
    reception = Reception()
    reception.serve(shipped_edition)
    assert reception.registry is not None
    return reception.registry


def _square(west: float, south: float) -> GeoJSONGeometry:
    ring = [[west, south], [west + 9, south], [west + 9, south + 5], [west, south + 5], [west, south]]
    return GeoJSONGeometry({"type": "Polygon", "coordinates": [ring]})


_LON, _LAT = st.floats(46, 80), st.floats(40, 52)
_UNITS = st.sampled_from(["Region:akm", "Region:alm", "District:akm-akkol", "Region:kar"]).map(strawberry.ID)
_SERVICES = ["preschool-queue", "housing-queue", "personal-farm-certificate", "guardianship-certificate"]
CONDITIONS: dict[str, st.SearchStrategy[Any]] = {
    "kinds": st.lists(st.sampled_from(OfficeKind), min_size=1, max_size=3),
    "service_id": st.sampled_from(_SERVICES).map(lambda slug: strawberry.ID(f"PublicService:{slug}")),
    "located_in_unit_id": _UNITS,
    "bounding_box": st.builds(
        lambda west, south: BoundingBoxInput(west=west, south=south, east=west + 8, north=south + 4),
        _LON,
        _LAT,
    ),
    "within_geometry": st.builds(_square, _LON, _LAT),
    "open_at": st.sampled_from(["2026-11-20T10:00:00+05:00", "2026-11-21T19:00:00+05:00"]).map(read_instant),
    "accessibility_codes": st.lists(st.sampled_from(["entrance_ramp", "lift"]), min_size=1, max_size=2),
    "text": st.sampled_from(["отдел", "акколь", "бөлімі", "цон", "акимат"]),
}
_DAYS = st.sampled_from([None, date(2012, 12, 1), date(2015, 1, 1)])


def found(registry: Registry, day: date | None, **wanted: Any) -> frozenset[str]:
    """Ids of the offices that pass the filter; in each order every id occurs once."""
    given_filter = OfficeFilterInput(**{"statuses": None, **wanted})
    offices, _ = ordered_offices(registry, office_test(registry, given_filter, day), OfficeOrder.ID_ASC)
    ids = [office.id for office in offices]
    assert ids == sorted(set(ids))
    return frozenset(ids)


@settings(max_examples=examples(30), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), day=_DAYS)
def test_conditions_are_anded(registry: Registry, data: st.DataObject, day: date | None) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(CONDITIONS)), min_size=2, max_size=4, unique=True))
    wanted = {name: data.draw(CONDITIONS[name], label=name) for name in names}
    each = [found(registry, day, **{name: value}) for name, value in wanted.items()]
    assert found(registry, day, **wanted) == frozenset.intersection(*each)


@settings(max_examples=examples(25), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(kinds=CONDITIONS["kinds"], codes=CONDITIONS["accessibility_codes"])
def test_values_of_one_list_are_ored(registry: Registry, kinds: list[OfficeKind], codes: list[str]) -> None:
    assert found(registry, None, kinds=kinds) == frozenset().union(
        *(found(registry, None, kinds=[one]) for one in kinds)
    )
    assert found(registry, None, accessibility_codes=codes) == frozenset().union(
        *(found(registry, None, accessibility_codes=[one]) for one in codes)
    )


def test_states_part_the_offices(registry: Registry) -> None:
    parts = [found(registry, None, statuses=[one]) for one in LifecycleStatus]
    assert sum(map(len, parts)) == len(frozenset().union(*parts)) == len(registry.edition.offices)


@settings(max_examples=examples(20), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(unit=_UNITS, service=CONDITIONS["service_id"])
def test_who_serves_a_unit_gives_the_service_for_it(
    registry: Registry, unit: strawberry.ID, service: strawberry.ID
) -> None:
    serving = found(registry, None, serves_unit_id=unit, service_id=service)
    assert serving <= found(registry, None, service_id=service)
    assert serving <= found(registry, None, serves_unit_id=unit)
