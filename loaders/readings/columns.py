"""A printed row read column by column: each column has a role, and every unread piece is reported.

A shape names its columns in printed order, without the number. Further values in a cell (an e-mail in an
address, a telephone after a post) are read there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from geo.addresses.reading import AddressParts, close_up, parse_address
from geo.names.toponyms import clean
from loaders.printed import PrintedRow, Unread
from loaders.readings.villages import parse_villages
from model.enums import Channel, Language
from model.lookup_words import Contacts
from model.lookups import lookup
from model.values.contacts import ContactsRead, is_nothing, parse_contacts, parse_web
from model.values.hours import parse_hours


class Column(StrEnum):
    """The content of a column in an office table."""

    NAME = "NAME"
    PERSON = "PERSON"
    """The holder of a post: not read, and not stored."""
    ADDRESS = "ADDRESS"
    CONTACTS = "CONTACTS"
    VILLAGES = "VILLAGES"
    ROOM = "ROOM"
    HOURS = "HOURS"
    RECEPTION = "RECEPTION"
    """When each leader receives citizens: `Әкім: ...  Орынбасары: ...`."""
    REACH = "REACH"
    """Address and contacts in one cell."""
    OTHER_NAME = "OTHER_NAME"
    """The name in another language than that of the act: kept as printed."""
    PLACE = "PLACE"
    """Region or district of the row, which the row holds itself (`PrintedRow.district`)."""
    UNTITLED = "UNTITLED"
    """A column without a title: reported unread."""
    SKIPPED = "SKIPPED"
    """A column that the profile of the act leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsRead:
    """The values read from the cells of one row."""

    name: str
    parts: AddressParts = field(default_factory=AddressParts)
    address: str | None = None
    phones: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    hours: str | None = None
    unread: tuple[Unread, ...] = ()


_PHONE = re.compile(r"(?:\+7|\b8)[\s-]*\(?\s*\d{3}|\(\s*\d{3,5}\s*\)\s*\d|\b[\w.-]+@")
"""Where contacts begin after an address: a telephone with its code, or a mailbox."""
_KEPT_UNREAD = {
    Column.OTHER_NAME: "name in another language",
    Column.UNTITLED: "a column without title",
    Column.SKIPPED: "the profile skips the column",
}
_PHONE_LABEL = re.compile(r"\b(?:тел(?:ефон)?|факс)\b", re.IGNORECASE)
_NEVER_MISPLACED = {Column.NAME, Column.HOURS, Column.RECEPTION}
_HEADING_CODE = re.compile(r"8?\s*\(\s*(\d[\d\s-]*)\)")
_LEADER = re.compile(r"(Әкім|Орынбасар\w*)\s*:\s*(.*?)(?=(?:Әкім|Орынбасар\w*)\s*:|$)")
_LOOKS_LIKE_HOURS = re.compile(r"\bсағ\b|\d{1,2}[:.]\d\d\s*[-–]\s*\d{1,2}[:.]\d\d")


def data_cells(row: PrintedRow) -> list[tuple[int, str]]:
    """The position and text of each cell without the cell of the row number, if there is one."""
    cells = list(enumerate(row.cells))
    first = row.cells[0].strip() if row.cells else ""
    has_number = row.number is not None or not first or re.fullmatch(r"[\d.]+", first) is not None
    return cells[1:] if has_number else cells


def read_cells(
    row: PrintedRow,
    columns: Sequence[Column],
    language: Language,
    channel: Channel | None = None,
    local_code: bool = False,
    lone_k_is_street: bool = True,
) -> CellsRead:
    """The values of a row whose columns, after the number, have these roles.

    `local_code`: telephones without an area code get that of the heading or the city in the address.
    `lone_k_is_street`: passed on to `parse_address`. Parts that are not understood are in `unread`.
    """
    reader = _Reader(language, channel, lone_k_is_street)
    by_column = _sorted_out(data_cells(row), columns, reader)
    for index, text in by_column[Column.ADDRESS]:
        reader.address(index, text)
    code = _area_code(row, reader.parts) if local_code else None
    for index, text in reader.late_contacts + by_column[Column.CONTACTS]:
        reader.contacts(index, text, code)
    for index, text in by_column[Column.VILLAGES]:
        reader.village_list(index, text)
    for index, text in by_column[Column.ROOM]:
        reader.room(index, text)
    for index, text in by_column[Column.HOURS]:
        reader.opening(index, text)
    for index, text in by_column[Column.RECEPTION]:
        reader.reception(index, text)
    for column, reason in _KEPT_UNREAD.items():
        reader.keep_unread(by_column[column], reason)
    names = [fold_name(text) for _, text in by_column[Column.NAME]]
    return reader.result(" ".join(name for name in names if name))


def _sorted_out(
    cells: Sequence[tuple[int, str]], columns: Sequence[Column], reader: "_Reader"
) -> dict[Column, list[tuple[int, str]]]:
    """The cells by the role of their columns.

    A cell that looks like hours is taken as hours in most columns: a cell before it may be missing. A cell
    beyond the last column is unread.
    """
    by_column: dict[Column, list[tuple[int, str]]] = {column: [] for column in Column}
    for place, (index, text) in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if column not in _NEVER_MISPLACED and _LOOKS_LIKE_HOURS.search(text):
            column = Column.HOURS  # 003 line 1125 lacks the cell before it
        if column is Column.REACH:
            address, contacts = _parted(text)
            by_column[Column.ADDRESS].append((index, address))
            by_column[Column.CONTACTS].append((index, contacts))
        elif column is not None:
            by_column[column].append((index, text))
        elif not is_nothing(text):
            reader.unread.append(Unread(index, text, "no column"))
    return by_column


def _parted(text: str) -> tuple[str, str]:
    """Address and contacts of one cell, split where contacts begin: at a label, a telephone or an e-mail."""
    found = [match.start() for pattern in (_PHONE_LABEL, _PHONE) if (match := pattern.search(text))]
    at = min(found, default=len(text))
    return text[:at].strip(" ,;"), text[at:].strip(" ,;")


def fold_name(text: str) -> str:
    """A printed name with look-alike letters corrected, without quotes around the whole name."""
    name = clean(text).strip(" ,;")
    inner = re.fullmatch(r"[«\"“]([^«»\"“”]+)[»\"”]?", name)
    return inner.group(1).strip() if inner else name


def _why_unplaced(piece: str) -> str:
    """The reason for a part of an address that was not read: a postcode of another length, or `address`."""
    digits = piece.replace(" ", "")
    return (
        f"postcode of {len(digits)} digits" if digits.isdigit() and len(digits) in (4, 5, 7, 8) else "address"
    )


def _area_code(row: PrintedRow, parts: AddressParts) -> str | None:
    """The area code in the heading, else that of the city in the address; None if there is none."""
    for heading in (row.district, row.region):
        if heading and (found := _HEADING_CODE.search(heading)):
            return re.sub(r"\D", "", found.group(1))
    for code, city in lookup(Contacts).city_codes.items():
        if parts.locality in (city.city, city.kk):
            return code
    return None


class _Reader:
    """Collects the values read from the cells of one row."""

    def __init__(self, language: Language, channel: Channel | None, lone_k_is_street: bool) -> None:
        self.language = language
        self.channel = channel
        self.lone_k_is_street = lone_k_is_street
        self.parts = AddressParts()
        self.printed_address: str | None = None
        self.found: list[ContactsRead] = []
        self.villages: tuple[str, ...] = ()
        self.hours: str | None = None
        self.unread: list[Unread] = []
        self.late_contacts: list[tuple[int, str]] = []

    def address(self, index: int, text: str) -> None:
        """Read an address.

        E-mails and websites in it, and telephones after a label, are contacts. What is not understood is
        unread.
        """
        if is_nothing(text):
            return
        web = parse_web(text)
        rest = web.rest
        if label := _PHONE_LABEL.search(rest):
            self.late_contacts.append((index, rest[label.start() :]))
            rest = rest[: label.start()]
        self.found.append(ContactsRead(parse_contacts("").phones, web))
        self._refused(index, [(refused.printed, refused.reason) for refused in web.refused])
        self.parts = parse_address(rest, self.language, self.lone_k_is_street)
        self.printed_address = " ".join(clean(close_up(rest, self.language)).split()).strip(" ,;") or None
        self._refused(index, [(piece, _why_unplaced(piece)) for piece in self.parts.rest])

    def contacts(self, index: int, text: str, code: str | None) -> None:
        """Read telephones, faxes, e-mails and websites in a cell.

        A number with an unknown area code is kept and also unread.
        """
        read = parse_contacts(text, code)
        self.found.append(read)
        self._refused(index, [(refused.printed, refused.reason) for refused in read.refused])
        self._refused(
            index,
            [
                (number.printed, f"area code not in the numbering plan: {number.e164}")
                for number in read.phones.numbers
                if not number.is_assigned
            ],
        )

    def keep_unread(self, cells: Sequence[tuple[int, str]], reason: str) -> None:
        """Add cells to the unread parts, as printed."""
        for index, text in cells:
            self._refused(index, [] if is_nothing(text) else [(fold_name(text), reason)])

    def village_list(self, index: int, text: str) -> None:
        """Read the villages that an akim serves."""
        read = parse_villages(text)
        self.villages += read.names
        self._refused(index, [(piece, "village") for piece in read.refused])

    def room(self, index: int, text: str) -> None:
        """Add the room to the end of the address."""
        if not is_nothing(text):
            self.printed_address = ", ".join(filter(None, (self.printed_address, text.strip())))

    def opening(self, index: int, text: str) -> None:
        """Read printed hours as OSM opening_hours; what cannot be read is unread.

        The first hours of a row count.
        """
        if is_nothing(text):
            return
        read = parse_hours(text, self.language, self.channel)
        self.hours = self.hours or read.opening_hours
        if read.opening_hours is None:
            self._refused(index, [(text, "hours: " + " ".join(gap.value for gap in read.gaps))])

    def reception(self, index: int, text: str) -> None:
        """Join the hours of all leaders into one text.

        The list of who receives when goes to the unread parts. If the hours of one leader cannot be read, the
        whole cell is unread, and the hours stay as they were.
        """
        posts, windows = [], []
        for post, times in _LEADER.findall(text):
            read = parse_hours(times.strip(" .;,"), self.language, self.channel)
            posts.append(f"{post}: {times.strip()}")
            windows.append(read.opening_hours)
        told = [window.replace("; ", ", ") for window in windows if window is not None]
        if told and len(told) == len(posts):
            self.hours = ", ".join(dict.fromkeys(told))
            self._refused(index, [(" ".join(posts), "who receives")])
        else:
            self._refused(index, [(text, "hours: reception of leaders")])

    def result(self, name: str) -> CellsRead:
        """All values read, each contact once."""
        return CellsRead(
            name=name,
            parts=self.parts,
            address=self.printed_address,
            phones=_unique(e164 for read in self.found for e164 in read.phones.phones),
            faxes=_unique(e164 for read in self.found for e164 in read.phones.faxes),
            emails=_unique(mail.value for read in self.found for mail in read.web.emails),
            websites=_unique(site.value for read in self.found for site in read.web.websites),
            villages=self.villages,
            hours=self.hours,
            unread=tuple(self.unread),
        )

    def _refused(self, index: int, pieces: Sequence[tuple[str, str]]) -> None:
        """Add parts with their reasons to the unread ones; parts of only punctuation are left out."""
        self.unread.extend(Unread(index, text, reason) for text, reason in pieces if text.strip(" .,;"))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
