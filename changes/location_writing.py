"""Writes findings of a search for positions: a batch is one transaction and one edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from changes.identity import REGISTRY
from changes.location_search import Finding
from geo.exports.attribution import attribution_of
from model.edition import Edition, Position
from model.errors import RegistryError
from model.office_changes import FieldChange
from store.log.edition_number import latest_edition, publish_edition
from store.log.location_attempts import keep_attempts, write_unit_positions
from store.log.revisions import NewRevision, record_revisions
from store.reading.editions import newer_edition
from store.reading.noting import note_changes
from store.tables import tables
from store.tables.among import among
from store.tables.engine import writing

_FOUND = "the position was located"
_GONE = "the position was located from an address that the office no longer has: what acts say holds again"


class LoadedMeanwhileError(RegistryError):
    """Other seeds were loaded since the search began; nothing of the batch was written."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a batch. `edition` is None if nothing was to be written."""

    edition: int | None
    positions: int = 0
    attempts: int = 0
    changed_meanwhile: tuple[str, ...] = ()
    """Subjects that somebody else changed first: the next run handles them again."""
    known: Edition | None = None
    """The edition after the batch, which shows it; for the next batch to compare with."""


def write_findings(engine: Engine, findings: Sequence[Finding], digest: str, known: Edition) -> Written:
    """Write the findings of a batch in one transaction and one edition.

    `digest` is that of the seeds searched in. `known` is an edition of these seeds, best a late one: the
    changes for mirrors are found by comparing with it. Findings for offices that others changed meanwhile are
    left out. An office's position is written as a revision of its log; a unit has no log, and its attempt
    says where the position comes from. Raises LoadedMeanwhileError and StoreError.
    """
    with writing(engine) as connection:
        latest = latest_edition(connection)
        if latest is None or latest.digest != digest:
            raise LoadedMeanwhileError("the registry was loaded anew meanwhile: run the command again")
        current = _versions(connection, findings)
        good = [
            finding
            for finding in findings
            if not finding.need.is_office or current.get(finding.need.id) == finding.version
        ]
        before = newer_edition(connection, known)
        edition = _write(connection, good)
        after = before if edition is None else note_changes(connection, before)
    late = tuple(finding.need.subject for finding in findings if finding not in good)
    positions = sum(one.after is not None or one.is_released for one in good)
    attempts = sum(one.attempt is not None for one in good)
    return Written(edition, positions, attempts, late, after or before)


def _write(connection: Connection, findings: Sequence[Finding]) -> int | None:
    """Write the findings; returns the number of the new edition, None if there is nothing to write."""
    offices = [
        finding
        for finding in findings
        if finding.need.is_office and (finding.after is not None or finding.is_released)
    ]
    units = {
        finding.need.id: finding.after
        for finding in findings
        if not finding.need.is_office and finding.after is not None
    }
    attempts = [finding.attempt for finding in findings if finding.attempt is not None]
    if not (offices or units or attempts):
        return None
    # Positions of units are read with everything; changes of offices are read alone.
    edition = publish_edition(connection).number if units else None
    write_unit_positions(connection, units)
    if offices:
        stored = record_revisions(connection, [_revision(office) for office in offices], REGISTRY, _FOUND)
        edition = stored[0].edition
    elif edition is None:
        edition = publish_edition(connection, by_people=True).number
    keep_attempts(connection, attempts, edition)
    return edition


def _revision(one: Finding) -> NewRevision:
    change = FieldChange("location", one.need.position, one.after, is_released=one.is_released)
    summary = _GONE if one.is_released else _FOUND
    return NewRevision(one.need.id, one.version, (change,), summary, evidence_of(one))


def evidence_of(one: Finding) -> tuple[str, ...]:
    """Where a position comes from: source, licence and precision, then the notes of the attempt.

    Empty without a position.
    """
    if one.after is None:
        return ()
    notes = one.attempt.notes if one.attempt is not None else ()
    return (_credit(one.after), *notes)


def _credit(found: Position) -> str:
    named = f"{found.source}:{found.source_id}" if found.source and found.source_id else found.source
    parts = (named, attribution_of(found.source), f"{found.precision}, within {found.error_m:,.0f} m")
    return "; ".join(part for part in parts if part)


def _versions(connection: Connection, findings: Sequence[Finding]) -> dict[str, int]:
    """The version of each office of the findings in the store; unknown ids are left out."""
    office = tables.office
    ids = [finding.need.id for finding in findings if finding.need.is_office]
    rows = connection.execute(select(office.c.id, office.c.version).where(among(office.c.id, ids)))
    return {row.id: row.version for row in rows}
