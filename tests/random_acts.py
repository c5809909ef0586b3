"""Invented acts: rows of offices with our own text, printed in every layout, in both languages.

A random act keeps its own content, so that the result of a reading can be compared cell by cell. Only the
names of regions and districts are real, because a registry must know them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from model.enums import Language

RUSSIAN_TITLES = ("№", "Наименование", "Адрес", "Телефон")
KAZAKH_TITLES = ("Р/с №", "Атауы", "Мекенжайы", "Телефоны")
_RUSSIAN_NAMES = ("Отдел выдачи", "Пункт приёма", "Филиал", "Служба справок", "Центр записи", "Участок")
_KAZAKH_NAMES = ("Анықтама бөлімі", "Қабылдау бөлімі", "Филиал", "Кеңес орталығы", "Тіркеу бөлімі")
_RUSSIAN_DISTRICTS = ("Аккольский район", "Атбасарский район", "Буландынский район", "Зерендинский район")
_KAZAKH_DISTRICTS = ("Ақкөл ауданы", "Атбасар ауданы", "Бұланды ауданы", "Зеренді ауданы")
_PLACES = ("Заречное", "Дальнее", "Полевое", "Озёрное", "Степное", "Каменка")
_STREETS = ("Новая", "Длинная", "Тихая", "Светлая", "Речная")
_KAZAKH_PLACES = ("Көлді", "Тасты", "Қайыңды", "Бұлақты")


@dataclass(frozen=True)
class Row:
    """One office as it is printed; `district` is the heading above it, if the act prints headings."""

    name: str
    address: str
    phone: str
    district: str | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells without the number."""
        return self.name, self.address, self.phone


@dataclass(frozen=True)
class Act:
    """A random act: its rows, the name of its layout, and its whole text."""

    language: Language
    layout: str
    rows: tuple[Row, ...]
    text: str

    @property
    def expected(self) -> list[tuple[str | None, tuple[str, ...]]]:
        """The district above each row and its cells, without numbers."""
        return [(row.district, row.cells) for row in self.rows]


Layout = Callable[[Sequence[Row], Language], str]


def titles_of(language: Language) -> tuple[str, ...]:
    """Titles of the columns of names, addresses and telephones, numbers first."""
    return KAZAKH_TITLES if language is Language.KK else RUSSIAN_TITLES


def _numbered(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    return [(str(count), *row.cells) for count, row in enumerate(rows, start=1)]


def _with_headings(rows: Sequence[Row], lines: Sequence[str]) -> str:
    """The lines of rows, each heading above the first row below it."""
    printed: list[str] = []
    above: str | None = None
    for row, line in zip(rows, lines, strict=True):
        if row.district is not None and row.district != above:
            printed.append(row.district)
            above = row.district
        printed.append(line)
    return "\n".join(printed)


def _joined(mark: str) -> Layout:
    def layout(rows: Sequence[Row], language: Language) -> str:
        head = mark.join(titles_of(language))
        return head + "\n" + _with_headings(rows, [mark.join(cells) for cells in _numbered(rows)])

    return layout


def lined(rows: Sequence[Row], language: Language) -> str:
    """A row a line, TABs between its cells."""
    return _joined("\t")(rows, language)


def without_numbers(rows: Sequence[Row], language: Language) -> str:
    """No column of numbers; the first title names what the rows are."""
    titles = ("Мекеме" if language is Language.KK else "Учреждение", *titles_of(language)[2:])
    return "\t".join(titles) + "\n" + _with_headings(rows, ["\t".join(row.cells) for row in rows])


def lost_numbers(rows: Sequence[Row], language: Language) -> str:
    """A column of numbers whose cells are empty."""
    return (
        "\t".join(titles_of(language))
        + "\n"
        + _with_headings(rows, ["\t" + "\t".join(r.cells) for r in rows])
    )


def piped(rows: Sequence[Row], language: Language) -> str:
    """Pipes around the cells, a rule below the titles."""
    head = f"| {' | '.join(titles_of(language))} |\n|---|---|---|---|\n"
    return head + _with_headings(rows, [f"| {' | '.join(cells)} |" for cells in _numbered(rows)])


def fixed(rows: Sequence[Row], language: Language) -> str:
    """Columns of fixed width."""
    cells = [titles_of(language), *_numbered(rows)]
    widths = [max(len(row[place]) for row in cells) + 3 for place in range(4)]
    lines = [
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]
    return lines[0] + "\n" + _with_headings(rows, lines[1:])


def tabbed(rows: Sequence[Row], language: Language) -> str:
    """A cell behind each TAB at the start of a line, rows parted by blank lines."""
    blocks = ["\n".join(f"\t{cell}" for cell in titles_of(language))]
    above: str | None = None
    for row, cells in zip(rows, _numbered(rows), strict=True):
        if row.district is not None and row.district != above:
            blocks.append(f"\t{row.district}")
            above = row.district
        blocks.append("\n".join(f"\t{cell}" for cell in cells))
    return "\n\n".join(blocks)


def one_a_line(rows: Sequence[Row], language: Language) -> str:
    """Every cell on a line of its own."""
    cells = [cell for numbered in _numbered(rows) for cell in numbered]
    return "\n".join((*titles_of(language), *cells))


def listed(rows: Sequence[Row], language: Language) -> str:
    """A list without a table."""
    return "\n".join(
        f"      {count}) {row.name}: {row.address}, тел. {row.phone};"
        for count, row in enumerate(rows, start=1)
    )


def paged(rows: Sequence[Row], language: Language) -> str:
    """The titles and the number of the page come again behind every second row."""
    lines: list[str] = []
    for count, cells in enumerate(_numbered(rows)):
        if count and count % 2 == 0:
            lines += [str(count), "\t".join(titles_of(language))]
        lines.append("\t".join(cells))
    return "\t".join(titles_of(language)) + "\n" + "\n".join(lines)


def broken(rows: Sequence[Row], language: Language) -> str:
    """A line break inside each address."""
    lines = ["\t".join(cells).replace(", ", ",\n", 1) for cells in _numbered(rows)]
    return "\t".join(titles_of(language)) + "\n" + "\n".join(lines)


LAYOUTS: dict[str, Layout] = {
    "lined": lined,
    "without numbers": without_numbers,
    "lost numbers": lost_numbers,
    "pipes": piped,
    "semicolons": _joined(";"),
    "fixed width": fixed,
    "tabbed": tabbed,
    "one cell a line": one_a_line,
    "list": listed,
    "pages": paged,
    "broken cells": broken,
}
_WITHOUT_HEADINGS = frozenset({"one cell a line", "list", "pages", "broken cells"})


@st.composite
def rows_of(draw: st.DrawFn, language: Language, with_headings: bool) -> tuple[Row, ...]:
    """Rows of offices, under headings of districts or not."""
    kk = language is Language.KK
    names = st.sampled_from(_KAZAKH_NAMES if kk else _RUSSIAN_NAMES)
    count = draw(st.integers(2, 8))
    districts = draw(
        st.lists(
            st.sampled_from(_KAZAKH_DISTRICTS if kk else _RUSSIAN_DISTRICTS),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    made = []
    for number in range(count):
        name = f"{draw(names)} {draw(st.integers(1, 99))}"
        house = draw(st.integers(1, 120))
        if kk:
            address = f"{draw(st.sampled_from(_KAZAKH_PLACES))} ауылы, Жаңа көшесі, {house}"
        else:
            place, street = draw(st.sampled_from(_PLACES)), draw(st.sampled_from(_STREETS))
            address = f"с. {place}, ул. {street}, {house}"
        phone = f"8 (71638) {draw(st.integers(2, 9))}-{draw(st.integers(10, 99))}-{draw(st.integers(10, 99))}"
        made.append(
            Row(name, address, phone, districts[number * len(districts) // count] if with_headings else None)
        )
    return tuple(made)


@st.composite
def acts(draw: st.DrawFn, layouts: Sequence[str] = tuple(LAYOUTS)) -> Act:
    """A whole act: head, regulation, annex 1 in a layout."""
    language = draw(st.sampled_from((Language.RU, Language.KK)))
    layout = draw(st.sampled_from(layouts))
    with_headings = layout not in _WITHOUT_HEADINGS and draw(st.booleans())
    rows = draw(rows_of(language, with_headings))
    number = draw(st.integers(1, 999))
    return make_act(rows, language, layout, number)


def make_act(rows: Sequence[Row], language: Language, layout: str, number: int = 7) -> Act:
    """The act with these rows as annex 1."""
    table = LAYOUTS[layout](rows, language)
    printed = rows
    if layout == "list":  # the list prints no cell of telephones: address and telephone are one
        printed = [replace(row, address=f"{row.address}, тел. {row.phone}", phone="") for row in rows]
    text = (_KAZAKH if language is Language.KK else _RUSSIAN).format(number=number, table=table)
    return Act(language, layout, tuple(printed), text)


_RUSSIAN = """О порядке оказания одной услуги

Постановление акимата Акмолинской области от 5 мая 2015 года № {number}

      Акимат Акмолинской области ПОСТАНОВЛЯЕТ:
      1. Утвердить регламент, который приложен.

Регламент государственной услуги
«Выдача пробной справки»

      1. Услуга оказывается отделами, которые названы в приложении 1.
      2. Результат: справка.

Приложение 1
к регламенту государственной услуги
«Выдача пробной справки»

Перечень мест выдачи

{table}
"""
_KAZAKH = """Бір қызметті көрсету тәртібі туралы

Ақмола облысы әкімдігінің 2015 жылғы 5 мамырдағы № {number} қаулысы

      Ақмола облысының әкімдігі ҚАУЛЫ ЕТЕДІ:
      1. Қоса беріліп отырған регламент бекітілсін.

«Сынақ анықтамасын беру»
мемлекеттік қызмет регламенті

      1. Қызметті 1-қосымшада көрсетілген бөлімдер көрсетеді.
      2. Нәтижесі: анықтама.

«Сынақ анықтамасын беру»
мемлекеттік қызмет регламентіне
1-қосымша

Беру орындарының тізбесі

{table}
"""
