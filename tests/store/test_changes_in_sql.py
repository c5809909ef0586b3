"""People's changes look the same in the API and in the SQL functions of PostGIS."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from geo.earth.point import Point
from geo.units.edition_index import Atlas
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine, reading, writing
from store.tables.schema import drop_sql_schema
from store.tables.tables import metadata
from tests.changes.test_mutations import CLOSE, CREATE, KYNA, MERGE, PROVISION, SERVICE
from tests.changing import AKKOL_PSC, HEAD_PSC, KARASAI, KOKSHETAU_PSC, ChangingClient
from tests.invented_country import inside_kazakhstan
from tests.sql_answers import compare_holding, compare_nearest_centres, compare_offices_of

SLUG = SERVICE.removeprefix("PublicService:")


@pytest.fixture
def client(postgis_url: URL, small_seeds: Seeds) -> Iterator[ChangingClient]:
    """A server over the small seeds on PostGIS."""
    engine = make_engine(postgis_url)
    try:
        load(engine, small_seeds)
        client = ChangingClient(engine)
        with client.http:
            yield client
        with writing(engine) as connection:
            drop_sql_schema(connection)
            tables = ", ".join(table.name for table in metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    finally:
        engine.dispose()


def assert_alike(client: ChangingClient) -> None:
    chance = random.Random(420)
    atlas = Atlas.of(load_edition(client.engine))
    compare_nearest_centres(client.engine, atlas, [Point(*inside_kazakhstan(chance)) for _ in range(50)])
    compare_nearest_centres(client.engine, atlas, [Point(69.39, 53.28), Point(70.94, 52.0)])
    compare_offices_of(client.engine, atlas, sorted(atlas.edition.units), SLUG)
    with reading(client.engine) as connection:
        compare_holding(connection, atlas.edition)


def shown(engine: Engine, office: str) -> tuple[object, ...] | None:
    with reading(engine) as connection:
        row = connection.execute(
            text("SELECT name, status, located_in FROM kense.offices WHERE id = :id"), {"id": office}
        ).one_or_none()
    return None if row is None else tuple(row)


def test_each_kind_of_change_is_seen_by_sql(client: ChangingClient) -> None:
    assert_alike(client)
    moved: dict[str, object] = {
        "location": {"latitude": 52.11, "longitude": 72.2},
        "settlementId": KYNA,
        "nameRu": "Переезд",
    }
    moved["contacts"] = [{"kind": "PHONE", "value": "+77163822847"}]
    client.update(AKKOL_PSC, moved, confirm=["location"])
    assert shown(client.engine, AKKOL_PSC) == ("Переезд", "ACTIVE", "akm-akkol-karasai-kyna")
    assert_alike(client)
    with reading(client.engine) as connection:
        told = connection.execute(
            text("SELECT kind, value FROM kense.contact WHERE source = 'PERSON' AND office_id = :id"),
            {"id": AKKOL_PSC},
        ).all()
        name = connection.scalar(text("SELECT name_ru FROM kense.office WHERE id = :id"), {"id": AKKOL_PSC})
    assert (name, [tuple(row) for row in told]) == ("Переезд", [("PHONE", "+77163822847")])
    made = {"kind": "PSC_BRANCH", "category": "psc_branch", "nameKk": "Кеңсе", "settlementId": KYNA}
    office = client.change(CREATE, office=made | {"location": {"latitude": 52.06, "longitude": 72.19}})[
        "office"
    ]
    client.change(PROVISION, id=office["id"], expected=1, service=SERVICE, roles=["DECIDES"], units=[KYNA])
    assert_alike(client)
    client.change(CLOSE, id=f"Office:{HEAD_PSC}", expected=1, on="2020-01-01")
    assert shown(client.engine, HEAD_PSC) is not None
    assert_alike(client)
    merged = {"from": f"Office:{KOKSHETAU_PSC}", "fromExpected": 1}
    client.change(MERGE, into=f"Office:{AKKOL_PSC}", expected=2, **merged)
    assert shown(client.engine, KOKSHETAU_PSC) is None
    assert_alike(client)
    client.change(PROVISION, id=f"Office:{KARASAI}", expected=1, service=SERVICE, roles=[])
    assert_alike(client)
