"""Layout of 003 and 004, and of most new acts: a row is a line, its cells are separated by TABs.

Scanned texts tear rows at page breaks: the halves stand on both sides of a blank line, the cells distributed
between them, the number with either half (003 lines 441/443, 004 lines 344/346). A cell that spans several
rows may stand alone on a line (003 lines 306, 351). A line break inside a cell leaves two lines of one row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from loaders.acts.column_words import known_roles
from loaders.acts.headings import is_place
from loaders.acts.marks import Mark
from loaders.acts.print_words import is_note, is_page, misprinted_territory, names_territory
from loaders.acts.tables import (
    Aside,
    RawRow,
    RawTable,
    has_number_column,
    is_header,
    is_number,
    join_title,
)
from loaders.acts.text import ActText, fold
from loaders.errors import UnreadableRow

_RULED = re.compile(r"[-–—_\s]*")
_GOES_ON = (",", ";", "-", "–", "(", ":")
_IS_REST = re.compile(r"[\d+(]")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_LONGEST_QUOTE = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """What a profile, or the form of a list, states about the titles of the table in these lines."""

    first: int
    last: int
    titles: tuple[str, ...] = ()
    """Titles of the columns where the text prints none."""
    height: int | None = None
    """Number of lines that print the titles; None where it is to be detected."""

    def tells_titles(self, first: int, last: int) -> bool:
        """Whether the claim contains these lines and states the titles or the number of their lines."""
        return self.first <= first and last <= self.last and bool(self.titles or self.height is not None)


@dataclass(frozen=True, slots=True)
class _Head:
    """The titles of the columns of a table, and the number of lines that print them."""

    line: int
    titles: tuple[str, ...]
    height: int


def read_lined(text: ActText, marks: Sequence[Mark], claims: Sequence[Claim] = ()) -> tuple[RawTable, ...]:
    """All tables of the text in order, of offices or not. `problem` is why a table has only its titles."""
    tables: list[RawTable] = []
    for first, last in _stretches(text, marks, claims):
        tables.extend(_tables_within(text, first, last, claims))
    return tuple(tables)


def _stretches(text: ActText, marks: Sequence[Mark], claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """The pairs (first, last) of lines between headings and claims. No table crosses such a border."""
    cuts = {1, *(mark.last + 1 for mark in marks), *(claim.first for claim in claims)}
    cuts |= {claim.last + 1 for claim in claims}
    inside = [set(range(mark.first, mark.last + 1)) for mark in marks]
    starts = sorted(cut for cut in cuts if cut <= text.last)
    headings = {line for lines in inside for line in lines}
    stretches = []
    for start, following in zip(starts, [*starts[1:], text.last + 1], strict=True):
        end = next((n - 1 for n in range(start, following) if n in headings), following - 1)
        if start <= end:
            stretches.append((start, end))
    return stretches


def _tables_within(text: ActText, first: int, last: int, claims: Sequence[Claim]) -> list[RawTable]:
    rows_at = [n for n in range(first, last + 1) if "\t" in text.line(n)]
    if not rows_at:
        return []
    text = _without_margin(text, rows_at)
    heads, repeated = _heads(text, rows_at, claims)
    tables: list[RawTable] = []
    ended_at = first - 1
    for head, following in zip(heads, [*(head.line for head in heads[1:]), last + 1], strict=True):
        end = max(n for n in rows_at if n < following)
        titled_at = _title_start(text, ended_at, head.line)
        title = join_title(text.lines[titled_at - 1 : head.line - 1])
        page = _Page(text, head, _end_with_rest(text, end, following), repeated)
        rows, problem = _rows_of(page, head)
        torn = problem is None and end == text.last and _is_cut(rows, 1 if text.is_closed else 0)
        tables.append(
            RawTable(
                head.line,
                title,
                titled_at,
                False,
                rows,
                torn,
                last=page.end,
                asides=tuple(page.asides),
                problem=problem,
                height=head.height,
            )
        )
        ended_at = page.end
    return tables


def _without_margin(text: ActText, rows_at: Sequence[int]) -> ActText:
    """The text without its first column, if every row has an empty cell before its number."""
    has_margin = all(re.match(r"\s*\t[^\t]*\S[^\t]*\t", text.line(n)) for n in rows_at)
    is_numbered = has_margin and has_number_column(_cells(text.line(rows_at[0]))[1:])
    if not is_numbered:
        return text
    inside = set(rows_at)
    lines = (line.split("\t", 1)[1] if n in inside else line for n, line in enumerate(text.lines, start=1))
    return replace(text, lines=tuple(lines))


def _title_start(text: ActText, ended_at: int, begin: int) -> int:
    return min((n for n in range(ended_at + 1, begin) if text.line(n).strip()), default=begin)


def _rows_of(page: "_Page", head: _Head) -> tuple[tuple[RawRow, ...], UnreadableRow | None]:
    try:
        return page.rows(), None
    except UnreadableRow as error:
        return (RawRow(head.line, head.titles),), error


def _claimed(text: ActText, claim: Claim) -> _Head:
    """The head with the claimed titles, or with those printed on `height` lines."""
    if claim.titles:
        return _Head(claim.first, claim.titles, claim.height or 0)
    rows = [_cells(text.line(n)) for n in range(claim.first, claim.first + (claim.height or 1))]
    titles = rows[0]
    for below in rows[1:]:
        titles = tuple(under or above for above, under in zip_longest(titles, below, fillvalue=""))
    return _Head(claim.first, titles, len(rows))


def _heads(text: ActText, rows_at: Sequence[int], claims: Sequence[Claim]) -> tuple[list[_Head], set[int]]:
    """The heads of the tables, and the numbers of lines that only repeat a head."""
    heads: list[_Head] = []
    repeated: set[int] = set()
    claim = next((claim for claim in claims if claim.tells_titles(rows_at[0], rows_at[-1])), None)
    if claim is not None:
        heads.append(_claimed(text, claim))
        rows_at = [n for n in rows_at if n >= claim.first + heads[0].height]
    rows = iter(enumerate(rows_at))
    for at, number in rows:
        head = _head_at(text, number, rows_at[at + 1] if at + 1 < len(rows_at) else None, not heads)
        if head is None:
            continue
        if heads and head.titles == heads[-1].titles and _is_between_rows(text, rows_at[at - 1], number):
            repeated |= set(range(number, number + head.height))
        else:
            heads.append(head)
        for _ in range(head.height - 1):
            next(rows)
    return heads, repeated


def _head_at(text: ActText, number: int, following: int | None, is_first: bool) -> _Head | None:
    top = _cells(text.line(number))
    if following == number + 1:
        below = _cells(text.line(following))
        if _is_second_row_of_titles(top, below):
            whole = tuple(under or above for above, under in zip_longest(top, below, fillvalue=""))
            if is_header(whole):
                return _Head(number, whole, 2)
    return _Head(number, top, 1) if is_first or is_header(top) else None


def _is_second_row_of_titles(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `below` is a second row of titles that divides columns of `top`."""
    filled = [cell for cell in below if cell]
    is_divided = any(cell and not (top[at : at + 1] or ("",))[0] for at, cell in enumerate(below))
    if below[0] or not filled or not is_divided or any(re.search(r"\d", cell) for cell in (*filled, *top)):
        return False
    return all(known_roles((cell,), {})[0] for cell in filled)


def _is_between_rows(text: ActText, above: int, number: int) -> bool:
    """Whether only pages and headings of territories are between a row and repeated titles."""
    between = (text.line(n) for n in range(above + 1, number))
    return all(not line.strip() or is_page(line) or is_place(fold(line)) for line in between)


def _end_with_rest(text: ActText, end: int, following: int) -> int:
    """The last line of a table, with the line right below it if that continues the last cell."""
    below = fold(text.line(end + 1))
    goes_on = end + 1 < following and below and _goes_on_with(_cells(text.line(end))[-1], below)
    return end + 1 if goes_on else end


def _goes_on_with(cell: str, words: str) -> bool:
    """Whether a line continues the cell above: the cell ends with a comma, hyphen or the like."""
    if is_page(words) or is_note(words) or is_place(words):
        return False
    return cell.endswith(_GOES_ON) and not re.match(r"\d+[.)]\s", words)


def _is_cut(rows: Sequence[RawRow], trimmed: int) -> bool:
    """Whether the last row, with `trimmed` cells added, is shorter than every other row of several cells."""
    others = [len(row.cells) for row in rows[:-1] if len(row.cells) > 1]
    return bool(others) and len(rows[-1].cells) + trimmed < min(others)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_unquoted(fold(cell)) for cell in line.split("\t"))


def _unquoted(cell: str) -> str:
    """A cell without the quotes that a spreadsheet puts around `,`, `;` or `"`; else unchanged."""
    match = _QUOTED.fullmatch(cell)
    if match is None or not ('""' in cell or "," in cell or ";" in cell):
        return cell
    return fold(match[1].replace('""', '"'))


class _Page:
    """The lines of one table, from the titles of its columns to its last row."""

    def __init__(self, text: ActText, head: _Head, end: int, repeated: set[int]) -> None:
        self.text = text
        self.head = head
        self.end = end
        self.columns = head.titles
        self.roles = known_roles(head.titles, {})
        self.asides: list[Aside] = []
        self.lines = self._logical(range(head.line + head.height, end + 1), repeated)
        self.numbered = has_number_column(self.columns) and not self._lost_numbers()
        self.done: list[RawRow] = [RawRow(head.line, head.titles)]
        self.half: RawRow | None = None
        """Upper half of a row whose lower half has not come yet."""
        self.stray: tuple[int, str] | None = None
        """A cell on a line of its own between two halves."""

    def rows(self) -> tuple[RawRow, ...]:
        """The rows of the table, titles first. Raises UnreadableRow."""
        for number, line in self.lines:
            if "\t" in line:
                self._row(RawRow(number, _cells(line)))
            else:
                self._words(number, fold(line))
        if self.half is not None:
            raise self._error(self.half.line, "half a row, and its other half is missing")
        return tuple(self.done)

    def _logical(self, numbers: range, repeated: set[int]) -> list[tuple[int, str]]:
        """The non-blank lines by number; a quoted cell with line breaks is one line."""
        lines: list[tuple[int, str]] = []
        taken = 0
        for number in numbers:
            line = self.text.line(number)
            if number <= taken or not line.strip():
                continue
            if number in repeated:
                self.asides.append(Aside(number, "the titles of the columns again"))
                continue
            taken = _end_of_quote(self.text, number, numbers.stop - 1)
            closed = " ".join(self.text.lines[number - 1 : taken])
            lines.append((number, closed))
        return lines

    def _lost_numbers(self) -> bool:
        """Whether the column of numbers is empty in every row, all rows have names, and one is complete."""
        rows = [_cells(line) for _, line in self.lines if "\t" in line]
        rows = [row for row in rows if len(row) > 1 and any(row)]
        return all(row[1] and not row[0] for row in rows) and any(
            len(row) == len(self.columns) and all(row[1:]) for row in rows
        )

    def _row(self, row: RawRow) -> None:
        """Add a row, or join it with the row above or the first half of a row. Raises UnreadableRow."""
        if all(_RULED.fullmatch(cell) for cell in row.cells):
            # the line the scanner drew under the table (003 line 1126)
            self.asides.append(Aside(row.line, "a rule"))
        elif self.half is not None:
            whole = self._joined(self.half, row)
            self.done.append(whole if self.stray is None else self._with_stray(whole, *self.stray))
            self.half = self.stray = None
        elif self._breaks_cell(row):
            above = self.done[-1]
            cells = (*above.cells[:-1], fold(f"{above.cells[-1]} {row.cells[0]}"), *row.cells[1:])
            note = f"a line break splits a cell: lines {above.line} and {row.line}"
            self.done[-1] = RawRow(above.line, cells, note)
        elif not self._is_half(row) or self._is_whole_without_number(row) or _is_heading(row):
            self.done.append(row)
        elif len(self.done) > 1 and not self.text.line(row.line - 1).strip():
            self.done[-1] = self._joined(self.done[-1], row)
        elif not self.text.line(row.line + 1).strip():
            self.half = row
        else:
            raise self._error(row.line, "half a row, and no page break where its other half is")

    def _breaks_cell(self, row: RawRow) -> bool:
        """Whether a line break inside a cell split a row into the row above and this row."""
        above = self.done[-1]
        if len(self.done) == 1 or len(above.cells) + len(row.cells) - 1 != len(self.columns):
            return False
        if len(above.cells) == 1 or not self.text.line(row.line - 1).strip() or not row.cells[0]:
            return False
        if self.numbered:
            return is_number(above.cells[0]) and not is_number(row.cells[0])
        return above.cells[-1].endswith(_GOES_ON) or not row.cells[0][0].isupper()

    def _is_whole_without_number(self, row: RawRow) -> bool:
        """Whether a row lacks only its number, and the row above has all its cells."""
        own = [cell for place, cell in enumerate(row.cells) if self._is_expected(place)]
        above = [cell for place, cell in enumerate(self.done[-1].cells) if self._is_expected(place)]
        is_full = all(own) and all(above) and len(own) == len(above) > 1
        return is_full and len(self.done) > 1 and not own[0][0].islower()

    def _is_expected(self, place: int) -> bool:
        """Whether every complete row fills a column: not numbers, territories or columns of unknown role."""
        return 0 < place < len(self.roles) and self.roles[place] not in {"district", "region", ""}

    def _words(self, number: int, words: str) -> None:
        """Handle a line without TABs."""
        if self.half is not None:
            self.stray = (number, words)
        elif is_place(words) or names_territory(words) or misprinted_territory(words) is not None:
            self.done.append(RawRow(number, (words,)))
        elif is_page(words) or is_note(words):
            self.asides.append(Aside(number, "a page" if is_page(words) else "a note"))
        elif self._continues(words):
            above = self.done[-1]
            cells = (*above.cells[:-1], fold(f"{above.cells[-1]} {words}"))
            self.done[-1] = replace(
                above, cells=cells, repaired=f"line {number} goes on with the cell above it"
            )
        else:
            self.done[-1] = self._with_stray(self.done[-1], number, words)

    def _continues(self, words: str) -> bool:
        above = self.done[-1]
        if len(self.done) == 1 or len(above.cells) < 2 or not above.cells[-1]:
            return False
        return above.cells[-1].endswith(_GOES_ON) or (
            len(above.cells) == len(self.columns) and _IS_REST.match(words) is not None
        )

    def _is_half(self, row: RawRow) -> bool:
        """Whether a row of a numbered table lacks its number."""
        return self.numbered and row.cells[0] == "" and bool(row.filled)

    def _joined(self, upper: RawRow, lower: RawRow) -> RawRow:
        """Two halves of a row joined column by column, the upper first. Raises UnreadableRow."""
        # A lower half adds at least one cell that the upper half had to leave empty.
        rest = [cell for cell in zip_longest(upper.cells[1:], lower.cells[1:], fillvalue="") if not cell[0]]
        if bool(upper.cells[0]) == bool(lower.cells[0]) or not any(below for _, below in rest):
            line, other = (upper.line, lower.line) if self._is_half(upper) else (lower.line, upper.line)
            raise self._error(line, f"half a row, and line {other} is not its other half")
        width = max(len(upper.cells), len(lower.cells))
        above = upper.cells + ("",) * (width - len(upper.cells))
        below = lower.cells + ("",) * (width - len(lower.cells))
        cells = tuple(fold(f"{a} {b}") for a, b in zip(above, below, strict=True))
        return RawRow(upper.line, cells, f"a page break splits the row: lines {upper.line} and {lower.line}")

    def _with_stray(self, row: RawRow, number: int, cell: str) -> RawRow:
        """The row with `cell` as its last. Raises UnreadableRow if that is filled or the row is a heading."""
        place = len(self.columns) - 1
        cells = row.cells + ("",) * (len(self.columns) - len(row.cells))
        if cells[place] or len(row.cells) == 1:
            raise self._error(number, "a line of text between the rows belongs to none of them")
        note = f"the last cell stands alone on line {number}"
        repaired = note if row.repaired is None else f"{row.repaired}; {note}"
        return RawRow(row.line, (*cells[:place], cell, *cells[place + 1 :]), repaired)

    def _error(self, line: int, reason: str) -> UnreadableRow:
        return UnreadableRow(self.text.path, reason, line)


def _is_heading(row: RawRow) -> bool:
    """Whether a row without a number holds only the name of a territory."""
    return len(row.filled) == 1 and names_territory(row.filled[0])


def _end_of_quote(text: ActText, number: int, last: int) -> int:
    """The line that closes a quoted cell opened on line `number`; `number` if none is opened or closed."""
    cell = text.line(number).split("\t")[-1].lstrip()
    if not cell.startswith('"') or cell.count('"') % 2 == 0:
        return number
    for below in range(number + 1, min(number + _LONGEST_QUOTE, last) + 1):
        line = text.line(below)
        if is_number(fold(line.split("\t")[0])):
            break
        if line.count('"') % 2 == 1:
            return below if line.split("\t")[0].rstrip().endswith('"') else number
    return number
