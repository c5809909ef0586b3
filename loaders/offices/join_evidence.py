"""Evidence in a printed row for an office's identity, and how strongly two rows agree.

Phones, addresses and territory are evidence; a name alone is not, because names differ between languages.
Scores are points: from `JOIN` on two rows are one office, from `DOUBT` on a person should look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from geo.names.toponyms import mild_key, skeleton_key
from loaders.printed import OfficeRecord
from loaders.seeds.citations import CitationToken, format_citation
from model.enums import Level

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
    "same house": 15,
    "same settlement": 10,
    "same villages": 30,
    "same postcode": 10,
    "other territory": -20,
    "other settlement": -20,
    "only one of its kind there": 30,
}
_SIMILAR = 85.0
_SAME_STREET = 85.0
"""Likeness (0-100) of coarse keys from which two cases or languages spell one street."""
_SHORTEST_STREET = 4
"""Fewest letters of a coarse key that may be the beginning of another."""
_STREET_WORD = re.compile(
    r"\b(?:ул|улица|пр|просп|проспект|пр-т|даңғ?|даңғылы|д-лы|б-р|г-ры|к-сі|көшесі)\b\.?|\b\w\.",
    re.IGNORECASE,
)
"""Words for a street and initials of the one it is named after, which are printed or not."""

_FAMILIES = {
    "education_management": "education",
    "education_department": "education",
    "appeal_desk": "akimat",
    "leader_reception": "akimat",
    "district_akimat": "akimat",
    "oblast_akimat": "akimat",
}
"""Categories that name the same body in different tables (each other category is a family of its own)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with the ids of its units, None if unknown; `act` is the id of the act, not of its file."""

    act: str
    record: OfficeRecord
    territory: str | None = None
    located_in: str | None = None
    district: str | None = None
    region: str | None = None
    level: Level | None = None
    """Level of the territory."""

    @property
    def token(self) -> str:
        """The citation of the row."""
        record = self.record
        return format_citation(CitationToken(self.act, record.standard, record.annex, record.line))

    @property
    def table(self) -> tuple[str, int, int]:
        """Act, standard and annex of the row; 0 for a standard or annex without number."""
        return self.act, self.record.standard or 0, self.record.annex or 0

    @property
    def family(self) -> str:
        """The class of office of the row; rows of different classes are never one office.

        The list of okrugs also prints akims of whole cities and raions: they have the class of akims'
        offices.
        """
        if self.record.category == "okrug_akimat" and self.level in (Level.DISTRICT, Level.REGION):
            return "akimat"
        return _FAMILIES.get(self.record.category, self.record.category)

    @property
    def home(self) -> str:
        """The smallest known unit: territory, else settlement, district or region.

        Empty if no unit is known.
        """
        return self.territory or self.located_in or self.district or self.region or ""

    @property
    def name_key(self) -> str:
        """The folded name of the record."""
        return mild_key(self.record.name)

    @property
    def villages(self) -> frozenset[str]:
        """Folded names of the villages that the row says it serves."""
        return frozenset(mild_key(name) for name in self.record.settlements)

    @property
    def address_key(self) -> str:
        """The folded locality, street and house; empty without a street or house."""
        record = self.record
        if not (record.street and record.house):
            return ""
        return mild_key(f"{record.locality or ''} {record.street} {record.house}")

    @property
    def house_key(self) -> str:
        """A coarse key of street and house, equal in both languages: `Үштерек, 5` and `ул. Уштерек, 5`.

        Empty without a street or house.
        """
        record = self.record
        if not (record.street and record.house):
            return ""
        return f"{skeleton_key(_STREET_WORD.sub('', record.street))} {record.house.lower()}"


@dataclass(slots=True)
class Dossier:
    """All rows of one office, and the values in them that are evidence."""

    family: str
    rows: list[Placed] = field(default_factory=list)
    office_id: str = ""
    homes: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    houses: set[str] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)
    settlements: set[str] = field(default_factory=set)
    villages: list[frozenset[str]] = field(default_factory=list)

    def add(self, row: Placed) -> None:
        """Add a row and its evidence."""
        record = row.record
        self.rows.append(row)
        self.phones.update(record.phones)
        self.emails.update(record.emails)
        self.names.add(row.name_key)
        if row.villages and row.villages not in self.villages:
            self.villages.append(row.villages)
        for values, value in (
            (self.homes, row.territory),
            (self.addresses, row.address_key),
            (self.houses, row.house_key),
            (self.postcodes, record.postcode),
            (self.settlements, row.located_in),
        ):
            if value:
                values.add(value)

    def clues(self) -> Iterable[tuple[str, str]]:
        """The keys (kind, value) under which rows find this office."""
        for kind, values in (
            ("home", self.homes),
            ("phone", self.phones),
            ("address", self.addresses),
            ("name", self.names if self.family == "okrug_akimat" else ()),
        ):
            for value in values:
                yield kind, value


def keys_of(row: Placed) -> Iterable[tuple[str, str]]:
    """The keys (kind, value) under which a row searches for offices."""
    if row.territory:
        yield "home", row.territory
    for phone in row.record.phones:
        yield "phone", phone
    if row.address_key:
        yield "address", row.address_key
    if row.family == "okrug_akimat":  # the only names long enough for a search
        yield "name", row.name_key


def is_vague(row: Placed, office: Dossier) -> bool:
    """Whether only one of the two is printed in the list of okrugs.

    A row of that list may name just its raion or city: `Аппарат акима г. Аркалык` in Западный (1119-1/2, line
    9336) is the akim of that kent, not of the city.
    """
    if row.family == "okrug_akimat":
        return False
    is_okrugs = row.record.category == "okrug_akimat"
    of_okrugs = all(other.record.category == "okrug_akimat" for other in office.rows)
    return is_okrugs != of_okrugs


def compare(row: Placed, office: Dossier, is_alone: bool) -> tuple[int, tuple[str, ...]]:
    """Points and reasons for `row` being a printed row of `office`.

    `is_alone` says that neither the row's table nor the offices known so far have a second office of the
    class with that territory.
    """
    reasons = (*_territory(row, office, is_alone), *_contacts(row, office), *_place(row, office))
    return sum(_POINTS[reason] for reason in reasons), reasons


def _territory(row: Placed, office: Dossier, is_alone: bool) -> Iterable[str]:
    """Reasons by territory; none if the row or the office has no territory."""
    if row.territory and row.territory in office.homes:
        yield "same territory"
        if is_alone:
            yield "only one of its kind there"
    elif row.territory and office.homes:
        yield "other territory"


def _contacts(row: Placed, office: Dossier) -> Iterable[str]:
    """Reasons by telephones, e-mails and names."""
    if not office.phones.isdisjoint(row.record.phones):
        yield "same phone"
    if not office.emails.isdisjoint(row.record.emails):
        yield "same e-mail"
    if row.name_key in office.names:
        yield "same name"
    elif any(fuzz.ratio(row.name_key, name) >= _SIMILAR for name in office.names):
        yield "similar name"


def _place(row: Placed, office: Dossier) -> Iterable[str]:
    """Reasons by address, villages, postcode and settlement."""
    if row.address_key and row.address_key in office.addresses:
        yield "same address"
    elif row.house_key and any(_is_same_house(row.house_key, known) for known in office.houses):
        yield "same house"
    if any(2 * len(row.villages & known) > len(row.villages | known) for known in office.villages):
        yield "same villages"
    if row.record.postcode and row.record.postcode in office.postcodes:
        yield "same postcode"
    if row.located_in and row.located_in in office.settlements:
        yield "same settlement"
    elif row.located_in and office.settlements and is_vague(row, office):
        yield "other settlement"


def _is_same_house(one: str, other: str) -> bool:
    """Whether two keys are one house number in one street with two spellings.

    `Абылай хан` and `Абылай хана` are one street.
    """
    street, _, house = one.rpartition(" ")
    other_street, _, other_house = other.rpartition(" ")
    if house != other_house:
        return False
    # The key drops more of a Russian case than of the Kazakh name: `abil` and `abilaikan`.
    shorter, longer = sorted((street, other_street), key=len)
    is_begun = len(shorter) >= _SHORTEST_STREET and longer.startswith(shorter)
    return is_begun or fuzz.ratio(street, other_street) >= _SAME_STREET
