"""Reads the offices of an edition: each resolved from its records and from people's changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from model.change_values import IDENTITY, AddressReading
from model.edition import (
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
from model.enums import ContactKind, Language, LifecycleStatus, NameStatus, OfficeKind, SchedulePurpose
from model.resolution import Change, Reading, Resolved, resolve
from model.service_words import body_names_in_all_languages
from model.time_zones import unit_zone
from model.values.phones import e164_of
from store.log.apply_revisions import identity_of_row
from store.log.revision_log import KnownLog, all_revisions, newest_changes
from store.reading.citations import Citations
from store.reading.unit_reading import Positions
from store.tables import tables
from store.tables.among import among

_CONTACTS = (
    ("phones", ContactKind.PHONE),
    ("faxes", ContactKind.FAX),
    ("emails", ContactKind.EMAIL),
    ("websites", ContactKind.WEBSITE),
    ("messengers", ContactKind.MESSENGER),
    ("hotlines", ContactKind.HOTLINE),
)
_DIALLED = frozenset({ContactKind.PHONE, ContactKind.FAX, ContactKind.HOTLINE})
_WRITTEN = (Language.RU, Language.KK)


@dataclass(frozen=True, slots=True)
class _Record:
    """What was read in one printed row, with its act and its citation."""

    row: Any
    act: Act
    """The act of the row; for an amended row the amended act."""
    citation: Citation
    hours_citation: Citation
    """Citation of the row that prints the hours, where several rows share one cell."""
    validity: Validity
    text_day: date


class OfficeReader:
    """Reads all printed rows and people's changes of offices, and resolves the offices from them.

    `only` limits it to some offices, None reads all. `known` is the log of changes that was read before.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        acts: Mapping[str, Act],
        citations: Citations,
        positions: Positions,
        units: Mapping[str, Unit],
        day: date,
        only: Collection[str] | None = None,
        known: KnownLog | None = None,
    ) -> None:
        self._connection = connection
        self._only = only
        self._citations = citations
        self._positions = positions
        self._units = units
        self._day = day
        self._records: dict[str, list[_Record]] = {}
        record = tables.office_record
        of_office = record.c.office_id.is_not(None) if only is None else among(record.c.office_id, only)
        for row in connection.execute(
            select(record).where(of_office).order_by(record.c.act_id, record.c.line)
        ).all():
            printed = citations.printed(row.act_id, row.line)
            citation, act = printed.citation, acts[printed.citation.law]
            hours_citation = citations.printed(row.act_id, row.hours_line or row.line).citation
            text_day = max(acts[row.act_id].text_day, act.text_day)
            self._records.setdefault(row.office_id, []).append(
                _Record(row, act, citation, hours_citation, printed.validity, text_day)
            )
        self.log = all_revisions(connection, only, known)
        """Revisions of the offices that people changed, oldest first."""
        self._rows = self._read_rows()

    def _read_rows(self) -> Sequence[Any]:
        """Rows of the offices, sorted by id here, as databases sort differently."""
        query = select(tables.office)
        if self._only is not None:
            query = query.where(among(tables.office.c.id, self._only))
        return sorted(self._connection.execute(query).all(), key=lambda row: row.id)

    def offices(self) -> dict[str, Office]:
        """Every office by id, in the order of ids; merged offices are left out."""
        return {row.id: self._office(row) for row in self._rows if row.merged_into is None}

    def earlier(self, known: Collection[tuple[str, int]] = ()) -> dict[tuple[str, int], Office]:
        """Each changed office as it was at each version before the current version, by (id, version).

        Versions in `known` are left out: they never change.
        """
        return {
            (row.id, version): self._office(row, version)
            for row in self._rows
            for version in range(1, row.version)
            if (row.id, version) not in known
        }

    def changed_body(self, office_id: str) -> bool:
        """Whether people ever changed the legal body of an office."""
        log = self.log.get(office_id, ())
        return any(change.field == "organization_id" for one in log for change in one.changes)

    def _office(self, row: Any, until: int | None = None) -> Office:
        log = self.log.get(row.id, ())
        changes = newest_changes(log, until)
        # A row holds the latest change; earlier versions are known only from the log and the acts.
        told = row.told_by_acts or identity_of_row(row, None)
        identity = identity_of_row(row, None) if until is None else told
        identity = identity | {
            field: change.value
            for field, change in changes.items()
            if field in IDENTITY and (until is not None or field == "absorbed")
        }
        last = next((one for one in reversed(log) if until is None or one.version <= until), None)
        at = None if until is None else last.edition if last is not None else 0
        records = list(self._records_of(row.id, identity["absorbed"] or (), at))
        facts = _Facts(records, changes, self._day)
        located_in, territories = identity["located_in"], tuple(identity["territory_ids"] or ())
        zone_of = located_in or (territories[0] if territories else None)
        contacts = list(self._contacts(facts))
        schedules = list(self._schedules(facts, zone_of))
        names, addresses = _names(facts, row.id), _addresses(facts)
        closed_on = identity["closed_on"]
        return Office(
            id=row.id,
            kind=OfficeKind(identity["kind"]),
            category=identity["category"],
            names=names,
            located_in=located_in,
            territory_id=territories[0] if territories else None,
            further_territory_ids=territories[1:],
            parent_id=identity["parent_id"],
            organization_id=identity["organization_id"],
            addresses=addresses,
            position=self._position(row.id, changes.get("location")),
            contacts=tuple(contact for contact, is_now in contacts if is_now),
            schedules=tuple(schedule for schedule, is_now in schedules if is_now),
            contacts_of_other_days=tuple(contact for contact, is_now in contacts if not is_now),
            schedules_of_other_days=tuple(schedule for schedule, is_now in schedules if not is_now),
            citations=tuple(record.citation for record in records),
            provenance=tuple(facts.provenance),
            status=LifecycleStatus(identity["status"]),
            last_confirmed_on=max((record.text_day for record in records), default=None),
            # The day on which an office became as its acts say is lost with its first change.
            updated_at=row.updated_at if until is None else last.at if last else None,
            version=row.version if until is None else until,
            closed_on=date.fromisoformat(closed_on) if closed_on else None,
            successor_ids=tuple(identity["successor_ids"] or ()),
            absorbed=tuple(identity["absorbed"] or ()),
        )

    def _records_of(self, office_id: str, absorbed: Iterable[str], at: int | None) -> Iterator[_Record]:
        """Rows of the office and of those merged into it, at any remove, as of edition `at` (None: now)."""
        yield from self._records.get(office_id, ())
        for other in absorbed:
            log = self.log.get(other, ())
            before = log if at is None else [revision for revision in log if revision.edition <= at]
            further = newest_changes(before).get("absorbed")
            yield from self._records_of(other, further.value or () if further is not None else (), at)

    def _position(self, office_id: str, change: Change[Any] | None) -> Position | None:
        if change is not None:
            return change.value
        found = self._positions.told_of_office.get(office_id)
        if found is None and "location" not in newest_changes(self.log.get(office_id, ())):
            found = self._positions.of_office.get(office_id)  # else people set that one later
        return found

    def _contacts(self, facts: _Facts) -> Iterator[tuple[Contact, bool]]:
        """The contacts of all days, each with whether it is valid on the day of the edition."""
        for field, kind in _CONTACTS:
            dials = kind in _DIALLED
            for period, resolved in facts.through_time(field, _values_of(field), _join):
                for value in resolved.value or ():
                    contact = Contact(
                        kind=kind,
                        value=value,
                        printed=self._print_of(resolved.citation, value) if dials else None,
                        e164=e164_of(value) if dials else None,
                        citation=resolved.citation,
                        validity=_force(resolved, period),
                    )
                    yield contact, period.holds_on(self._day)

    def _schedules(self, facts: _Facts, unit_id: str | None) -> Iterator[tuple[Schedule, bool]]:
        """The opening hours of all days, each with whether they are valid on the day of the edition."""
        cite = attrgetter("hours_citation")
        for field, purpose in _PURPOSES:
            for period, resolved in facts.through_time(field, _hours_for(purpose), str, cite):
                if resolved.value is not None:
                    schedule = Schedule(
                        purpose,
                        resolved.value,
                        time_zone=unit_zone(self._units, unit_id, self._day),
                        citation=resolved.citation,
                        validity=_force(resolved, period),
                    )
                    yield schedule, period.holds_on(self._day)

    def _print_of(self, citation: Citation | None, dialled: str) -> str | None:
        """The cell that prints a number, found by its last five digits; None if there is none."""
        if citation is None or citation.line is None:
            return None
        e164 = e164_of(dialled) or dialled
        cells = self._citations.printed(citation.act_id, citation.line).cells
        return next((cell for cell in cells if e164[-5:] in re.sub(r"\D", "", cell)), None)


_POSTS = frozenset({"official"})
"""Categories of rows that print a post inside the office: name and room belong to the post."""


_PURPOSES = (
    ("opening_hours", SchedulePurpose.GENERAL),
    ("public_reception", SchedulePurpose.PUBLIC_RECEPTION),
    ("leader_reception", SchedulePurpose.LEADER_RECEPTION),
)
"""Field of a reading and the purpose of its hours."""
_PURPOSE_OF_CATEGORY = {
    "appeal_desk": SchedulePurpose.PUBLIC_RECEPTION,
    "leader_reception": SchedulePurpose.LEADER_RECEPTION,
}
"""Rows that print when a desk or a leader receives: not the hours of the office as a whole."""


def _hours_for(purpose: SchedulePurpose) -> Callable[[_Record], str | None]:

    def hours(record: _Record) -> str | None:
        told = _PURPOSE_OF_CATEGORY.get(record.row.category, SchedulePurpose.GENERAL)
        return record.row.hours if told is purpose else None

    return hours


class _Facts:
    """What the sources say about one office. Each decision adds its provenance to `provenance`."""

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
        cite: Callable[[_Record], Citation] = attrgetter("citation"),
    ) -> Resolved[Any]:
        """The value of a field; with `language`, among acts in it. Empty readings are ignored."""
        readings = self._readings(value_of, cite, language)
        resolved = resolve(field, readings, self.changes.get(field), self.day, show)
        self.provenance.extend(resolved.provenance)
        return resolved

    def through_time(
        self,
        field: str,
        value_of: Callable[[_Record], Any],
        show: Callable[[Any], str],
        cite: Callable[[_Record], Citation] = attrgetter("citation"),
    ) -> list[tuple[Validity, Resolved[Any]]]:
        """The value of a field in each period between days on which amendments begin or end its rows.

        One period without end if there are no such days, or a person set the field.
        """
        today = self.decide(field, value_of, show, cite=cite)
        cuts = sorted({day for record in self.records for day in _ends(record.validity)})
        if not cuts or field in self.changes:
            return [(ALWAYS, today)]
        readings = self._readings(value_of, cite)
        spans: list[tuple[Validity, Resolved[Any]]] = []
        for since, until in pairwise((None, *cuts, None)):
            day = since or cuts[0] - timedelta(days=1)
            held = [
                replace(reading, validity=ALWAYS) for reading in readings if reading.validity.holds_on(day)
            ]
            resolved = resolve(field, held, None, self.day, show)
            if spans and (spans[-1][1].value, spans[-1][1].citation) == (resolved.value, resolved.citation):
                since = spans.pop()[0].since
            spans.append((Validity(since, until), resolved))
        return spans

    def _readings(
        self,
        value_of: Callable[[_Record], Any],
        cite: Callable[[_Record], Citation],
        language: Language | None = None,
    ) -> list[Reading[Any]]:
        return [
            Reading(value, record.act, cite(record), record.text_day, record.validity)
            for record in self.records
            if record.row.category not in _POSTS
            and (language is None or record.citation.language is language)
            and (value := value_of(record))
        ]


def _ends(validity: Validity) -> Iterator[date]:
    yield from (day for day in (validity.since, validity.until) if day is not None)


def _names(facts: _Facts, office_id: str) -> tuple[Name, ...]:
    names = []
    for language in _WRITTEN:
        resolved = facts.decide(f"name_{language}", lambda record: record.row.name, str, language)
        if resolved.value:
            source = None if resolved.citation else "change"
            # No validity: the repeal of an act does not remove an office's name.
            names.append(Name(resolved.value, language, citation=resolved.citation, source=source))
    # An office that no record names still needs a name.
    return body_names_in_all_languages(names) or (
        Name(office_id, Language.EN, NameStatus.VARIANT, source="id"),
    )


def _addresses(facts: _Facts) -> tuple[Address, ...]:
    """The addresses by language. A newer postal code set by a person replaces one inside an address."""
    postal_code = facts.decide("postal_code", lambda record: record.row.postcode, str).value
    set_code = facts.changes.get("postal_code")
    addresses = []
    for language in _WRITTEN:
        resolved = facts.decide(f"address_{language}", _address_of, lambda value: value.full, language)
        value: AddressReading | None = resolved.value
        if value is not None:
            rewritten = facts.changes.get(f"address_{language}")
            is_newer = set_code is None or rewritten is None or rewritten.version > set_code.version
            own_code = value.postcode if rewritten is not None and is_newer else None
            addresses.append(
                Address(
                    full=value.full,
                    language=language,
                    postal_code=own_code or postal_code,
                    locality=value.locality,
                    thoroughfare=value.street,
                    locator_designator=value.house,
                    citation=resolved.citation,
                )
            )
    return tuple(addresses)


def _values_of(field: str) -> Callable[[_Record], tuple[str, ...]]:
    return lambda record: tuple(getattr(record.row, field, ()))


def _address_of(record: _Record) -> AddressReading | None:
    row = record.row
    full = row.address or ", ".join(
        part for part in (row.postcode, row.locality, row.street, row.house) if part
    )
    return AddressReading(full, row.postcode, row.locality, row.street, row.house) if full else None


def _force(resolved: Resolved[Any], period: Validity) -> Validity:
    """The days on which a value holds: those of its act and row; always for a person's change."""
    return ALWAYS if resolved.act is None else resolved.act.force.within(period.since, period.until)


def _join(values: Sequence[str]) -> str:
    return ", ".join(values)
