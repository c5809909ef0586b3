"""Gazetteers of four kinds are recognised, read, kept on both stores and used by the locator."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from rich.console import Console
from sqlalchemy import Engine

from geo.gazetteer.gazetteer import BadGazetteerError, read_gazetteer
from geo.gazetteer.stored_gazetteer import stored_gazetteer
from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.loading.load import load, load_boundaries
from loaders.places.gazetteer_runs import run_gazetteer_import, run_gazetteer_list
from loaders.places.gazetteers import GazetteerRead, read_places
from loaders.seeds import Seeds
from model.edition import Boundary
from model.enums import PlaceKind
from model.settings import Settings
from store.reading.editions import load_edition
from store.reading.gazetteers import kept_places, replace_sources
from store.tables.engine import reading, writing

# GeoNames' readme: 19 columns by tabs; rows as its dump of Kazakhstan has them.
KARASAI = [
    "1526443", "Akkol'", "Akkol'", "Akkol,Akkol’,Ақкөл,Акколь,Алексеевка,阿克科尔", "51.99374", "70.94704",
    "P", "PPLA2", "KZ", "", "01", "", "", "", "14271", "", "310", "Asia/Almaty", "2023-01-01",
]  # fmt: skip
RIVER = ["1", "Ishim", "Ishim", "", "52", "70", "H", "STM", "KZ", *[""] * 9, "2023-01-01"]
RUIN = ["2", "Gone", "Gone", "", "52", "70", "P", "PPLQ", "KZ", *[""] * 9, "2023-01-01"]


def quiet(step: str, done: int, total: int) -> None:
    pass


def dump(path: Path, *rows: list[str]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path) -> GazetteerRead:
    return read_places(path, quiet)


def test_a_dump_of_geonames_gives_places_with_their_names_by_script(tmp_path: Path) -> None:
    operations = read(dump(tmp_path / "KZ.txt", KARASAI, RIVER, RUIN))
    (place,) = operations.places
    assert (place.source, place.source_id, place.kind) == ("geonames", "1526443", PlaceKind.LOCALITY)
    assert place.names_ru == ("Акколь", "Алексеевка")
    assert place.names_kk == ("Ақкөл",)
    assert place.names_other == ("Akkol'", "Akkol", "Akkol’")  # nobody here writes the Chinese one
    assert place.shape == shapely.Point(70.94704, 51.99374)
    assert place.population == 14271
    assert operations.left_out == (
        "KZ.txt: 1 features that are not inhabited places",
        "KZ.txt: 1 places where nobody lives any more",
    )


def test_the_dump_may_stay_in_its_zip(tmp_path: Path) -> None:
    plain = dump(tmp_path / "KZ.txt", KARASAI)
    with zipfile.ZipFile(tmp_path / "KZ.zip", "w") as archive:
        archive.write(plain, "KZ.txt")
        archive.writestr("readme.txt", "GeoNames")
    assert read(tmp_path / "KZ.zip").places == read(plain).places


def feature(facts: dict[str, Any], geometry: Any = None) -> str:
    return json.dumps({"type": "Feature", "properties": facts, "geometry": geometry})


BOX = {"type": "Polygon", "coordinates": [[[70, 51], [72, 51], [72, 53], [70, 53], [70, 51]]]}


@pytest.fixture
def features(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    rows: list[tuple[dict[str, Any], Any]] = [
        ({"wof:id": 85672897, "wof:placetype": "region", "wof:name": "Aqmola", "iso:code": "KZ-AKM"}, BOX),
        (
            {
                "wof:id": 1108785617, "wof:placetype": "county", "wof:name": "Akkolskiy",
                "name:rus_x_preferred": ["Аккольский район"], "name:kaz_x_preferred": ["Ақкөл ауданы"],
                "wof:hierarchy": [{"region_id": 85672897}], "wof:concordances": {"wd:id": "Q2456359"},
            },
            BOX,
        ),
        (
            {
                "wof:id": 5, "wof:placetype": "locality", "wof:name": "Kyna",
                "name:rus_x_preferred": ["Кына"], "name:und_x_variant": ["Qyna"],
                "geom:latitude": 52.0, "geom:longitude": 71.1, "mz:is_current": 1,
                "wof:hierarchy": [{"county_id": 1108785617, "region_id": 85672897}],
                "wof:concordances": {"gn:id": 1526443}, "gn:population": 120,
            },
            None,
        ),
        ({"wof:id": 6, "wof:placetype": "locality", "wof:name": "Gone", "mz:is_current": 0}, None),
        ({"wof:id": 7, "wof:placetype": "locality", "wof:name": "New", "wof:superseded_by": [5]}, None),
        ({"wof:id": 8, "wof:placetype": "airport", "wof:name": "Kokshetau"}, None),
    ]  # fmt: skip
    for facts, geometry in rows:
        file = folder / str(facts["wof:id"]) / f"{facts['wof:id']}.geojson"
        file.parent.mkdir(parents=True)
        file.write_text(feature(facts, geometry), encoding="utf-8")
    return folder


def test_features_of_whos_on_first_are_places_districts_and_regions(features: Path) -> None:
    operations = read(features)
    kinds = {place.source_id: place.kind for place in operations.places}
    assert kinds == {"85672897": PlaceKind.REGION, "1108785617": PlaceKind.DISTRICT, "5": PlaceKind.LOCALITY}
    kyna = next(place for place in operations.places if place.source_id == "5")
    assert (kyna.names_ru, kyna.names_other) == (("Кына",), ("Kyna", "Qyna"))
    assert (kyna.district, kyna.region, kyna.geonames, kyna.population) == (
        "1108785617",
        "KZ-AKM",
        "1526443",
        120,
    )
    assert operations.left_out == (
        "1 features of the placetype airport",
        "2 features superseded, deprecated or no longer there",
    )


def test_the_classifier_gives_names_without_coordinates(tmp_path: Path) -> None:
    file = tmp_path / "kato.csv"
    file.write_text(
        "code,parent_code,name_ru\n110000000,,Акмолинская область\n113200000,110000000,Аккольский район\n"
    )
    assert [(place.source_id, place.district, place.shape) for place in read(file).places] == [
        ("110000000", "", None),
        ("113200000", "110000000", None),
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("KZ.txt", "a\tb\n", "neither a GeoNames dump"),
        ("KZ.txt", "", "neither a GeoNames dump"),
        ("KZ.txt", "\t".join(KARASAI) + "\nshort\n", r"KZ\.txt:2: 1 columns"),
        ("KZ.txt", "\t".join([*KARASAI[:4], "north", *KARASAI[5:]]) + "\n", r"KZ\.txt:1: latitude"),
        ("KZ.txt", "\t".join([*KARASAI[:4], "99", *KARASAI[5:]]) + "\n", "not WGS84"),
        ("KZ.zip", "not a zip", "is not a zip file"),
        ("kato.csv", "code,parent_code,name_ru\n12,,x\n", "nine digits"),
        ("data/1.geojson", "{}", "not a feature of Who's On First"),
        ("empty/readme.txt", "", "holds neither"),
    ],
)
def test_what_is_no_gazetteer_is_refused_by_name(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadGazetteerError, match=reason):
        read(file.parent if "/" in name else file)


def test_both_stores_give_back_what_was_imported_and_replace_it(store_engine: Engine, features: Path) -> None:
    places = read(features).places
    for _ in range(2):
        with writing(store_engine) as connection:
            replace_sources(connection, places)
    with reading(store_engine) as connection:
        assert sorted(places, key=lambda place: place.source_id) == kept_places(connection, list(PlaceKind))
        assert stored_gazetteer(connection, {}) is not None
    with writing(store_engine) as connection:
        replace_sources(connection, places[:1])
        assert len(kept_places(connection, list(PlaceKind))) == 1
        assert stored_gazetteer(connection, {}) is None  # districts alone are no gazetteer


def test_a_place_of_two_sources_stands_once_with_the_names_of_both(
    store_engine: Engine, features: Path, tmp_path: Path
) -> None:
    far = [*KARASAI]
    far[0], far[1], far[3], far[4] = "9", "Far", "Алыс", "52.5"
    with writing(store_engine) as connection:
        replace_sources(
            connection, [*read(features).places, *read(dump(tmp_path / "KZ.txt", KARASAI, far)).places]
        )
    with reading(store_engine) as connection:
        known = stored_gazetteer(connection, {})
    assert known is not None
    assert set(known.localities) == {"5", "geonames:9"}
    assert known.localities["5"].names_ru == ("Кына", "Акколь", "Алексеевка")
    assert known.localities["geonames:9"].district == "1108785617"  # by its point
    assert known.districts["1108785617"].region_iso == "KZ-AKM"


def test_boundaries_of_the_registry_tell_districts_where_no_source_does(
    store_engine: Engine, small_seeds: Seeds, tmp_path: Path
) -> None:
    load(store_engine, small_seeds)
    box = shapely.MultiPolygon([shapely.box(70, 51, 72, 53)])
    load_boundaries(store_engine, [Boundary("akm-akkol", box, "hand")])
    village = [*KARASAI]
    village[0], village[1], village[3] = "77", "Zhanatalap", "Жанаталап-Новый"
    with writing(store_engine) as connection:
        replace_sources(connection, read(dump(tmp_path / "KZ.txt", village)).places)
    edition = load_edition(store_engine)
    with reading(store_engine) as connection:
        known = stored_gazetteer(connection, edition.units)
    assert known is not None
    (shape,) = known.districts.values()
    assert known.localities["geonames:77"].district == shape.id
    found = Locator(Atlas.of(edition), known).locate(
        LocateQuery("с. Жанаталап-Новый", district="Аккольский район")
    )
    assert found[0].source_id == "geonames:77"


def test_the_folder_of_the_store_is_the_folder_on_disk(some_gazetteer: Path, store_engine: Engine) -> None:
    with writing(store_engine) as connection:
        replace_sources(connection, read(some_gazetteer).places)
    with reading(store_engine) as connection:
        stored = stored_gazetteer(connection, {})
    known = read_gazetteer(some_gazetteer)
    assert stored is not None
    assert stored.aliases == known.aliases
    assert set(stored.districts) == set(known.districts)
    assert all(stored.districts[key].boundary == shape.boundary for key, shape in known.districts.items())
    assert {key: (each.name_ru, each.region_iso) for key, each in stored.regions.items()} == {
        key: (each.name_ru, each.region_iso) for key, each in known.regions.items()
    }
    assert {key: replace(each, district="") for key, each in stored.localities.items()} == {
        key: replace(each, district="") for key, each in known.localities.items()
    }


def test_the_command_tells_what_it_imported(tmp_path: Path) -> None:
    settings = Settings.from_environment({"KENSE_HOME": str(tmp_path)})
    console = Console(record=True, width=200)
    run_gazetteer_import(settings, [dump(tmp_path / "KZ.txt", KARASAI, RIVER)], console)
    run_gazetteer_list(settings, console)
    told = console.export_text()
    assert "left out: KZ.txt: 1 features that are not inhabited places" in told
    assert told.count("geonames: 1 places") == 2
