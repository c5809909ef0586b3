"""Offices of an edition: each resolved from its records and from what people changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from store import tables
from store.citations import Citations
from store.edition import (
    ALWAYS,
    Act,
    Address,
    Citation,
    Contact,
    Name,
    Office,
    Position,
    Provenance,
    Schedule,
    Unit,
    Validity,
)
from store.kinds import ContactKind, Language, LifecycleStatus, NameStatus, OfficeKind, SchedulePurpose
from store.resolution import Change, Reading, Resolved, resolve
from store.time_zones import unit_zone

_CONTACTS = (
    ("phones", ContactKind.PHONE),
    ("faxes", ContactKind.FAX),
    ("emails", ContactKind.EMAIL),
    ("websites", ContactKind.WEBSITE),
)
_WRITTEN = (Language.RU, Language.KK)


@dataclass(frozen=True, slots=True)
class AddressReading:
    """An address as one row gives it."""

    full: str
    postcode: str | None = None
    locality: str | None = None
    street: str | None = None
    house: str | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """One printed row's record, with its act and its citation."""

    row: Any
    act: Act
    citation: Citation


class OfficeReader:
    """All records and changes of people, grouped by office, and the offices resolved from them.

    `only` are the offices it reads; all where none are given.
    """

    def __init__(
        self,
        connection: Connection,
        acts: Mapping[str, Act],
        citations: Citations,
        positions: Mapping[str, Position],
        units: Mapping[str, Unit],
        day: date,
        only: Collection[str] | None = None,
    ) -> None:
        self._connection = connection
        self._only = only
        self._citations = citations
        self._positions = positions
        self._units = units
        self._day = day
        self._records: dict[str, list[_Record]] = {}
        record = tables.office_record
        of_office = record.c.office_id.is_not(None) if only is None else record.c.office_id.in_(only)
        for row in connection.execute(
            select(record).where(of_office).order_by(record.c.act_id, record.c.line)
        ).all():
            citation = citations.printed(row.act_id, row.line).citation
            self._records.setdefault(row.office_id, []).append(_Record(row, acts[row.act_id], citation))
        self._log = _read_log(connection, only)
        self._rows = self._read_rows()

    def _read_rows(self) -> Sequence[Any]:
        """Rows of the offices in the order of ids, which databases sort differently."""
        query = select(tables.office)
        if self._only is not None:
            query = query.where(tables.office.c.id.in_(self._only))
        return sorted(self._connection.execute(query).all(), key=lambda row: row.id)

    def offices(self) -> dict[str, Office]:
        """Every office by id, in the order of ids."""
        return {row.id: self._office(row) for row in self._rows}

    def earlier(self, known: Collection[tuple[str, int]] = ()) -> dict[tuple[str, int], Office]:
        """(id, version) to each office before its later changes: few, only changed offices have them.

        Versions never change, so that those that are known already need not be made again.
        """
        return {
            (row.id, version): replace(self._office(row, version), version=version)
            for row in self._rows
            for version in range(1, row.version)
            if (row.id, version) not in known
        }

    def _office(self, row: Any, until: int | None = None) -> Office:
        records = self._records.get(row.id, [])
        log = [one for one in self._log.get(row.id, ()) if until is None or one.version <= until]
        changes = _newest_changes(log)
        facts = _Facts(records, changes, self._day)
        identity = {field: change.value for field, change in changes.items() if field in _IDENTITY}
        located_in = identity.get("located_in", row.located_in)
        contacts, schedules = self._contacts(facts), self._schedules(facts, located_in or row.territory_id)
        names, addresses = _names(facts, row.id), _addresses(facts)
        return Office(
            id=row.id,
            kind=OfficeKind(identity.get("kind", row.kind)),
            category=identity.get("category", row.category),
            names=names,
            located_in=located_in,
            territory_id=identity.get("territory_id", row.territory_id),
            parent_id=identity.get("parent_id", row.parent_id),
            addresses=addresses,
            position=self._positions.get(row.id),
            contacts=contacts,
            schedules=schedules,
            citations=tuple(record.citation for record in records),
            provenance=tuple(facts.provenance),
            status=LifecycleStatus(identity.get("status", row.status)),
            last_confirmed_on=max((record.act.adopted_on for record in records), default=None),
            # When an office became as its acts tell it is lost with its first change.
            updated_at=row.updated_at if until is None else log[-1].at if log else None,
            version=row.version,
        )

    def _contacts(self, facts: _Facts) -> tuple[Contact, ...]:
        found: list[Contact] = []
        for field, kind in _CONTACTS:
            resolved = facts.decide(field, _values_of(field), _join)
            dials = kind in {ContactKind.PHONE, ContactKind.FAX}
            found.extend(
                Contact(
                    kind=kind,
                    value=value,
                    printed=self._print_of(resolved.citation, value) if dials else None,
                    e164=value if dials else None,
                    citation=resolved.citation,
                    validity=_force(resolved),
                )
                for value in resolved.value or ()
            )
        return tuple(found)

    def _schedules(self, facts: _Facts, unit_id: str | None) -> tuple[Schedule, ...]:
        found: list[Schedule] = []
        for field, purpose in _PURPOSES:
            resolved = facts.decide(field, _hours_for(purpose), str)
            if resolved.value is not None:
                found.append(
                    Schedule(
                        purpose,
                        resolved.value,
                        time_zone=unit_zone(self._units, unit_id, self._day),
                        citation=resolved.citation,
                        validity=_force(resolved),
                    )
                )
        return tuple(found)

    def _print_of(self, citation: Citation | None, e164: str) -> str | None:
        """The cell that prints a number, found by the digits of the subscriber."""
        if citation is None or citation.line is None:
            return None
        cells = self._citations.printed(citation.act_id, citation.line).cells
        return next((cell for cell in cells if e164[-5:] in re.sub(r"\D", "", cell)), None)


_POSTS = frozenset({"official"})
"""Categories of rows that print a post inside the office: name and room are those of the post."""


_PURPOSES = (
    ("opening_hours", SchedulePurpose.GENERAL),
    ("public_reception", SchedulePurpose.PUBLIC_RECEPTION),
    ("leader_reception", SchedulePurpose.LEADER_RECEPTION),
)
"""Field of a reading and what its hours are for."""
_PURPOSE_OF_CATEGORY = {
    "appeal_desk": SchedulePurpose.PUBLIC_RECEPTION,
    "leader_reception": SchedulePurpose.LEADER_RECEPTION,
}
"""Rows that print when a desk or a leader receives: no hours of the office as a whole."""


def _hours_for(purpose: SchedulePurpose) -> Callable[[_Record], str | None]:
    def hours(record: _Record) -> str | None:
        told = _PURPOSE_OF_CATEGORY.get(record.row.category, SchedulePurpose.GENERAL)
        return record.row.hours if told is purpose else None

    return hours


class _Facts:
    """What the sources say of one office; every decision leaves its provenance here."""

    def __init__(self, records: Sequence[_Record], changes: Mapping[str, Change[Any]], day: date) -> None:
        self.records = records
        self.changes = changes
        self.day = day
        self.provenance: list[Provenance] = []

    def decide(
        self,
        field: str,
        value_of: Callable[[_Record], Any],
        show: Callable[[Any], str],
        language: Language | None = None,
    ) -> Resolved[Any]:
        """The value of a field, among acts of one language where one is given; empty values are silence."""
        readings = [
            Reading(value, record.act, record.citation)
            for record in self.records
            if record.row.category not in _POSTS
            and (language is None or record.citation.language is language)
            and (value := value_of(record))
        ]
        resolved = resolve(field, readings, self.changes.get(field), self.day, show)
        self.provenance.extend(resolved.provenance)
        return resolved


_IDENTITY = frozenset({"kind", "category", "located_in", "territory_id", "parent_id", "status"})


def _read_log(connection: Connection, only: Collection[str] | None) -> dict[str, list[Any]]:
    """Rows of revisions by office, oldest first."""
    revision = tables.revision
    query = select(revision).order_by(revision.c.office_id, revision.c.version)
    if only is not None:
        query = query.where(revision.c.office_id.in_(only))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.office_id, []).append(row)
    return found


def _newest_changes(log: Sequence[Any]) -> dict[str, Change[Any]]:
    """The newest change of each field; a list becomes a tuple."""
    return {
        change["field"]: Change(_hashable(change["field"], change["after"]), row.version, row.at)
        for row in log
        for change in row.changes
    }


def _hashable(field: str, value: Any) -> Any:
    if field.startswith("address_") and isinstance(value, str):
        return AddressReading(value)
    return tuple(value) if isinstance(value, list) else value


def _names(facts: _Facts, office_id: str) -> tuple[Name, ...]:
    names = []
    for language in _WRITTEN:
        resolved = facts.decide(f"name_{language}", lambda record: record.row.name, str, language)
        if resolved.value:
            source = None if resolved.citation else "change"
            # No validity: the repeal of an act does not take an office's name away.
            names.append(Name(resolved.value, language, citation=resolved.citation, source=source))
    # An office that no record names is still to be called something.
    return tuple(names) or (Name(office_id, Language.EN, NameStatus.VARIANT, source="id"),)


def _addresses(facts: _Facts) -> tuple[Address, ...]:
    postal_code = facts.decide("postal_code", lambda record: record.row.postcode, str).value
    addresses = []
    for language in _WRITTEN:
        resolved = facts.decide(f"address_{language}", _address_of, lambda value: value.full, language)
        value: AddressReading | None = resolved.value
        if value is not None:
            addresses.append(
                Address(
                    full=value.full,
                    language=language,
                    postal_code=value.postcode or postal_code,
                    locality=value.locality,
                    thoroughfare=value.street,
                    locator_designator=value.house,
                    citation=resolved.citation,
                )
            )
    return tuple(addresses)


def _values_of(field: str) -> Callable[[_Record], tuple[str, ...]]:
    return lambda record: tuple(getattr(record.row, field))


def _address_of(record: _Record) -> AddressReading | None:
    row = record.row
    full = row.address or ", ".join(
        part for part in (row.postcode, row.locality, row.street, row.house) if part
    )
    return AddressReading(full, row.postcode, row.locality, row.street, row.house) if full else None


def _force(resolved: Resolved[Any]) -> Validity:
    """A value holds while the act that it was read in has force; what a person changed holds always."""
    return ALWAYS if resolved.act is None else resolved.act.force


def _join(values: Sequence[str]) -> str:
    return ", ".join(values)
