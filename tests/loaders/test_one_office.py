"""The shipped seeds: one record per office, one settlement per place, the winning value is shown."""

from collections import defaultdict

from loaders.directory.act_records import kept_act_records
from loaders.offices.join_evidence import Placed
from loaders.seeds.folder import read_seeds
from model.edition import Edition
from model.lookup_places import SharedLocalities
from model.lookups import lookup

SHARED_HOUSES = {  # a head branch and the branch of its town, or two akims, that every table prints as two
    ("akt-aktobe-psc", "akt-psc"),
    ("alm-psc", "alm-taldykorgan-psc"),
    ("aty-psc", "aty-psc-2"),
    ("kar-abai-esengildin-akimat", "kar-abai-yubileinoe-akimat"),
    ("kar-karaganda-psc-2", "kar-psc"),
    ("man-aktau-psc", "man-psc"),
    ("pav-pavlodar-akimat", "pav-pavlodar-g-akimat"),
    ("sev-timiryazev-dokuchaev-akimat", "sev-timiryazev-timiryazevo-akimat"),
    ("zha-psc", "zha-taraz-psc-4"),
}


def test_one_house_of_one_settlement_is_one_office_of_a_kind() -> None:
    seeds = read_seeds()
    offices = {office.id: office for office in seeds.offices}
    office_of = {(key.act, row.line): row.office for key, rows in seeds.records.items() for row in rows}
    houses: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for act in kept_act_records(seeds):
        for record in act.records:
            office = offices[office_of[act.act, record.line]]
            row = Placed(act.act, record, office.territory)
            if row.house_key and office.category != "extracurricular_organisation":
                houses[row.family, office.located_in, row.house_key].add(office.id)
    shared = {tuple(sorted(ids)) for ids in houses.values() if len(ids) > 1}
    assert shared == SHARED_HOUSES


def test_ids_that_a_house_proves_to_be_one_office_stand_for_it() -> None:
    heirs = {row.old: row.new for row in read_seeds().rekeyed}
    assert heirs["kar-bukar-zhyrau-psc-3"] == "kar-bukar-zhyrau-psc"
    assert heirs["kar-temirtau-psc-4"] == "kar-temirtau-psc-2"
    assert heirs["zha-psc-2"] == "zha-taraz-psc"


def test_the_postal_code_that_is_shown_is_the_one_that_won(shipped_edition: Edition) -> None:
    shown = 0
    for office in shipped_edition.offices.values():
        won = {each.value for each in office.provenance if each.field == "postal_code" and each.wins}
        codes = {address.postal_code for address in office.addresses} - {None}
        assert codes <= won, office.id
        shown += bool(codes)
    assert shown > 1_500


def test_each_locality_that_is_several_settlements_is_decided_with_its_reason() -> None:
    areas = {area.id: area for area in read_seeds().areas}
    bearers: dict[str, set[str]] = defaultdict(set)
    for area in areas.values():
        if area.level == "SETTLEMENT" and area.geonames:
            bearers[area.geonames].add(area.id)
    shared = {locality: units for locality, units in bearers.items() if len(units) > 1}
    rows = lookup(SharedLocalities).localities
    assert {row.locality: set(row.units) for row in rows} == shared
    for row in rows:
        homes = {areas[unit].parent for unit in row.units if areas[areas[unit].parent].level != "DISTRICT"}
        if row.verdict == "TWO_NAMES":
            assert len(homes) == 1, row.locality
        if row.verdict == "LISTED_TWICE":
            assert len(homes) == len(row.units), row.locality
