"""Ids of units that a better reading would mint anew: kept, rekeyed or reported, never dropped."""

from loaders.seeds.rows import AreaRow
from loaders.territory.placing import Placement
from loaders.territory.unit_ids import keep_ids
from loaders.territory.units import KnownUnits, UnitsBuilt
from tests.area_rows import area_row

OKRUG, VILLAGE = "RURAL_OKRUG", "SETTLEMENT"
RU, KK = "gov-2012-1119/s1/a2/l6278", "krg-2008-35-01/s1/a2/l513"


def area(id_: str, level: str, parent: str, ru: str = "", kk: str = "", basis: str = RU) -> AreaRow:
    return area_row(id_, level, parent, ru=ru, kk=kk, basis=basis)


def built(*areas: AreaRow, placed: str = "") -> UnitsBuilt:
    return UnitsBuilt(list(areas), [], {("act", 1): Placement("r", "d", None, placed, placed)}, [])


def test_two_units_that_are_one_leave_the_other_id_behind() -> None:
    # Жартас of 2008 is the Караганский okrug of 2012: one seat and one postcode.
    known = KnownUnits(
        (area("d-karagan", OKRUG, "d", "Караганский"), area("d-zhartas", OKRUG, "d", kk="Жартас", basis=KK))
    )
    kept = keep_ids(built(area("d-karagan", OKRUG, "d", "Караганский", basis=f"{RU}|{KK}")), known)
    assert [(row.old, row.new) for row in kept.rekeyed] == [("d-zhartas", "d-karagan")]
    assert kept.units.problems == []


def test_a_village_that_is_moved_into_its_okrug_keeps_its_id() -> None:
    known = KnownUnits((area("d-zharma", VILLAGE, "d", "Жарма"),))
    okrug = area("d-o", OKRUG, "d", "Жарминский сельский округ")
    kept = keep_ids(built(okrug, area("d-o-zharma", VILLAGE, "d-o", "Жарма"), placed="d-o-zharma"), known)
    assert [(each.id, each.parent) for each in kept.units.areas] == [("d-o", "d"), ("d-zharma", "d-o")]
    assert kept.units.placements["act", 1].located_in == "d-zharma"
    assert kept.rekeyed == ()


def test_a_misprinted_village_is_found_by_its_name_in_the_district() -> None:
    known = KnownUnits(
        (area("d-kulan", VILLAGE, "d", "Кулан"), area("d-kudan", VILLAGE, "d", kk="Құдан", basis=KK))
    )
    mended = area("d-kulan", VILLAGE, "d", "Кулан", "Құдан")
    kept = keep_ids(built(mended), known)
    assert [(row.old, row.new) for row in kept.rekeyed] == [("d-kudan", "d-kulan")]


def test_an_id_that_nothing_stands_for_is_reported() -> None:
    kept = keep_ids(
        built(area("d-a", VILLAGE, "d", "Аса")), KnownUnits((area("d-b", VILLAGE, "d", "Бура", basis=KK),))
    )
    assert [(problem.kind, problem.where) for problem in kept.units.problems] == [("lost unit", "d-b")]
