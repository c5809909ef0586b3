"""PostGIS's answers to many questions in one statement, with a slot for each point or unit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, Engine, text

from geo.earth.point import Point
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.law import today_in_kazakhstan
from geo.jurisdiction.nearest import nearest_psc
from geo.jurisdiction.within_reach import distance_to, origin_of
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import ScheduleBasis
from model.in_force import contacts_on, schedules_on

AT_POINTS = (
    "unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[])) WITH ORDINALITY AS asked(lon, lat, slot)"
)
OF_UNITS = "unnest(CAST(:units AS text[])) WITH ORDINALITY AS asked(unit, slot)"


def close(metres: float | None) -> object:
    """Equal to `metres` within half a percent; None where no distance can be measured."""
    return None if metres in (None, float("inf")) else pytest.approx(metres, rel=0.005, abs=0.01)


def _asked(
    engine: Engine, columns: str, function: str, many: str, count: int, values: dict[str, object]
) -> list[list[tuple[object, ...]]]:
    question = text(
        f"SELECT asked.slot, {columns} FROM {many} "
        f"CROSS JOIN LATERAL {function} WITH ORDINALITY AS told ORDER BY asked.slot, told.ordinality"
    )
    slots: list[list[tuple[object, ...]]] = [[] for _ in range(count)]
    with engine.connect() as connection:
        # The planner's estimate for a thousand questions triggers JIT, which takes longer than the queries.
        connection.execute(text("SET LOCAL jit = off"))
        for row in connection.execute(question, values):
            slots[row.slot - 1].append(tuple(row)[1:])
    return slots


def _points(points: Sequence[Point]) -> dict[str, object]:
    return {"lons": [point.lon for point in points], "lats": [point.lat for point in points]}


def compare_nearest_centres(engine: Engine, atlas: Atlas, points: Sequence[Point]) -> None:
    """Assert the same centres in the same order, with the same distances and errors."""
    function, columns = "kense.nearest_psc(asked.lon, asked.lat)", "office_id, distance_m, error_m"
    answers = _asked(engine, columns, function, AT_POINTS, len(points), _points(points))
    for point, told in zip(points, answers, strict=True):
        assert told == [
            (near.office.id, close(near.distance_m), near.error_m) for near in nearest_psc(atlas, point)
        ], point


def compare_units(engine: Engine, atlas: Atlas, points: Sequence[Point]) -> int:
    """Assert the same chain of units around each point; returns how many points have any."""
    function, columns = "kense.units_at(asked.lon, asked.lat)", "unit_id, level, basis, distance_m"
    answers = _asked(engine, columns, function, AT_POINTS, len(points), _points(points))
    for point, told in zip(points, answers, strict=True):
        assert told == [
            (each.unit.id, each.unit.level, each.basis, close(each.distance_m))
            for each in units_at(atlas, point)
        ], point
    return sum(map(bool, answers))


def compare_offices_at(engine: Engine, atlas: Atlas, points: Sequence[Point], service: str) -> None:
    """Assert the same provisions for each point in the same order, with the distances of their offices."""
    function = "kense.office_for(:service, asked.lon, asked.lat)"
    values = _points(points) | {"service": service}
    answers = _asked(engine, "provision_id, distance_m", function, AT_POINTS, len(points), values)
    for point, told in zip(points, answers, strict=True):
        place = find_place(atlas, PlaceQuery(point=point))
        assert told == _provisions(atlas, service, place), point


def compare_offices_of(engine: Engine, atlas: Atlas, units: Sequence[str], service: str) -> None:
    """Assert the same provisions for each unit in the same order, with the distances of their offices."""
    values: dict[str, object] = {"units": list(units), "service": service}
    function = "kense.office_for(:service, asked.unit)"
    answers = _asked(engine, "provision_id, distance_m", function, OF_UNITS, len(units), values)
    for unit, told in zip(units, answers, strict=True):
        place = find_place(atlas, PlaceQuery(unit_id=unit))
        assert told == _provisions(atlas, service, place), unit


def _provisions(atlas: Atlas, service: str, place: PlaceFound) -> list[tuple[object, ...]]:
    origin, offices = origin_of(atlas, place), atlas.edition.offices
    found = office_for(atlas, service, place).provisions
    return [(each.id, close(distance_to(origin, offices[each.office_id]))) for each in found]


def compare_holding(connection: Connection, edition: Edition) -> tuple[int, int]:
    """The same contacts and hours of today in the views as in `model.in_force`; how many of each.

    Hours that a standard states for all its offices are in no row of an office, and not in the views.
    """
    day, offices = today_in_kazakhstan(), edition.offices.values()
    contacts = connection.execute(
        text("SELECT DISTINCT office_id, kind, value FROM kense.contact WHERE holds_today")
    ).all()
    hours = connection.execute(
        text("SELECT DISTINCT office_id, purpose, opening_hours FROM kense.schedule WHERE holds_today")
    ).all()
    contacts_of_today = {
        (office.id, one.kind.value, one.value) for office in offices for one in contacts_on(office, day)
    }
    hours_of_today = {
        (office.id, one.purpose.value, one.opening_hours)
        for office in offices
        for one in schedules_on(office, day)
        if one.basis is ScheduleBasis.OFFICE
    }
    differing = {tuple(row) for row in contacts} ^ contacts_of_today
    assert not differing, sorted(differing)[:9]
    differing = {tuple(row) for row in hours} ^ hours_of_today
    assert not differing, sorted(differing)[:9]
    unsaid = "SELECT count(*) FROM (SELECT holds_today FROM kense.{} WHERE holds_today IS NULL) AS unsaid"
    assert [connection.scalar(text(unsaid.format(view))) for view in ("contact", "schedule")] == [0, 0]
    return len(contacts), len(hours)
