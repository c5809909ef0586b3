"""`kense check --ask`: the labelled lines, what counts as a right answer, and what is printed."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.asking.asked import Asked, ServiceRead
from geo.asking.vocabulary import NamedBy
from geo.explanations.ask_texts import AskDoubt, AskedFor
from kense import app
from loaders.checks.ask_labels import HELD_OUT, AskLabel, read_ask_labels
from loaders.checks.asks import AskedLine, figures_of_lines, line_shares
from loaders.seeds import BadSeedError
from model.edition import Edition
from model.lookup_asking import NotHeld
from model.lookups import lookup

LINES = Path(__file__).parents[1] / "asks"
SMALL = Path(__file__).parents[1] / "seeds_small"
KYNA = "akm-akkol-karasai-kyna"
APOSTILLE = ServiceRead("apostille-education", NamedBy.SYNONYM, "апостиль", ("апостиль",), True, False)
SERVICE_ONLY = Asked(text="апостиль", asked_for=AskedFor.SERVICE_ONLY, services=(APOSTILLE,))


def written(folder: Path, *labels: Mapping[str, object], sample: str = "mended") -> Path:
    path = folder / sample / "question.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(label) + "\n" for label in labels), encoding="utf-8")
    return path


def faults(label: AskLabel, answer: Asked) -> list[str]:
    return list(AskedLine("mended", "question", label, answer).faults)


def test_the_labels_are_many_half_of_them_held_out_and_name_what_there_is(shipped_edition: Edition) -> None:
    kinds = read_ask_labels(LINES)
    labels = [label for kind in kinds for label in kind.labels]
    held_out = [label for kind in kinds if kind.sample == HELD_OUT for label in kind.labels]
    assert (len(labels), len(held_out)) == (360, 137)
    assert {kind.kind for kind in kinds if kind.sample == HELD_OUT} == {kind.kind for kind in kinds}
    assert {slug for label in labels for slug in label.services} == set(shipped_edition.services)
    assert {slug for label in labels for slug in label.places} <= set(shipped_edition.units)
    assert {code for label in labels for code in label.topics} <= set(lookup(NotHeld).topics)
    assert {label.question for label in labels} == set(AskedFor)


def test_an_answer_is_right_when_question_service_place_and_topic_are(shipped_edition: Edition) -> None:
    label = AskLabel(text="апостиль", question=AskedFor.SERVICE_ONLY, services=("apostille-education", "x"))
    assert faults(label, SERVICE_ONLY) == []
    other = AskLabel(
        text="x",
        question=AskedFor.NOT_HELD,
        services=("kaztest",),
        places=(KYNA,),
        topics=("passport",),
        certain=False,
    )
    assert faults(other, SERVICE_ONLY) == [
        "question: SERVICE_ONLY",
        "service: apostille-education",
        "topic: None",
        "place: None",
        "certain",
    ]
    doubted = replace(SERVICE_ONLY, doubts=frozenset({AskDoubt.LEFT_OUT}))
    assert "certain" not in faults(other, doubted)


def test_shares_and_figures_are_by_sample_and_kind() -> None:
    right = AskLabel(text="апостиль", question=AskedFor.SERVICE_ONLY)
    wrong = AskLabel(text="x", question=AskedFor.PLACE_ONLY)
    asked = [
        AskedLine("mended", "question", right, SERVICE_ONLY),
        AskedLine(HELD_OUT, "question", right, SERVICE_ONLY),
        AskedLine(HELD_OUT, "latin", wrong, SERVICE_ONLY),
    ]
    shares = {(share.sample, share.kind): share.percent for share in line_shares(asked)}
    assert shares[HELD_OUT, "all"] == 50.0
    assert (shares[HELD_OUT, "latin"], shares["mended", "all"]) == (0.0, 100.0)
    figures = {figure.name: figure.value for figure in figures_of_lines(asked)}
    assert figures["labelled lines"] == 3
    assert figures["lines right: all, held-out %"] == 50.0
    assert figures["lines certain and wrong"] == 1


def test_labels_that_cannot_be_read_are_refused_by_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(BadSeedError, match="no labels"):
        read_ask_labels(tmp_path)
    with pytest.raises(BadSeedError, match=r"none\.jsonl: No such file"):
        read_ask_labels(tmp_path / "none.jsonl")
    good = {"text": "x", "question": "NOT_UNDERSTOOD"}
    for bad, says in (
        ({"text": "y", "question": "WHY"}, "line 2: .*question"),
        ({"text": "y", "question": "PLACE_ONLY", "places": ["Кына"]}, "line 2: .*places"),
        (good, "line 2: the text stands twice: x"),
    ):
        with pytest.raises(BadSeedError, match=says):
            read_ask_labels(written(tmp_path / "bad", good, bad))


def told(*options: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["check", "--ask", *options], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_prints_a_share_a_kind_and_names_what_is_wrong(tmp_path: Path) -> None:
    labels = (
        {"text": "детский сад Кына", "question": "WHO_SERVES", "places": [KYNA]},
        {"text": "Кына", "question": "SERVICE_ONLY"},
    )
    options = ("--seeds", str(SMALL), "--labels", str(written(tmp_path, *labels)))
    assert "50.0" in told(*options)
    listed = told(*options, "--lists")
    assert "question: Кына: SERVICE_ONLY\n  question: PLACE_ONLY" in listed
    rows = json.loads(told(*options, "--format", "json"))
    assert [row["right"] for row in rows] == [True, False]
    assert told(*options, "--format", "csv").startswith("sample,kind,text,wanted,right,")


def test_a_pinned_share_that_falls_is_named_and_ends_with_code_1(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SMALL, folder)
    pin = "figures:\n  'lines right: all, held-out %': {minimum: 100, why: x}\n"
    (folder / "check.yaml").write_text(pin, encoding="utf-8")
    written(tmp_path / "tests" / "asks", {"text": "Кына", "question": "SERVICE_ONLY"}, sample=HELD_OUT)
    said = told("--seeds", str(folder), code=1)
    assert "FALLEN lines right: all, held-out %: 0, must be >= 100 (x)" in said
