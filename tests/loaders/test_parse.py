"""The command `kense parse`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kense import app
from loaders.printed import PrintedRow

KEYS = ["act", "standard", "annex", "table_line", "title", "region", "district", "number", "cells", "line"]


@pytest.fixture(scope="session")
def act_420(shared_acts: Path) -> Path:
    """The shortest of the acts behind TABs."""
    return next(shared_acts.glob("002_*.txt"))


def test_each_row_is_one_json_object_with_the_keys_in_order(act_420: Path) -> None:
    result = CliRunner().invoke(app, ["parse", str(act_420), "--format", "jsonl"])
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 273
    assert list(rows[0]) == KEYS
    mended = [row for row in rows if "repaired" in row]
    assert [list(row) for row in mended] == [[*KEYS, "repaired"]] * 2
    assert list(PrintedRow.__dataclass_fields__) == [*KEYS, "repaired", "place"]


def test_rows_of_several_files_follow_each_other(shared_acts: Path) -> None:
    files = [str(path) for path in sorted(shared_acts.glob("00[34]_*.txt"))]
    result = CliRunner().invoke(app, ["parse", *files])
    assert len(result.stdout.splitlines()) == 668 + 220


def test_a_bad_file_gives_one_line_of_error_and_no_row_while_the_others_are_printed(
    act_420: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(act_420.read_text(encoding="utf-8").encode("koi8-r", errors="replace"))
    result = CliRunner().invoke(app, ["parse", str(bad), str(act_420)])
    assert result.exit_code == 1
    assert {json.loads(line)["act"] for line in result.stdout.splitlines()} == {act_420.stem}
    assert result.stderr.startswith(f"kense parse: {bad}:1: neither UTF-8 nor Windows-1251")
    assert len(result.stderr.splitlines()) == 1


def test_the_table_for_people_shows_headings_titles_and_brackets(act_420: Path, shared_acts: Path) -> None:
    result = CliRunner().invoke(app, ["parse", str(act_420), "--format", "table"], env={"COLUMNS": "160"})
    assert result.exit_code == 0
    assert "annex 2, line 784, 254 rows" in result.stdout
    assert "Алакөл ауданы" in result.stdout


@pytest.mark.slow
def test_a_reader_that_stops_early_gives_no_traceback(shared_acts: Path) -> None:
    command = [sys.executable, "-m", "kense", "parse", str(next(shared_acts.glob("001_*.txt")))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read().decode()
        process.wait()
    assert errors == ""


@pytest.mark.slow
def test_output_is_utf_8_whatever_the_locale(act_420: Path) -> None:
    command = [sys.executable, "-m", "kense", "parse", str(act_420)]
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    printed = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    assert "Ақсу ауданының" in printed.decode("utf-8")
