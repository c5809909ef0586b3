"""The seeds that ship: five acts in two languages, one office each, and no drift from the code."""

import io
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from rich.console import Console

from loaders.places.place_run import run_place
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds, read_seeds

SEEDS = Path(__file__).parents[2] / "seeds"
GOV, KRG, ALM, HOUSING, FARM = (
    "gov-2012-1119", "krg-2008-35-01", "alm-2012-420", "gov-2010-76", "gov-2011-283"
)  # fmt: skip


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return read_seeds(SEEDS)


@pytest.fixture(scope="module")
def acts_of(seeds: Seeds) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, rows in seeds.records.items():
        for row in rows:
            found[row.office].add(key.act)
    return found


@pytest.fixture(scope="module")
def office_of(seeds: Seeds) -> dict[str, str]:
    return {
        format_citation(CitationToken(key.act, key.standard, key.annex, row.line)): row.office
        for key, rows in seeds.records.items()
        for row in rows
    }


TWINS = [  # a Kazakh row, a Russian row of the same office, its id
    (f"{HOUSING}/a2/l540", f"{GOV}/s1/a3/l14250", "akm-akkol-psc"),
    (f"{FARM}/a1/l148", f"{GOV}/s24/a2/l41803", "akm-akkol-akimat"),
    (f"{FARM}/a1/l144", f"{GOV}/s24/a1/l41671", "akm-akimat"),
]


def test_rows_of_two_languages_that_are_one_office_are_joined(
    seeds: Seeds, office_of: dict[str, str]
) -> None:
    for kazakh, russian, office in TWINS:
        assert office_of[kazakh] == office_of[russian] == office


def test_nearly_every_centre_of_the_housing_act_has_its_russian_twin(
    seeds: Seeds, acts_of: dict[str, set[str]]
) -> None:
    rows = next(rows for key, rows in seeds.records.items() if (key.act, key.annex) == (HOUSING, 2))
    assert len(rows) == 284
    assert sum(GOV in acts_of[row.office] for row in rows) >= 280


def test_nearly_every_akimat_of_the_farm_act_has_its_russian_twin(
    seeds: Seeds, acts_of: dict[str, set[str]]
) -> None:
    rows = next(rows for key, rows in seeds.records.items() if (key.act, key.annex) == (FARM, 1))
    assert len(rows) == 196
    assert sum(GOV in acts_of[row.office] for row in rows) >= 194


def test_four_of_five_akims_of_karaganda_are_joined_to_those_of_four_years_later(
    seeds: Seeds, acts_of: dict[str, set[str]]
) -> None:
    akimats = [o.id for o in seeds.offices if o.category == "okrug_akimat" and KRG in acts_of[o.id]]
    assert sum(GOV in acts_of[office] for office in akimats) / len(akimats) > 0.8


def test_the_akims_of_the_social_assistance_act_are_each_one_office(
    seeds: Seeds, acts_of: dict[str, set[str]]
) -> None:
    rows = next(rows for key, rows in seeds.records.items() if (key.act, key.annex) == (ALM, 2))
    assert len({row.office for row in rows}) == len(rows) == 254


def test_every_office_that_gives_a_service_has_a_territory_or_the_whole_country(seeds: Seeds) -> None:
    units = {area.id for area in seeds.areas}
    assert {unit for row in seeds.provisions for unit in split_values(row.units)} <= units | {"*"}
    assert len({(row.service, row.office, row.rule, row.basis) for row in seeds.provisions}) == len(
        seeds.provisions
    )


ONE_UNIT = [  # a Kazakh row, a Russian row: one office whose unit is one
    (f"{KRG}/s1/a2/l513", f"{GOV}/s1/a2/l6278"),  # Жартас: one seat and one postcode 100107
    (f"{KRG}/s1/a2/l1161", f"{GOV}/s1/a2/l7179"),  # Құланөтпес with the postcode 100917
    (f"{KRG}/s1/a2/l1209", f"{GOV}/s1/a2/l7224"),  # the other one, with 100918
    (f"{KRG}/s1/a2/l477", f"{GOV}/s1/a2/l7500"),  # Ақтас of Саран
]


@pytest.mark.parametrize(("kazakh", "russian"), ONE_UNIT)
def test_an_okrug_of_two_acts_is_one_unit(
    seeds: Seeds, office_of: dict[str, str], kazakh: str, russian: str
) -> None:
    units = {area.id: area for area in seeds.areas}
    office = next(each for each in seeds.offices if each.id == office_of[kazakh])
    assert office_of[russian] == office.id
    assert {kazakh, russian} <= set(units[office.territory].basis.split("|"))


DESKS = {  # okrugs whose akim has a row for each seat or telephone in 1119-1/2, and the lines of the rows
    "kar-zhanaarka-tselinny": 2,  # 6738, 6760
    "kus-karabalyk-karabalyk": 3,  # 8535, 8542, 8620
    "sev-mamlyut-stanovoe": 2,  # 12626, 12697
    "sev-taiynsha-abaya": 3,  # 12719, 12792, 12848
    "vos-borodulikha-peremenov": 2,  # 3851, 3858
    "vos-kokpekti-tassai": 2,  # 4260, 4267
    "vos-kokpekti-ulguli-malshy": 2,  # 4274, 4281
}


def test_no_unit_has_two_akims_and_no_raion_two_departments(seeds: Seeds) -> None:
    kinds = ("okrug_akimat", "district_akimat", "education_department")
    homes = Counter((each.category, each.territory) for each in seeds.offices if each.category in kinds)
    several = {home: times for home, times in homes.items() if times > 1}
    assert several == {("okrug_akimat", okrug): desks for okrug, desks in DESKS.items()}


def test_the_second_department_of_pavlodar_is_that_of_the_raion(
    seeds: Seeds, office_of: dict[str, str]
) -> None:
    # 1119-1/1 line 1310 prints the city twice and the raion never; its address is beside the raion's centre.
    department = next(each for each in seeds.offices if each.id == office_of[f"{GOV}/s1/a1/l1310"])
    assert department.territory == "pav-pavlodar"


def test_the_akim_of_a_kent_is_not_that_of_its_city(seeds: Seeds, office_of: dict[str, str]) -> None:
    # 1119-1/2 line 9336: `Аппарат акима г.Аркалык` in the kent Западный, for that kent alone.
    akim = next(each for each in seeds.offices if each.id == office_of[f"{GOV}/s1/a2/l9336"])
    assert akim.territory == "kus-arkalyk-zapadny"


def test_an_act_of_one_oblast_speaks_of_no_other(seeds: Seeds) -> None:
    # 420/1 line 397: Жамбыл ауданы of Almaty oblast is not Жамбыл облысы.
    rows = next(rows for key, rows in seeds.records.items() if (key.act, key.annex) == (ALM, 1))
    offices = {each.id: each for each in seeds.offices}
    assert {offices[row.office].territory.split("-")[0] for row in rows} == {"alm"}


def test_every_id_that_is_no_more_leads_to_one_that_is(seeds: Seeds) -> None:
    ids = {area.id for area in seeds.areas} | {office.id for office in seeds.offices}
    leads = {row.old: row.new for row in seeds.rekeyed}
    assert len(leads) == len(seeds.rekeyed)
    assert ids.isdisjoint(leads)
    for old in leads:
        current = old
        while current in leads:
            current = leads[current]
        assert current in ids, old


def test_the_shipped_seeds_are_what_the_code_makes_of_the_acts(made_seeds: Path) -> None:
    """When this fails, run `kense reconcile --acts` and read the difference of seeds/ before it is kept."""
    made = {file.relative_to(made_seeds): file for file in sorted(made_seeds.rglob("*.csv"))}
    assert sorted(made) == sorted(file.relative_to(SEEDS) for file in SEEDS.rglob("*.csv"))
    assert [
        str(name) for name, file in made.items() if file.read_bytes() != (SEEDS / name).read_bytes()
    ] == []


@pytest.mark.slow
def test_placing_the_shipped_seeds_anew_moves_nothing(tmp_path: Path, shared_gazetteer: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds", ignore=shutil.ignore_patterns("entries", "passports"))
    run_place(tmp_path / "seeds", shared_gazetteer, True, lambda _: True, Console(file=io.StringIO()))
    for name in ("positions.csv", "unplaced.csv"):
        assert (tmp_path / "seeds" / name).read_bytes() == (SEEDS / name).read_bytes(), name
