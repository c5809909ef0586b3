"""A table found by a layout, with the place of every row: under which headings, in which annex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.acts.column_words import known_roles
from loaders.acts.headings import is_heading, is_region
from loaders.acts.print_words import bare_heading, is_total, misprinted_territory, names_territory
from loaders.acts.profiles import ActProfile, TableProfile
from loaders.acts.runs import Form
from loaders.acts.tables import Aside, RawRow, RawTable, has_number_column, is_column_numbers, is_number
from loaders.acts.text import ActText, fold
from loaders.errors import UnreadableRow
from loaders.printed import PrintedRow
from model.enums import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTable:
    """One table of offices; `line` is that of its titles of columns, `reading` its shape by the profile.

    `part` counts the tables of one annex from 1 where it has several. `last` is the last line, `asides` are
    lines inside that are no rows, `doubts` headings that are not understood, `problem` is why it has no rows.
    """

    standard: int | None
    annex: int | None
    title: str
    line: int
    columns: tuple[str, ...]
    reading: str | None
    rows: tuple[PrintedRow, ...]
    described: TableProfile | None = None
    part: int | None = None
    form: Form = Form.TABS
    last: int = 0
    titles_height: int = 1
    asides: tuple[Aside, ...] = ()
    headings: tuple[int, ...] = ()
    doubts: tuple[Aside, ...] = ()
    problem: UnreadableRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The standard and annex of a table, its number in the annex, and its form."""

    standard: int | None
    annex: int | None
    part: int | None = None
    form: Form = Form.TABS


@dataclass
class _Territory:
    """The region and district that the headings and the merged cells above a row name."""

    region: str | None = None
    district: str | None = None
    cell: str | None = None
    """The last filled cell in the column of districts, which also applies to the rows below."""
    cell_region: str | None = None


@dataclass
class _Rows:
    """The rows read from one table, in order."""

    rows: list[PrintedRow] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    doubts: list[Aside] = field(default_factory=list)


def office_table(
    text: ActText, profile: ActProfile | None, described: TableProfile | None, table: RawTable, place: Place
) -> OfficeTable:
    """The table with its rows. If a row cannot be read, the table has no rows and `problem` is the error."""
    problem = table.problem
    if table.torn:
        problem = UnreadableRow(text.path, "the text ends inside a row: it is torn", table.rows[-1].line)
    reader = _Reader(text, profile, described, table, place)
    if problem is None:
        try:
            reader.read()
        except UnreadableRow as error:
            problem = error
    if problem is not None:
        problem.at(text.place(problem.line or 0))
    rows_read = reader.found if problem is None else _Rows()
    return OfficeTable(
        standard=place.standard,
        annex=place.annex,
        title=table.title,
        line=table.line,
        columns=table.columns,
        reading=described.reading if described is not None else None,
        rows=tuple(rows_read.rows),
        described=described,
        part=place.part,
        form=place.form,
        last=max(table.last, table.line),
        titles_height=table.height,
        asides=(*table.asides, *rows_read.asides),
        headings=tuple(rows_read.headings),
        doubts=tuple(rows_read.doubts),
        problem=problem,
    )


class _Reader:
    """Reads the rows of one table, each with its region and district."""

    def __init__(
        self,
        text: ActText,
        profile: ActProfile | None,
        described: TableProfile | None,
        table: RawTable,
        place: Place,
    ) -> None:
        self.text, self.table, self.place = text, table, place
        self.found = _Rows()
        self.at = _Territory()
        self.numbered = has_number_column(table.columns)
        self.meant = dict(described.headings) if described is not None else {}
        self.roles = known_roles(table.columns, described.columns if described is not None else {})
        self.missing = {
            heading.before: heading.region
            for heading in (profile.missing_headings if profile is not None else ())
            if (heading.standard, heading.annex) == (place.standard, place.annex)
        }

    def read(self) -> None:
        """Read all rows. Raises UnreadableRow."""
        for number in range(self.table.titled_at, self.table.line):
            if names_territory(self.text.line(number)):  # a table for each region stands below its name
                self._heading(number, bare_heading(fold(self.text.line(number))))
        for row in self.table.rows[1:]:
            if is_column_numbers(row.cells):
                self.found.asides.append(Aside(row.line, "numbers of the columns"))
            elif row.cells == self.table.columns:
                self.found.asides.append(Aside(row.line, "the titles of the columns again"))
            elif row.filled and is_total(row.filled[0]):
                self.found.asides.append(Aside(row.line, "a note: a total"))
            elif (heading := heading_of(row, len(self.table.columns))) is not None:
                self._heading(row.line, heading)
            else:
                self._row(row)

    def _heading(self, line: int, printed: str) -> None:
        """Record a heading as the territory of the rows below.

        A heading that looks misprinted becomes a doubt.
        """
        heading = self.meant.get(printed, printed)
        self.found.headings.append(line)
        self.at.cell = self.at.cell_region = None
        misprint = misprinted_territory(heading)
        if misprint is not None:
            text = f"«{printed}» is nearly the heading of a territory: say what it means under `headings`"
            self.found.doubts.append(Aside(line, text))
        # Whatever the misprint means, the rows below it belong to no region printed above.
        if is_region(heading) or misprint is Level.REGION:
            self.at.region, self.at.district = heading, None
        else:
            self.at.region, self.at.district = self.missing.get(heading, self.at.region), heading

    def _row(self, row: RawRow) -> None:
        """Add a row with its territory. Raises UnreadableRow if it does not fit the columns."""
        _check_width(self.text, self.table, row)
        self._go_on_downwards(row)
        number = row.cells[0] if self.numbered and is_number(row.cells[0]) else None
        self.found.rows.append(
            PrintedRow(
                act=self.text.stem,
                standard=self.place.standard,
                annex=self.place.annex,
                table_line=self.table.line,
                title=self.table.title,
                region=self.at.cell_region or self.at.region,
                district=self.at.cell or self.at.district,
                number=number,
                cells=row.cells,
                line=row.line,
                repaired=row.repaired,
                place=self.text.place(row.line),
            )
        )

    def _go_on_downwards(self, row: RawRow) -> None:
        """Remember the filled cells of region and district.

        They also apply to the rows below with blank cells.
        """
        for role, cell in zip(self.roles, row.cells, strict=False):
            if role == "region" and cell and cell != self.at.cell_region:
                self.at.cell_region, self.at.cell = fold(cell), None
            elif role == "district" and cell:
                self.at.cell = fold(cell)


def heading_of(row: RawRow, width: int) -> str | None:
    """The text of a row that is only a heading; None for a row of data.

    A heading is the only filled cell of a row, a territory behind a number, or a territory in every cell of a
    merged row. The heading's number is removed, except Arabic numbers of old acts.
    """
    if len(row.filled) > 1 and len(set(row.filled)) == 1 and names_territory(row.filled[0]):
        return bare_heading(row.filled[0])
    if len(row.filled) == 2 and width > 2 and _is_count(row.filled[0]) and names_territory(row.filled[1]):
        return bare_heading(row.filled[1])
    if len(row.filled) != 1:
        return None
    text = row.filled[0]
    is_short = len(row.cells) < width or bool(row.cells[0]) or names_territory(text)
    if not is_short or not is_heading(text):
        return None
    return _unnumbered(fold(text))


def _unnumbered(heading: str) -> str:
    """A heading without its Roman number; the Arabic ones of old acts stay as printed."""
    bare = bare_heading(heading)
    return bare if names_territory(heading) and not heading[:1].isdigit() else heading


def _is_count(cell: str) -> bool:
    return is_number(cell) or bare_heading(f"{cell} x") == "x"


def _check_width(text: ActText, table: RawTable, row: RawRow) -> None:
    """Raises UnreadableRow if more cells are filled than there are columns, or fewer than two."""
    width = len(table.columns)
    surplus = len(row.cells) - width
    if surplus > 0 and len(row.filled) > width:
        reason = f"{len(row.cells)} cells in a table of {width} columns"
        raise UnreadableRow(text.path, reason, row.line)
    if len(row.filled) < 2:
        raise UnreadableRow(text.path, f"a row with nothing but {' '.join(row.filled)!r}", row.line)


def parts_of(places: Sequence[tuple[int | None, int | None]]) -> list[int | None]:
    """For each table, its number among the tables of the same annex; None if it is the only table."""
    seen: dict[tuple[int | None, int | None], int] = {}
    parts: list[int | None] = []
    for place in places:
        seen[place] = seen.get(place, 0) + 1
        parts.append(seen[place] if places.count(place) > 1 else None)
    return parts
