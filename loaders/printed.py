"""Values that the rooms of the loaders exchange: a printed row, and its reading."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One data row of an office table, as printed (white space inside a cell folded to one space).

    `act` is the file name without ending; `line` the line of the first cell, counted from 1, `table_line`
    that of the table's first row; `cells` includes the number cell. `repaired` says how a torn row was
    joined. `place` is the page, sheet, table and row in a file that is not plain text.
    """

    act: str
    standard: int | None
    annex: int | None
    table_line: int
    title: str
    region: str | None
    district: str | None
    number: str | None
    cells: tuple[str, ...]
    line: int
    repaired: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a cell that no rule understood; `cell` is the position of the cell."""

    cell: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """The reading of one printed row for one office; facts that are not printed are None or empty.

    `phones` and `faxes` are E.164; `settlements` are names without prefix in printed order; `hours` is OSM
    opening_hours text or None; `kind` is an OfficeKind, `category` the finer class (education_department,
    okrug_akimat, psc_branch...).
    """

    act: str
    line: int
    standard: int | None
    annex: int | None
    kind: str
    category: str
    name: str
    region: str | None = None
    district: str | None = None
    okrug: str | None = None
    locality: str | None = None
    street: str | None = None
    house: str | None = None
    postcode: str | None = None
    address: str | None = None
    phones: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    settlements: tuple[str, ...] = ()
    hours: str | None = None
    hours_line: int | None = None
    """Line of the row that prints the hours, where this row shares its cell."""
    unread: tuple[Unread, ...] = field(default=())
