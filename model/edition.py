"""The immutable registry that answers every read, with its dictionaries by id.

An edition holds no database handle and never changes. Its records (`model.records`) refer to each other by
id, so that a new edition can replace changed offices and share all other records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from model.amendments import Amendment
from model.edition_key import EditionKey
from model.indexes import Indexes
from model.location_attempts import LocationAttempt
from model.office_changes import Correction, Revision
from model.passports import Passport
from model.printed_acts import PrintedActs
from model.public_changes import ChangeBlock, ChangeLog
from model.records import (
    ALWAYS,
    Act,
    Address,
    Boundary,
    Citation,
    Contact,
    Identifier,
    Name,
    Office,
    Organization,
    Position,
    Post,
    Provenance,
    Provision,
    RegisterEntry,
    Schedule,
    Service,
    Unit,
    UnitChange,
    Validity,
)

__all__ = [
    "ALWAYS",
    "Act",
    "Address",
    "Boundary",
    "Citation",
    "Contact",
    "Edition",
    "Identifier",
    "Name",
    "Office",
    "Organization",
    "Overlay",
    "Position",
    "Post",
    "Provenance",
    "Provision",
    "RegisterEntry",
    "Schedule",
    "Service",
    "Unit",
    "UnitChange",
    "Validity",
]

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A few offices that changed since an edition, with all their records in the newest edition."""

    number: int
    published_at: datetime
    office_ids: frozenset[str]
    """Ids of the offices that were changed, created, or merged into others."""
    offices: Mapping[str, Office]
    """The ones among them that still exist, in the order of ids."""
    provisions: Mapping[str, Provision]
    """All provisions of these offices, in the order of ids."""
    revisions: Mapping[str, tuple[Revision, ...]]
    """All revisions of these offices."""
    earlier: Mapping[tuple[str, int], Office]
    """Earlier versions of these offices that the edition does not hold yet."""
    rekeyed: Mapping[str, str]
    """All replaced ids, of these offices and of everything else."""
    corrections: Mapping[int, Correction] = field(default_factory=dict)
    """Corrections that were filed or decided since."""
    attempts: Mapping[str, LocationAttempt] = field(default_factory=dict)
    """Attempts to locate made since, by subject."""
    public_changes: Sequence[ChangeBlock] = ()
    """Changes of public records made by later editions."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One numbered state of the whole registry. It never changes."""

    number: int
    published_at: datetime
    acts: Mapping[str, Act]
    units: Mapping[str, Unit]
    offices: Mapping[str, Office]
    services: Mapping[str, Service]
    provisions: Mapping[str, Provision]
    organizations: Mapping[str, Organization] = field(default_factory=dict)
    passports: Mapping[str, Passport] = field(default_factory=dict)
    """Passports by id; a passport is in force as long as its act."""
    rekeyed: Mapping[str, str] = field(default_factory=dict)
    """Old id to the id that replaced it."""
    changes: tuple[UnitChange, ...] = ()
    """Renamings, moves, splits and mergers of units, oldest first, undated ones before all others."""
    boundaries: Mapping[str, Boundary] = field(default_factory=dict)
    """Unit id to its boundary; units without a known boundary are left out."""
    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    """Office id to its revisions, oldest first; offices that nobody changed are left out."""
    earlier: Mapping[tuple[str, int], Office] = field(default_factory=dict)
    """(office id, version) to the office at that version; the newest version is in `offices`."""
    corrections: Mapping[int, Correction] = field(default_factory=dict)
    """Corrections by number, decided ones included."""
    attempts: Mapping[str, LocationAttempt] = field(default_factory=dict)
    """Subject (`unit:ID`, `office:ID`) to the last attempt to locate it."""
    amendments: tuple[Amendment, ...] = ()
    """Operations of amending acts, by the amending act and its lines."""
    printed: PrintedActs = field(default_factory=PrintedActs)
    """The printed text around each citation."""
    change_log: ChangeLog = field(default_factory=ChangeLog, repr=False)
    """The changes of public records by edition, for mirrors."""
    indexes: InitVar[Indexes | None] = None
    """Given where they exist already; otherwise they are built."""
    children: Mapping[str, tuple[str, ...]] = field(init=False)
    """Unit id to the ids of the units directly inside it, by name; "" holds the regions."""
    offices_in: Mapping[str, tuple[str, ...]] = field(init=False)
    """Unit id to the offices located directly in it, by id."""
    provisions_of_office: Mapping[str, tuple[str, ...]] = field(init=False)
    provisions_of_service: Mapping[str, tuple[str, ...]] = field(init=False)
    provisions_by_unit: Mapping[tuple[str, str], tuple[str, ...]] = field(init=False)
    """(service id, unit id) to the provisions whose territory names that unit; unit "" is nationwide."""
    branches: Mapping[str, tuple[str, ...]] = field(init=False)
    """Office id to the offices whose parent it is."""
    passports_of_service: Mapping[str, tuple[str, ...]] = field(init=False)
    """Service id to its passports, by the day of adoption of their acts."""
    laid_over: tuple[EditionKey, frozenset[str]] | None = field(init=False, default=None, compare=False)
    """Key of the edition that this one was made from, and the offices that differ; None if read whole."""

    def __post_init__(self, indexes: Indexes | None) -> None:
        known = indexes or Indexes.of(self.acts, self.units, self.offices, self.provisions, self.passports)
        set_once = object.__setattr__  # the only place where a frozen edition is written to
        set_once(self, "children", known.children)
        set_once(self, "offices_in", known.offices_in)
        set_once(self, "branches", known.branches)
        set_once(self, "passports_of_service", known.passports_of_service)
        set_once(self, "provisions_of_office", known.provisions_of_office)
        set_once(self, "provisions_of_service", known.provisions_of_service)
        set_once(self, "provisions_by_unit", known.provisions_by_unit)

    @property
    def key(self) -> EditionKey:
        """The edition's key: its number and identity."""
        return EditionKey.of(self.number, self.published_at)

    def carried_on(self, overlay: Overlay) -> Edition:
        """The next edition: this one with the offices of the overlay replaced.

        Equal to an edition read whole. Everything else is shared with this edition; the mappings of units and
        acts are the same objects.
        """
        given = [
            provision_id
            for office_id in overlay.office_ids
            for provision_id in self.provisions_of_office.get(office_id, ())
        ]
        made = Edition(
            number=overlay.number,
            published_at=overlay.published_at,
            acts=self.acts,
            units=self.units,
            offices=_laid_over(self.offices, overlay.office_ids, overlay.offices),
            services=self.services,
            provisions=_laid_over(self.provisions, given, overlay.provisions),
            organizations=self.organizations,
            passports=self.passports,
            rekeyed=self.rekeyed if overlay.rekeyed == self.rekeyed else overlay.rekeyed,
            changes=self.changes,
            boundaries=self.boundaries,
            revisions={**self.revisions, **overlay.revisions},
            earlier={**self.earlier, **overlay.earlier},
            corrections={**self.corrections, **overlay.corrections}
            if overlay.corrections
            else self.corrections,
            attempts={**self.attempts, **overlay.attempts} if overlay.attempts else self.attempts,
            amendments=self.amendments,
            printed=self.printed,
            change_log=self.change_log.followed_by(overlay.public_changes),
            indexes=self._indexes().carried_on(
                (self.offices[office_id] for office_id in overlay.office_ids if office_id in self.offices),
                overlay.offices.values(),
                (self.provisions[provision_id] for provision_id in given),
                overlay.provisions.values(),
            ),
        )
        object.__setattr__(made, "laid_over", (self.key, overlay.office_ids))
        return made

    def _indexes(self) -> Indexes:
        """The indexes of this edition, to be shared with another edition."""
        return Indexes(
            children=self.children,
            offices_in=self.offices_in,
            branches=self.branches,
            passports_of_service=self.passports_of_service,
            provisions_of_office=self.provisions_of_office,
            provisions_of_service=self.provisions_of_service,
            provisions_by_unit=self.provisions_by_unit,
        )

    def with_log(
        self,
        revisions: Mapping[str, tuple[Revision, ...]],
        corrections: Mapping[int, Correction],
        change_log: ChangeLog,
    ) -> Edition:
        """The same edition with another log of changes and other corrections.

        Like an edition that was read whole: `laid_over` is None.
        """
        return replace(
            self,
            revisions=revisions,
            corrections=corrections,
            change_log=change_log,
            indexes=self._indexes(),
        )

    def followed_by(self, blocks: Sequence[ChangeBlock]) -> Edition:
        """The same edition with later blocks added to its log of changes; `laid_over` stays."""
        made = self.with_log(self.revisions, self.corrections, self.change_log.followed_by(blocks))
        object.__setattr__(made, "laid_over", self.laid_over)
        return made

    def ancestors(self, unit_id: str) -> tuple[Unit, ...]:
        """The units that contain the unit, nearest first, without itself.

        Raises KeyError for an unknown id.
        """
        above: list[Unit] = []
        parent_id = self.units[unit_id].parent_id
        while parent_id is not None:
            parent = self.units[parent_id]
            above.append(parent)
            parent_id = parent.parent_id
        return tuple(above)

    def current_id(self, record_id: str) -> str:
        """The id that replaced this id after merges and renamings.

        The same id if it was not replaced, even if no record has it.
        """
        while record_id in self.rekeyed:
            record_id = self.rekeyed[record_id]
        return record_id


def _laid_over(
    records: Mapping[str, Record], gone: Iterable[str], come: Mapping[str, Record]
) -> Mapping[str, Record]:
    """The records with those of `come` added or replaced, and those in `gone` but not in `come` removed.

    In the order of ids.
    """
    merged = dict(records)
    for record_id in gone:
        if record_id not in come:
            merged.pop(record_id, None)
    is_longer = any(record_id not in merged for record_id in come)
    merged.update(come)
    return {record_id: merged[record_id] for record_id in sorted(merged)} if is_longer else merged
