"""PostGIS as the oracle: what an edition answers and what SQL answers are the same offices and metres."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from geo.earth.point import Point
from geo.sql.spatial_sql import publish_sql
from geo.units.edition_index import Atlas
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine, writing
from store.tables.schema import drop_sql_schema
from store.tables.tables import metadata
from tests.effort import examples
from tests.invented_country import InventedCountry, inside_kazakhstan
from tests.sql_answers import (
    compare_nearest_centres,
    compare_offices_at,
    compare_offices_of,
    compare_units,
)

POINTS = examples(250)


@pytest.fixture(scope="module")
def engine(postgis_url: URL, small_seeds: Seeds) -> Iterator[Engine]:
    engine = make_engine(postgis_url)
    try:
        load(engine, InventedCountry().added_to(small_seeds))
        yield engine
        with writing(engine) as connection:
            drop_sql_schema(connection)
            tables = ", ".join(table.name for table in metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def atlas(engine: Engine) -> Atlas:
    return Atlas.of(load_edition(engine))


@pytest.fixture(scope="module")
def points() -> list[Point]:
    chance = random.Random(283)
    return [Point(*inside_kazakhstan(chance)) for _ in range(POINTS)]


def test_the_nearest_centres_are_the_same(engine: Engine, atlas: Atlas, points: list[Point]) -> None:
    compare_nearest_centres(engine, atlas, points)


def test_the_units_around_a_point_are_the_same(engine: Engine, atlas: Atlas, points: list[Point]) -> None:
    answered = compare_units(engine, atlas, points)
    assert POINTS / 4 < answered < POINTS  # both kinds of answer were compared


@pytest.mark.parametrize(
    "service", ["preschool-queue", "school-bus", "licence", "old-service", "past-service"]
)
def test_the_offices_for_a_point_are_the_same(
    engine: Engine, atlas: Atlas, points: list[Point], service: str
) -> None:
    compare_offices_at(engine, atlas, points, service)


@pytest.mark.parametrize("service", ["preschool-queue", "old-service", "past-service"])
def test_the_offices_for_every_unit_are_the_same(engine: Engine, atlas: Atlas, service: str) -> None:
    compare_offices_of(engine, atlas, sorted(atlas.edition.units), service)


def test_a_village_is_served_by_its_akim_its_department_and_its_centre(engine: Engine) -> None:
    # 1119-1/2 row 2 (Karasai), 1119-1/1 row 1 and 1119-1/3 row 4 (Akkol).
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT office_id, unit_id, name FROM kense.office_for(:service, :unit)"),
            {"service": "preschool-queue", "unit": "akm-akkol-karasai-kyna"},
        ).all()
    assert [tuple(row)[:2] for row in rows] == [
        ("akm-akkol-karasai-akimat", "akm-akkol-karasai"),
        ("akm-akkol-education", "akm-akkol"),
        ("akm-akkol-psc", "akm-akkol"),
        ("akm-psc", "akm"),
    ]
    assert "Карасайского сельского округа" in rows[0].name


def test_the_spatial_index_answers_nearness(engine: Engine) -> None:
    with engine.connect() as connection:
        # A thousand rows fit into a few pages: only a planner that may not scan shows what can be used.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_sort = off"))
        plan = "\n".join(connection.scalars(text("EXPLAIN SELECT * FROM kense.nearest_psc(70.9, 51.9, 5)")))
    assert "Index Scan using ix_position_point" in plan
    assert "Order By: (point <->" in plan
    assert "Index Cond: (point && " in plan


def test_publishing_twice_changes_nothing(engine: Engine) -> None:
    with writing(engine) as connection:
        assert publish_sql(connection) is False


def test_maps_can_draw_the_views(engine: Engine) -> None:
    with engine.connect() as connection:
        types = connection.execute(
            text(
                "SELECT f_table_name, type, srid FROM geometry_columns "
                "WHERE f_table_schema = 'kense' ORDER BY f_table_name"
            )
        ).all()
    assert [tuple(row) for row in types] == [
        ("country", "GEOMETRY", 4326),
        ("offices", "POINT", 4326),
        ("units", "POINT", 4326),
    ]
