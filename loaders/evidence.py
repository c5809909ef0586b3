"""What a printed row tells of an office's identity, and how strongly two of them agree.

Phones, addresses and territory are evidence; a name alone is not, because names differ between languages.
Scores are points: `JOIN` and more is one office, from `DOUBT` on a person should look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from geo.toponyms import mild_key
from loaders.citations import CitationToken, format_citation
from loaders.printed import OfficeRecord

JOIN = 60
"""Points from which two rows are one office."""
DOUBT = 45
"""Points from which a pair that was not joined is listed for a person."""

_POINTS = {
    "same territory": 35,
    "same phone": 40,
    "same e-mail": 20,
    "same name": 30,
    "similar name": 10,
    "same address": 30,
    "same settlement": 10,
    "same postcode": 10,
    "only one of its kind there": 30,
}
_SIMILAR = 85.0

_FAMILIES = {
    "education_management": "education",
    "education_department": "education",
    "appeal_desk": "akimat",
    "reception_timetable": "akimat",
    "district_akimat": "akimat",
    "oblast_akimat": "akimat",
}
"""Categories that name one and the same body in different tables (the rest are families of their own)."""


def family_of(category: str) -> str:
    """The family of a category: rows of one family may be one office, rows of two never are."""
    return _FAMILIES.get(category, category)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with the ids it was placed at; `act` is the id of the act, not the name of its file."""

    act: str
    record: OfficeRecord
    territory: str | None = None
    located_in: str | None = None
    district: str | None = None
    region: str | None = None

    @property
    def token(self) -> str:
        """The row as a citation."""
        record = self.record
        return format_citation(CitationToken(self.act, record.standard, record.annex, record.line))

    @property
    def table(self) -> tuple[str, int, int]:
        """The printing it stands in; 0 where the act does not number."""
        return self.act, self.record.standard or 0, self.record.annex or 0

    @property
    def family(self) -> str:
        """Rows of different families are never one office."""
        return family_of(self.record.category)

    @property
    def home(self) -> str:
        """The narrowest unit that is sure: the office is looked for there first."""
        return self.territory or self.located_in or self.district or self.region or ""

    @property
    def name_key(self) -> str:
        """Folded name."""
        return mild_key(self.record.name)

    @property
    def address_key(self) -> str:
        """Folded street and house with the locality; empty without a street and house."""
        record = self.record
        if not (record.street and record.house):
            return ""
        return mild_key(f"{record.locality or ''} {record.street} {record.house}")


@dataclass(slots=True)
class Dossier:
    """All evidence of one office, growing as rows join it."""

    family: str
    rows: list[Placed] = field(default_factory=list)
    office_id: str = ""
    homes: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)
    settlements: set[str] = field(default_factory=set)

    def add(self, row: Placed) -> None:
        """Take the evidence of one more row."""
        record = row.record
        self.rows.append(row)
        self.phones.update(record.phones)
        self.emails.update(record.emails)
        self.names.add(row.name_key)
        for values, value in (
            (self.homes, row.territory),
            (self.addresses, row.address_key),
            (self.postcodes, record.postcode),
            (self.settlements, row.located_in),
        ):
            if value:
                values.add(value)

    def clues(self) -> Iterable[tuple[str, str]]:
        """What rows may find this office by."""
        for kind, values in (("home", self.homes), ("phone", self.phones), ("address", self.addresses)):
            for value in values:
                yield kind, value


def keys_of(row: Placed) -> Iterable[tuple[str, str]]:
    """What a row looks for offices by."""
    if row.territory:
        yield "home", row.territory
    for phone in row.record.phones:
        yield "phone", phone
    if row.address_key:
        yield "address", row.address_key


def compare(row: Placed, office: Dossier, is_alone: bool) -> tuple[int, tuple[str, ...]]:
    """Points and reasons that `row` is a printing of `office`.

    `is_alone` says that neither the row's table nor the offices known so far have a second one of the
    family with that territory.
    """
    record = row.record
    reasons: list[str] = []
    if row.territory and row.territory in office.homes:
        reasons.append("same territory")
        if is_alone:
            reasons.append("only one of its kind there")
    if not office.phones.isdisjoint(record.phones):
        reasons.append("same phone")
    if not office.emails.isdisjoint(record.emails):
        reasons.append("same e-mail")
    if row.name_key in office.names:
        reasons.append("same name")
    elif any(fuzz.ratio(row.name_key, name) >= _SIMILAR for name in office.names):
        reasons.append("similar name")
    if row.address_key and row.address_key in office.addresses:
        reasons.append("same address")
    if record.postcode and record.postcode in office.postcodes:
        reasons.append("same postcode")
    if row.located_in and row.located_in in office.settlements:
        reasons.append("same settlement")
    return sum(_POINTS[reason] for reason in reasons), tuple(reasons)
