"""The frozen registry that every read is answered from, and its dictionaries by id.

An edition holds no database handle and never changes; its records (`model.records`) refer to each other by
id, so that changed offices can be laid over an edition without making the others anew.
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
    """What became of a few offices since an edition: all that the newest one says of them, nothing else."""

    number: int
    published_at: datetime
    office_ids: frozenset[str]
    """The offices that were changed, made, or merged into others."""
    offices: Mapping[str, Office]
    """Those of them that there still are, in the order of ids."""
    provisions: Mapping[str, Provision]
    """Everything that they give, in the order of ids."""
    revisions: Mapping[str, tuple[Revision, ...]]
    """Everything that people ever changed of them."""
    earlier: Mapping[tuple[str, int], Office]
    """The versions of them that the edition did not keep as earlier ones yet."""
    rekeyed: Mapping[str, str]
    """All ids that others took the place of, of these offices and of everything else."""
    corrections: Mapping[int, Correction] = field(default_factory=dict)
    """Corrections that were filed or decided."""
    attempts: Mapping[str, LocationAttempt] = field(default_factory=dict)
    """Attempts to locate since then, by subject."""
    public_changes: Sequence[ChangeBlock] = ()
    """What later editions changed of public records."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One numbered state of the whole registry."""

    number: int
    published_at: datetime
    acts: Mapping[str, Act]
    units: Mapping[str, Unit]
    offices: Mapping[str, Office]
    services: Mapping[str, Service]
    provisions: Mapping[str, Provision]
    organizations: Mapping[str, Organization] = field(default_factory=dict)
    passports: Mapping[str, Passport] = field(default_factory=dict)
    """Passports by id; each is in force as long as its act."""
    rekeyed: Mapping[str, str] = field(default_factory=dict)
    """Old id to the id that took its place."""
    changes: tuple[UnitChange, ...] = ()
    """Renamings, moves, splits and mergers of units, oldest first, undated ones before all others."""
    boundaries: Mapping[str, Boundary] = field(default_factory=dict)
    """Unit id to its boundary; a unit whose boundary nobody loaded has none."""
    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    """Office id to what people changed of it, oldest first; an office as its acts tell it has none."""
    earlier: Mapping[tuple[str, int], Office] = field(default_factory=dict)
    """(office id, version) to the office before its later revisions; the newest version is in `offices`."""
    corrections: Mapping[int, Correction] = field(default_factory=dict)
    """Proposed corrections by number, decided ones among them."""
    attempts: Mapping[str, LocationAttempt] = field(default_factory=dict)
    """Subject (`unit:ID`, `office:ID`) to the last attempt to locate it."""
    amendments: tuple[Amendment, ...] = ()
    """What acts changed of others, by the act that changes and its lines."""
    printed: PrintedActs = field(default_factory=PrintedActs)
    """What the acts print around a citation."""
    change_log: ChangeLog = field(default_factory=ChangeLog, repr=False)
    """What editions changed of public records, for mirrors."""
    indexes: InitVar[Indexes | None] = None
    """Given where they are known already; else they are made."""
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
    """Key of the edition it was made of, and the offices that differ there; None for one read whole."""

    def __post_init__(self, indexes: Indexes | None) -> None:
        known = indexes or Indexes.of(self.acts, self.units, self.offices, self.provisions, self.passports)
        set_once = object.__setattr__  # the one moment a frozen edition is written
        set_once(self, "children", known.children)
        set_once(self, "offices_in", known.offices_in)
        set_once(self, "branches", known.branches)
        set_once(self, "passports_of_service", known.passports_of_service)
        set_once(self, "provisions_of_office", known.provisions_of_office)
        set_once(self, "provisions_of_service", known.provisions_of_service)
        set_once(self, "provisions_by_unit", known.provisions_by_unit)

    @property
    def key(self) -> EditionKey:
        """Number and identity."""
        return EditionKey.of(self.number, self.published_at)

    def carried_on(self, overlay: Overlay) -> Edition:
        """The edition that a whole read would give, made of this one and of what became of a few offices.

        Everything else is shared with this one, units and acts as the very mappings.
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
        """The same edition with other logs of changes and other corrections, as if it was read whole."""
        return replace(
            self,
            revisions=revisions,
            corrections=corrections,
            change_log=change_log,
            indexes=self._indexes(),
        )

    def followed_by(self, blocks: Sequence[ChangeBlock]) -> Edition:
        """The same edition, laid over the same one, with the blocks of changes that lead to it."""
        made = self.with_log(self.revisions, self.corrections, self.change_log.followed_by(blocks))
        object.__setattr__(made, "laid_over", self.laid_over)
        return made

    def ancestors(self, unit_id: str) -> tuple[Unit, ...]:
        """The units that contain `unit_id`, nearest first, without itself."""
        found: list[Unit] = []
        parent_id = self.units[unit_id].parent_id
        while parent_id is not None:
            parent = self.units[parent_id]
            found.append(parent)
            parent_id = parent.parent_id
        return tuple(found)

    def current_id(self, record_id: str) -> str:
        """The id that stands for `record_id` today, following merges and renamings."""
        while record_id in self.rekeyed:
            record_id = self.rekeyed[record_id]
        return record_id


def _laid_over(
    records: Mapping[str, Record], gone: Iterable[str], come: Mapping[str, Record]
) -> Mapping[str, Record]:
    """The records with some replaced, added and taken away, in the order of ids."""
    found = dict(records)
    for record_id in gone:
        if record_id not in come:
            found.pop(record_id, None)
    is_longer = any(record_id not in found for record_id in come)
    found.update(come)
    return {record_id: found[record_id] for record_id in sorted(found)} if is_longer else found
