"""PostGIS as the oracle: an edition and SQL answer with the same offices and distances."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from geo.earth.point import Point
from geo.exports.facts import office_ref, text_in, unit_ref
from geo.jurisdiction.law import today_in_kazakhstan
from geo.sql.spatial_sql import publish_sql
from geo.units.edition_index import Atlas
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.edition import Position
from model.enums import Language, ScheduleBasis
from model.program_files import PROGRAM
from store.reading.editions import load_edition, read_edition
from store.tables.engine import make_engine, writing
from store.tables.schema import drop_sql_schema
from store.tables.tables import metadata
from tests.effort import examples
from tests.invented_country import InventedCountry, inside_kazakhstan
from tests.sql_answers import (
    compare_holding,
    compare_nearest_centres,
    compare_offices_at,
    compare_offices_of,
    compare_units,
)

POINTS = examples(250)
_SOURCE = re.compile(r"service='kense' key='id' srid=4326 type=(\w+) table=\"kense\"\.\"(\w+)\" \((\w+)\)")


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
    assert POINTS / 4 < answered < POINTS  # answers of both kinds were compared


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
                "WHERE f_table_schema = 'kense' ORDER BY f_table_name, f_geometry_column DESC"
            )
        ).all()
    assert [tuple(row) for row in types] == [
        ("citation", "POINT", 4326),
        ("contact", "POINT", 4326),
        ("country", "GEOMETRY", 4326),
        ("office", "POINT", 4326),
        ("offices", "POINT", 4326),
        ("provision", "POINT", 4326),
        ("schedule", "POINT", 4326),
        ("unit", "POINT", 4326),
        ("unit", "MULTIPOLYGON", 4326),
        ("units", "POINT", 4326),
    ]


def rows_of(engine: Engine, view: str) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(text(f"SELECT * FROM kense.{view}"))]


def test_units_and_offices_have_names_error_and_position_as_in_the_api(engine: Engine, atlas: Atlas) -> None:
    edition = atlas.edition
    units = {row["id"]: row for row in rows_of(engine, "unit")}
    assert units.keys() == edition.units.keys()
    for unit in edition.units.values():
        row = units[unit.id]
        assert row["ref"] == unit_ref(unit)
        assert row["name_kk"] == text_in(unit.names, Language.KK)
        assert row["name_ru"] == text_in(unit.names, Language.RU)
        assert (row["error_m"], row["precision"]) == told_of(unit.position)
    offices = {row["id"]: row for row in rows_of(engine, "office")}
    assert offices.keys() == edition.offices.keys()
    for office in edition.offices.values():
        row = offices[office.id]
        assert row["ref"] == office_ref(office.id)
        assert row["status"] == office.status_on(today_in_kazakhstan())
        assert (row["error_m"], row["precision"]) == told_of(office.position)
        assert (row["located_in"], row["organization_id"]) == (office.located_in, office.organization_id)
    printed = {one.id: text_in(one.names, Language.RU) for one in edition.offices.values()}
    assert sum(offices[each]["name_ru"] == name for each, name in printed.items()) >= 0.95 * len(printed)


def told_of(position: Position | None) -> tuple[float | None, str | None]:
    return (None, None) if position is None else (position.error_m, position.precision.value)


def test_provisions_and_services_are_those_of_the_edition(engine: Engine, atlas: Atlas) -> None:
    edition = atlas.edition
    provisions = {row["id"]: row for row in rows_of(engine, "provision")}
    assert provisions.keys() == edition.provisions.keys()
    for provision in edition.provisions.values():
        row = provisions[provision.id]
        assert tuple(row["unit_ids"]) == provision.unit_ids
        assert tuple(row["excluded_unit_ids"]) == provision.excluded_unit_ids
        assert tuple(row["roles"]) == provision.roles
        assert (row["since"], row["until"]) == (provision.validity.since, provision.validity.until)
    services = {row["id"]: row for row in rows_of(engine, "service")}
    assert services.keys() == edition.services.keys()
    for service in edition.services.values():
        assert services[service.id]["name_ru"] in {None, *(name.value for name in service.names)}


def test_every_contact_and_schedule_of_the_api_is_among_the_printed_ones(
    engine: Engine, atlas: Atlas
) -> None:
    contacts = {(row["office_id"], row["kind"], row["value"]) for row in rows_of(engine, "contact")}
    hours = {(row["office_id"], row["opening_hours"]) for row in rows_of(engine, "schedule")}
    shown = 0
    for office in atlas.edition.offices.values():
        for contact in office.contacts:
            assert (office.id, contact.kind.value, contact.value) in contacts
            shown += 1
        for schedule in office.schedules:
            is_printed = schedule.basis is ScheduleBasis.OFFICE
            assert not is_printed or (office.id, schedule.opening_hours) in hours
    assert shown > 10
    assert {row["source"] for row in rows_of(engine, "contact")} == {"ACT"}


@pytest.mark.parametrize(
    "happens",
    [
        "SELECT 1",
        # A row that an amendment ended, one that begins later, and a repealed act.
        "UPDATE act_entry SET until = '2013-05-26' WHERE line % 3 = 0",
        "UPDATE act_entry SET since = '2100-01-01' WHERE line % 3 = 1",
        "UPDATE act_entry SET since = '2013-05-26', amends = 'krg-2008-35-01/l1' WHERE line % 2 = 0",
        "UPDATE act SET force_until = '2014-01-01' WHERE id = 'gov-2012-1119'",
        "UPDATE act SET force_from = '2100-01-01' WHERE id = 'gov-2012-1119'",
        "UPDATE act SET repeal_unknown_after = '2013-01-01', edition_of = '2020-01-01' WHERE language = 'kk'",
        "UPDATE office_record SET phones = '[\"+77000000001\"]', hours = NULL WHERE line % 2 = 1",
        "UPDATE office_record SET category = 'appeal_desk' WHERE line % 2 = 0",
        "UPDATE office_record SET category = 'official' WHERE line % 2 = 0",
    ],
)
def test_the_contacts_and_hours_of_today_are_the_same(engine: Engine, happens: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(happens))
        contacts, _ = compare_holding(connection, read_edition(connection))
        connection.rollback()
    # The act that prints all of them was repealed, or is yet to come.
    assert (contacts == 0) is ("SET force" in happens)


def test_each_office_and_provision_cites_its_rows(engine: Engine, atlas: Atlas) -> None:
    cited = {(row["kind"], row["id"], row["act_id"], row["line"]) for row in rows_of(engine, "citation")}
    for office in atlas.edition.offices.values():
        for one in office.citations:
            assert ("office", office.id, one.act_id, one.line) in cited
    for provision in atlas.edition.provisions.values():
        for one in provision.basis:
            assert ("provision", provision.id, one.act_id, one.line) in cited


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("office_for('preschol-queue', 'akm-akkol')", "no service has the id 'preschol-queue'"),
        ("office_for('preschool-queue', 'akm-akol')", "no unit has the id 'akm-akol'"),
        (
            "office_for('PublicService:preschool-queue', 'akm-akkol')",
            "'PublicService:preschool-queue' is an id of the API: here it is 'preschool-queue'",
        ),
        ("office_for('preschool-queue', 'District:akm-akkol')", "here it is 'akm-akkol'"),
        ("office_for('preschool-queue', 51.9, 70.9)", "longitude comes first"),
        ("units_at(51.9, 70.9)", "longitude comes first"),
        ("nearest_psc(51.9, 70.9)", "longitude comes first"),
        ("units_at(200, 52)", "are no point"),
        ("nearest_psc('NaN', 52)", "are no point"),
    ],
)
def test_a_typing_error_an_id_of_the_api_and_a_swapped_point_are_refused_in_words(
    engine: Engine, call: str, words: str
) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match=re.escape(words)):
        connection.execute(text(f"SELECT * FROM kense.{call}")).all()


def test_the_project_of_qgis_opens_views_and_columns_that_there_are(engine: Engine) -> None:
    project = ElementTree.parse(PROGRAM / "docs" / "examples" / "kense.qgs").getroot()
    layers = project.findall("projectlayers/maplayer")
    tree = {each.get("id") for each in project.findall("layer-tree-group/layer-tree-layer")}
    assert len(layers) == 3
    assert {each.findtext("id") for each in layers} == tree
    typed = text(
        "SELECT type, srid FROM geometry_columns "
        "WHERE f_table_schema = 'kense' AND f_table_name = :view AND f_geometry_column = :column"
    )
    with engine.connect() as connection:
        for layer in layers:
            found = _SOURCE.fullmatch(layer.findtext("datasource") or "")
            assert found is not None
            kind, view, column = found.groups()
            row = connection.execute(typed, {"view": view, "column": column}).one()
            assert tuple(row) == (kind.upper(), 4326)
            repeated = text(f"SELECT count(*) - count(DISTINCT id) FROM kense.{view}")
            assert connection.scalar(repeated) == 0, "the key of a layer is its own"
            shown = (layer.findtext("previewExpression") or "").strip('"')
            connection.execute(text(f"SELECT {shown} FROM kense.{view} LIMIT 1"))


def test_nothing_is_no_typing_error(engine: Engine) -> None:
    with engine.connect() as connection:
        for call in ("office_for(NULL, 'akm-akkol')", "units_at(NULL, 52)", "nearest_psc(NULL, NULL)"):
            assert connection.execute(text(f"SELECT * FROM kense.{call}")).all() == []
