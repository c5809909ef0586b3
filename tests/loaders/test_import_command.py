"""`kense import`: a list as agencies keep it, shown first and written with --yes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import orjson
import pytest
from openpyxl import Workbook
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from kense import app
from loaders.importing.list_files import LARGEST, UnreadableListError, read_list
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.reading.editions import load_edition

HEADING = ["name_ru", "settlement", "kind", "category", "opening_hours", "latitude", "longitude"]
ROW = ["Отдел занятости, филиал Кына", "Settlement:akm-akkol-karasai-kyna", "OTHER", "psc_branch"]
ROW += ["пн-пт 9:00-18:00, обед 13-14", "51,99", "71,9"]
LIST = "\n".join((";".join(HEADING), ";".join(ROW), ""))


@pytest.fixture
def store(tmp_path: Path, small_seeds: Seeds) -> str:
    """A file of SQLite with the small seeds."""
    url = f"sqlite:///{tmp_path}/kense.db"
    engine = create_engine(url)
    load(engine, small_seeds)
    engine.dispose()
    return url


def run(store: str, file: Path, *options: str) -> Result:
    typed = ["import", str(file), "--reason", "the yearly list", "--database", store, *options]
    return CliRunner().invoke(app, typed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_list_is_read_in_the_encodings_of_agencies(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(LIST.encode(encoding))
    assert read_list(file) == LIST


def test_a_sheet_is_read_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    book, file = Workbook(), tmp_path / "list.xlsx"
    sheet = book.active
    assert sheet is not None
    for row in (HEADING, [None], [*ROW[:5], 51.99, 71.9]):
        sheet.append(row)
    book.save(file)
    read = list(csv.reader(io.StringIO(read_list(file)), delimiter="\t"))
    assert read == [HEADING, [], ROW]
    other = book.create_sheet("2")
    other.append(["a", "b"])
    book.save(file)
    with pytest.raises(UnreadableListError, match="several sheets are filled"):
        read_list(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"%PDF-1.7", "this is PDF"), (b"\xff" * 5, "neither UTF-8"), (b"a" * (LARGEST + 1), "more than 10 MB")],
)
def test_what_is_no_list_is_refused_with_its_name(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(UnreadableListError, match=message):
        read_list(file)
    with pytest.raises(UnreadableListError, match=r"none\.csv: cannot be read"):
        read_list(tmp_path / "none.csv")


def test_a_list_is_shown_and_then_written(store: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(LIST.encode("cp1251"))
    missing = run(store, file, "--format", "json")
    assert missing.exit_code == 1
    assert orjson.loads(missing.stdout)["errors"][0]["code"] == "EVIDENCE_REQUIRED"
    shown = run(store, file, "--evidence", "a letter", "--format", "jsonl")
    (line,) = map(orjson.loads, shown.stdout.splitlines())
    assert (shown.exit_code, line["line"], line["outcome"]) == (0, 2, "CREATED")
    assert {"field": "opening_hours", "before": None, "after": "Mo-Fr 09:00-13:00,14:00-18:00"} in line[
        "changes"
    ]
    engine = create_engine(store)
    assert load_edition(engine).number == 1
    written = run(store, file, "--evidence", "a letter", "--yes")
    assert (written.exit_code, "; written" in written.stdout) == (0, True), written.output
    edition = load_edition(engine)
    assert edition.offices[line["office"].removeprefix("Office:")].names[0].value == ROW[0]
    assert edition.revisions[line["office"].removeprefix("Office:")][0].actor == "kense import"
    engine.dispose()
    again = run(store, file, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(again.stdout))
    assert (row["outcome"], row["matched_by"], row["office"]) == (
        "UNCHANGED",
        "NAME_AND_PLACE",
        line["office"],
    )


def test_a_doubt_stands_beside_the_rows_that_it_may_mean(store: str, tmp_path: Path) -> None:
    engine = create_engine(store)
    office = load_edition(engine).offices["akm-akkol-education"]
    engine.dispose()
    file = tmp_path / "list.csv"
    file.write_text(f"name_ru,postal_code\n{office.names[0].value},020111\n", encoding="utf-8")
    doubt = run(store, file)
    assert doubt.exit_code == 1
    assert "line 2 may mean" in doubt.stdout
    chosen = run(store, file, "--choose", "2=akm-akkol-education", "--yes", "--format", "json")
    assert (orjson.loads(chosen.stdout)["written"], chosen.exit_code) == (True, 0)


def test_a_bad_choice_is_refused_by_name(store: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    for choices in (["x"], ["2="], ["2=new", "2=new"]):
        refused = run(store, file, *(word for each in choices for word in ("--choose", each)))
        assert refused.exit_code == 1
        assert "--choose" in str(refused.exception)
    # A list that is refused completely gives one sentence.
    file.write_text("colour,id,version\nred,x,1\n", encoding="utf-8")
    assert "unknown columns: colour" in run(store, file).output
