"""Tables as both layouts find them: their first and last line, how torn rows are joined, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.acts.lined import read_lined
from loaders.acts.marks import find_marks
from loaders.acts.tabbed import read_tabbed
from loaders.acts.tables import (
    RawRow,
    RawTable,
    has_number_column,
    is_column_numbers,
    is_header,
    is_number,
    is_of_offices,
    join_title,
)
from loaders.acts.text import ActText
from loaders.errors import UnreadableRow

NBSP = "\xa0" * 4
COLUMNS = ("№", "Наименование", "Адрес", "Телефон")


def act(*lines: str) -> ActText:
    return ActText(Path("act.txt"), tuple("\n".join(lines).split("\n")))


def tabbed(*lines: str) -> tuple[RawTable, ...]:
    text = act(*lines)
    return read_tabbed(text, find_marks(text))


def lined(*lines: str) -> tuple[RawTable, ...]:
    text = act(*lines)
    tables = read_lined(text, find_marks(text))
    for table in tables:
        if table.problem is not None:
            raise table.problem
    return tables


def cells(table: RawTable) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def row(*values: str) -> str:
    """A row behind tabs."""
    return "\n".join(f"\t{value}" for value in values)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("7", True), ("7.", True), ("1.2.3", True), ("7)", True), ("7а", False), ("", False)],
)
def test_a_number_of_a_row_is_nothing_but_a_number(cell: str, expected: bool) -> None:
    assert is_number(cell) is expected


def test_titles_tell_a_column_of_numbers_and_a_table_of_offices() -> None:
    assert has_number_column(COLUMNS)
    assert has_number_column(("Р/с №", "Атауы"))
    assert not has_number_column(("Наименование", "№"))
    assert not has_number_column(())
    assert is_of_offices(COLUMNS)
    assert is_of_offices(("Наименование", "Адрес", "Часы"))
    assert is_of_offices(("Наименование", "Адрес, телефон"))
    assert is_of_offices(("Филиал", "Местонахождение"))
    assert is_of_offices(("Район", "Адрес", "Телефон"))  # each district has one office
    assert not is_of_offices(("Наименование", "Требования"))
    assert not is_of_offices(("№", "Наименование", "Часы"))  # no way to reach them
    assert not is_of_offices(("Отдел 1", "Телефон"))  # a row, for titles count nothing
    assert not is_of_offices((*COLUMNS, "Показатель"))
    assert not is_of_offices((*COLUMNS, "___"))


def test_a_row_of_titles_begins_a_table_of_offices_or_of_quality() -> None:
    assert is_header(COLUMNS)
    assert is_header(("Показатели качества", "Норма", "Год"))
    assert not is_header(("Показатели качества", "Норма"))
    assert not is_header(("Норма", "Показатели", "Год"))
    assert not is_header(("1", "Отдел", "ул. Абая"))


def test_a_row_that_only_counts_its_columns() -> None:
    assert is_column_numbers(("1", "2", "3"))
    assert is_column_numbers(("1", "", "2"))
    assert not is_column_numbers(("1", "3"))
    assert not is_column_numbers(("2", "3"))
    assert not is_column_numbers(("1",))
    assert not is_column_numbers(("", ""))


def test_empty_cells_and_missing_titles() -> None:
    assert RawRow(1, ("a", "", "b")).filled == ("a", "b")
    assert RawTable(1, "", 1, False, ()).columns == ()
    assert join_title(["*Список", "", " отделов* "]) == "Список отделов"


def test_a_blank_line_opens_a_row_and_a_line_without_tab_goes_on_with_the_cell() -> None:
    (table,) = tabbed(
        "Список", row(*COLUMNS), "", row("1", "Отдел", "с. Альфа,"), "ул. Абая", row("8"), "", "\t"
    )
    assert cells(table) == [COLUMNS, ("1", "Отдел", "с. Альфа, ул. Абая", "8"), ("",)]
    assert [each.line for each in table.rows] == [2, 7, 13]
    assert (table.line, table.title, table.titled_at, table.glued) == (2, "Список", 1, False)


def test_a_cell_may_go_on_across_blank_lines_while_the_table_goes_on() -> None:
    (table,) = tabbed(row(*COLUMNS), "", row("1", "Отдел"), "", "", "", "Альфа", row("с. Альфа", "8"))
    assert cells(table)[1:] == [("1", "Отдел Альфа", "с. Альфа", "8")]


@pytest.mark.parametrize(
    "after",
    [
        [f"{NBSP}2. Пункт"],
        ["", "", "Конец текста"],
        ["", "", f"{NBSP}2. Пункт", "", row(*COLUMNS)],
        ["", "", "Слова", f"{NBSP}2. Пункт", "", row(*COLUMNS)],
        ["", "", "Слова", "", "Приложение 2", "к стандарту", "", row(*COLUMNS)],
        ["Приложение 2", "к стандарту"],
    ],
)
def test_a_paragraph_a_heading_or_two_blank_lines_end_a_table(after: list[str]) -> None:
    first, *_ = tabbed(row(*COLUMNS), "", row("1", "Отдел", "с. Альфа", "8"), *after)
    assert cells(first) == [COLUMNS, ("1", "Отдел", "с. Альфа", "8")]


def test_one_blank_line_does_not_end_a_table() -> None:
    (table,) = tabbed(row(*COLUMNS), "", row("1", "Отдел", "с. Альфа", "8"), "", "доб. 2")
    assert cells(table)[1] == ("1", "Отдел", "с. Альфа", "8 доб. 2")


def test_a_line_behind_one_space_ends_a_table_whose_last_row_is_whole() -> None:
    whole = row(*COLUMNS), "", row("1", "Отдел", "с. Альфа", "8")
    (ended,) = tabbed(*whole, " Слова")
    assert cells(ended)[1] == ("1", "Отдел", "с. Альфа", "8")
    (one_cell,) = tabbed(*whole, "", "\tАльфинский район", " Слова")
    assert cells(one_cell)[2] == ("Альфинский район",)
    (going_on,) = tabbed(row(*COLUMNS), "", row("1", "Отдел"), " Альфа", row("с. Альфа", "8"))
    assert cells(going_on)[1] == ("1", "Отдел Альфа", "с. Альфа", "8")


def test_a_cell_behind_a_space_begins_another_table_that_hangs_on_the_text_above() -> None:
    first, second = tabbed(row(*COLUMNS), "", row("1", "Отдел", "с. Альфа", "8"), f" {row(*COLUMNS)}")
    assert (first.line, second.line) == (1, 10)
    assert (second.titled_at, second.glued, second.title) == (10, True, "")


def test_the_title_reaches_up_to_the_paragraph_the_heading_or_the_table_above() -> None:
    below = tabbed(f"{NBSP}1. Пункт", "", "Список", "отделов", "", row(*COLUMNS))[0]
    assert (below.titled_at, below.title, below.glued) == (3, "Список отделов", False)
    headed = tabbed("Приложение 1", "к стандарту", "", "Список", row(*COLUMNS))[0]
    assert (headed.titled_at, headed.title) == (4, "Список")
    _, second = tabbed(
        row(*COLUMNS), "", row("1", "Отдел", "с. Альфа", "8"), f"{NBSP}2. Пункт", "Список", row(*COLUMNS)
    )
    assert second.title == "Список"
    spaced = tabbed(f"{NBSP}1. Пункт", "Слова", " Список", "", row(*COLUMNS))[0]
    assert (spaced.titled_at, spaced.title, spaced.glued) == (3, "Список", True)
    untitled = tabbed(row(*COLUMNS))[0]
    assert (untitled.titled_at, untitled.title, untitled.glued) == (1, "", False)


def test_a_heading_below_a_row_that_lacks_a_cell_is_no_part_of_it() -> None:
    (table,) = tabbed(row(*COLUMNS), "", row("1", "Отдел", "с. Альфа"), "", "\tАльфинский район")
    assert cells(table)[1:] == [("1", "Отдел", "с. Альфа"), ("Альфинский район",)]


def test_a_numbered_row_that_a_blank_line_tore_is_joined_and_says_so() -> None:
    (table,) = tabbed(
        row(*COLUMNS), "", row("1", "Отдел"), "", row("с. Альфа", "8"), "", row("2", "Б", "В", "9")
    )
    assert cells(table)[1:] == [("1", "Отдел", "с. Альфа", "8"), ("2", "Б", "В", "9")]
    assert [each.repaired for each in table.rows] == [None, "a blank line before line 9 splits the row", None]
    assert table.rows[1].line == 6


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("Отдел", "Альфа"), ("с. Альфа", "8")),  # the upper half has no number
        (("1", "Отдел"), ("2", "8")),  # the lower one has
        (("1", "Отдел"), ("8",)),  # together they are too short
        (("1", "Отдел", "Альфа"), ("с. Альфа", "8")),  # or too long
    ],
)
def test_two_pieces_that_are_no_whole_row_stay_apart(upper: tuple[str, ...], lower: tuple[str, ...]) -> None:
    (table,) = tabbed(row(*COLUMNS), "", row(*upper), "", row(*lower))
    assert cells(table)[1:] == [upper, lower]


def test_pieces_of_a_table_without_numbers_stay_apart() -> None:
    titles = ("Наименование", "Адрес", "Телефон", "Сайт")
    (table,) = tabbed(row(*titles), "", row("1", "Отдел"), "", row("с. Альфа", "8"))
    assert cells(table)[1:] == [("1", "Отдел"), ("с. Альфа", "8")]


def test_only_a_text_that_ends_inside_a_row_is_torn() -> None:
    def torn(*lines: str) -> bool:
        return tabbed(row(*COLUMNS), "", *lines)[-1].torn

    assert torn(row("1", "Отдел"))
    assert torn(row("1"))
    assert not torn(row("1", "Отдел", "с. Альфа", "8"))
    assert not torn("\tАльфинский район")  # a heading stands alone in its row
    assert not torn(row("1", "Отдел"), f"{NBSP}2. Пункт")


HEAD = "\t".join(COLUMNS)


def test_a_line_is_a_row_and_a_row_of_titles_begins_the_next_table() -> None:
    first, second = lined("Список", "отделов", HEAD, "1\tА\tБ\t8", "", "Ещё", HEAD, "1\tВ\tГ\t9", "")
    assert (first.line, first.titled_at, first.title, first.glued) == (3, 1, "Список отделов", False)
    assert (second.line, second.titled_at, second.title) == (7, 6, "Ещё")
    assert cells(first) == [COLUMNS, ("1", "А", "Б", "8")]
    assert cells(second) == [COLUMNS, ("1", "В", "Г", "9")]
    assert (first.torn, second.torn) == (False, False)


def test_no_table_goes_over_a_heading_and_a_text_without_rows_has_none() -> None:
    heading = ["Приложение 2", "к стандарту", ""]
    first, second = lined(HEAD, "1\tА\tБ\t8", "", *heading, "x\ty\tz", "1\tВ\tГ")
    assert (cells(first), cells(second)) == (
        [COLUMNS, ("1", "А", "Б", "8")],
        [("x", "y", "z"), ("1", "В", "Г")],
    )
    assert lined("Список", "отделов") == ()
    assert (second.titled_at, second.title) == (7, "")


def test_a_text_that_ends_inside_a_row_is_torn_on_lines_too() -> None:
    assert lined(HEAD, "1\tА\tБ\t8", "2\tА")[0].torn
    assert not lined(HEAD, "1\tА\tБ\t8", "2\tА\tБ\t8")[0].torn
    assert not lined(HEAD, "1\tА\tБ\t8", "2\tА", "")[0].torn
    assert not lined("только\t", "2\t")[0].torn
    # Another row is as short, so nothing shows that the text ends inside this one.
    assert not lined(HEAD, "1\tА\tБ", "2\tВ\tГ")[0].torn
    assert lined(HEAD, "Альфинский район", "1\tА\tБ\t8", "2\tВ\tГ")[0].torn


def test_a_title_may_stand_right_below_the_heading_of_its_annex() -> None:
    (table,) = lined("стандартына 1-қосымша", "Тізбесі", HEAD, "1\tА\tБ\t8")
    assert (table.line, table.titled_at, table.title) == (3, 2, "Тізбесі")


PAGE = "a page break splits the row: lines {} and {}"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("1\tОтдел\tс. Альфа", "\tАльфа\t\t8"), ("\tОтдел\tс. Альфа\t", "1\tАльфа\t\t8")],
)
def test_halves_on_both_sides_of_a_page_break_are_one_row(upper: str, lower: str) -> None:
    (table,) = lined(HEAD, upper, "", lower, "2\tБ\tВ\t9")
    assert cells(table)[1:] == [("1", "Отдел Альфа", "с. Альфа", "8"), ("2", "Б", "В", "9")]
    assert [each.repaired for each in table.rows] == [None, PAGE.format(2, 4), None]
    assert table.rows[1].line == 2


def test_the_line_that_a_scanner_drew_is_no_row_and_an_empty_first_cell_without_numbers_no_half() -> None:
    (table,) = lined(HEAD, "1\tА\tБ\t8", "---\t___\t–\t ")
    assert len(table.rows) == 2
    (plain,) = lined("Атауы\tМекенжайы\tТелефоны", "\tА\t8")
    assert cells(plain)[1:] == [("", "А", "8")]


def test_a_heading_that_lost_its_cells_and_a_cell_on_a_line_of_its_own() -> None:
    (table,) = lined(HEAD, "Альфинский район", "1\tОтдел\tс. Альфа", "8 (716) 2", "2\tБ\tВ\t9")
    assert cells(table)[1:] == [
        ("Альфинский район",),
        ("1", "Отдел", "с. Альфа", "8 (716) 2"),
        ("2", "Б", "В", "9"),
    ]
    assert table.rows[2].repaired == "the last cell stands alone on line 4"


def test_a_cell_between_two_halves_belongs_to_their_row() -> None:
    (table,) = lined(HEAD, "\tОтдел\t", "", "8 (716) 2", "1\tАльфа\tс. Альфа", "2\tБ\tВ\t9")
    assert cells(table)[1:] == [("1", "Отдел Альфа", "с. Альфа", "8 (716) 2"), ("2", "Б", "В", "9")]
    assert table.rows[1].repaired == f"{PAGE.format(2, 5)}; the last cell stands alone on line 4"


REFUSED = [
    ((HEAD, "1\tА\tБ\t8", "\tВ\t\t", "2\tВ\tГ\t9"), 3, "no page break where its other half is"),
    ((HEAD, "1\tА\tБ\t8", "", "\tВ\t\t"), 4, "line 2 is not its other half"),
    ((HEAD, "\tА\tБ\t", ""), 2, "its other half is missing"),
    ((HEAD, "\tА\tБ\t", "", "\tВ\t\t8"), 2, "line 4 is not its other half"),
    ((HEAD, "1\tА\tБ\t8", "слова 5", "2\tВ\tГ\t9"), 3, "belongs to none of them"),
    ((HEAD, "Альфинский район", "слова 5", "2\tВ\tГ\t9"), 3, "belongs to none of them"),
]


@pytest.mark.parametrize(("lines", "line", "reason"), REFUSED)
def test_what_does_not_fit_a_row_is_refused_with_its_line(
    lines: tuple[str, ...], line: int, reason: str
) -> None:
    with pytest.raises(UnreadableRow, match=reason) as refusal:
        lined(*lines)
    assert refusal.value.line == line
