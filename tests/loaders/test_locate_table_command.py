"""`kense locate --csv`, as people run it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.places.locating_processes import ROWS_AT_ONCE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TABLE = "номер;адрес\n1;Кына, Аккольский район\n2;Фываолдж\n"


def kense(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import kense; kense.main()", "locate", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, encoding="utf-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_a_table_is_printed_with_a_place_beside_each_row(table: Path) -> None:
    done = kense("--csv", str(table), "--language", "ru")
    assert (done.returncode, done.stderr) == (0, "")
    head, first, second = csv.reader(done.stdout.splitlines(), delimiter=";")
    assert head[:3] == ["номер", "адрес", "kense_id"]
    assert first[:5] == [
        "1",
        "Кына, Аккольский район",
        "Settlement:akm-akkol-karasai-kyna",
        "Кына",
        "SETTLEMENT",
    ]
    assert second[-1] == "UNKNOWN"


def test_a_long_table_is_shared_out_and_comes_back_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    places = ("Кына, Аккольский район", "Акколь", "Кенес", "Фываолдж")
    texts = [f"{places[number % 4]}, ул. Абая {number % 1500}" for number in range(ROWS_AT_ONCE + 500)]
    file.write_text("адрес\n" + "".join(f'"{text}"\n' for text in texts), encoding="utf-8")
    done = kense("--csv", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    head, *rows = csv.reader(done.stdout.splitlines())
    assert len(head) == 9
    assert [row[0] for row in rows] == texts
    assert {row[1] for row in rows[::4]} == {"Settlement:akm-akkol-karasai-kyna"}
    assert {row[-1] for row in rows[3::4]} == {"UNKNOWN"}


def test_a_table_is_written_whole_or_not_at_all(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert kense("--csv", str(table), "--column", "адрес", "--out", str(out)).returncode == 0
    assert out.read_text(encoding="utf-8").count("\n") == 3
    written = out.read_bytes()
    bad = tmp_path / "bad.csv"
    bad.write_text('адрес\n"Кына\nx\n', encoding="utf-8")
    done = kense("--csv", str(bad), "--out", str(out))
    assert (done.returncode, done.stderr) == (1, "kense: line 2: a quote is opened and not closed\n")
    assert out.read_bytes() == written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "out.csv", "table.csv"]


def test_what_cannot_be_read_or_written_is_told_in_one_line(table: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for arguments, why in (
        (("--csv", str(tmp_path / "pipe")), "is a pipe, and a table is read twice"),
        (("--csv", str(tmp_path / "none.csv")), "none.csv cannot be read"),
        (("--csv", str(tmp_path)), "cannot be read"),
        (("--csv", str(table), "--column", "x"), "the table has no column 'x'"),
        (("--csv", str(table), "--out", str(table)), "is the table itself"),
        (("--csv", str(table), "--out", str(tmp_path / "no" / "out.csv")), "cannot be written"),
    ):
        done = kense(*arguments)
        assert done.returncode == 1
        assert done.stderr.startswith("kense: ")
        assert why in done.stderr
        assert done.stderr.count("\n") == 1
    assert table.read_text(encoding="utf-8") == TABLE


def test_what_is_refused_waits_for_no_registry(table: Path) -> None:
    program = (
        "import kense, sys\n"
        "try: kense.main()\n"
        "finally: sys.stderr.write(str({'sqlalchemy', 'shapely', 'numpy'} & {*sys.modules}))\n"
    )
    for arguments in (("--csv", str(table), "--out", str(table)), ("Кына", "--jsonl"), ()):
        command = [sys.executable, "-c", program, "locate", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode in (1, 2)
        assert done.stderr.endswith("set()")


def test_a_table_a_text_and_a_stream_exclude_each_other(table: Path) -> None:
    assert kense("Кына", "--csv", str(table)).returncode == 2
    assert kense("--jsonl", "--csv", str(table)).returncode == 2
    assert kense("Кына", "--column", "x").returncode == 2
    assert kense("Кына", "--out", "x").returncode == 2
