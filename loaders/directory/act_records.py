"""One act for the directory: its rows as printed and as read, from its text or from seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from loaders.acts.outlines import paragraph_rows, table_rows
from loaders.acts.profiles import SKIPPED, ActProfile
from loaders.acts.reader import OfficeTable, read_act
from loaders.errors import UnknownColumn, UnreadableAct
from loaders.printed import OfficeRecord
from loaders.readings import reader_of
from loaders.readings.spans import HOURS, SpanScope, spread
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.record_rows import entry_row, office_record
from loaders.seeds.rows import ActTableRow, EntryRow, ParagraphRow
from model.enums import Language


@dataclass(frozen=True, slots=True)
class ActRecords:
    """The printed rows (`entries`) and the records of one act.

    Records have the id of the act, not the name of a file. `tables` and `paragraphs` are the layout of the
    act.
    """

    act: str
    entries: Mapping[TableKey, tuple[EntryRow, ...]]
    records: tuple[OfficeRecord, ...]
    blocked: Mapping[TableKey, UnknownColumn] = field(default_factory=dict)
    """Tables that were not read, and why; the others were."""
    tables: tuple[ActTableRow, ...] = ()
    paragraphs: tuple[ParagraphRow, ...] = ()


def read_act_records(path: Path, profiles: Sequence[ActProfile] = ()) -> ActRecords:
    """The rows of the text of an act, as printed and as read.

    A table with a column that is not understood is in `blocked` and left out; if no table can be read, its
    UnknownColumn is raised. An act without a profile raises UnreadableAct: its legal facts are unknown.
    `profiles` are tried before the delivered profiles. Raises the errors of `loaders.errors`.
    """
    act = read_act(path, profiles)
    if act.profile is None:
        raise UnreadableAct(path, "no profile in seeds/acts recognises this act: describe it there first")
    language = Language(act.profile.language)
    entries: dict[TableKey, tuple[EntryRow, ...]] = {}
    records: list[OfficeRecord] = []
    tables: list[tuple[TableKey, OfficeTable]] = []
    blocked: dict[TableKey, UnknownColumn] = {}
    for table in act.tables:
        if table.reading is None:
            reason = f"the profile {act.profile.id} does not say how to read this table"
            raise UnreadableAct(path, reason, table.line)
        if table.reading == SKIPPED:
            continue
        key = TableKey(act.profile.id, table.standard, table.annex)
        try:
            read = reader_of(path, table, language)
        except UnknownColumn as error:
            blocked[key] = error
            continue
        entries[key] = (*entries.get(key, ()), *map(entry_row, table.rows))
        tables.append((key, table))
        found = [replace(read(row), act=act.profile.id) for row in table.rows]
        records += spread(table.rows, found, _spans(table))
    if blocked and not records:
        raise next(iter(blocked.values()))
    paragraphs = paragraph_rows(act.profile.id, path)
    return ActRecords(act.profile.id, entries, tuple(records), blocked, table_rows(tables), paragraphs)


def _spans(table: OfficeTable) -> dict[str, SpanScope]:
    profile = table.described
    return {} if profile is None else {column: SpanScope(scope) for column, scope in profile.spans.items()}


def kept_act_records(seeds: Seeds) -> tuple[ActRecords, ...]:
    """The acts with records in the seeds, in the order of ids. Nothing is read from texts."""
    acts = sorted({key.act for key in seeds.records})
    shared = {(row.act, row.line): row.printed_on for row in seeds.spans if row.field == HOURS}
    return tuple(
        ActRecords(
            act,
            {key: rows for key, rows in seeds.entries.items() if key.act == act},
            tuple(
                replace(office_record(key, row), hours_line=shared.get((key.act, row.line)))
                for key, rows in sorted(seeds.records.items(), key=lambda item: item[0].file_name)
                if key.act == act
                for row in rows
            ),
            tables=tuple(row for row in seeds.act_tables if row.act == act),
            paragraphs=tuple(row for row in seeds.paragraphs if row.act == act),
        )
        for act in acts
    )
