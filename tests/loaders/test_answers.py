"""`kense check --answers`: the labelled questions, the kinds of wrong answers, and the output."""

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from kense import app
from loaders.checks.answer_labels import NATION, AnswerFile, AnswerLabel, bare, read_answer_files
from loaders.checks.answers import Asked, ask_all, figures_of_answers, shares
from loaders.checks.check import CHECKLIST, check_seeds, fallen_pins
from loaders.checks.pins import read_checklist
from loaders.loading.seeds_edition import edition_of
from loaders.seeds import BadSeedError, Seeds
from loaders.seeds.citations import parse_citation
from model.edition import Edition
from model.enums import ResolutionOutcome
from model.program_files import shipped_seeds

ANSWERS = Path(__file__).parents[1] / "answers"
SMALL = Path(__file__).parents[1] / "seeds_small"
DEPARTMENT = "gov-2012-1119/s1/a1/l450"
AKIM = "gov-2012-1119/s1/a2/l1543"
CENTRE = "gov-2012-1119/s1/a3/l14250"
HEAD = "gov-2012-1119/s1/a3/l14233"
KYNA: Mapping[str, object] = {
    "id": "q1", "drawn": "chosen", "service": "preschool-queue", "place": "Кына, Аккольский район",
    "question": "Кто решает?", "proof": [AKIM],
}  # fmt: skip


def label_of(**asked: object) -> AnswerLabel:
    return msgspec.convert({**KYNA, **asked}, AnswerLabel)


def written(folder: Path, *labels: Mapping[str, object], kind: str = "offices") -> Path:
    """A file of labels; JSON is YAML, too."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.yaml"
    path.write_text(json.dumps({"kind": kind, "half": "before", "labels": labels}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files() -> tuple[AnswerFile, ...]:
    return read_answer_files(ANSWERS)


@pytest.fixture(scope="module")
def asked(shipped_edition: Edition, files: tuple[AnswerFile, ...]) -> tuple[Asked, ...]:
    return ask_all(shipped_edition, files)


@pytest.fixture(scope="module")
def small_edition(small_seeds: Seeds) -> Edition:
    return edition_of(small_seeds)


def faults(edition: Edition, **expected: object) -> tuple[str, ...]:
    file = AnswerFile(kind="offices", half="before", labels=(label_of(**expected),))
    return ask_all(edition, [file])[0].faults


def test_every_service_and_outcome_has_questions(
    shipped_edition: Edition, files: tuple[AnswerFile, ...]
) -> None:
    labels = [label for each in files for label in each.labels]
    for half in ("before", "after"):
        services = Counter(label.service for each in files if each.half == half for label in each.labels)
        assert services.total() >= 150
        assert {service for service, count in services.items() if count >= 2} == set(shipped_edition.services)
    asked = {outcome for label in labels for outcome in label.outcome}
    assert asked == set(ResolutionOutcome) - {ResolutionOutcome.ABROAD}  # of which tests/points asks
    assert Counter(label.drawn for label in labels)["random"] >= 150


def test_every_row_that_a_label_names_is_a_row_of_the_acts(
    shipped_edition: Edition, files: tuple[AnswerFile, ...]
) -> None:
    printed = {
        (cited.act_id, cited.line)
        for office in shipped_edition.offices.values()
        for cited in office.citations
    }
    named = {bare(name) for each in files for label in each.labels for name in label.offices}
    rows = [parse_citation(name) for name in named if not name.startswith(NATION)]
    assert len(rows) > 300
    assert [row for row in rows if (row.act, row.line) not in printed] == []


def test_the_pinned_shares_hold(asked: Sequence[Asked]) -> None:
    pins = [p for p in read_checklist(shipped_seeds() / CHECKLIST).pins if "answers right" in p.figure]
    assert len(pins) == len(shares(asked))
    assert fallen_pins(figures_of_answers(asked), pins) == ()


def test_the_rows_of_a_village_are_its_offices(small_edition: Edition) -> None:
    offices = {"accepts": [DEPARTMENT, AKIM, CENTRE, HEAD], "decides": [AKIM, DEPARTMENT]}
    assert faults(small_edition, outcome=["RESOLVED"], lies_in=["Карасай"], **offices) == ()


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ({"outcome": ["UNKNOWN_PLACE", "NATIONWIDE"]}, "outcome: RESOLVED, not UNKNOWN_PLACE or NATIONWIDE"),
        ({"decides": [AKIM]}, "decides: names akm-akkol-education"),
        ({"decides": [AKIM, DEPARTMENT, CENTRE]}, f"decides: lacks {CENTRE} (akm-akkol-psc)"),
        ({"decides": []}, "decides: names akm-akkol-karasai-akimat"),
        (
            {"hears": ["nation: Министерство"]},
            "hears_complaints: lacks nation: Министерство (no such office)",
        ),
        ({"alternatives": [CENTRE]}, "alternatives: lacks gov-2012-1119/s1/a3/l14250"),
        ({"candidates": ["Аккольский"]}, "candidates: none in Аккольский"),
        ({"lies_in": ["Кенес"]}, "place: not in Кенес"),
        ({"lies_not_in": ["Карасай"]}, "place: in Карасай"),
        ({"contacts": [{"of": DEPARTMENT, "has": ["+70000000000"]}]}, "lacks +70000000000"),
        ({"contacts": [{"of": DEPARTMENT, "lacks": ["+77163822847"]}]}, "shows +77163822847"),
        ({"contacts": [{"of": "gov-2012-1119/s1/a1/l1"}]}, "contacts: no such office"),
        ({"open": [{"of": DEPARTMENT, "at": {"2012-11-13T10:00": "OPEN"}}]}, "UNKNOWN at 2012-11-13T10:00"),
        ({"open": [{"of": "gov-2012-1119/s1/a1/l1", "at": {}}]}, "hours: no such office"),
        ({"says": ["Кокшетау"]}, "explanation: does not say Кокшетау"),
        ({"says_not": ["отдел образования"]}, "explanation: says "),
        ({"service": "no-such-service", "says": ["x"]}, "refused: no service has the id"),
    ],
)
def test_a_fault_is_named(small_edition: Edition, expected: dict[str, object], says: str) -> None:
    assert any(says in fault for fault in faults(small_edition, **expected))


def test_a_point_is_asked_for_in_place_of_the_name(small_edition: Edition) -> None:
    nowhere = {"place": "no such place", "point": [51.9936, 70.9466]}  # Акколь
    assert faults(small_edition, lies_in=["Аккольский"], **nowhere) == ()
    assert faults(small_edition, place="no such place", lies_in=["Аккольский"]) != ()


def test_an_office_with_a_question_mark_may_be_named_and_need_not(small_edition: Edition) -> None:
    assert faults(small_edition, decides=[AKIM, f"?{DEPARTMENT}", f"?{CENTRE}"]) == ()


def test_shares_are_counted_by_kind_and_over_all(small_edition: Edition) -> None:
    right, wrong = label_of(decides=[AKIM, DEPARTMENT]), label_of(decides=[])
    files = [
        AnswerFile(kind="offices", half="before", labels=(right, wrong)),
        AnswerFile(kind="roles", half="after", labels=(right,)),
    ]
    asked = ask_all(small_edition, files)
    assert [(one.kind, one.asked, one.right, one.percent) for one in shares(asked)] == [
        ("offices", 2, 1, 50.0), ("roles", 1, 1, 100.0), ("all", 3, 2, 66.67),
    ]  # fmt: skip
    assert {one.name: one.value for one in figures_of_answers(asked)} == {
        "labelled questions, after": 1, "labelled questions, before": 2, "answers right: offices %": 50.0,
        "answers right: roles %": 100.0, "answers right: all %": 66.67,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"decided": [AKIM]}, "unknown field `decided`"),
        ({"outcome": ["PERHAPS"]}, "PERHAPS"),
        ({"as_of": "soon", "decides": []}, "as_of"),
        ({}, "q1: expects nothing"),
        ({"decides": [], "proof": []}, "q1: has no proof"),
        ({"decides": ["row 3"]}, "q1: 'row 3' is not a citation"),
        ({"says": ["("]}, "q1: "),
        ({"open": [{"of": AKIM, "at": {"noon": "OPEN"}}]}, "q1: Invalid isoformat"),
        ({"decides": [], "point": [91, 70]}, "q1: "),
        ({"decides": [], "point": [51]}, "point"),
    ],
)
def test_a_label_that_cannot_be_asked_is_refused(
    tmp_path: Path, changed: dict[str, object], says: str
) -> None:
    with pytest.raises(BadSeedError, match=r"offices\.yaml") as refused:
        read_answer_files(written(tmp_path, {**KYNA, **changed}))
    assert says in str(refused.value)


def test_an_id_is_given_once_over_all_files(tmp_path: Path) -> None:
    for kind in ("offices", "roles"):
        written(tmp_path, {**KYNA, "decides": []}, kind=kind)
    with pytest.raises(BadSeedError, match="two labels have the id q1"):
        read_answer_files(tmp_path)


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSeedError, match="no labels"):
        read_answer_files(tmp_path)
    with pytest.raises(BadSeedError, match="no such file"):
        read_answer_files(tmp_path / "none.yaml")
    (tmp_path / "broken.yaml").write_text("kind: [", encoding="utf-8")
    with pytest.raises(BadSeedError, match=r"broken\.yaml"):
        read_answer_files(tmp_path)


def told(*options: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["check", "--answers", *options], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_prints_a_share_a_kind_and_names_what_is_wrong(tmp_path: Path) -> None:
    wrong = {**KYNA, "id": "q2", "decides": [AKIM]}
    path = written(tmp_path, {**KYNA, "decides": [AKIM, DEPARTMENT]}, wrong)
    options = ("--seeds", str(SMALL), "--labels", str(path))
    assert "50.0" in told(*options)
    listed = told(*options, "--lists")
    assert "q2 offices: preschool-queue, Кто решает?" in listed
    assert "decides: names akm-akkol-education" in listed
    rows = json.loads(told(*options, "--format", "json"))
    assert [(row["id"], row["right"]) for row in rows] == [("q1", True), ("q2", False)]
    lines = [json.loads(line) for line in told(*options, "--format", "jsonl").splitlines()]
    assert lines == rows
    cells = list(csv.DictReader(io.StringIO(told(*options, "--format", "csv"))))
    assert [row["faults"] for row in cells] == [row["faults"] for row in rows]


def test_without_labels_the_command_says_where_they_are() -> None:
    result = CliRunner().invoke(app, ["check", "--answers", "--seeds", str(SMALL)])
    assert isinstance(result.exception, BadSeedError)
    assert "--labels names others" in str(result.exception)


def test_a_pinned_share_that_falls_is_named_and_ends_with_code_1(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SMALL, folder)
    pin = "figures:\n  'answers right: offices %': {minimum: 100, why: x}\n"
    (folder / "check.yaml").write_text(pin, encoding="utf-8")
    assert check_seeds(folder).pins == ()
    written(tmp_path / "tests" / "answers", {**KYNA, "decides": [AKIM]})
    assert "FALLEN answers right: offices %: 0, must be >= 100 (x)" in told("--seeds", str(folder), code=1)
    assert [one.value for one in check_seeds(folder).fallen] == [0.0]
