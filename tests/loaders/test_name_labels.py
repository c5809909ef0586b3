"""`kense check --names`: the labelled texts, what counts as a right answer, and what is printed."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kense import app
from loaders.checks.name_labels import NameLabel, read_name_labels
from loaders.checks.names import AskedName, Named, Way, name_shares
from loaders.seeds import BadSeedError

NAMES = Path(__file__).parents[1] / "names"
SMALL = Path(__file__).parents[1] / "seeds_small"
KYNA = "akm-akkol-karasai-kyna"


def written(folder: Path, *labels: Mapping[str, object], kind: str = "order") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.jsonl"
    path.write_text("".join(json.dumps(label) + "\n" for label in labels), encoding="utf-8")
    return path


def right(label: NameLabel, *ids: str, is_certain: bool = True) -> bool:
    answer = Named(ids, is_certain)
    return AskedName("order", label, dict.fromkeys(Way, answer)).is_right(Way.LOCATE)


def test_the_labels_are_many_and_of_every_kind() -> None:
    kinds = {each.kind: len(each.labels) for each in read_name_labels(NAMES)}
    assert sum(kinds.values()) >= 300
    assert kinds.keys() >= {"former", "numbers", "order", "context", "refusals", "latin", "misspelt", "codes"}
    assert min(kinds.values()) >= 15


def test_an_answer_is_right_when_a_place_of_the_label_is_among_the_first() -> None:
    label = NameLabel(text="Кына", one_of=(f"Settlement:{KYNA}",))
    assert right(label, "akm", KYNA)
    assert not right(label, "akm")
    assert not right(NameLabel(text="Кына", one_of=label.one_of, first=True), "akm", KYNA)
    assert not right(NameLabel(text="Кинаа", one_of=label.one_of, certain=False), KYNA)
    assert right(NameLabel(text="Кинаа", one_of=label.one_of, certain=False), KYNA, is_certain=False)
    refused = NameLabel(text="Кына, Москва", refuse=True)
    assert right(refused, KYNA, is_certain=False)
    assert not right(refused, KYNA)


def test_shares_count_each_way_and_where_they_agree() -> None:
    label = NameLabel(text="Кына", one_of=(f"Settlement:{KYNA}",))
    found, nothing = Named((KYNA,), True), Named((), False)
    agreed = AskedName("order", label, dict.fromkeys(Way, found))
    alone = AskedName("order", label, {Way.OFFICE_FOR: nothing, Way.LOCATE: found, Way.SEARCH: found})
    order, whole = name_shares([agreed, alone])
    assert (order.kind, whole.kind, order.agreed) == ("order", "all", 1)
    assert (order.percent(Way.OFFICE_FOR), order.percent(Way.SEARCH)) == (50.0, 100.0)


def test_labels_that_cannot_be_read_are_refused_by_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(BadSeedError, match="no labels"):
        read_name_labels(tmp_path)
    with pytest.raises(BadSeedError, match=r"none\.jsonl: No such file"):
        read_name_labels(tmp_path / "none.jsonl")
    for bad, says in (
        ({"text": "Кына"}, "line 2: needs either one_of or refuse"),
        ({"text": "Кына", "one_of": ["kyna"]}, "line 2: .*one_of"),
        ({"text": "x", "refuse": True}, "line 2: the text stands twice"),
    ):
        with pytest.raises(BadSeedError, match=says):
            read_name_labels(written(tmp_path / "bad", {"text": "x", "refuse": True}, bad))


def told(*options: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["check", "--names", *options], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_prints_a_share_a_kind_and_names_what_is_wrong(tmp_path: Path) -> None:
    labels = (
        {"text": "Кына", "one_of": [f"Settlement:{KYNA}"]},
        {"text": "Карасай", "one_of": [f"Settlement:{KYNA}"]},
    )
    options = ("--seeds", str(SMALL), "--labels", str(written(tmp_path, *labels)))
    assert "50.0" in told(*options)
    assert f"order: Карасай: Settlement:{KYNA}" in told(*options, "--lists")
    rows = json.loads(told(*options, "--format", "json"))
    assert [row["officeFor right"] for row in rows] == [True, False]


def test_a_pinned_share_that_falls_is_named_and_ends_with_code_1(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SMALL, folder)
    pin = "figures:\n  'names right: order, locate %': {minimum: 100, why: x}\n"
    (folder / "check.yaml").write_text(pin, encoding="utf-8")
    written(tmp_path / "tests" / "names", {"text": "Карасай", "one_of": [f"Settlement:{KYNA}"]})
    told_of = told("--seeds", str(folder), code=1)
    assert "FALLEN names right: order, locate %: 0, must be >= 100 (x)" in told_of
