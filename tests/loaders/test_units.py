"""The tree of units from the real act of 2012 (gov-2012-1119): golden facts, homonyms, visible errors."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from geo.names.russian import town_nominative
from geo.names.toponyms import TypeWord, strip_type
from loaders.territory.akimat_names import UnitClass, read_akimat_name, stem_key
from loaders.territory.kato_match import stated_codes
from loaders.territory.unit_tree import same_root
from loaders.territory.units import KnownUnits, build_units
from tests.built_places import ACT_IDS, BuiltPlaces, build_places


@pytest.fixture(scope="module")
def places(shared_acts: Path, shared_gazetteer: Path) -> BuiltPlaces:
    return build_places(shared_acts, shared_gazetteer)


NAMES = [  # line of act 1119, office as printed, class, full name, district phrase
    (1535, "ГУ «Аппарат Акима города Акколя»", UnitClass.PLACE, "город Акколь", None),
    (4012, "ГУ «Аппарат акима п. Ауэзовского Жарминского района»", UnitClass.PLACE, "поселок Ауэзовский",
     "Жарминского"),
    (10997, "ГУ « Аппарат акима Аксанской сельского округа Баянаульского района»", UnitClass.OKRUG,
     "Аксанский сельский округ", "Баянаульского"),
    (1543, "ГУ «Аппарат Карасайского сельского округа Аккольского района»", UnitClass.OKRUG,
     "Карасайский сельский округ", "Аккольского"),
    (1738, "ГУ «Аппарат акима сельского округа Жибек Жолы Аршалынского района»", UnitClass.OKRUG,
     "сельский округ Жибек Жолы", "Аршалынского"),
    (4553, "ГУ «Аппарат акима Шульбинского поселка г.Риддер»", UnitClass.PLACE,
     "поселок Шульбинский", "Риддер"),
    (5045, "ГУ «Аппарат акима сельского округа имени Андас батыра Меркенский района»", UnitClass.OKRUG,
     "сельский округ имени Андас батыра", "Меркенский"),
    (5279, "ГУ «Аппарат акима Сарытогайского а/о Акжаикского района»", UnitClass.OKRUG,
     "Сарытогайский аульный округ", "Акжаикского"),
    (7217, 'ГУ"Аппарат акима села Соналы Нурин ского района"', UnitClass.PLACE, "село Соналы", "Нуринского"),
    (7454, "ГУ «Акимат Родниковскогосельского округа Осакаровского района»", UnitClass.OKRUG,
     "Родниковский сельский округ", "Осакаровского"),
    (7804, 'ГУ "Аппарат акима Успенского сельского окуруга Шетского района"', UnitClass.OKRUG,
     "Успенский сельский округ", "Шетского"),
    (8245, "ГУ «Аппарат Акимат села Бидайык Жангельдинс-кого района»", UnitClass.PLACE, "село Бидайык",
     "Жангельдинского"),
    (12180, "ГУ «Аппарат Акима Советского сельского округа района М.Жумабаева»", UnitClass.OKRUG,
     "Советский сельский округ", "М.Жумабаева"),
    (14116, "ГУ «Аппарат акима сельского округа Ш.ДильдабековаМактаральского района»", UnitClass.OKRUG,
     "сельский округ Ш.Дильдабекова", "Мактаральского"),
    (3644, "ГУ «Аппарат акима Жылыойского района»", UnitClass.DISTRICT, "", "Жылыойского"),
]  # fmt: skip


@pytest.mark.parametrize(("_line", "printed", "unit", "full", "district"), NAMES)
def test_an_akims_office_names_its_unit(
    _line: int, printed: str, unit: UnitClass, full: str, district: str | None
) -> None:
    read = read_akimat_name(printed)
    assert read is not None
    assert (read.unit, read.full) == (unit, full)
    assert (read.district.name if read.district else None) == district


def test_stems_join_an_adjective_and_its_place_but_not_two_names() -> None:
    assert stem_key("Казыгуртский") == stem_key("Казыгурт")
    assert stem_key("Новосельский") != stem_key("Новоселовский")


def test_kyna_lies_in_karasai_okrug_of_akkol_raion(places: BuiltPlaces) -> None:
    kyna = places.areas["akm-akkol-karasai-kyna"]
    assert (kyna.name_ru, kyna.parent, kyna.kato) == ("Кына", "akm-akkol-karasai", "113241100")
    okrug = places.areas[kyna.parent]
    assert (okrug.name_ru, okrug.parent, okrug.kato) == (
        "Карасайский сельский округ",
        "akm-akkol",
        "113241000",
    )
    raion = places.areas[okrug.parent]
    assert (raion.name_ru, raion.name_kk, raion.kato) == ("Аккольский район", "Ақкөл ауданы", "113200000")


def test_an_earlier_name_is_kept_with_its_source(places: BuiltPlaces) -> None:
    former = [row for row in places.units.toponyms if row.unit == "akm-akkol-karasai-kyna"]
    assert [(row.name, row.status) for row in former] == [("Искра", "FORMER")]
    assert former[0].source.startswith("https://www.inform.kz/")


def test_both_printings_of_a_row_make_one_okrug(places: BuiltPlaces) -> None:
    okrug = places.areas["akm-akkol-karasai"]
    assert "gov-2012-1119/s1/a2/l1543" in okrug.basis
    assert "/s23/a1/" in okrug.basis
    once = [a.id for a in places.units.areas if a.level == "RURAL_OKRUG" and a.basis.count("|") == 0]
    assert once == []


def test_no_name_of_a_unit_is_a_declined_one(places: BuiltPlaces) -> None:
    printed = [(row.unit, row.name) for row in places.units.toponyms]
    own = [(area.id, name) for area in places.units.areas for name in (area.name_ru, area.name_kk) if name]
    towns = [
        (unit, strip_type(name)[0]) for unit, name in (*own, *printed) if strip_type(name)[1] is TypeWord.TOWN
    ]
    assert len(towns) > 80
    assert [(unit, name) for unit, name in towns if town_nominative(name) != name] == []
    # A Kazakh name ends as a Russian genitive only where the village is called so after a person.
    kazakh = [(area.id, strip_type(area.name_kk)[0]) for area in places.units.areas if area.name_kk]
    declined = {unit for unit, name in kazakh if name.endswith(("ого", "его"))}
    assert declined <= {"alm-panfilov-zhaskent-golovatskogo"}  # KATO 334638100: с.им.Головацкого
    rudny = places.areas["kus-rudny"], places.areas["kus-rudny-g"]  # gov-2010-76/a1/l467
    assert [area.name_kk for area in rudny] == ["Рудный қаласы", "Рудный"]


def test_counts_per_level_are_those_of_the_division(places: BuiltPlaces) -> None:
    levels = Counter(area.level for area in places.units.areas)
    assert levels["REGION"] == 16
    assert levels["DISTRICT"] == 208  # 160 raions, 38 cities, 10 districts of Almaty and Astana
    assert 1390 <= levels["RURAL_OKRUG"] <= 1443
    assert all(
        area.kato
        for area in places.units.areas
        if area.level in ("REGION", "DISTRICT") and area.id[:3] != "ala"
    )


def test_a_seat_missing_from_its_own_list_is_added(places: BuiltPlaces) -> None:
    town = places.areas["akm-akkol-akkol-g"]  # line 1535: the list has Радовка, the forestry and Ерназар
    assert (town.name_ru, town.seat, town.kato) == ("Акколь", "yes", "113220100")


def test_villages_of_one_name_under_two_okrugs_stay_two(places: BuiltPlaces) -> None:
    areas = places.areas
    first, second = areas["akt-khromtau-abai-tassai"], areas["akt-khromtau-tassai-tassai"]
    assert first.name_ru == second.name_ru == "Тассай"
    assert not first.kato or first.kato != second.kato


def test_no_code_is_given_twice(places: BuiltPlaces) -> None:
    codes = Counter(area.kato for area in places.units.areas if area.kato)
    assert [code for code, times in codes.items() if times > 1] == []


def test_a_rule_takes_a_code_from_another_okrug_only_where_nobody_else_is_that_okrug(
    places: BuiltPlaces,
) -> None:
    # An okrug that was renamed is known by its seat alone: its villages may have gone elsewhere.
    named = {
        area.id: area.kato
        for area in places.units.areas
        if area.level == "RURAL_OKRUG"
        and area.kato in places.kato.units
        and same_root(strip_type(area.name_ru)[0], places.kato.units[area.kato].name)
    }
    # Where a person decided about one village of an okrug, the others of its row may belong there, too.
    told = {places.areas[unit].parent for unit in stated_codes() if unit in places.areas}
    taken = set(named.values())
    seen = 0
    for area in places.units.areas:
        okrug = named.get(area.parent)
        if area.level == "SETTLEMENT" and area.kato and okrug is not None and area.parent not in told:
            home = f"{area.kato[:6]}000"
            seen += 1
            assert home == okrug or home not in taken, area.id
    assert seen > 2000


def test_rows_printed_under_ridder_are_placed_in_semei_and_reported(places: BuiltPlaces) -> None:
    assert places.placed(4478).district == "vos-semei"
    assert places.placed(4467).district == "vos-ridder"  # Пригородный okrug is really of Риддер
    reported = [p.where for p in places.units.problems if p.kind == "misplaced_row"]
    assert "gov-2012-1119/s1/a2/l4478" in reported
    assert len(reported) == 32  # 16 rows, printed twice


def test_the_centre_of_a_raion_is_not_the_station_of_its_name(places: BuiltPlaces) -> None:
    kent, station = (places.areas[f"kar-zhanaarka-{part}"] for part in ("atasu", "aktyubek-atasu"))
    assert (kent.kato, kent.seat, station.kato, station.seat) == ("623630100", "yes", "623639200", "")
    assert (
        places.placed(989).located_in == kent.id
    )  # `с. Атасу, ул. Сейфуллина,10`: the department of the raion
    assert "gov-2012-1119/s1/a2/l6786" in station.basis


def test_a_kent_and_the_okrug_around_it_are_two_units(places: BuiltPlaces) -> None:
    kent, okrug = places.placed(6454), places.placed(6518)
    assert kent.district == okrug.district == "kar-bukar-zhyrau"
    assert kent.territory != okrug.territory


PLACED = [  # line, district, located in, territory
    (450, "akm-akkol", "akm-akkol-akkol-g", "akm-akkol"),
    (1037, "kar-karazhal", "kar-karazhal-g", "kar-karazhal"),
    (1473, "ala-auezov", "ala-auezov", "ala-auezov"),
    (1543, "akm-akkol", "akm-akkol-karasai-karasai", "akm-akkol-karasai"),
    (14233, "akm-kokshetau", "akm-kokshetau-g", "akm"),
    (14239, "akm-kokshetau", "akm-kokshetau-g", "akm-kokshetau"),
    (14369, "akt-aktobe", "akt-aktobe-kargalinskoe-zhilyanka", "akt-aktobe"),
    (15745, "ast-almaty", "ast-almaty", "ast-almaty"),
]


@pytest.mark.parametrize(("line", "district", "located_in", "territory"), PLACED)
def test_an_office_stands_somewhere_and_answers_for_a_unit(
    places: BuiltPlaces, line: int, district: str, located_in: str, territory: str
) -> None:
    placement = places.placed(line)
    assert (placement.district, placement.located_in, placement.territory) == (
        district,
        located_in,
        territory,
    )


def test_every_record_has_a_placement_and_every_id_of_it_exists(places: BuiltPlaces) -> None:
    assert len(places.units.placements) == len(places.records) == 7385
    areas = places.areas
    for placement in places.units.placements.values():
        for unit in (placement.region, placement.district, placement.okrug, placement.located_in):
            assert unit is None or unit in areas
        assert placement.territory in areas


def test_every_printed_village_is_a_unit_of_its_okrug(places: BuiltPlaces) -> None:
    citing: Counter[str] = Counter()
    for area in places.units.areas:
        if area.level == "SETTLEMENT":
            citing.update(area.basis.split("|"))
    for record in places.records:
        if record.category == "okrug_akimat" and record.settlements:
            assert citing[f"gov-2012-1119/s{record.standard}/a{record.annex}/l{record.line}"] >= 1, record


def test_a_second_run_over_its_own_result_changes_nothing(places: BuiltPlaces) -> None:
    known = KnownUnits(tuple(places.units.areas), tuple(places.units.toponyms))
    assert build_units(places.records, known, places.kato, places.gazetteer, ACT_IDS) == places.units


def test_an_id_is_kept_when_the_name_that_minted_it_is_not_what_we_would_write_today(
    places: BuiltPlaces,
) -> None:
    old = [replace(a, id="akm-akkol-karasai-kyna-old") if a.id == "akm-akkol-karasai-kyna" else a
           for a in places.units.areas]  # fmt: skip
    again = build_units(places.records, KnownUnits(tuple(old)), places.kato, places.gazetteer, ACT_IDS)
    assert "akm-akkol-karasai-kyna-old" in {area.id for area in again.areas}
    assert "akm-akkol-karasai-kyna" not in {area.id for area in again.areas}
