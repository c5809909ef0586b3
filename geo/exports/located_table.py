"""A table of addresses, returned with a place for each: every row and column in its order.

The text of a row stays as it was written, quotes and formulas included; new cells come after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from geo.explanations.place_texts import Doubt
from geo.exports.facts import unit_ref
from geo.exports.table_text import Layout, Opened, TableRow, UnreadableTableError, table_rows
from geo.locator.candidates import Answer, Candidate, LocateQuery
from geo.locator.locator import Locator
from geo.locator.understanding import Understood
from geo.names.shown_name import name_in
from model.enums import Language
from model.lookup_places import Geocoding
from model.lookups import lookup

ADDED = (
    "kense_id",
    "kense_name",
    "kense_level",
    "kense_lat",
    "kense_lon",
    "kense_error_m",
    "kense_certain",
    "kense_doubts",
)
"""The columns that are added."""
MEDIA_TYPE = "text/csv"
_LONGEST_TEXT = 300
"""Most characters, as for every text that is located."""
_REMEMBERED = 20_000
"""Number of texts whose answers are cached: a column of a table repeats the same places."""
LocateAll = Callable[[Sequence[str]], Iterable[Sequence[str]]]
"""Maps several addresses to their added cells, in order."""
_MARK = "\ufeff"
_KNOWN_COLUMNS = frozenset(lookup(Geocoding).columns)


class RowDoubt(StrEnum):
    """Why a row has no certain place; the doubts of the locator are further reasons."""

    EMPTY = "EMPTY"
    TOO_LONG = "TOO_LONG"
    UNKNOWN = "UNKNOWN"
    AMBIGUOUS = "AMBIGUOUS"


@dataclass(frozen=True, slots=True)
class TableTask:
    """The columns of a table that hold the address, by index, and the language of the added names."""

    layout: Layout
    columns: tuple[int, ...]
    language: Language = Language.KK


def task_for(layout: Layout, named: Sequence[str], language: Language = Language.KK) -> TableTask:
    """The task for a table; `named` are its columns that make up the address, finest first.

    Without any, the column is taken whose heading announces an address. Raises UnreadableTableError where no
    column fits, a heading occurs twice, or an added column is there already.
    """
    taken = [column for column in layout.columns if column in ADDED]
    if taken:
        raise UnreadableTableError(f"the table has a column {taken[0]} already: take it out first")
    if len(layout.columns) == 1 and tuple(named) in ((), layout.columns):
        # A list of addresses: commas do not separate cells here.
        return TableTask(layout, tuple(range(layout.width)), language)
    if named:
        return TableTask(layout, tuple(_place(layout, name) for name in named), language)
    known = [index for index, column in enumerate(layout.columns) if _folded(column) in _KNOWN_COLUMNS]
    if not known:
        raise UnreadableTableError(f"name the column of the address: the table has {_listed(layout)}")
    # Of several, the column that comes first in the lookup: an address says more than a name.
    order = list(lookup(Geocoding).columns)
    best = min(known, key=lambda index: order.index(_folded(layout.columns[index])))
    # With two columns of one heading it is unknown which is meant.
    return TableTask(layout, (_place(layout, layout.columns[best]),), language)


def remembering(locator: Locator, language: Language) -> LocateAll:
    """A function that locates addresses one after the other and caches the latest 20 000 answers."""
    located = lru_cache(_REMEMBERED)(lambda text: place_cells(locator, text, language))
    return lambda texts: map(located, texts)


def located_table(
    locate_all: LocateAll, opened: Opened, task: TableTask, rows_at_once: int = 1
) -> Iterator[bytes]:
    """The table in UTF-8, row by row, with the columns of `ADDED`.

    `locate_all` gets the addresses of at most `rows_at_once` rows. The result begins with a byte order mark
    if the given table did or was in windows-1251: the program that wrote such a table would read UTF-8
    without a mark as windows-1251 again.
    """
    layout = task.layout
    rows = table_rows(opened, layout.encoding, layout.delimiter)
    if layout.has_mark or layout.encoding != "utf-8":
        yield _MARK.encode()
    end = "\r\n"
    for row in rows:
        end = row.end or end
        yield _line(layout, row, ADDED, end)
        if row.cells:
            break  # the header; lines before it are empty
    while batch := list(islice(rows, rows_at_once)):
        cells = locate_all([_address(row, task.columns) for row in batch if row.cells])
        located = iter(cells)
        for row in batch:
            end = row.end or end
            yield _line(layout, row, next(located) if row.cells else (), end)


def _line(layout: Layout, row: TableRow, cells: Sequence[str], end: str) -> bytes:
    """A row with cells added at its end, and empty cells before them where it is short.

    An empty line stays empty.
    """
    if not row.cells:
        return (row.text + end).encode()
    padding = layout.delimiter * (layout.width - len(row.cells) + 1)
    added = layout.delimiter.join(_quoted(cell, layout.delimiter) for cell in cells)
    return f"{row.text}{padding}{added}{end}".encode()


def place_cells(locator: Locator, text: str, language: Language) -> tuple[str, ...]:
    """The cells of `ADDED` for one address.

    Where no place is found they are empty, `false`, and the reasons.
    """
    if not text:
        return _nothing(RowDoubt.EMPTY)
    if len(text) > _LONGEST_TEXT:
        return _nothing(RowDoubt.TOO_LONG)
    query = LocateQuery(text)
    read = locator.understood(query)
    answer = locator.short_answer(query, read)
    best, doubts = answer.best, _doubts(read, answer)
    # A place with that name outside the territories in the text is not the one meant.
    if best is None or best.unit is None or (Doubt.ELSEWHERE in doubts and not best.is_within):
        why = [doubt.value for doubt in doubts] or [_why_none(answer)]
        return (*_nothing()[:-1], " ".join(why))
    words = [doubt.value for doubt in doubts if doubt is not Doubt.NAMESAKES]
    if all(best is not each for each in answer.candidates) or (read is not None and len(read.hits) > 1):
        words.append(RowDoubt.AMBIGUOUS)
    # The radius says how exact the point is; certainty is about whether the text proves the place.
    is_certain = not words and read is not None and read.is_certain and not best.is_within
    return (
        unit_ref(best.unit),
        name_in(best.unit.names, language, best.unit.id),
        best.unit.level.value,
        f"{best.point.lat:.5f}",
        f"{best.point.lon:.5f}",
        f"{best.error_m:.0f}",
        "true" if is_certain else "false",
        " ".join(words),
    )


def _doubts(read: Understood | None, answer: Answer) -> list[Doubt]:
    """Doubts about the best place, or about the whole text where no place has that name.

    Empty for a certain place.
    """
    best: Candidate | None = answer.best
    if best is not None and best.is_certain:
        return []
    of_text = frozenset[Doubt]() if read is None or read.hits else read.doubts
    known = of_text | (best.doubts if best is not None else frozenset[Doubt]())
    return [doubt for doubt in Doubt if doubt in known]


def _why_none(answer: Answer) -> RowDoubt:
    return RowDoubt.AMBIGUOUS if answer.candidates else RowDoubt.UNKNOWN


def _nothing(why: str = "") -> tuple[str, ...]:
    return ("", "", "", "", "", "", "false", why)


def _address(row: TableRow, columns: Sequence[int]) -> str:
    """The cells of the address columns joined by commas; missing and empty cells are left out."""
    parts = (row.cells[index] for index in columns if index < len(row.cells))
    return ", ".join(bare for part in parts if (bare := " ".join(part.split())))


def _place(layout: Layout, name: str) -> int:
    """The index of the column with this heading.

    Raises UnreadableTableError where none or several have it.
    """
    places = [index for index, column in enumerate(layout.columns) if column == name.strip()]
    if not places:
        raise UnreadableTableError(f"the table has no column {name!r}: it has {_listed(layout)}")
    if len(places) > 1:
        raise UnreadableTableError(f"the table has {len(places)} columns {name!r}: rename one")
    return places[0]


def _listed(layout: Layout) -> str:
    shown = ", ".join(repr(column[:40]) for column in layout.columns[:20])
    return shown if len(layout.columns) <= 20 else f"{shown} and {len(layout.columns) - 20} more"


def _folded(column: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in column.lower()).split())


def _quoted(cell: str, delimiter: str) -> str:
    if any(sign in cell for sign in (delimiter, '"', "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell
