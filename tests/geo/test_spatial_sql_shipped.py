"""PostGIS as the oracle of what ships: every settlement and random points of the country, answered alike."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from geo.earth.point import Point
from geo.units.edition_index import Atlas
from model.enums import Level
from store.reading.editions import load_edition, read_edition
from store.tables.engine import make_engine
from tests.effort import examples
from tests.invented_country import inside_kazakhstan
from tests.sql_answers import (
    AT_POINTS,
    compare_holding,
    compare_nearest_centres,
    compare_offices_at,
    compare_offices_of,
    compare_units,
)

POINTS = examples(250)
IN_CITIES = [Point(76.93, 43.25), Point(76.945, 43.238), Point(71.43, 51.128), Point(69.5869, 42.3155)]


@pytest.fixture(scope="module")
def engine(shipped_postgis_url: URL) -> Iterator[Engine]:
    engine = make_engine(shipped_postgis_url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def atlas(engine: Engine) -> Atlas:
    return Atlas.of(load_edition(engine))


@pytest.fixture(scope="module")
def points() -> list[Point]:
    chance = random.Random(1119)
    around = [Point(chance.uniform(45, 89), chance.uniform(39.5, 56.5)) for _ in range(POINTS // 4)]
    return [*IN_CITIES, *(Point(*inside_kazakhstan(chance)) for _ in range(POINTS)), *around]


def test_the_nearest_centres_are_the_same(engine: Engine, atlas: Atlas, points: list[Point]) -> None:
    compare_nearest_centres(engine, atlas, points)


def test_the_units_around_a_point_are_the_same(engine: Engine, atlas: Atlas, points: list[Point]) -> None:
    assert compare_units(engine, atlas, points) > POINTS * 3 / 4


def test_the_error_of_every_position_of_a_unit_is_the_same(engine: Engine, atlas: Atlas) -> None:
    question = text("SELECT p.unit_id, kense.error_m(p) FROM position p WHERE p.unit_id IS NOT NULL")
    with engine.connect() as connection:
        told = {row.unit_id: row.error_m for row in connection.execute(question)}
    units = atlas.edition.units.values()
    assert told == {unit.id: unit.position.error_m for unit in units if unit.position is not None}


def test_the_same_points_are_abroad(engine: Engine, atlas: Atlas, points: list[Point]) -> None:
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    question = text(f"SELECT kense.is_abroad(asked.lon, asked.lat) FROM {AT_POINTS} ORDER BY asked.slot")
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL jit = off"))  # as for the other questions
        told = connection.scalars(question, {"lons": lons, "lats": lats}).all()
    assert told == [atlas.is_abroad(point) for point in points]
    assert POINTS / 10 < sum(told) < POINTS / 2


@pytest.mark.parametrize("service", ["preschool-queue", "housing-queue"])
def test_the_offices_for_a_point_are_the_same(
    engine: Engine, atlas: Atlas, points: list[Point], service: str
) -> None:
    compare_offices_at(engine, atlas, points, service)


def test_the_offices_for_every_settlement_and_city_are_the_same(engine: Engine, atlas: Atlas) -> None:
    units = [unit.id for unit in atlas.edition.units.values() if unit.level is Level.SETTLEMENT]
    compare_offices_of(engine, atlas, [*sorted(units), "ala", "ast", "ala-medeu"], "preschool-queue")


def test_the_contacts_and_hours_of_today_are_the_same(engine: Engine, atlas: Atlas) -> None:
    with engine.connect() as connection:
        contacts, _ = compare_holding(connection, atlas.edition)
        printed = connection.scalar(text("SELECT count(*) FROM kense.contact"))
        assert len(atlas.edition.offices) < contacts < printed
        # All hours that ship are of acts that have ended: were they in force, some would hold.
        connection.execute(text("UPDATE act SET force_until = NULL"))
        more, hours = compare_holding(connection, read_edition(connection))
        connection.rollback()
    assert more > contacts
    assert hours > 100
