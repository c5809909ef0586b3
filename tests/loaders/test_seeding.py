"""The seeds that `kense reconcile` makes from act 1119: golden facts, and a second run."""

import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from rich.console import Console

from loaders.directory.reconcile_runs import run_reconcile, run_review
from loaders.directory.seeded import Seeded
from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.errors import UnreadableAct
from loaders.seeds.folder import Seeds, read_seeds
from loaders.seeds.rows import OfficeRow, ProvisionRow

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
GOV = "gov-2012-1119"


def _nobody_watches(step: str, done: int, total: int) -> None:
    pass


def _fresh(folder: Path) -> Path:
    """The files that people wrote, without those that a run made."""
    shutil.copytree(SEEDS / "lookups", folder / "lookups")
    shutil.copytree(SEEDS / "acts", folder / "acts")
    shutil.copy(SEEDS / "services.csv", folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _fresh(tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="module")
def act(shared_acts: Path) -> Path:
    return next(shared_acts.glob("001_*.txt"))


@pytest.fixture(scope="module")
def seeded(folder: Path, act: Path, shared_gazetteer: Path) -> Seeded:
    made = make_seeds([act], folder, shared_gazetteer, _nobody_watches)
    replace_seeds(folder, made)
    return made


@pytest.fixture(scope="module")
def seeds(seeded: Seeded) -> Seeds:
    return seeded.seeds


@pytest.fixture(scope="module")
def printings(seeds: Seeds) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, rows in seeds.records.items():
        for row in rows:
            found[row.office].append(f"{key.file_name.removesuffix('.csv')} l{row.line}")
    return {office: sorted(rows) for office, rows in found.items()}


def _offices(seeds: Seeds) -> dict[str, OfficeRow]:
    return {office.id: office for office in seeds.offices}


def _provisions(seeds: Seeds, service: str, office: str) -> list[ProvisionRow]:
    return [row for row in seeds.provisions if (row.service, row.office) == (service, office)]


def test_the_akimat_of_karasai_okrug_is_one_office_with_two_printings(
    printings: dict[str, list[str]],
) -> None:
    assert printings["akm-akkol-karasai-akimat"] == [f"{GOV}-s1a2 l1543", f"{GOV}-s23a1 l28601"]


def test_the_education_department_of_akkol_is_one_office_with_twelve_printings(
    printings: dict[str, list[str]],
) -> None:
    rows = printings["akm-akkol-education"]
    assert len(rows) == 12
    assert f"{GOV}-s1a1 l450" in rows
    assert f"{GOV}-s24a4 l43198" in rows


def test_the_service_centre_of_akkol_is_one_office_with_four_printings(
    seeds: Seeds, printings: dict[str, list[str]]
) -> None:
    assert len(printings["akm-akkol-psc"]) == 4
    centre = _offices(seeds)["akm-akkol-psc"]
    assert (centre.kind, centre.territory, centre.parent) == ("PSC_BRANCH", "akm-akkol", "akm-psc")
    assert centre.key == f"{GOV}/s1/a3/l14250"


def test_every_department_has_twelve_printings_and_every_centre_four(
    seeds: Seeds, printings: dict[str, list[str]]
) -> None:
    of_centres = Counter(
        len(printings[office.id]) for office in seeds.offices if office.category == "psc_branch"
    )
    assert of_centres == {4: 285}
    of_departments = [
        len(printings[office.id]) for office in seeds.offices if office.category == "education_department"
    ]
    # 205 departments; the one of Astana is the management that S24A3 prints once more.
    assert sorted(of_departments) == [12] * 204 + [13]


def test_every_row_that_is_printed_belongs_to_one_known_office(seeds: Seeds) -> None:
    offices = set(_offices(seeds))
    for key, entries in seeds.entries.items():
        records = seeds.records[key]
        assert sorted(row.line for row in entries) == sorted(row.line for row in records)
        assert {row.office for row in records} <= offices
    assert sum(len(rows) for key, rows in seeds.entries.items() if key.annex is not None) == 7385


def test_an_okrug_has_one_akimat_in_nearly_every_case(seeds: Seeds, printings: dict[str, list[str]]) -> None:
    akimats = [office for office in seeds.offices if office.category == "okrug_akimat"]
    twice = [office for office in akimats if len(printings[office.id]) == 2]
    assert len(twice) / len(akimats) > 0.97
    assert all(printings[office.id][0].startswith(f"{GOV}-s1a2") for office in twice)


def test_every_region_with_branches_has_a_head_and_the_branches_answer_to_it(seeds: Seeds) -> None:
    offices = _offices(seeds)
    branches = [office for office in seeds.offices if office.category == "psc_branch"]
    heads = {office.id for office in branches if not office.parent}
    assert heads == {f"{area.id}-psc" for area in seeds.areas if area.level == "REGION" and area.basis}
    assert all(
        offices[office.parent].territory == office.id.split("-")[0] for office in branches if office.parent
    )


def test_the_akim_of_karasai_gives_the_preschool_queue_to_his_okrug(seeds: Seeds) -> None:
    (row,) = _provisions(seeds, "preschool-queue", "akm-akkol-karasai-akimat")
    assert row.roles == "ACCEPTS_APPLICATIONS|DECIDES|ISSUES_RESULT|HEARS_COMPLAINTS"
    assert row.units == "akm-akkol-karasai"
    paragraphs = "|".join(f"{GOV}/s1/p{number}" for number in (1, 13, 15, 21, 22))
    assert row.basis == f"{GOV}/s1/a2/l1543|{paragraphs}"


def test_the_preschool_queue_in_akkol_is_given_by_department_centre_and_akims(seeds: Seeds) -> None:
    givers = {
        row.office
        for row in seeds.provisions
        if row.service == "preschool-queue" and row.units.startswith("akm-akkol") and GOV in row.basis
    }
    assert {"akm-akkol-education", "akm-akkol-psc", "akm-akkol-karasai-akimat"} <= givers
    # 1119-1/2 prints 10 akims of the district, lines 1535-1620; its akimat hears complaints, paragraph 21.
    assert len(givers) == 12 + len({"akm-akkol-akimat"} & givers) == 13


def test_in_astana_and_almaty_only_centres_take_the_preschool_application(seeds: Seeds) -> None:
    takers = {
        row.office
        for row in seeds.provisions
        if row.service == "preschool-queue"
        and row.units.split("-")[0] in {"ast", "ala"}
        and "ACCEPTS_APPLICATIONS" in row.roles
    }
    centres = {office.id for office in seeds.offices if office.category == "psc_branch"}
    assert takers
    assert takers <= centres  # 1119-1, paragraph 1


def test_the_committee_bears_its_name_and_the_rows_of_its_officials(
    seeds: Seeds, printings: dict[str, list[str]]
) -> None:
    assert _offices(seeds)["kz-control-committee"].territory == ""
    # 1119-30 p1, p4, p13 and 1119-6 p22; S6A3 rows 1-3, six tables
    assert len(printings["kz-control-committee"]) == 4 + 3 + 6 * 3
    assert len(printings["kz-accreditation-centre"]) == 2 + 2  # 1119-6 p1, p4; S6A3 rows 4 and 5


@pytest.mark.parametrize(
    ("office", "value", "row"),
    [
        ("kz-control-committee", "+77172742430", "gov-2012-1119-s30 l54829"),
        ("kz-control-committee", "http://www.educontrol.kz", "gov-2012-1119-s30 l54785"),
        ("kz-testing-centre", "+77172518306", "gov-2012-1119-s11 l18845"),
        ("kz-science-committee", "http://www.scedu.kz", "gov-2012-1119-s9 l18333"),
        ("kz-ministry-of-education", "+77172742362", "gov-2012-1119-s3 l17260"),
    ],
)
def test_a_paragraph_is_cited_for_the_contact_that_it_prints(
    seeds: Seeds, printings: dict[str, list[str]], office: str, value: str, row: str
) -> None:
    table, line = row.split(" l")
    assert row in printings[office]
    records = {
        key.file_name.removesuffix(".csv"): {each.line: each for each in rows}
        for key, rows in seeds.records.items()
    }
    record = records[table][int(line)]
    assert value in f"{record.phones}|{record.websites}".split("|")


def test_the_control_departments_are_territorial_bodies_of_the_committee(seeds: Seeds) -> None:
    departments = [office for office in seeds.offices if office.category == "control_department"]
    assert len(departments) == 16
    assert {office.parent for office in departments} == {"kz-control-committee"}  # 1119-10, paragraph 1


def test_every_standard_of_the_act_has_a_provision_or_providers_without_list(seeds: Seeds) -> None:
    given = {row.service for row in seeds.provisions if f"{GOV}/" in row.basis}
    for service in seeds.services:
        if GOV in service.standards:
            assert service.id in given or service.unlisted_providers, service.id


def test_a_second_run_changes_no_byte(
    seeded: Seeded, folder: Path, act: Path, shared_gazetteer: Path
) -> None:
    before = {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
    again = make_seeds([act], folder, shared_gazetteer, _nobody_watches)
    replace_seeds(folder, again)
    after = {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
    assert list(before) == list(after)
    assert [file.name for file in before if before[file] != after[file]] == []


def test_an_act_that_cannot_be_read_changes_nothing(tmp_path: Path, shared_gazetteer: Path) -> None:
    folder = _fresh(tmp_path / "seeds")
    before = sorted(folder.rglob("*"))
    torn = tmp_path / "torn.txt"
    torn.write_bytes("Постановление".encode("cp1251"))
    with pytest.raises(UnreadableAct):
        run_reconcile([torn], None, shared_gazetteer, folder, Console(quiet=True))
    with pytest.raises(UnreadableAct, match="no text of an act"):
        run_reconcile([], tmp_path / "nowhere", shared_gazetteer, folder, Console(quiet=True))
    assert sorted(folder.rglob("*")) == before


def test_the_review_lists_the_doubtful_pairs(seeded: Seeded, folder: Path) -> None:
    console = Console(record=True, width=200, quiet=True)
    assert run_review(folder, console) == len(seeded.doubts)
    assert read_seeds(folder).offices == seeded.seeds.offices
