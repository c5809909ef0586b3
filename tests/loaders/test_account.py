"""The account of an act: every line has a kind, all that looks like a table an outcome with its reason."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kense import app
from loaders.acts.account import account_of
from loaders.acts.accounted import Account, LineKind, Outcome
from loaders.acts.profiles import shipped_profiles
from loaders.acts.reader import survey
from model.enums import Language
from tests.random_acts import Row, make_act
from tests.staged_country import CLINICS

ROWS = [Row(f"Пункт {n}", f"с. Заречное, ул. Новая, {n}", f"8 (71638) 2-01-0{n}") for n in (1, 2)]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "act.txt"
    path.write_text(text, encoding="utf-8")
    return path


def account(path: Path) -> Account:
    found = account_of(survey(path))
    assert [line.line for line in found.lines] == list(range(1, len(found.lines) + 1))
    assert sum(found.counts().values()) == len(found.lines)
    return found


def test_the_account_of_every_real_act_is_complete(shared_acts: Path) -> None:
    for profile in shipped_profiles():
        path = shared_acts / f"{profile.source}.txt"
        accounted = account(path)
        assert len(accounted.lines) == len(survey(path).text.lines)
        read = [run for run in accounted.runs if run.outcome is Outcome.READ]
        assert sum(run.rows for run in read) == sum(table.rows for table in profile.tables)
        assert not [run for run in accounted.runs if run.outcome is Outcome.BLOCKED]
        assert all(run.reason for run in accounted.left)
        unread = [line for line in accounted.lines if line.kind in {LineKind.UNREAD, LineKind.OTHER_TABLE}]
        assert all(line.reason for line in unread)
        held = {n for run in accounted.runs for n in range(run.first, run.last + 1)}
        texts = survey(path).text
        assert [
            n for n, line in enumerate(texts.lines, 1) if "\t" in line and line.strip() and n not in held
        ] == []


def test_the_paragraphs_of_a_real_standard_are_accounted_for_by_number(shared_acts: Path) -> None:
    (path,) = shared_acts.glob("001_*.txt")
    accounted = account(path)
    first = [line for line in accounted.lines if line.standard == 1 and line.kind is LineKind.PARAGRAPH]
    assert next(line.paragraph for line in first if line.paragraph) == 1
    assert {line.paragraph for line in first} >= set(range(1, 20))
    rows = [
        line
        for line in accounted.lines
        if line.kind is LineKind.ROW and (line.standard, line.annex) == (1, 1)
    ]
    assert len({line.row for line in rows}) == 205


def test_each_line_of_a_small_act_is_what_it_is(tmp_path: Path) -> None:
    path = written(
        tmp_path, make_act(ROWS, Language.RU, "lined").text + "Примечание: без выходных.\n\nСлова.\n"
    )
    accounted = account(path)
    told = [(line.kind.value, line.paragraph, line.text[:22]) for line in accounted.lines if line.text]
    assert told == [
        ("head", None, "О порядке оказания одн"),
        ("head", None, "Постановление акимата "),
        ("head", None, "Акимат Акмолинской обл"),
        ("paragraph", 1, "1. Утвердить регламент"),
        ("heading", None, "Регламент государствен"),
        ("heading", None, "«Выдача пробной справк"),
        ("paragraph", 1, "1. Услуга оказывается "),
        ("paragraph", 2, "2. Результат: справка."),
        ("heading", None, "Приложение 1"),
        ("heading", None, "к регламенту государст"),
        ("heading", None, "«Выдача пробной справк"),
        ("title", None, "Перечень мест выдачи"),
        ("columns", None, "№\tНаименование\tАдрес\tТ"),
        ("row", None, "1\tПункт 1\tс. Заречное,"),
        ("row", None, "2\tПункт 2\tс. Заречное,"),
        ("note", None, "Примечание: без выходн"),
        ("unread", None, "Слова."),
    ]
    assert {line.annex for line in accounted.lines if line.kind is LineKind.ROW} == {1}


def test_a_table_of_other_things_is_skipped_by_name(tmp_path: Path) -> None:
    table = "\n\nПоказатели\n\nПоказатель\tЗначение\tГод\nСрок\t100\t2014\n"
    accounted = account(written(tmp_path, make_act(ROWS, Language.RU, "lined").text + table))
    (left,) = accounted.left
    assert (left.outcome, left.reason) == (
        Outcome.SKIPPED,
        "figures of quality, no offices: Показатель | Значение | Год",
    )
    (row,) = (line for line in accounted.lines if line.text.startswith("Срок"))
    assert row.kind is LineKind.OTHER_TABLE


def test_a_text_without_any_table_has_an_account_too(tmp_path: Path) -> None:
    found = account(written(tmp_path, "Приказ о погоде\n\n      1. Считать погоду ясной.\n"))
    assert found.runs == ()
    assert [line.kind for line in found.lines] == [LineKind.HEAD, LineKind.BLANK, LineKind.PARAGRAPH]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    return CliRunner()


def test_the_command_prints_lines_and_runs_for_programs(run: CliRunner) -> None:
    act = str(CLINICS / "act.txt")
    lines = [json.loads(line) for line in run.invoke(app, ["account", act]).output.splitlines()]
    assert [line["line"] for line in lines if line["of"] == "line"] == list(range(1, 35))
    (only,) = (line for line in lines if line["of"] == "run")
    assert (only["outcome"], only["rows"], only["form"]) == ("read", 10, "tabs")
    (whole,) = json.loads(run.invoke(app, ["account", act, "--format", "json"]).output)
    assert sum(whole["counts"].values()) == 34
    assert len(whole["lines"]) == 34
    rows = list(csv.DictReader(run.invoke(app, ["account", act, "--format", "csv"]).output.splitlines()))
    assert [row["line"] for row in rows] == [str(n) for n in range(1, 35)]
    assert [row["kind"] for row in rows].count("row") == 10


def test_the_command_shows_people_the_runs_and_what_is_unread(run: CliRunner, tmp_path: Path) -> None:
    path = written(tmp_path, make_act(ROWS, Language.RU, "lined").text + "\nСлова.\n")
    shown = run.invoke(app, ["account", str(path), "--format", "table"]).output
    assert "2 row" in shown
    assert "Перечень мест выдачи" in shown.replace("\n", " ")
    assert "Слова." in shown


def test_a_file_that_is_no_act_is_named_and_the_others_are_printed(run: CliRunner, tmp_path: Path) -> None:
    bad = written(tmp_path, "Погода на завтра\n")
    result = run.invoke(app, ["account", str(bad), str(CLINICS / "act.txt")])
    assert result.exit_code == 1
    assert "act.txt: not an act" in result.output
    assert '"outcome":"read"' in result.output
