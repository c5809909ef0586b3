"""What each body that a standard names was matched to: `kense check --bodies`, and the page made from it."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kense import app
from loaders.checks.bodies import BodyRole, measure_bodies
from loaders.checks.body_tables import as_markdown
from loaders.offices.provisions import read_rules
from loaders.seeds import BadSeedError
from model.enums import Role

CLONE = Path(__file__).parents[2]
SEEDS = CLONE / "seeds"
GOV = "gov-2012-1119"


@pytest.fixture(scope="module")
def lines() -> tuple[BodyRole, ...]:
    return measure_bodies(SEEDS)


def test_each_body_became_what_its_paragraph_says(lines: tuple[BodyRole, ...]) -> None:
    assert [line for line in lines if line.fault] == []
    assert all(line.provisions or line.why for line in lines)


def test_all_44_standards_are_gone_through(lines: tuple[BodyRole, ...]) -> None:
    read = {(line.act, line.standard) for line in lines}
    assert len(read) == 32 + 9 + 3
    rules = read_rules(SEEDS / "lookups" / "provision_rules.yaml")
    listed = {(rule.act, rule.standard) for rule in rules.rules}
    assert read == listed | {(each.act, each.standard) for each in rules.unlisted}


def test_every_role_that_a_rule_gives_is_read_from_a_paragraph(lines: tuple[BodyRole, ...]) -> None:
    rules = read_rules(SEEDS / "lookups" / "provision_rules.yaml").rules
    given = {
        (rule.act, rule.standard, rule.service, rule.category, role, numbers)
        for rule in rules
        for role, numbers in rule.roles.items()
    }
    read = {
        (line.act, line.standard, line.service, line.stands_for, line.role, line.paragraphs) for line in lines
    }
    assert given - read == set()


STATED = [  # standard, body, role, paragraphs, class, provisions
    (1, "Ministry of education and science", Role.HEARS_COMPLAINTS, (21,), "ministry_of_education", 1),
    (1, "enterprise that runs the service centres", Role.HEARS_COMPLAINTS, (22,), "psc_enterprise", 1),
    (9, "Committee of science", Role.HEARS_COMPLAINTS, (21,), "science_committee", 1),
    (2, "education management of Almaty", Role.DECIDES, (1,), "education_management", 1),
    (26, "education managements of oblasts and of Almaty", Role.DECIDES, (1,), "education_management", 15),
    (32, "education management of Astana", Role.DECIDES, (1,), "education_department", 1),
    (23, "akimat of the oblast", Role.HEARS_COMPLAINTS, (21,), "oblast_akimat", 16),
]


@pytest.mark.parametrize(("standard", "body", "role", "paragraphs", "category", "count"), STATED)
def test_a_body_of_a_paragraph_has_its_provisions(
    lines: tuple[BodyRole, ...],
    standard: int,
    body: str,
    role: Role,
    paragraphs: tuple[int, ...],
    category: str,
    count: int,
) -> None:
    (line,) = (
        one for one in lines if (one.act, one.standard, one.body, one.role) == (GOV, standard, body, role)
    )
    assert (line.paragraphs, line.stands_for, line.provisions) == (paragraphs, category, count)


def test_what_nothing_stands_for_is_named_with_its_reason(lines: tuple[BodyRole, ...]) -> None:
    without = {(line.standard, line.body): line.why for line in lines if line.act == GOV and line.why}
    assert without[24, "schools"] == "no list in the act"
    assert without[27, "mobile centres for remote villages"] == "no list in the act"
    assert without[7, "portal of the electronic government"] == "a portal is no office"


WITHOUT = [  # act, standard, class, units for which nobody is known though the paragraph speaks of each
    (
        "gov-2010-76",
        None,
        "housing_department",
        {
            "Каркаралинский район",
            "город Темиртау",
            "Аральский район",
            "город Экибастуз",
            "Лебяжинский район",
            "город Павлодар",
            "Успенский район",
            "Железинский район",
            "город Риддер",
        },
    ),
    (GOV, 1, "education_department", set()),
    (GOV, 24, "oblast_akimat", set()),
]


@pytest.mark.parametrize(("act", "standard", "category", "units"), WITHOUT)
def test_units_that_lack_a_body_of_the_class_are_named(
    lines: tuple[BodyRole, ...], act: str, standard: int | None, category: str, units: set[str]
) -> None:
    found = [
        line for line in lines if (line.act, line.standard, line.stands_for) == (act, standard, category)
    ]
    assert found
    assert {unit for line in found for unit in line.without} == units


def test_an_office_that_the_list_of_a_standard_leaves_out_is_named(lines: tuple[BodyRole, ...]) -> None:
    # Act 1119 prints no okrug of the Aksu district of the oblast of Almaty; act 420 does.
    (line,) = (
        one
        for one in lines
        if (one.act, one.standard, one.stands_for, one.role) == (GOV, 1, "okrug_akimat", Role.DECIDES)
    )
    assert "alm-aksu-kapal-akimat" in line.left_out
    assert "akm-akkol-karasai-akimat" not in line.left_out


def test_the_page_of_the_documents_is_current(lines: tuple[BodyRole, ...]) -> None:
    page = (CLONE / "docs" / "bodies.md").read_text(encoding="utf-8")
    assert page == as_markdown(lines), "make it anew: kense check --bodies --format md > docs/bodies.md"


def _folder(tmp_path: Path, old: str, new: str) -> Path:
    """The shipped seeds with one change in the reading of the paragraphs."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for path in SEEDS.iterdir():
        if path.name != "lookups":
            (folder / path.name).symlink_to(path)
    shutil.copytree(SEEDS / "lookups", folder / "lookups")
    file = folder / "lookups" / "stated_bodies.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


WRONG = [  # the reading of the paragraph, and the problem that is reported
    ("DECIDES: 5,", "DECIDES: 6,", "no provision of education_department in this role cites its paragraphs"),
    ("offices: science_committee", "offices: sciences_committee", "no provision of sciences_committee"),
    ("unlisted: universities", "unlisted: academies", "does not name the class academies"),
    ("ISSUES_RESULT: 15, HEARS_COMPLAINTS: 20", "ISSUES_RESULT: 14, HEARS_COMPLAINTS: 20", "by (15,)"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_body_that_did_not_become_what_is_read_is_wrong(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = _folder(tmp_path, old, new)
    result = CliRunner().invoke(app, ["check", "--bodies", "--seeds", str(folder)])
    assert result.exit_code == 1
    assert "WRONG " in result.output
    assert said in result.output


def test_a_body_without_anything_that_stands_for_it_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "        offices: science_committee\n", "")
    with pytest.raises(BadSeedError, match="exactly one of `offices`, `unlisted` and `none`"):
        measure_bodies(folder)


def test_a_page_is_made_of_the_bodies_alone() -> None:
    result = CliRunner().invoke(app, ["check", "--format", "md"])
    assert result.exit_code == 2
    assert "md is a format of --bodies" in result.output
