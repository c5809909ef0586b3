"""Reopens corrections that an act new to the store contradicts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, func, select

from changes.identity import REGISTRY
from model.enums import CorrectionStatus
from model.office_changes import FieldChange
from model.records import Citation, Office, Provenance
from model.resolution import Rule
from store.log.corrections import file_correction, read_corrections, reopen
from store.log.revision_log import newest_changes
from store.reading.editions import read_edition
from store.tables import tables

Row = tuple[str, int | None]
"""The act and the line of a printed row."""


def reopen_corrections(connection: Connection, new_acts: Collection[str], edition: int) -> None:
    """Reopen the corrections that an act of `new_acts` contradicts, in the transaction of a load.

    The corrected value stays until a reviewer decides. For a direct change, which has no correction, the
    printed value is filed as a new correction. Does nothing without new acts or revisions.
    """
    if not new_acts or not connection.scalar(select(func.count()).select_from(tables.revision)):
        return
    registry = read_edition(connection)
    ended = _ended_by(connection, new_acts)
    corrections = {
        one.revision_id: one for one in read_corrections(connection).values() if one.revision_id is not None
    }
    for office in registry.offices.values():
        log = registry.revisions.get(office.id, ())
        by_version = {revision.version: revision for revision in log}
        for corrected, printed in questioned(office, new_acts, ended):
            revision = by_version.get(corrected.version or 0)
            correction = None if revision is None else corrections.get(revision.id)
            by = None if printed.citation is None else ended.get(_row(printed.citation))
            note = f"{_cited(printed)} prints {printed.value}" + (f" and was ended by {by}" if by else "")
            if correction is not None:
                reopen(connection, [correction.id], note, edition)
                continue
            held = newest_changes(log).get(corrected.field)
            changes = [FieldChange(corrected.field, held.value if held else None, None, is_released=True)]
            file_correction(
                connection,
                office_id=office.id,
                base_version=office.version,
                changes=changes,
                evidence=[note],
                submitted_by=REGISTRY,
                status=CorrectionStatus.IN_REVIEW,
                edition=edition,
            )


def _ended_by(connection: Connection, acts: Collection[str]) -> dict[Row, str]:
    """The rows that these acts ended, each with the citation of the line that ended it."""
    entry = tables.act_entry
    rows = connection.execute(
        select(entry.c.act_id, entry.c.line, entry.c.ended_by).where(entry.c.ended_by > "")
    )
    return {(row.act_id, row.line): row.ended_by for row in rows if row.ended_by.partition("/")[0] in acts}


def _row(citation: Citation) -> Row:
    return citation.act_id, citation.line


def questioned(
    office: Office, acts: Collection[str], ended: Collection[Row] = ()
) -> Iterator[tuple[Provenance, Provenance]]:
    """Pairs: the value that a person set for a field, and the first printed row that contradicts it.

    That is a row of one of `acts` with another value, or a row in `ended` that printed the field.
    """
    person = {
        change.field: change
        for change in office.provenance
        if change.rule == Rule.ACCEPTED_CHANGE and change.citation is None and change.version is not None
    }
    seen: set[str] = set()
    for change in office.provenance:
        corrected = person.get(change.field)
        if corrected is None or change.citation is None or change.field in seen:
            continue
        if (change.citation.act_id in acts and not change.wins) or _row(change.citation) in ended:
            seen.add(change.field)
            yield corrected, change


def _cited(printed: Provenance) -> str:
    """Act, standard, annex and row of a value, for people."""
    citation = printed.citation
    if citation is None:
        return "an act"
    parts = (("standard", citation.standard), ("annex", citation.annex), ("row", citation.row))
    return ", ".join([citation.act_id, *(f"{name} {value}" for name, value in parts if value is not None)])
