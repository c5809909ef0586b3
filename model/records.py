"""The records of an edition. They are frozen, and refer to each other by id.

Dates are legal dates in Kazakhstan. A validity is half open: `valid_from` belongs to it, `valid_to` does not,
None is unbounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from shapely import MultiPolygon

from model.enums import (
    GIVING_ROLES,
    ActStatus,
    ChangeKind,
    ContactKind,
    Language,
    Level,
    LifecycleStatus,
    NameStatus,
    OfficeKind,
    Precision,
    Role,
    ScheduleBasis,
    SchedulePurpose,
    TextOrigin,
)
from model.extents import error_of
from model.validity import ALWAYS as ALWAYS
from model.validity import Validity as Validity


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer into an act: standard, annex and printed row, or a numbered paragraph.

    `row` is the number printed in the row (null where none is printed), `line` the 1-based line of the act's
    text, `quote` the few printed words that the citation rests on.
    """

    act_id: str
    language: Language
    standard: int | None = None
    annex: str | None = None
    provision: str | None = None
    row: int | None = None
    line: int | None = None
    quote: str | None = None
    row_label: str | None = None
    """The number of the row exactly as printed, even where it is not a whole number (`1.11`)."""
    of_act: str | None = None
    """The act that the row or annex belongs to, where `act_id` is the act that amended it."""

    @property
    def law(self) -> str:
        """The act that must be in force for the citation to count: the amended act, else the cited act."""
        return self.of_act or self.act_id


@dataclass(frozen=True, slots=True)
class Name:
    """A text with its language, and where it was read."""

    value: str
    language: Language
    status: NameStatus = NameStatus.OFFICIAL
    validity: Validity = ALWAYS
    citation: Citation | None = None
    source: str | None = None
    origin: TextOrigin = TextOrigin.ORIGINAL
    """Where printed names are required, as in exports, only an ORIGINAL name may stand."""


ISO_3166_2 = "ISO_3166_2"
"""Scheme of the codes of regions: `KZ-11`, formerly `KZ-AKM`."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code of another register for the same thing (scheme: KATO, ISO_3166_2, GEONAMES, WIKIDATA...)."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """WGS84 longitude and latitude in degrees, with their precision and error."""

    lon: float
    lat: float
    precision: Precision
    method: str
    confidence: float
    source: str | None = None
    source_id: str | None = None
    people: int | None = None
    """Population of the settlement whose point this is, where known."""
    spread_m: float | None = None
    """Radius in metres within which 95 % of the unit's places lie; None for finer positions."""

    @property
    def error_m(self) -> float:
        """Radius in metres within which the true place is expected.

        For a point that represents a settlement or unit it includes the reach of that.
        """
        return error_of(self.precision, self.people) if self.spread_m is None else self.spread_m


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act (ELI LegalResource)."""

    id: str
    number: str
    adopted_on: date
    adopted_by: str
    titles: tuple[Name, ...]
    languages: tuple[Language, ...]
    force: Validity
    repealed_by: str | None = None
    repeal_unknown_after: date | None = None
    """Set where the text prints no repeal: after this day its force is unknown, and the status is UNKNOWN."""
    url: str | None = None
    edition_of: date | None = None
    """Day of the consolidated text that was read, where it includes amendments."""

    @property
    def text_day(self) -> date:
        """Day of the text that was read: of its last amendment, else of its adoption."""
        return self.edition_of or self.adopted_on

    def status_on(self, day: date) -> ActStatus:
        """Legal force of the act on `day`.

        UNKNOWN after `repeal_unknown_after`; an unknown first day counts as past.
        """
        if self.force.since is not None and day < self.force.since:
            return ActStatus.NOT_YET_IN_FORCE
        if self.force.until is not None and day >= self.force.until:
            return ActStatus.REPEALED
        if self.repeal_unknown_after is not None and day > self.repeal_unknown_after:
            return ActStatus.UNKNOWN
        return ActStatus.IN_FORCE


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of territory at any of the four levels."""

    id: str
    level: Level
    names: tuple[Name, ...]
    parent_id: str | None
    kato_code: str | None = None
    position: Position | None = None
    identifiers: tuple[Identifier, ...] = ()
    citations: tuple[Citation, ...] = ()
    validity: Validity = ALWAYS
    population: int | None = None
    is_seat: bool = False
    """Whether this settlement is the seat of its okrug or district; a seat wins ties of distance."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """The known boundary of a unit: a valid shape in WGS84 degrees, outer rings counterclockwise."""

    unit_id: str
    shape: MultiPolygon
    source: str
    source_id: str | None = None
    of_day: date | None = None
    """Day on which the unit was drawn with this shape; None for the division that the acts print."""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A change of units on a day: their ids before and after it, and where that is written.

    A MOVED unit stands first on both sides, before the one it left and the one it entered (geo.lineage).
    """

    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    source: str
    on: date | None = None
    """The day it took force; null where the source states none."""
    name_before: Name | None = None
    """The name that a renaming ended."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address in one language, as people write it, with its parts."""

    full: str
    language: Language
    postal_code: str | None = None
    locality: str | None = None
    thoroughfare: str | None = None
    locator_designator: str | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach an office. `e164` is set for numbers that have such a form."""

    kind: ContactKind
    value: str
    printed: str | None = None
    e164: str | None = None
    citation: Citation | None = None
    validity: Validity = ALWAYS
    purpose: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Opening hours as text in OSM's notation; public holidays are spelled `PH off`."""

    purpose: SchedulePurpose
    opening_hours: str
    printed: str | None = None
    time_zone: str = "Asia/Almaty"
    citation: Citation | None = None
    validity: Validity = ALWAYS
    basis: ScheduleBasis = ScheduleBasis.OFFICE


@dataclass(frozen=True, slots=True)
class Post:
    """A post (an official's position) that receives people, without the person's name.

    `citation` quotes the hours as printed.
    """

    id: str
    titles: tuple[Name, ...]
    room: str | None = None
    contacts: tuple[Contact, ...] = ()
    reception: tuple[Schedule, ...] = ()
    """Empty if no act prints hours, or none that could be read."""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """One value that a source gives for a field: the source, whether the value won, and by which rule."""

    field: str
    value: str
    citation: Citation | None
    """The first row that prints the value; null for what a person changed, see `version`."""
    wins: bool
    rule: str
    version: int | None = None
    """Version of the office that a person's change made."""
    observed_at: datetime | None = None
    """When that person changed it."""


@dataclass(frozen=True, slots=True)
class Office:
    """A place or body that serves people, resolved from all printed rows and people's changes."""

    id: str
    kind: OfficeKind
    category: str
    names: tuple[Name, ...]
    located_in: str | None
    """Finest unit known to hold the office; a settlement where its address names one."""
    territory_id: str | None = None
    """Unit it is responsible for in all services; null for an office without a territory of its own."""
    further_territory_ids: tuple[str, ...] = ()
    """Further units it is responsible for, set by people."""
    parent_id: str | None = None
    organization_id: str | None = None
    addresses: tuple[Address, ...] = ()
    position: Position | None = None
    contacts: tuple[Contact, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    posts: tuple[Post, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    citations: tuple[Citation, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    status: LifecycleStatus = LifecycleStatus.ACTIVE
    """Its latest known state; `status_on` gives the state on a day."""
    last_confirmed_on: date | None = None
    updated_at: datetime | None = None
    version: int = 1
    closed_on: date | None = None
    """First day on which it is closed; null where no source states the day."""
    successor_ids: tuple[str, ...] = ()
    """Offices that replaced a closed one."""
    absorbed: tuple[str, ...] = ()
    """Ids of the offices that people merged into it."""
    contacts_of_other_days: tuple[Contact, ...] = ()
    """Contacts from rows that an amendment ended, or that begin later, each with its days."""
    schedules_of_other_days: tuple[Schedule, ...] = ()

    @property
    def territory_ids(self) -> tuple[str, ...]:
        """All units that the office is responsible for in all services; empty without a territory."""
        return () if self.territory_id is None else (self.territory_id, *self.further_territory_ids)

    def status_on(self, day: date) -> LifecycleStatus:
        """The office's status on a day: ACTIVE before `closed_on`, else `status`."""
        if self.closed_on is not None and day < self.closed_on:
            return LifecycleStatus.ACTIVE
        return self.status


@dataclass(frozen=True, slots=True)
class Organization:
    """A legal body (CPOV PublicOrganisation). Its contacts are those for the whole country."""

    id: str
    names: tuple[Name, ...]
    parent_id: str | None = None
    bin: str | None = None
    contacts: tuple[Contact, ...] = ()
    citations: tuple[Citation, ...] = ()
    successor_id: str | None = None
    """The body that replaced it."""
    succeeded_in: str | None = None
    """ISO day of the succession, or as much of it as is known."""
    succession_source: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A row of the state register of services, as an act prints it. Bodies are given by name or by class."""

    number: str
    recipients: str
    responsible: str
    providers: str
    acceptors: str
    form: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Service:
    """A public service (CPSV-AP PublicService)."""

    id: str
    names: tuple[Name, ...]
    register_number: str | None = None
    responsible_id: str | None = None
    citations: tuple[Citation, ...] = ()
    unlisted_providers: str | None = None
    """Class of providers that acts name without listing them (schools...): they exist, but are no offices."""
    register_entry: RegisterEntry | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """An office gives a service, in some roles, for a territory.

    `unit_ids` are the units the provision covers together with everything inside them; empty and
    `is_nationwide` true for the whole country. `basis` cites the row that names the office first, then
    the paragraph that gives it the role.
    """

    id: str
    service_id: str
    office_id: str
    roles: tuple[Role, ...]
    unit_ids: tuple[str, ...]
    basis: tuple[Citation, ...]
    rule: str
    is_nationwide: bool = False
    excluded_unit_ids: tuple[str, ...] = ()
    validity: Validity = ALWAYS
    """The force of the acts it rests on."""
    closed_on: date | None = None
    """First day on which its office is closed, whatever the law."""

    @property
    def gives(self) -> bool:
        """Whether the office does more for the service than hear complaints about it."""
        return not GIVING_ROLES.isdisjoint(self.roles)

    def holds_on(self, day: date) -> bool:
        """Whether the office gives the service on a day: the act is in force and the office not closed."""
        return self.validity.holds_on(day) and not self.is_closed_on(day)

    def is_closed_on(self, day: date) -> bool:
        """Whether the office of the provision is closed on that day."""
        return self.closed_on is not None and day >= self.closed_on
