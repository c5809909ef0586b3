"""Layouts of tables in acts nobody has described: golden rows, with the territory that headings give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaders.acts.account import account_of
from loaders.acts.accounted import Outcome
from loaders.acts.office_tables import OfficeTable
from loaders.acts.profiles import read_profile
from loaders.acts.reader import survey
from loaders.acts.runs import Form
from loaders.directory.act_records import read_act_records
from loaders.printed import OfficeRecord
from loaders.staging.proposal import propose
from model.enums import Language
from tests.random_acts import Row, make_act
from tests.staged_country import SEEDS

AKKOL, ATBASAR = "Аккольский район", "Атбасарский район"
TITLES = "№\tНаименование\tАдрес\tТелефон"


def act(tmp_path: Path, table: str) -> Path:
    """An invented act whose annex 1 is that table."""
    whole = make_act([], Language.RU, "lined").text
    path = tmp_path / "act.txt"
    path.write_text(whole.replace(TITLES + "\n", table + "\n"), encoding="utf-8")
    return path


def table_of(path: Path) -> OfficeTable:
    (table,) = survey(path).tables
    assert table.problem is None
    return table


def draft_records(path: Path) -> list[OfficeRecord]:
    """The records of the rows, read by the proposed draft of a profile."""
    draft = path.with_suffix(".yaml")
    draft.write_text(propose(path, SEEDS), encoding="utf-8")
    read = read_act_records(path, (read_profile(draft),))
    assert read.blocked == {}
    return list(read.records)


CASES = 13


def test_every_case_is_read_to_the_row_and_to_the_column(shared_cases: Path, tmp_path: Path) -> None:
    cases = [json.loads(line) for line in (shared_cases / "layouts.jsonl").read_text("utf-8").splitlines()]
    assert len(cases) == CASES
    for case in cases:
        path = tmp_path / case["file"]
        path.write_bytes((shared_cases / case["file"]).read_bytes())
        surveyed = survey(path)
        counted = {table.annex: len(table.rows) for table in surveyed.tables}
        assert counted == {1: case["annex_1_rows"], 2: case["annex_2_rows"]}, case["layout"]
        account = account_of(surveyed)
        assert {run.outcome for run in account.runs} == {Outcome.READ}
        assert len(account.lines) == surveyed.text.last
        for record in draft_records(path):
            assert record.locality in {"Акколь", "Атбасар"}, case["layout"]
            assert (record.street, record.house) in {("Абая", "1"), ("Абая", "2")} | {
                ("Мира", str(house)) for house in range(1, 6)
            }
            assert not record.name.startswith(("1", "2", "г."))


def test_the_cases_keep_their_headings_telephones_and_mailboxes(shared_cases: Path, tmp_path: Path) -> None:
    def records(number: str) -> list[OfficeRecord]:
        path = tmp_path / f"{number}.txt"
        path.write_bytes((shared_cases / f"layout-{number}.txt").read_bytes())
        return [record for record in draft_records(path) if record.annex == 2]

    assert [record.district for record in records("18")] == [AKKOL, AKKOL, ATBASAR, ATBASAR]
    assert [record.district for record in records("20")] == [AKKOL, AKKOL]
    assert [record.emails for record in records("14")] == [(f"o{n}@akmo.kz",) for n in (1, 2, 3, 4)]
    assert [record.phones for record in records("16")] == [("+77163820001",), (), ("+77163820003",)]
    assert [record.phones for record in records("04")] == [(f"+7716382000{n}",) for n in range(1, 6)]
    assert [record.name for record in records("24")] == [f"отдел {n}-го района" for n in range(1, 6)]


R1, R2 = (
    "1\tПункт 1\tс. Заречное, ул. Новая, 1\t8 (71638) 2-01-01",
    "2\tПункт 2\tс. Полевое\t8 (71638) 2-01-02",
)
C1 = ("1", "Пункт 1", "с. Заречное, ул. Новая, 1", "8 (71638) 2-01-01")
C2 = ("2", "Пункт 2", "с. Полевое", "8 (71638) 2-01-02")
Golden = list[tuple[str | None, str | None, tuple[str, ...]]]
LAYOUTS: list[tuple[str, str, Golden]] = [
    (
        "titles again behind a page",
        f"{TITLES}\n{R1}\n- 7 -\n{TITLES}\n{R2}",
        [(None, None, C1), (None, None, C2)],
    ),
    ("a page between rows", f"{TITLES}\n{R1}\n\nстр. 7 из 9\n\n{R2}", [(None, None, C1), (None, None, C2)]),
    (
        "a table for each region",
        f"Акмолинская область\n{TITLES}\n{R1}\n\nПавлодарская область\n{TITLES}\n{R2}",
        [("Акмолинская область", None, C1), ("Павлодарская область", None, C2)],
    ),
    (
        "headings with Roman numbers",
        f"{TITLES}\nI. {AKKOL}\n{R1}\nII\t{ATBASAR}\t\t\n{R2}",
        [(None, AKKOL, C1), (None, ATBASAR, C2)],
    ),
    (
        "headings in the column of names",
        f"{TITLES}\n\t{AKKOL}\t\t\n{R1}\n\t{ATBASAR}\t\t\n{R2}",
        [(None, AKKOL, C1), (None, ATBASAR, C2)],
    ),
    (
        "headings in pipes, and a row that counts the others",
        "|№|Наименование|Адрес|Телефон|\n|-|-|-|-|\n"
        f"||{AKKOL}|||\n|{R1}|\n|Итого|1 пункт|||".replace("\t", "|"),
        [(None, AKKOL, C1)],
    ),
    (
        "a last cell that was trimmed in the last row",
        f"{TITLES}\n{R1}\n2\tПункт 2\tс. Полевое",
        [(None, None, C1), (None, None, C2[:3])],
    ),
    (
        "items of a list on several lines",
        "1) пункт 1:\nс. Заречное, ул. Новая, 1,\nтел. 8 (71638) 2-01-01;\n"
        "2) пункт 2:\nс. Полевое,\nтел. 8 (71638) 2-01-02.",
        [
            (None, None, ("1", "пункт 1", "с. Заречное, ул. Новая, 1, тел. 8 (71638) 2-01-01")),
            (None, None, ("2", "пункт 2", "с. Полевое, тел. 8 (71638) 2-01-02")),
        ],
    ),
    (
        "a heading in every cell of a merged row",
        f"{TITLES}\n{AKKOL}\t{AKKOL}\t{AKKOL}\t{AKKOL}\n{R1}",
        [(None, AKKOL, C1)],
    ),
    (
        "a merged district that goes on downwards, its number too",
        f"№\tРайон\tНаименование\tАдрес\n1\t{AKKOL}\tПункт 1\tс. Заречное\n\t\tПункт 2\tс. Полевое\n"
        f"2\t{ATBASAR}\tПункт 3\tс. Степное",
        [
            (None, AKKOL, ("1", AKKOL, "Пункт 1", "с. Заречное")),
            (None, AKKOL, ("", "", "Пункт 2", "с. Полевое")),
            (None, ATBASAR, ("2", ATBASAR, "Пункт 3", "с. Степное")),
        ],
    ),
    (
        "a line break inside a name, an address and a list of telephones",
        f"{TITLES}\n1\tПункт\n1\tс. Заречное,\nул. Новая, 1\t8 (71638) 2-01-01,\n2-01-02\n{R2}",
        [],
    ),
    (
        "quoted cells, one with a line break",
        f'{TITLES}\n1\t"Пункт ""А"" выдачи"\t"с. Заречное,\nул. Новая, 1"\t8 (71638) 2-01-01\n{R2}',
        [
            (None, None, ("1", 'Пункт "А" выдачи', "с. Заречное, ул. Новая, 1", "8 (71638) 2-01-01")),
            (None, None, C2),
        ],
    ),
    (
        "two rows of titles",
        f"№\tНаименование\tСвязь\n\t\tАдрес\tТелефон\n{R1}",
        [(None, None, C1)],
    ),
    (
        "an empty margin in front of every row",
        f"\t{TITLES}\n\t{R1}\n\t{R2}",
        [(None, None, C1), (None, None, C2)],
    ),
    (
        "a wrapped line in columns of fixed width",
        "№    Наименование     Адрес            Телефон\n"
        "1    Пункт выдачи     с. Заречное,     8 (71638) 2-01-01\n"
        "     района           ул. Новая, 1\n"
        "2    Пункт 2          с. Полевое       8 (71638) 2-01-02",
        [
            (None, None, ("1", "Пункт выдачи района", "с. Заречное, ул. Новая, 1", "8 (71638) 2-01-01")),
            (None, None, C2),
        ],
    ),
    (
        "a quoted semicolon",
        '№;Наименование;Адрес;Телефон\n1;Пункт 1;"с. Заречное; ул. Новая, 1";8 (71638) 2-01-01',
        [(None, None, ("1", "Пункт 1", "с. Заречное; ул. Новая, 1", "8 (71638) 2-01-01"))],
    ),
    ("a note below the rows", f"{TITLES}\n{R1}\nПримечание: пункты работают ежедневно.", [(None, None, C1)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "table", "golden"), [one for one in LAYOUTS if one[2]], ids=lambda v: str(v)[:40]
)
def test_rows_come_back_as_they_are_printed(tmp_path: Path, layout: str, table: str, golden: Golden) -> None:
    found = table_of(act(tmp_path, table))
    assert [(row.region, row.district, row.cells) for row in found.rows] == golden, layout


def test_a_row_with_line_breaks_in_its_cells_says_how_it_was_mended(tmp_path: Path) -> None:
    table = f"{TITLES}\n1\tПункт 1\tс. Заречное,\nул. Новая, 1\t8 (71638) 2-01-01,\n2-01-02\n{R2}"
    first, second = table_of(act(tmp_path, table)).rows
    assert first.cells == ("1", "Пункт 1", "с. Заречное, ул. Новая, 1", "8 (71638) 2-01-01, 2-01-02")
    assert first.repaired is not None
    assert (second.cells, second.repaired) == (C2, None)


@pytest.mark.parametrize(
    ("misprint", "region", "district"),
    [
        ("Қарағанды обласы", "Қарағанды обласы", None),
        ("Карагандинская обласьт", "Карагандинская обласьт", None),
        ("Атбасарский раион", "Акмолинская область", "Атбасарский раион"),
    ],
)
def test_a_misprinted_heading_is_a_doubt_by_name_and_no_row_below_it_is_the_neighbours(
    tmp_path: Path, misprint: str, region: str, district: str | None
) -> None:
    path = act(tmp_path, f"{TITLES}\nАкмолинская область\n{AKKOL}\n{R1}\n{misprint}\n{R2}")
    table = table_of(path)
    (doubt,) = table.doubts
    assert misprint in doubt.what
    assert [(row.region, row.district) for row in table.rows] == [
        ("Акмолинская область", AKKOL),
        (region, district),
    ]
    last = draft_records(path)[-1]
    assert (last.region, last.district) != ("Акмолинская область", AKKOL)


def test_a_list_is_told_from_numbered_paragraphs(tmp_path: Path) -> None:
    body = (
        "      1) пункт 1: с. Заречное, тел. 8 (71638) 2-01-01;\n      2) пункт 2: с. Полевое, тел. 2-01-02."
    )
    path = act(tmp_path, body)
    table = table_of(path)
    assert (table.form, len(table.rows)) == (Form.LIST, 2)
    text = path.read_text("utf-8")
    inside = text.replace("      2. Результат: справка.", f"      2. Справку выдают:\n{body}")
    path.write_text(inside, encoding="utf-8")
    account = account_of(survey(path))
    skipped = [run for run in account.runs if run.outcome is Outcome.SKIPPED]
    assert [(run.form, run.last - run.first + 1) for run in skipped] == [(Form.LIST, 2)]
    assert "name its `lines`" in skipped[0].reason


LINES, WIDE = TITLES.replace("\t", "\n"), TITLES.replace("\t", "    ")
BLOCKED = [
    ("one cell a line, one lost", f"{LINES}\n1\nПункт 1\nс. Заречное\n2\nПункт 2\nс. Полевое\n8", "3 cells"),
    ("fixed width out of its columns", f"{WIDE}\n1  Пункт выдачи первый, большой, общий", "not keep to"),
    ("too many cells", f"{TITLES}\n{R1}\tлишнее\tещё", "6 cells in a table of 4 columns"),
    ("text that belongs to no row", f"{TITLES}\n{R1}\nслова между строк\n{R2}", "belongs to none of them"),
    ("a list without names", "1) с. Заречное 8 (71638) 2-01-01\n2) с. Полевое 8 (71638) 2-01-01", "no colon"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "table", "reason"), BLOCKED, ids=[one[0] for one in BLOCKED])
def test_what_cannot_be_read_is_blocked_by_name_with_its_lines(
    tmp_path: Path, what: str, table: str, reason: str
) -> None:
    surveyed = survey(act(tmp_path, table))
    account = account_of(surveyed)
    (run,) = account.left
    assert reason in run.reason
    assert [t.rows for t in surveyed.tables if t.problem is None] == []
    assert {line.kind.value for line in account.lines[run.first - 1 : run.last]} <= {"unread", "blank"}


def test_names_in_several_languages_are_all_kept(tmp_path: Path) -> None:
    titles = "№\tАтауы\tНаименование\tName\tАдрес, телефон"
    path = act(
        tmp_path, f"{titles}\n1\tБөлім 1\tОтдел 1\tUnit 1\tс. Заречное, ул. Новая, 1, 8 (71638) 2-01-01"
    )
    (record,) = draft_records(path)
    assert (record.name, record.locality, record.phones) == ("Отдел 1", "Заречное", ("+77163820101",))
    assert [(piece.text, piece.reason) for piece in record.unread] == [
        ("Бөлім 1", "name in another language"),
        ("Unit 1", "name in another language"),
    ]


def test_a_column_of_districts_is_that_of_names_where_no_other_is(tmp_path: Path) -> None:
    path = act(tmp_path, f"Район\tМестонахождение\tТел.\n{AKKOL}\tс. Заречное\t8 (71638) 2-01-01")
    (record,) = draft_records(path)
    assert (record.name, record.district, record.locality) == (AKKOL, AKKOL, "Заречное")


def test_two_layouts_in_one_act_are_read_each(tmp_path: Path) -> None:
    rows = [Row(f"Пункт {n}", f"с. Заречное, ул. Новая, {n}", f"8 (71638) 2-01-0{n}") for n in (1, 2)]
    one, other = (make_act(rows, Language.RU, layout).text for layout in ("lined", "tabbed"))
    annex = other[other.index("Приложение 1\n") :].replace("Приложение 1", "Приложение 2")
    path = tmp_path / "act.txt"
    path.write_text(f"{one}\n{annex}", encoding="utf-8")
    found = survey(path)
    assert found.layout == "mixed"
    assert [(t.annex, t.form, len(t.rows)) for t in found.tables] == [(1, Form.TABS, 2), (2, Form.CELLS, 2)]
    assert [record.phones for record in draft_records(path)] == [("+77163820101",), ("+77163820102",)] * 2
