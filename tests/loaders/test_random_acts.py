"""Invented acts: every printed row is read cell by cell, or reported as blocked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.acts.account import account_of
from loaders.acts.accounted import LineKind, Outcome
from loaders.acts.profiles import read_profile
from loaders.acts.reader import Survey, survey
from loaders.directory.act_records import read_act_records
from loaders.staging.proposal import propose
from model.enums import Language
from tests.random_acts import LAYOUTS, Act, Row, acts, make_act
from tests.staged_country import SEEDS

ROWS = {
    Language.RU: [
        Row(f"Отдел выдачи {n}", f"с. Заречное, ул. Новая, {n}", f"8 (71638) 2-01-0{n}") for n in (1, 2, 3)
    ],
    Language.KK: [
        Row(f"Анықтама бөлімі {n}", f"Көлді ауылы, Жаңа көшесі, {n}", f"8 (71638) 2-01-0{n}")
        for n in (1, 2, 3)
    ],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


def written(folder: Path, text: str) -> Path:
    path = folder / "act.txt"
    path.write_text(text, encoding="utf-8")
    return path


def read_back(found: Survey) -> list[tuple[str | None, tuple[str, ...]]]:
    """District and cells without numbers of each row, filled up to the three columns."""
    (table,) = found.tables
    start = 0 if len(table.columns) == 3 and table.columns[0] != "№" else 1
    return [(row.district, (*row.cells[start:], "", "", "")[:3]) for row in table.rows]


@given(act=acts())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_printed_row_comes_back_cell_by_cell(folder: Path, act: Act) -> None:
    found = survey(written(folder, act.text))
    assert [table.problem for table in found.tables] == [None]
    assert read_back(found) == act.expected, act.layout


@given(act=acts())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_lines_in_are_lines_accounted_for(folder: Path, act: Act) -> None:
    account = account_of(survey(written(folder, act.text)))
    assert [line.line for line in account.lines] == list(range(1, act.text.count("\n") + 1))
    assert [run.outcome for run in account.runs] == [Outcome.READ]
    assert sum(run.rows for run in account.runs) == len(act.rows)
    assert LineKind.UNREAD not in account.counts(), act.layout
    filled = [line for line in act.text.splitlines() if line.strip()]
    assert sum(count for kind, count in account.counts().items() if kind is not LineKind.BLANK) >= len(filled)


@given(act=acts(), data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_text_with_a_line_lost_reads_fewer_cells_or_names_what_it_blocks(
    folder: Path, act: Act, data: st.DataObject
) -> None:
    lines = act.text.split("\n")
    begin = next(at for at, line in enumerate(lines) if line.startswith(("Перечень", "Беру"))) + 1
    lost = data.draw(st.integers(begin, len(lines) - 2))
    surveyed = survey(written(folder, "\n".join([*lines[:lost], *lines[lost + 1 :]])))
    account = account_of(surveyed)
    assert len(account.lines) == len(lines) - 2
    printed = {cell for row in act.rows for cell in row.cells}
    for table in surveyed.tables:
        for row in table.rows:
            # A cell may be lost, and two pieces of one may be joined; no cell is invented.
            for cell in row.cells:
                assert (
                    any(cell in each or each in cell or cell.isdigit() for each in printed if each)
                    or not cell
                )
    read = {line.line for line in account.lines if line.kind is LineKind.ROW}
    for number, line in enumerate(surveyed.text.lines, start=1):
        if any(row.phone and row.phone in line for row in act.rows):
            kind = account.lines[number - 1].kind
            assert number in read or kind in {LineKind.UNREAD, LineKind.OTHER_TABLE, LineKind.LIST_ITEM}, line


@pytest.mark.parametrize("language", [Language.RU, Language.KK])
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_a_draft_of_each_layout_is_a_profile_that_reads_its_rows(
    tmp_path: Path, layout: str, language: Language
) -> None:
    act = make_act(ROWS[language], language, layout)
    text = written(tmp_path, act.text)
    draft = tmp_path / "draft.yaml"
    draft.write_text(propose(text, SEEDS), encoding="utf-8")
    profile = read_profile(draft)
    assert (profile.id, profile.language) == ("akm-2015-7", language)
    records = read_act_records(text, (profile,)).records
    assert [record.phones for record in records] == [("+77163820101",), ("+77163820102",), ("+77163820103",)]
    assert [record.house for record in records] == ["1", "2", "3"]
    assert {record.region for record in records} <= {"Акмолинская область", "Ақмола облысы"}
