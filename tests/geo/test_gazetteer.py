"""The gazetteer and the classifier: what is looked up, and which files are refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from geo.gazetteer.gazetteer import BadGazetteerError, Gazetteer, read_gazetteer
from geo.names.ladder import Stage
from geo.names.toponyms import TypeWord
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato, read_kato
from model.lookup_places import Places
from model.lookups import lookup

AKKOL = "1108785617"


@pytest.fixture(scope="session")
def gazetteer(shared_gazetteer: Path) -> Gazetteer:
    return read_gazetteer(shared_gazetteer)


@pytest.fixture(scope="session")
def kato(shared_gazetteer: Path) -> Kato:
    return read_kato(shared_gazetteer / "kato.csv")


@pytest.fixture(scope="session")
def divisions(gazetteer: Gazetteer) -> Divisions:
    return Divisions.of(gazetteer, lookup(Places))


@pytest.fixture(scope="session")
def regions(some_gazetteer: Path) -> Divisions:
    return Divisions.of(read_gazetteer(some_gazetteer), lookup(Places))


@pytest.mark.parametrize(
    ("name", "stage", "geonames"),
    [
        ("с. Наумовка", Stage.EXACT, "1520742"),
        ("Naumovka", Stage.MILD, "1520742"),
        ("Кеңес", Stage.EXACT, "1522772"),
        ("Кенес", Stage.MILD, "1522772"),
    ],
)
def test_a_name_is_found_in_its_district(
    gazetteer: Gazetteer, name: str, stage: Stage, geonames: str
) -> None:
    assert [hit.geonames for hit in gazetteer.in_district(AKKOL).find(name, stage)] == [geonames]


def test_a_name_of_another_district_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.in_district(AKKOL).find("Жымпиты", Stage.SKELETON) == ()
    assert gazetteer.in_district("0").find("Наумовка", Stage.EXACT) == ()


def test_duplicates_of_a_locality_are_left_out(gazetteer: Gazetteer) -> None:
    assert "421184927" not in gazetteer.localities  # Taldyqorghan, 35 km west of the city
    assert "890443865" in gazetteer.localities


def test_the_middle_of_a_district_lies_inside_it(gazetteer: Gazetteer) -> None:
    for shape in gazetteer.districts.values():
        assert gazetteer.district_at(*shape.middle) is not None, shape.name_ru


def test_the_classifier_is_a_tree_with_type_words(kato: Kato) -> None:
    karasai = kato.units["113241000"]
    assert (karasai.name, karasai.kind, karasai.parent) == ("Карасайский", TypeWord.OKRUG, "113200000")
    assert {unit.name for unit in kato.children("113241000")} == {"Кына", "Карасай", "Сазды булак"}
    assert len(kato.regions) == 20
    assert len(kato.units) == 16266


def test_sixteen_regions_and_all_their_districts_are_known(divisions: Divisions) -> None:
    oblasts = "akm akt alm aty kar kus kzy man pav sev vos yuz zap zha"
    assert sorted(divisions.regions) == sorted(f"{oblasts} ala ast".split())
    assert (
        len([d for d in divisions.districts.values() if not d.is_city and d.region not in ("ala", "ast")])
        == 160
    )
    assert len([d for d in divisions.districts.values() if d.is_city]) == 38


@pytest.mark.parametrize(
    ("printed", "region"),
    [
        ("Акмолинская область", "akm"),  # 1119 s1/a1 line 448
        ("Филиал РГП «ЦОН по Акмолинской области»", "akm"),  # s1/a3 line 14231
        ("1 город Астана", "ast"),
        ("город Алматы", "ala"),
        ("Алматинская область", "alm"),
        ("Алматы облысы", "alm"),
        ("Филиал РГП «ЦОН по Южно- Казахстанской области»", "yuz"),
        ("Северо-Казахстанская область", "sev"),
        ("Қарағанды облысы", "kar"),
        ("Республиканские организации", None),  # s22/a1 line 23814
    ],
)
def test_a_heading_names_its_region(regions: Divisions, printed: str, region: str | None) -> None:
    found = regions.find_region(printed)
    assert (found.id if found else None) == region


@pytest.mark.parametrize(
    ("region", "printed", "is_city", "district"),
    [
        ("akm", "Аккольского", False, "akm-akkol"),
        ("akm", "Щучинского", False, "akm-burabai"),
        ("kar", "Каражалского", False, "kar-karazhal"),  # never Каркаралы; s1/a1 line 1037
        ("kar", "Балхашского", False, "kar-balkhash"),
        ("pav", "Павлодара", True, "pav-pavlodar-g"),
        ("pav", "Павлодарского", False, "pav-pavlodar"),
        ("sev", "М.Жумабаева", False, "sev-magzhan-zhumabaev"),
        ("yuz", "Махтаральского", False, "yuz-maktaaral"),
        ("zha", "Т. Рыскулова", False, "zha-turar-ryskulov"),
        ("akm", "Абайского", False, None),
        ("vos", "Абайского", False, "vos-abai"),
    ],
)
def test_a_printed_district_is_found_in_its_region_only(
    divisions: Divisions, region: str, printed: str, is_city: bool, district: str | None
) -> None:
    found = divisions.find_district(region, printed, is_city)
    assert (found.id if found else None) == district


def test_a_classifier_with_a_torn_code_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kato.csv"
    path.write_text(
        "code,parent_code,name_ru\n110000000,,Акмолинская область\n1132,110000000,район\n", "utf-8"
    )
    with pytest.raises(BadGazetteerError, match=r"kato\.csv:3: '1132'"):
        read_kato(path)


def test_a_classifier_without_a_parent_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kato.csv"
    path.write_text("code,parent_code,name_ru\n113200000,110000000,Аккольский район\n", "utf-8")
    with pytest.raises(BadGazetteerError, match="113200000"):
        read_kato(path)


def test_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kato.csv"
    path.write_text("a,b\n", "utf-8")
    with pytest.raises(BadGazetteerError, match="a,b"):
        read_kato(path)


def test_a_district_outside_every_region_is_refused(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[70, 50], [71, 50], [71, 51], [70, 50]]]}
    facts = {
        "id": 1,
        "name_ru": "Район",
        "name_kk": "Аудан",
        "kind": "raion",
        "region_id": 9,
        "wikidata": None,
    }
    feature = {"type": "Feature", "properties": facts, "geometry": square}
    (tmp_path / "regions.geojson").write_text('{"features": []}', "utf-8")
    (tmp_path / "districts.geojson").write_text(json.dumps({"features": [feature]}), "utf-8")
    with pytest.raises(BadGazetteerError, match="no region"):
        read_gazetteer(tmp_path)


def test_a_city_of_districts_that_is_not_drawn_is_refused_by_name(gazetteer: Gazetteer) -> None:
    drawn = {key: each for key, each in gazetteer.districts.items() if each.region_iso != "KZ-ALA"}
    with pytest.raises(BadGazetteerError, match=r"districts\.geojson: KZ-ALA has no polygon"):
        Divisions.of(replace(gazetteer, districts=drawn), lookup(Places))
