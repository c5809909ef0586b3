"""Offices of any class in a table whose columns are known by their titles, in any order.

The profile of the act states the kind of office (`kind`, `category`), so that most new acts need a profile
and no module.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.acts.column_words import Words, roles_of
from loaders.printed import OfficeRecord, PrintedRow, Unread
from loaders.readings.columns import CellsRead, Column, fold_name, read_cells
from loaders.readings.districts import district_of
from loaders.readings.office_record import make_record
from loaders.readings.titled_columns import COLUMN_OF, with_one_name
from model.enums import Language, OfficeKind
from model.values.contacts import is_nothing

_OF_THE_ROW = frozenset({"number", "district", "region"})
"""Columns that place a row, as headings do elsewhere."""


@dataclass(frozen=True, slots=True)
class ListedTable:
    """The role of each column, the class of the offices, and the region of the whole table or None."""

    roles: tuple[str, ...]
    kind: OfficeKind
    category: str
    region: str | None = None


def listed_table(
    titles: Sequence[str],
    own: Words,
    kind: OfficeKind,
    category: str,
    region: str | None,
    language: Language | None = None,
) -> ListedTable:
    """The roles of the columns of a table with these titles. Raises UntoldColumn."""
    return ListedTable(with_one_name(roles_of(titles, own), language), kind, category, region)


def read(row: PrintedRow, table: ListedTable, language: Language) -> OfficeRecord:
    """The office of a row; a cell beyond the last column is unread."""
    cells = [*row.cells, *[""] * (len(table.roles) - len(row.cells))]
    placed = dict(zip(table.roles, cells, strict=False))
    where = [place for place, role in enumerate(table.roles) if role not in _OF_THE_ROW]
    columns = [COLUMN_OF.get(table.roles[place], Column.OTHER_NAME) for place in where]
    region = placed.get("region", "").strip() or row.region or table.region
    # An empty first cell stands for the number, which `read_cells` skips.
    ordered = ("", *(_labelled(table.roles[place], cells[place]) for place in where))
    lone = replace(row, region=region, number=None, cells=ordered)
    said = read_cells(lone, columns, language)
    surplus = tuple(
        Unread(place, cell, "no column")
        for place, cell in enumerate(row.cells)
        if place >= len(table.roles) and not is_nothing(cell)
    )
    # The pieces cite the cells as printed.
    unread = tuple(replace(piece, cell=where[piece.cell - 1]) for piece in said.unread)
    said = replace(said, unread=unread + surplus)
    # A merged cell stands in the first of its rows alone.
    merged = row.district or "" if "district" in placed else ""
    district = _district(placed.get("district", "") or merged, said, language)
    return make_record(lone, language, table.kind, table.category, said, district)


def _district(cell: str, said: CellsRead, language: Language) -> str | None:
    """The district in the cell, else that in the office's name."""
    printed = fold_name(cell)
    return printed if not is_nothing(printed) else district_of(said.name, language)


def _labelled(role: str, cell: str) -> str:
    """The cell with `факс` in front if it is in a column of faxes and does not say so."""
    is_bare = role == "faxes" and not is_nothing(cell) and "факс" not in cell.lower()
    return f"факс {cell}" if is_bare else cell
