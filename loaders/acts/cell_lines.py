"""Tables that lost their columns: every cell is on a line of its own, titles first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from loaders.acts.column_words import known_roles
from loaders.acts.print_words import is_page, names_territory
from loaders.acts.runs import Form, NotTurnedError, Run
from loaders.acts.tables import has_number_column, is_column_numbers, is_number, tells_names_and_ways
from loaders.acts.text import ActText, fold

_WIDEST = 12
_AT_LEAST = 3
_LONGEST = 120
_PARAGRAPH = re.compile(r" ?\xa0{3,}| {4,}")


def cell_lines_at(text: ActText, number: int, last: int) -> Run | None:
    """The run that begins with three or more titles, each on its own line.

    None if there are no titles or no rows.
    """
    titles = _titles(text, number, last)
    if not titles:
        return None
    rows, end = _rows(text, titles, last)
    return Run(number, end, Form.ONE_A_LINE) if rows else None


def turn_cell_lines(text: ActText, run: Run) -> Mapping[int, str]:
    """By line number: the first line of each row with its cells joined by TABs, its other lines empty.

    Raises NotTurnedError if a row has more or fewer cells than there are titles.
    """
    titles = _titles(text, run.first, run.last)
    rows, _ = _rows(text, titles, run.last)
    turned: dict[int, str] = {}
    for lines in (titles, *rows):
        if len(lines) != len(titles):
            raise NotTurnedError(
                f"line {lines[0]}: {len(lines)} cells where the titles are {len(titles)}: which one is "
                "missing, or goes on over two lines, is not said"
            )
        turned |= dict.fromkeys(lines, "")
        turned[lines[0]] = "\t".join(fold(text.line(line)) for line in lines)
    return turned


def _titles(text: ActText, number: int, last: int) -> tuple[int, ...]:
    """The numbers of the lines with titles from `number` on. Empty if they open no table of offices."""
    title_lines: list[int] = []
    seen: list[str] = []
    for line in islice(_filled(text, number, last), _WIDEST):
        role = _role(text.line(line))
        if not role or (role in seen and role in {"name", "number", "district", "address"}):
            break
        title_lines.append(line)
        seen.append(role)
    titles = tuple(fold(text.line(line)) for line in title_lines)
    return tuple(title_lines) if len(title_lines) >= _AT_LEAST and tells_names_and_ways(titles) else ()


def _role(line: str) -> str:
    """The role of a column that a line may be the title of.

    Empty if it is no known title, longer than 120 characters, indented, or has digits.
    """
    if len(line) > _LONGEST or "\t" in line or _PARAGRAPH.match(line) or re.search(r"\d", line):
        return ""
    return known_roles((fold(line),), {})[0]


def _rows(text: ActText, titles: Sequence[int], last: int) -> tuple[list[tuple[int, ...]], int]:
    """The lines of each row, and the last line of the table.

    Rows begin with a number; without a column of numbers, each has as many lines as there are titles.
    """
    below = list(_filled(text, titles[-1] + 1, last))
    if has_number_column((fold(text.line(titles[0])),)):
        return _numbered(text, below, len(titles))
    cells: list[int] = []
    for line in below:
        if _PARAGRAPH.match(text.line(line)) or "\t" in text.line(line):
            break
        if not names_territory(text.line(line)) or len(cells) % len(titles):
            cells.append(line)
    rows = [tuple(cells[at : at + len(titles)]) for at in range(0, len(cells), len(titles))]
    return rows, cells[-1] if cells else titles[-1]


def _numbered(text: ActText, below: Sequence[int], width: int) -> tuple[list[tuple[int, ...]], int]:
    """Rows that begin with a line of a number, and the last line of the table; 0 if there are no rows."""
    rows: list[list[int]] = []
    for line in below:
        printed = fold(text.line(line))
        is_full = not rows or len(rows[-1]) >= width
        if "\t" in printed or _PARAGRAPH.match(text.line(line)):
            break
        if is_number(printed) and (is_full or _is_next(printed, rows, text, width)):
            rows.append([line])
        elif is_full and names_territory(printed):
            continue
        elif not rows or (is_full and _is_text_below(text, line)):
            break
        else:
            rows[-1].append(line)
    counted = [tuple(row) for row in rows]
    return counted, counted[-1][-1] if counted else 0


def _is_next(printed: str, rows: Sequence[Sequence[int]], text: ActText, width: int) -> bool:
    """Whether a number opens the next row although the row above lacks cells.

    It must be the number above plus one; a first row of 1, 2, 3 only counts the columns.
    """
    row = tuple(fold(text.line(line)) for line in rows[-1])
    if len(row) > 1 and is_column_numbers((*row, printed)) and len(rows) == 1:
        return False
    above = row[0].rstrip(".)")
    return above.isdigit() and printed.rstrip(".)") == str(int(above) + 1) and len(row) > 2


def _is_text_below(text: ActText, line: int) -> bool:
    """Whether a blank line is above a line: a line after a complete row is then text below the table."""
    return not text.line(line - 1).strip()


def _filled(text: ActText, first: int, last: int) -> Iterator[int]:
    return (n for n in range(first, last + 1) if text.line(n).strip() and not is_page_between(text.line(n)))


def is_page_between(line: str) -> bool:
    """Whether a line is a page number between cells; a bare number is a cell, not a page."""
    return is_page(line) and not is_number(fold(line))
