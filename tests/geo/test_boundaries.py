"""Boundaries: read from GeoJSON, kept by the store, decisive for points, the same in PostGIS."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from geo.earth.point import Point
from geo.locator.places import PlaceQuery, find_place
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from loaders.loading.load import load, load_boundaries
from loaders.places.boundaries import BadBoundaryFileError, read_boundary_files
from loaders.seeds import Seeds
from model.edition import Boundary, Edition, Identifier
from model.enums import Level, PlaceBasis
from store.reading.boundaries import PIECE_VERTICES
from store.reading.editions import load_edition
from store.tables.engine import is_postgis, make_engine, writing
from store.tables.schema import drop_sql_schema
from store.tables.tables import metadata
from tests.bounded_country import invented_boundaries
from tests.hand_made import UNITS, at, edition, unit
from tests.invented_country import InventedCountry, inside_kazakhstan


def square(west: float, south: float, side: float = 1.0) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(west, south, west + side, south + side)])


def bounded(given: Edition, **shapes: shapely.MultiPolygon) -> Atlas:
    known = {slug.replace("_", "-"): shape for slug, shape in shapes.items()}
    return Atlas.of(
        replace(given, boundaries={slug: Boundary(slug, shape, "hand") for slug, shape in known.items()})
    )


# Two raions side by side on the equator, a city inside the western one without a boundary of its own.
COUNTRY = edition(
    [
        unit("r", Level.REGION, None, "Область"),
        unit("r-w", Level.DISTRICT, "r", "Западный район"),
        unit("r-w-v", Level.SETTLEMENT, "r-w", "Село", position=at(0.5, 70.2)),
        unit("r-e", Level.DISTRICT, "r", "Восточный район"),
        unit("r-e-v", Level.SETTLEMENT, "r-e", "Село", position=at(0.5, 71.05)),
        unit("r-c", Level.DISTRICT, "r", "город"),
        unit("r-c-g", Level.SETTLEMENT, "r-c", "Город", position=at(0.5, 70.6)),
        unit("q", Level.REGION, None, "Другая область"),
        unit("q-d", Level.DISTRICT, "q", "Район"),
        unit("q-d-v", Level.SETTLEMENT, "q-d", "Село", position=at(0.5, 70.95)),
    ]
)
RAIONS = {"r_w": square(70, 0), "r_e": square(71, 0), "q_d": square(80, 0)}


def told(atlas: Atlas, lon: float, lat: float = 0.5) -> list[tuple[str, PlaceBasis]]:
    return [(each.unit.id, each.basis) for each in units_at(atlas, Point(lon, lat))]


def test_a_boundary_decides_the_district_and_nearness_only_the_village_inside() -> None:
    # At 70.6 a village of another raion stands 39 km to the east, the only one of this raion 45 km west.
    simple = edition([each for each in COUNTRY.units.values() if not each.id.startswith("r-c")])
    assert told(bounded(simple, **RAIONS), 70.6) == [
        ("r", PlaceBasis.POLYGON),
        ("r-w", PlaceBasis.POLYGON),
        ("r-w-v", PlaceBasis.NEAREST_SETTLEMENT),
    ]
    assert [each for each, _ in told(Atlas.of(simple), 70.6)] == ["q", "q-d", "q-d-v"]


def test_a_city_without_a_boundary_stands_inside_the_raion_around_it() -> None:
    assert told(bounded(COUNTRY, **RAIONS), 70.61) == [
        ("r", PlaceBasis.POLYGON),
        ("r-c", PlaceBasis.NEAREST_SETTLEMENT),
        ("r-c-g", PlaceBasis.NEAREST_SETTLEMENT),
    ]


def test_a_city_without_a_boundary_may_stand_in_a_raion_of_another_region() -> None:
    # As Курчатов of East Kazakhstan stands in Майский район of Pavlodar: its own region has a boundary.
    foreign = edition(
        [*COUNTRY.units.values(), unit("q-c", Level.SETTLEMENT, "q", "Город", position=at(0.1, 70.5))]
    )
    atlas = bounded(foreign, q=square(80, 0), **RAIONS)
    assert told(atlas, 70.5, 0.11) == [
        ("q", PlaceBasis.NEAREST_SETTLEMENT),
        ("q-c", PlaceBasis.NEAREST_SETTLEMENT),
    ]


def test_a_village_whose_position_strays_over_the_border_is_not_taken_for_the_neighbours() -> None:
    # q-d-v stands at 70.95, inside r-w, but the boundary of its own raion is elsewhere.
    assert told(bounded(COUNTRY, **RAIONS), 70.95)[-1][0] == "r-c-g"


def test_where_nobody_lives_near_the_district_is_the_answer() -> None:
    atlas = bounded(COUNTRY, r_w=square(70, 0), r_e=square(90, 0, 3))
    assert told(atlas, 92) == [("r", PlaceBasis.POLYGON), ("r-e", PlaceBasis.POLYGON)]
    place = find_place(atlas, PlaceQuery(point=Point(92, 0.5)))
    assert place.unit is not None
    assert (place.unit.id, place.basis, place.distance_m) == ("r-e", PlaceBasis.POLYGON, None)


def test_outside_of_all_boundaries_the_nearest_settlement_stands_as_before() -> None:
    atlas = bounded(COUNTRY, r_w=square(60, 0))
    assert told(atlas, 71.04) == told(Atlas.of(COUNTRY), 71.04)


def test_of_overlapping_boundaries_the_finer_then_the_smaller_decides() -> None:
    atlas = bounded(COUNTRY, q=square(70, 0, 0.5), r_w=square(70, 0, 2), r_e=square(70, 0, 1.5))
    assert [each.id for each in atlas.boundaries.units_at(Point(70.3, 0.3))] == ["r-e", "r-w", "q"]


def features(*found: tuple[dict[str, Any], Any]) -> str:
    listed = [{"type": "Feature", "properties": facts, "geometry": shape} for facts, shape in found]
    return json.dumps({"type": "FeatureCollection", "features": listed})


def ring(*positions: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*positions, positions[0]]]}


SQUARE = ring((70, 51), (71, 51), (71, 52), (70, 52))


@pytest.fixture
def known() -> Edition:
    coded = replace(UNITS[1], identifiers=(Identifier("WHOSONFIRST", "1108785617"),))
    return edition([UNITS[0], coded, *UNITS[2:]])


def test_a_feature_finds_its_unit_by_identifier_else_by_name_and_region(
    tmp_path: Path, known: Edition
) -> None:
    file = tmp_path / "districts.geojson"
    file.write_text(
        features(
            ({"id": 1108785617, "name_ru": "Что угодно"}, SQUARE),
            ({"id": 1, "name_ru": "Карасайский район", "region": "Алматинская область"}, SQUARE),
            ({"id": 2, "name_ru": "Акмолинская область"}, SQUARE),
            ({"id": 3, "name_ru": "Карасайский район", "region": "Акмолинская область"}, SQUARE),
            ({"id": 4, "name_ru": "Аккольский район", "region": "Акмолинская область"}, SQUARE),
        )
    )
    read = read_boundary_files([file], known)
    assert [(each.unit_id, each.source_id) for each in read.boundaries] == [
        ("akm", "2"),
        ("akm-akkol", "1108785617"),
        ("alm-karasai", "1"),
    ]
    assert read.refused == (
        "districts.geojson: Карасайский район (3): no unit of the registry is it beyond doubt",
        "districts.geojson: Аккольский район (4): akm-akkol has its boundary from 1108785617",
    )
    assert all(shapely.is_ccw(each.shape.geoms[0].exterior) for each in read.boundaries)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (
            {"name_ru": "Карасайский район", "region": "Алматинская область"},
            "its identifier is that of akm-akkol, its name that of alm-karasai",
        ),
        (
            {"name_ru": "Акмолинская область"},
            "its identifier is that of akm-akkol, a DISTRICT, and it is a REGION",
        ),
        ({"level": "region"}, "its identifier is that of akm-akkol, a DISTRICT, and it is a REGION"),
    ],
)
def test_an_identifier_that_level_or_name_contradict_is_refused_by_name(
    tmp_path: Path, known: Edition, facts: dict[str, str], says: str
) -> None:
    file = tmp_path / "d.geojson"
    file.write_text(features(({"id": 1108785617, **facts}, SQUARE)))
    read = read_boundary_files([file], known)
    assert read.boundaries == ()
    (refused,) = read.refused
    assert refused.endswith(f"(1108785617): {says}")


def test_a_spike_is_mended_and_a_bow_tie_refused_by_name(tmp_path: Path, known: Edition) -> None:
    spike = ring((70, 51), (71, 51), (71, 52), (71, 53), (71, 52), (70, 52))
    bow = ring((70, 51), (71, 52), (71, 51), (70, 52))
    shapes = [
        spike,
        bow,
        {"type": "Point", "coordinates": [70, 51]},
        ring((170, 51), (190, 51), (170, 60)),
        None,
    ]
    names = [
        ("Аккольский район", "Акмолинская область"),
        ("Карасайский район", "Алматинская область"),
        ("город Кокшетау", "Акмолинская область"),
        ("Бостандыкский район", "город Алматы"),
    ]
    rows: list[tuple[dict[str, Any], Any]] = [
        ({"id": index, "name_ru": name, "region": region}, shapes[index])
        for index, (name, region) in enumerate(names)
    ]
    file = tmp_path / "bad.geojson"
    file.write_text(features(*rows, ({"id": 9, "name_ru": "Алматинская область"}, None)))
    read = read_boundary_files([file], known)
    assert [each.unit_id for each in read.boundaries] == ["akm-akkol"]
    assert read.boundaries[0].shape.is_valid
    assert len(read.mended) == 1
    refused = "\n".join(read.refused)
    assert "Карасайский район (1): Self-intersection" in refused
    assert "not Point" in refused
    assert "not WGS84" in refused
    assert "Алматинская область (9): the geometry cannot be read" in refused


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"type": "FeatureCollection"}', '"\\u0000"'])
def test_a_file_that_is_no_geojson_is_named(tmp_path: Path, known: Edition, content: str) -> None:
    file = tmp_path / "other.geojson"
    file.write_text(content)
    with pytest.raises(BadBoundaryFileError, match=r"other\.geojson"):
        read_boundary_files([file], known)


def test_a_store_keeps_boundaries_through_a_load_without_them(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    load(store_engine, small_seeds)
    circle = shapely.MultiPolygon([shapely.Point(71, 52).buffer(0.5, quad_segs=100)])
    given = [Boundary("akm-akkol", circle, "districts.geojson", "1108785617")]
    stamp = load_boundaries(store_engine, given)
    assert stamp is not None
    assert stamp.number == 2
    assert load_boundaries(store_engine, given) is None  # the same boundaries again make no edition
    assert load_edition(store_engine).boundaries == {"akm-akkol": given[0]}
    fewer = replace(small_seeds, positions=small_seeds.positions[:-1])
    assert load(store_engine, fewer).is_new
    assert load_edition(store_engine).boundaries == {"akm-akkol": given[0]}
    with store_engine.connect() as connection:
        count = text("SELECT ST_NPoints(shape) FROM boundary_part")
        sizes = connection.scalars(count).all() if is_postgis(store_engine) else []
    assert all(size <= PIECE_VERTICES + 1 for size in sizes)
    assert (len(sizes) > 1) == is_postgis(store_engine)


@pytest.fixture(scope="module")
def invented(postgis_url: URL, small_seeds: Seeds) -> Iterator[tuple[Engine, Atlas]]:
    engine = make_engine(postgis_url)
    try:
        load(engine, InventedCountry().added_to(small_seeds))
        load_boundaries(engine, invented_boundaries(load_edition(engine)))
        yield engine, Atlas.of(load_edition(engine))
        with writing(engine) as connection:
            drop_sql_schema(connection)
            tables = ", ".join(table.name for table in metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    finally:
        engine.dispose()


def test_postgis_tells_the_same_units_around_a_point(invented: tuple[Engine, Atlas]) -> None:
    engine, atlas = invented
    chance = random.Random(76)
    question = text("SELECT unit_id, basis, distance_m FROM kense.units_at(:lon, :lat)")
    seen: set[tuple[PlaceBasis, ...]] = set()
    with engine.connect() as connection:
        for _ in range(500):
            point = Point(*inside_kazakhstan(chance))
            rows = connection.execute(question, {"lon": point.lon, "lat": point.lat}).all()
            units = units_at(atlas, point)
            assert [(row.unit_id, row.basis) for row in rows] == [
                (each.unit.id, each.basis) for each in units
            ]
            for row, each in zip(rows, units, strict=True):
                assert row.distance_m == (
                    None if each.distance_m is None else pytest.approx(each.distance_m, rel=0.005, abs=0.01)
                )
            seen.add(tuple(each.basis for each in units))
    polygon, nearest = PlaceBasis.POLYGON, PlaceBasis.NEAREST_SETTLEMENT
    # Nowhere, only a district, a village of it, no boundary, and the village of a neighbour without one.
    assert seen >= {(), (polygon, polygon), (polygon, polygon, nearest), (nearest, nearest, nearest)}
    assert (polygon, nearest, nearest) in seen


def test_postgis_looks_points_up_in_the_index_of_pieces(invented: tuple[Engine, Atlas]) -> None:
    engine, _ = invented
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(connection.scalars(text("EXPLAIN SELECT kense.bounded_unit(70.9, 51.9)")))
        inner = "\n".join(
            connection.scalars(
                text(
                    "EXPLAIN SELECT unit_id FROM boundary_part "
                    "WHERE ST_Intersects(shape, ST_SetSRID(ST_MakePoint(70.9, 51.9), 4326))"
                )
            )
        )
    assert plan
    assert "ix_boundary_part_shape" in inner
