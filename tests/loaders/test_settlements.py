"""The places from OpenStreetMap: the file is complete, and a gazetteer with them has each place once."""

from pathlib import Path

import pytest
from shapely import from_wkt

from geo.exports.attribution import attribution_of
from geo.gazetteer.gazetteer import OPENSTREETMAP, Gazetteer, Locality, Shape, read_gazetteer
from geo.names.ladder import Stage
from loaders.seeds.files import read_rows, split_values
from loaders.territory.settlements import SettlementRow, with_settlements

FILE = Path(__file__).parents[2] / "seeds" / "lookups" / "settlements.csv"


@pytest.fixture(scope="module")
def gazetteer(shared_gazetteer: Path) -> Gazetteer:
    return read_gazetteer(shared_gazetteer)


@pytest.fixture(scope="module")
def square() -> Gazetteer:
    """One raion of one degree with one village."""
    known = Locality(
        id="1",
        geonames="11",
        names_ru=("Кына",),
        names_kk=(),
        names_other=(),
        lon=70.5,
        lat=50.5,
        district="d",
        population=300,
    )
    outline = "POLYGON ((70 50, 71 50, 71 51, 70 51, 70 50))"
    shape = Shape(
        id="d",
        kind="raion",
        name_ru="Район",
        name_kk="",
        region_iso="r",
        wikidata="",
        boundary=from_wkt(outline),
    )
    return Gazetteer({"1": known}, {"d": shape}, {}, ())


def _told(node: int, name: str, lon: float, name_kk: str = "") -> Locality:
    kazakh = (name_kk,) if name_kk else ()
    return Locality(
        id=f"{OPENSTREETMAP}:{node}",
        geonames="",
        names_ru=(name,),
        names_kk=kazakh,
        names_other=(),
        lon=lon,
        lat=50.5,
        district="",
        population=None,
    )


def test_a_place_that_the_gazetteer_lacks_is_a_locality_of_the_district_around_it(square: Gazetteer) -> None:
    more = square.with_places([_told(7, "Барап", 70.9), _told(8, "Чужая", 75.0)])
    assert [hit.id for hit in more.in_district("d").find("Барап", Stage.EXACT)] == ["openstreetmap:7"]
    assert more.localities["openstreetmap:7"].source == ("openstreetmap", "7")
    assert "openstreetmap:8" not in more.localities  # It lies in no district.
    assert set(square.localities) == {"1"}


def test_a_place_that_the_gazetteer_has_nearby_only_adds_its_names(
    square: Gazetteer,
) -> None:
    more = square.with_places([_told(7, "Кына", 70.55, "Қына")])
    assert set(more.localities) == {"1"}
    assert more.localities["1"].names_kk == ("Қына",)
    assert more.localities["1"].source == ("geonames", "11")
    assert (more.localities["1"].lon, more.localities["1"].population) == (70.5, 300)


def test_a_namesake_farther_off_is_another_place(square: Gazetteer) -> None:
    assert set(square.with_places([_told(7, "Кына", 70.9)]).localities) == {"1", "openstreetmap:7"}


def test_each_place_of_the_file_has_a_name_and_stands_in_a_district(gazetteer: Gazetteer) -> None:
    rows = read_rows(FILE, SettlementRow)
    ids = [row.id for row in rows]
    assert len(rows) >= 800
    assert ids == sorted(set(ids))
    for row in rows:
        assert split_values(row.names_ru) or split_values(row.names_kk), row.id
        assert row.place in ("town", "village", "hamlet", "isolated_dwelling", "place"), row.id
    outside = [row.id for row in rows if gazetteer.district_at(float(row.lon), float(row.lat)) is None]
    assert outside == []


def test_what_openstreetmap_tells_bears_its_credit(gazetteer: Gazetteer) -> None:
    more = with_settlements(gazetteer)
    assert len(more.localities) > len(gazetteer.localities) + 500
    told = [each for each in more.localities.values() if each.source[0] == OPENSTREETMAP]
    assert {each.id for each in told} == set(more.localities) - set(gazetteer.localities)
    assert "OpenStreetMap contributors" in (attribution_of(OPENSTREETMAP) or "")
