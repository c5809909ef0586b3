"""The seeds that ship: five acts in two languages, one office each, and no drift from the code."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from loaders.citations import CitationToken, format_citation
from loaders.seed_folder import Seeds, read_seeds
from loaders.seeding import make_seeds, replace_seeds

SEEDS = Path(__file__).parents[1] / "seeds"
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
    assert {row.units for row in seeds.provisions} <= units | {"*"}
    assert len({(row.service, row.office, row.rule, row.basis) for row in seeds.provisions}) == len(
        seeds.provisions
    )


def test_the_shipped_seeds_are_what_the_code_makes_of_the_acts(
    tmp_path: Path, shared_acts: Path, shared_gazetteer: Path
) -> None:
    """When this fails, run `kense reconcile --acts` and read the difference of seeds/ before it is kept."""
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    made = make_seeds(sorted(shared_acts.glob("*.txt")), folder, shared_gazetteer, lambda *_: None)
    replace_seeds(folder, made)
    changed = [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*.csv"))
        if file.read_bytes() != (SEEDS / file.relative_to(folder)).read_bytes()
    ]
    assert changed == []
