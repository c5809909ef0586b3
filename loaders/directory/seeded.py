"""Shared parts of `make_seeds` and `lay_over`: the result, and the acts as input."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.names.toponyms import mild_key
from loaders.acts.outlines import key_of
from loaders.directory.act_records import ActRecords
from loaders.offices.act_services import read_jurisdictions
from loaders.offices.bodies import Body
from loaders.offices.join_evidence import Placed
from loaders.offices.provisions import ProvisionsBuilt, build_provisions, read_rules
from loaders.offices.reconcile import Join, OfficesBuilt
from loaders.offices.register import RegisterBuilt
from loaders.offices.review import Decisions, Doubt, read_decisions
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.readings.spans import HOURS
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.record_rows import record_row
from loaders.seeds.row_versions import RowVersion, keeping_versions, restated_pairs, row_versions
from loaders.seeds.rows import ActTableRow, RecordRow, RegisterRow, SpanRow
from loaders.territory.units import UnitsBuilt
from model.enums import Level


@dataclass(frozen=True, slots=True)
class Seeded:
    """New seeds, with the rows joined to known offices, the doubtful pairs and the problems."""

    seeds: Seeds
    joins: tuple[Join, ...]
    doubts: tuple[Doubt, ...]
    problems: tuple[Problem, ...]

    def counts(self) -> dict[str, int]:
        """The numbers of the summary, in the order of display."""
        seeds = self.seeds
        kinds = Counter(office.category for office in seeds.offices)
        levels = Counter(area.level for area in seeds.areas)
        return {
            "printed rows": sum(map(len, seeds.entries.values())),
            **{f"units: {level}": count for level, count in sorted(levels.items())},
            "offices": len(seeds.offices),
            **{f"offices: {kind}": count for kind, count in sorted(kinds.items())},
            "provisions": len(seeds.provisions),
            "positions": len(seeds.positions),
            "rows joined to an office known before": len(self.joins),
            "doubtful pairs": len(self.doubts),
            **{
                f"problem: {kind}": count
                for kind, count in sorted(Counter(problem.kind for problem in self.problems).items())
            },
        }


def amended_rows(acts: Iterable[ActRecords]) -> dict[str, RowVersion]:
    """The versions of the rows that amendments began or ended, by citation."""
    return row_versions({key: rows for act in acts for key, rows in act.entries.items()})


def restated(acts: Iterable[ActRecords]) -> list[tuple[str, str]]:
    """Pairs of citations: a row that an amendment restated, and the row before it."""
    return restated_pairs({key: rows for act in acts for key, rows in act.entries.items()})


def keeping_days(read: ActRecords, known: ActRecords | None) -> ActRecords:
    """The act as it was read again; its rows keep the days that amendments gave the earlier rows.

    Unchanged if `known` is None.
    """
    if known is None:
        return read
    return replace(
        read,
        entries={
            key: keeping_versions(rows, known.entries.get(key, ())) for key, rows in read.entries.items()
        },
    )


def blocked_tables(acts: Iterable[ActRecords]) -> Iterator[Problem]:
    """A problem for each table with a column that was not understood."""
    for act in acts:
        for key, error in act.blocked.items():
            yield Problem("blocked table", _table_token(key), str(error))


def with_bodies(acts: Mapping[str, ActRecords], bodies: Iterable[Body]) -> dict[str, ActRecords]:
    """The acts with a row for each body that their paragraphs name; bodies of other acts are left out."""
    completed = dict(acts)
    for body in bodies:
        act = completed.get(body.record.act)
        if act is not None:
            # Seeds hold the paragraph already: its row is rebuilt, so that a corrected body takes effect.
            records = tuple(r for r in act.records if cite(r) != cite(body.record))
            others = tuple(e for e in act.entries.get(body.table, ()) if e.line != body.record.line)
            entries = {**act.entries, body.table: (*others, body.entry)}
            completed[act.act] = replace(act, entries=entries, records=(*records, body.record))
    return completed


def keeping_blocked(read: ActRecords, known: ActRecords | None) -> ActRecords:
    """The act as it was read, with the earlier rows and records of its blocked tables.

    Unchanged without blocked tables or if `known` is None.
    """
    if known is None or not read.blocked:
        return read
    kept = {key: rows for key, rows in known.entries.items() if key in read.blocked}
    records = tuple(r for r in known.records if TableKey(read.act, r.standard, r.annex) in kept)
    names = {key.file_name for key in kept}
    tables = tuple(row for row in known.tables if key_of(row).file_name in names)
    return replace(
        read,
        entries={**read.entries, **kept},
        records=(*read.records, *records),
        tables=(*read.tables, *tables),
    )


def _table_token(key: TableKey) -> str:
    return format_citation(CitationToken(key.act, key.standard, key.annex))


def cite(record: OfficeRecord) -> str:
    """The citation of a record whose `act` is the id of the act."""
    return format_citation(CitationToken(record.act, record.standard, record.annex, record.line))


def registers_of(known: Iterable[RegisterRow], read: Iterable[RegisterBuilt]) -> tuple[RegisterRow, ...]:
    """The rows of the register, one for each service: the rows just read, else the known rows."""
    rows = {row.service: row for row in known}
    rows.update((row.service, row) for built in read for row in built.rows)
    return tuple(rows.values())


def tables_of(
    known: Iterable[ActTableRow], acts: Iterable[ActRecords], registers: Iterable[RegisterBuilt]
) -> tuple[ActTableRow, ...]:
    """The rows of `act_tables.csv`: tables of the acts, and the registers of services, read now or known."""
    before = {row.act: row for row in known if not (row.standard or row.annex)}
    before.update((built.table.act, built.table) for built in registers if built.table is not None)
    listed = (row for act in acts for row in act.tables if row.standard or row.annex)
    return (*listed, *before.values())


def record_tables(
    acts: Iterable[ActRecords], office_of: Mapping[str, str]
) -> dict[TableKey, tuple[RecordRow, ...]]:
    """The rows of `records/`, each with its office; `office_of` maps citations to offices.

    A row without an office is left out: it is blocked, and only stored as printed.
    """
    tables: dict[TableKey, list[RecordRow]] = defaultdict(list)
    for act in acts:
        for record in act.records:
            office = office_of.get(cite(record))
            if office is not None:  # a blocked row has none
                tables[TableKey(act.act, record.standard, record.annex)].append(record_row(record, office))
    return {key: tuple(rows) for key, rows in tables.items()}


def span_rows(acts: Iterable[ActRecords]) -> tuple[SpanRow, ...]:
    """The rows of `spans.csv`: records whose hours are printed on the line of another row."""
    return tuple(
        SpanRow(record.act, record.line, HOURS, record.hours_line)
        for act in acts
        for record in act.records
        if record.hours_line is not None
    )


def placed_rows(records: Sequence[OfficeRecord], units: UnitsBuilt, bodies: Iterable[Body]) -> list[Placed]:
    """The records with their units.

    A nationwide body has no territory, a record without a placement no unit at all.
    """
    nationwide = {id(body.record) for body in bodies if body.is_nationwide}
    levels = {area.id: Level(area.level) for area in units.areas}
    return [_placed(record, units, levels, is_nationwide=id(record) in nationwide) for record in records]


def _placed(
    record: OfficeRecord, units: UnitsBuilt, levels: Mapping[str, Level], is_nationwide: bool
) -> Placed:
    """A record with its units; without territory and district if it is nationwide."""
    placement = units.placements.get((record.act, record.line))
    if placement is None:
        return Placed(record.act, record)
    if is_nationwide:
        return Placed(record.act, record, located_in=placement.located_in)
    return Placed(
        record.act,
        record,
        territory=placement.territory,
        located_in=placement.located_in,
        district=placement.district,
        region=placement.region,
        level=levels.get(placement.territory or ""),
    )


def decisions_of(folder: Path, bodies: Iterable[Body], records: Sequence[OfficeRecord]) -> Decisions:
    """Persons' decisions about pairs of rows, and the pairs of a body and its official.

    Raises BadSeedError.
    """
    posts = [(cite(body.record), cite(post)) for body in bodies for post in body.officials(records)]
    return read_decisions(folder / "lookups" / "joins.yaml").also(posts)


def apply_rules(
    folder: Path,
    rows: Iterable[Placed],
    built: OfficesBuilt,
    units: UnitsBuilt,
    *,
    bodies: Iterable[Body],
    versions: Mapping[str, RowVersion],
) -> ProvisionsBuilt:
    """The provisions by the rules of a folder of seeds and of its profiles.

    Raises BadSeedError and BadProfileError. A body of which a paragraph only prints contacts gets no
    provision from that row.
    """
    silent = {cite(body.record) for body in bodies if not body.is_named}
    placed = [row for row in rows if row.token not in silent]
    rules = read_rules(folder / "lookups" / "provision_rules.yaml")
    return build_provisions(
        replace(rules, rules=(*rules.rules, *read_jurisdictions(folder / "acts"))),
        placed,
        {office.id: office for office in built.offices},
        built.office_of,
        {area.id: area.parent for area in units.areas},
        listed_by=_listed_by(placed, units),
        versions=versions,
    )


def _listed_by(rows: Iterable[Placed], units: UnitsBuilt) -> dict[str, tuple[str, ...]]:
    """For each settlement, the rows that list it as a village, else all rows that name it."""
    of_token = {row.token: row for row in rows}
    names: dict[str, set[str]] = defaultdict(set)
    for toponym in units.toponyms:
        names[toponym.unit].add(mild_key(toponym.name))
    lists: dict[str, tuple[str, ...]] = {}
    for area in units.areas:
        if area.level == Level.SETTLEMENT:
            keys = names[area.id] | {mild_key(name) for name in (area.name_ru, area.name_kk) if name}
            cited = [token for token in split_values(area.basis) if token in of_token]
            lists[area.id] = tuple(token for token in cited if keys & of_token[token].villages) or tuple(
                cited
            )
    return lists
