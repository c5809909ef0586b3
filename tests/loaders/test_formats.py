"""Files of every format become the lines of the text reader: the same rows, each with its place."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook
from typer.testing import CliRunner

from kense import app
from loaders.acts.account import account_of
from loaders.acts.accounted import LineKind, Outcome
from loaders.acts.reader import survey
from loaders.acts.text import read_text
from loaders.formats.csv_reading import read_csv
from loaders.formats.pdf_reading import read_pdf
from loaders.staging.proposal import propose
from model.enums import Language
from tests.act_files import FORMATS, as_csv, as_docx, as_html, as_pdf, as_printed_pdf, as_xlsx
from tests.made_pdf import Pages
from tests.random_acts import Act, Row, acts, make_act
from tests.staged_country import SEEDS

PAGE = Path(__file__).parents[1] / "saved_acts" / "page.html"
ROWS = [
    Row("Отдел выдачи 1", "с. Заречное, ул. Новая, 1", "8 (71638) 2-01-01", "Аккольский район"),
    Row("Отдел выдачи 2", "с. Заречное, ул. Новая, 2", "8 (71638) 2-01-02", "Аккольский район"),
    Row("Отдел выдачи 3", "с. Дальнее, ул. Тихая, 3", "8 (71638) 2-01-03", "Зерендинский район"),
]
ACT = make_act(ROWS, Language.RU, "lined")
_slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=6)


def written(content: bytes, name: str = "act.txt") -> Path:
    """A file in a folder of its own, so that its name is always the same."""
    path = Path(tempfile.mkdtemp(prefix="kense-format-")) / name
    path.write_bytes(content)
    return path


def rows_of(content: bytes) -> list[tuple[str | None, tuple[str, ...]]]:
    """District and the last three cells of each row of the only table."""
    (table,) = survey(written(content)).tables
    assert table.problem is None
    return [(row.district, (*row.cells, "", "")[-5:-2]) for row in table.rows]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_random_acts_give_the_same_rows_in_each_format(name: str) -> None:
    @given(act=acts(("lined",)))
    @_slow
    def same(act: Act) -> None:
        assert rows_of(FORMATS[name](act)) == rows_of(act.text.encode()) == act.expected

    same()


@given(act=acts(("fixed width", "pipes", "semicolons")))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
def test_columns_without_rules_are_read_in_a_pdf(act: Act) -> None:
    lines = [line.text for line in read_pdf(as_printed_pdf(act))]
    assert rows_of("\n".join(lines).encode()) == act.expected, act.layout


@given(act=acts())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_texts_of_windows_and_utf_16_have_the_lines_of_utf_8(act: Act) -> None:
    plain = read_text(written(act.text.encode())).lines
    encodings = ["utf-8-sig", "utf-16", "kz1048", *(["cp1251"] if act.language is Language.RU else [])]
    for encoding in encodings:
        content = act.text.replace("\n", "\r\n").encode(encoding)
        assert read_text(written(content)).lines == plain, encoding


@given(act=acts(("lined",)))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_list_as_csv_gives_its_rows_whatever_parts_its_cells(act: Act) -> None:
    for mark in (";", "\t", ","):
        for encoding in ("utf-8-sig", "kz1048"):
            assert rows_of(as_csv(act, mark).decode().encode(encoding)) == act.expected, mark


def test_a_cell_of_csv_may_hold_the_mark_quotes_and_a_line_break() -> None:
    first = '"Отдел ""А""; первый";"с. Заречное,\nул. Новая, 1";1'
    text = f"Наименование;Адрес;Телефон\n{first}\nОтдел Б;с. Дальнее;2\n"
    lines = read_csv(text)
    assert lines is not None
    assert [line.text for line in lines] == [
        "Наименование\tАдрес\tТелефон",
        'Отдел "А"; первый\tс. Заречное, ул. Новая, 1\t1',
        "Отдел Б\tс. Дальнее\t2",
    ]
    assert [str(line.place) for line in lines] == ["row 1", "row 2", "row 4"]


@pytest.mark.parametrize("layout", ["lined", "semicolons", "without numbers", "pages"])
def test_an_act_that_prints_a_table_is_no_csv(layout: str) -> None:
    act = make_act([Row(f"Отдел {n}", "с. Заречное", "1") for n in range(400)], Language.RU, layout)
    found = read_text(written(act.text.encode()))
    assert (found.places, found.is_list) == ((), False)
    assert found.lines == tuple(act.text.rstrip("\n").split("\n"))


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page.pdf"])
def test_a_saved_page_is_read_by_its_content_with_merged_cells_and_places(name: str) -> None:
    path = written(PAGE.read_bytes(), name)
    surveyed = survey(path)
    (table,) = surveyed.tables
    assert (table.annex, table.title) == (1, "Перечень отделов")
    assert table.columns == ("№", "Наименование", "Юридический адрес", "Телефон", "Электронный адрес")
    assert [(row.district, row.cells, row.place) for row in table.rows] == PAGE_ROWS
    kinds = {line.text.strip(): line.kind for line in account_of(surveyed).lines}
    assert kinds["Примечание: расшифровка аббревиатур."] is LineKind.NOTE
    assert kinds["1. Услуга оказывается отделами, указанными в приложении 1."] is LineKind.PARAGRAPH
    assert "© 2012 РГП" not in kinds  # what surrounds the act on the page is none of it
    assert "Поиск" not in kinds


AKKOL, ADDRESS = "Аккольский район", "город Акколь, улица Новая, 5"
ZERENDA, PHONES = "Зерендинский район", "8 (71632) 2-01-03 8 (71632) 2-01-04"
PAGE_ROWS = [
    (
        AKKOL,
        ("1.", "Отдел выдачи Аккольского района", ADDRESS, "8 (71638) 2-01-01", "a@example.kz"),
        "table 2, row 5",
    ),
    (AKKOL, ("2.", "Отдел записи Аккольского района", ADDRESS, "8 (71638) 2-01-02", ""), "table 2, row 6"),
    (
        ZERENDA,
        ("3.", "Отдел выдачи Зерендинского района", "село Зеренда, улица Тихая, 7", PHONES, "z@example.kz"),
        "table 2, row 8",
    ),
]


def test_a_page_in_windows_1251_says_so_in_its_head() -> None:
    content = PAGE.read_text("utf-8").replace('charset="utf-8"', 'charset="windows-1251"')
    (table,) = survey(written(content.encode("cp1251"))).tables
    assert [(row.district, row.cells, row.place) for row in table.rows] == PAGE_ROWS


@pytest.mark.slow
def test_a_pdf_that_a_browser_prints_has_the_rows_of_the_page(tmp_path: Path) -> None:
    chromium = os.environ.get("KENSE_CHROMIUM")
    if not chromium:
        pytest.fail("KENSE_CHROMIUM is not set: run `make test`, it installs Chromium", pytrace=False)
    printed = tmp_path / "page.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium, *options, profile, f"--print-to-pdf={printed}", PAGE.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (table,) = survey(printed).tables
    assert (table.annex, table.title) == (1, "Перечень отделов")
    assert [(row.district, row.cells) for row in table.rows] == [row[:2] for row in PAGE_ROWS]
    assert table.rows[0].place.startswith("page ")


def test_rows_of_a_pdf_go_on_over_the_page_and_torn_ones_are_joined() -> None:
    pages = Pages()
    pages.lines(
        ["Постановление акимата Акмолинской области от 5 мая 2015 года № 7", "", "Приложение 1", "к правилам"]
    )
    pages.y -= 6
    widths = [40.0, 150.0, 200.0, 150.0]
    pages.row(["№", "Наименование", "Адрес", "Телефон"], widths)
    pages.row(["1", "Отдел выдачи 1", "с. Заречное", "8 (71638) 2-01-01"], widths)
    pages.row(["2", "Отдел выдачи", "с. Дальнее,", ""], widths)
    pages.page()
    pages.row(["", "второй", "ул. Новая, 2", "8 (71638) 2-01-02"], widths)
    pages.row(["3", "Отдел выдачи 3", "с. Полевое", "8 (71638) 2-01-03"], widths)
    (table,) = survey(written(pages.encoded())).tables
    assert [row.cells for row in table.rows] == [
        ("1", "Отдел выдачи 1", "с. Заречное", "8 (71638) 2-01-01"),
        ("2", "Отдел выдачи второй", "с. Дальнее, ул. Новая, 2", "8 (71638) 2-01-02"),
        ("3", "Отдел выдачи 3", "с. Полевое", "8 (71638) 2-01-03"),
    ]
    assert [row.place for row in table.rows] == [f"page {place}" for place in _PLACES]
    assert table.rows[1].repaired is not None


_PLACES = ["1, table 1, row 2", "1, table 1, row 3", "2, table 1, row 2"]


def test_word_merges_cells_numbers_paragraphs_and_keeps_what_was_deleted() -> None:
    document = Document()
    for line in ("Приказ", "Приложение 1", "к правилам"):
        document.add_paragraph(line)
    document.add_paragraph("Отделы работают.", style="List Number")
    deleted = document.add_paragraph("Отделы принимают.", style="List Number")
    removed = OxmlElement("w:del")
    removed.append(deleted.add_run("этого нет")._r)
    deleted._p.append(removed)
    table = document.add_table(rows=4, cols=4)
    for row, cells in zip(table.rows, WORD_ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    table.cell(3, 1).merge(table.cell(3, 2))
    out = io.BytesIO()
    document.save(out)
    surveyed = survey(written(out.getvalue(), "act.docx"))
    (offices,) = surveyed.tables
    assert [row.cells for row in offices.rows] == [
        ("1", "Аккольский район", "Отдел 1", "8 (71638) 2-01-01"),
        ("2", "Аккольский район", "Отдел 2", "8 (71638) 2-01-02"),
        ("3", "Отдел 3", "", "8 (71638) 2-01-03"),
    ]
    assert [line.strip() for line in surveyed.text.lines if "Отделы" in line] == [
        "1. Отделы работают.",
        "2. Отделы принимают.",
    ]
    assert not any("этого нет" in line for line in surveyed.text.lines)
    assert document.element.body.find(f".//{qn('w:del')}") is not None


WORD_ROWS = [
    ("№", "Район", "Наименование", "Телефон"),
    ("1", "Аккольский район", "Отдел 1", "8 (71638) 2-01-01"),
    ("2", "", "Отдел 2", "8 (71638) 2-01-02"),
    ("3", "Отдел 3", "", "8 (71638) 2-01-03"),
]


def test_a_workbook_shows_values_as_people_see_them_on_all_sheets() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "ЦОН"
    first.append(["Список отделов области"])
    first.append([])
    first.append(["№", "Наименование", "Телефон", "Открыт", "Ставок"])
    first.append([1.0, "Отдел\nпервый", 87163820101, date(2015, 5, 7), 2.5])
    second = book.create_sheet("Отделы")
    second.append(["№", "Наименование", "Телефон"])
    second.append([1, "Отдел второй", "8 (71638) 2-01-02"])
    second.append(["Примечание: обед с 13:00"])
    out = io.BytesIO()
    book.save(out)
    text = read_text(written(out.getvalue()))
    assert [(line, text.place(at)) for at, line in enumerate(text.lines, start=1) if line] == [
        ("Список отделов области", "sheet «ЦОН», row 1"),
        ("№\tНаименование\tТелефон\tОткрыт\tСтавок", "sheet «ЦОН», row 3"),
        ("1\tОтдел первый\t87163820101\t07.05.2015\t2,5", "sheet «ЦОН», row 4"),
        ("№\tНаименование\tТелефон", "sheet «Отделы», row 1"),
        ("1\tОтдел второй\t8 (71638) 2-01-02", "sheet «Отделы», row 2"),
        ("Примечание: обед с 13:00", "sheet «Отделы», row 3"),
    ]


@pytest.mark.parametrize("make", [as_html, as_docx, as_pdf, as_xlsx])
def test_the_account_and_the_rows_say_where_each_stands(make: Callable[[Act], bytes], tmp_path: Path) -> None:
    path = tmp_path / "act.bin"
    path.write_bytes(make(ACT))
    found = CliRunner().invoke(app, ["account", str(path), "--format", "jsonl"])
    entries = [json.loads(line) for line in found.stdout.splitlines()]
    rows = [entry for entry in entries if entry.get("kind") == "row"]
    (run,) = [entry for entry in entries if entry["of"] == "run"]
    assert (run["outcome"], run["rows"]) == (Outcome.READ, 3)
    printed = CliRunner().invoke(app, ["parse", str(path), "--format", "jsonl"])
    places = [json.loads(line)["place"] for line in printed.stdout.splitlines()]
    assert places == [row["place"] for row in rows]
    assert [place.rpartition(" ")[2] for place in places] in (["3", "4", "6"], ["4", "5", "7"])


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [("list.csv", as_csv(ACT), "list"), ("list.xlsx", as_xlsx(ACT), "Перечень мест выдачи")],
)
def test_a_list_that_is_no_act_gets_a_draft(name: str, content: bytes, title: str) -> None:
    draft = yaml.safe_load(propose(written(content, name), SEEDS))
    assert (draft["id"], draft["title"], draft["number"]) == (None, title, None)
    (table,) = draft["tables"]
    assert (table["rows"], table["columns"]["phones"]) == (3, ["телефон"])


def test_a_blocked_row_is_named_with_its_place(tmp_path: Path) -> None:
    act = make_act(ROWS, Language.RU, "lined")
    content = as_html(act).replace(
        "<td>с. Дальнее, ул. Тихая, 3</td><td>8 (71638) 2-01-03</td>".encode(), b"<td></td>"
    )
    path = tmp_path / "act.html"
    path.write_bytes(content.replace("<td>Отдел выдачи 3</td>".encode(), b"<td></td>"))
    found = CliRunner().invoke(app, ["parse", str(path)])
    assert found.exit_code == 1
    assert re.search(r":\d+ \(table 1, row 6\): a row with nothing but '3'", found.stderr)
