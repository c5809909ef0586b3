"""From the texts of acts to the whole folder of seeds: parse, read, place, join, provide, position.

What a person wrote is kept: profiles of acts, services, positions set by hand, decisions about joins; ids
that seeds know stay. What became of the units since the acts (`loaders.territory.unit_history`) is added
last: acts speak of the division of their time. Nothing is written unless all of it could be made.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.gazetteer.gazetteer import read_gazetteer
from loaders.acts.profiles import ActProfile
from loaders.directory.act_records import ActRecords, kept_act_records, read_act_records
from loaders.offices.act_services import read_jurisdictions
from loaders.offices.bodies import Body, read_bodies
from loaders.offices.evidence import Placed
from loaders.offices.posts import build_posts
from loaders.offices.provisions import build_provisions, read_rules
from loaders.offices.reconcile import Join, reconcile
from loaders.offices.register import RegisterBuilt, build_register
from loaders.offices.review import DOUBTS_FILE, Doubt, read_decisions
from loaders.places.office_positions import localities_of, place_offices
from loaders.places.positions import place_units
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import write_rows
from loaders.seeds.folder import Seeds, TableKey, read_seeds, write_seeds
from loaders.seeds.record_rows import record_row
from loaders.seeds.rows import RecordRow, RegisterRow
from loaders.territory.kato import read_kato
from loaders.territory.uncoded import why_uncoded
from loaders.territory.unit_history import (
    positions_of_new,
    printed_names,
    read_history,
    through_time,
)
from loaders.territory.unit_ids import keep_ids
from loaders.territory.units import KnownUnits, UnitsBuilt, build_units
from model.enums import Level

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """The new seeds, and what a person should know of how they came about."""

    seeds: Seeds
    joins: tuple[Join, ...]
    doubts: tuple[Doubt, ...]
    problems: tuple[Problem, ...]

    def counts(self) -> dict[str, int]:
        """Figures of the summary, in the order to show them."""
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


def make_seeds(
    files: Sequence[Path],
    folder: Path,
    gazetteer: Path,
    progress: Progress,
    profiles: Sequence[ActProfile] = (),
) -> Seeded:
    """The seeds of `folder` made anew from the texts in `files`; acts not among them stay as they are kept.

    `profiles` describe acts that the program does not know yet. A table that is blocked keeps the rows that
    seeds have of it, and is a problem.
    Raises the errors of the rooms it passes through, all RegistryError; writes nothing.
    """
    total = len(files) + 5
    known = read_seeds(folder)
    acts: dict[str, ActRecords] = {act.act: act for act in kept_act_records(known)}
    read: list[ActRecords] = []
    for done, file in enumerate(files):
        progress(f"reading {file.stem}", done, total)
        read.append(read_act_records(file, profiles))
    for act in read:
        acts[act.act] = _keeping_blocked(act, acts.get(act.act))
    registers = [build_register(act.act, file, known.services) for act, file in zip(read, files, strict=True)]
    bodies = read_bodies(folder / "lookups" / "named_bodies.yaml")
    acts = _with_bodies(acts, bodies)
    progress("placing the rows", len(files), total)
    records = [record for act in sorted(acts) for record in acts[act].records]
    places, kato = read_gazetteer(gazetteer), read_kato(gazetteer / "kato.csv")
    history = read_history(folder)
    later_ids = {unit.id for unit in history.units}
    known_units = KnownUnits(
        tuple(area for area in known.areas if area.id not in later_ids), printed_names(known.toponyms)
    )
    kept = keep_ids(build_units(records, known_units, kato, places), known_units)
    units = kept.units
    nationwide = {id(body.record) for body in bodies if body.is_nationwide}
    levels = {area.id: Level(area.level) for area in units.areas}
    rows = [_placed(record, units, levels, is_nationwide=id(record) in nationwide) for record in records]
    progress("joining rows to offices", len(files) + 1, total)
    posts = [(cite(body.record), cite(post)) for body in bodies for post in body.officials(records)]
    decisions = read_decisions(folder / "lookups" / "joins.yaml").also(posts)
    built = reconcile(rows, known.offices, decisions, (row.old for row in known.rekeyed))
    progress("applying the rules", len(files) + 2, total)
    rules = read_rules(folder / "lookups" / "provision_rules.yaml")
    provided = build_provisions(
        replace(rules, rules=(*rules.rules, *read_jurisdictions(folder / "acts"))),
        rows,
        {office.id: office for office in built.offices},
        built.office_of,
        {area.id: area.parent for area in units.areas},
    )
    seeds = replace(
        known,
        areas=tuple(units.areas),
        toponyms=tuple(units.toponyms),
        offices=built.offices,
        provisions=provided.provisions,
        rekeyed=(*known.rekeyed, *kept.rekeyed, *built.rekeyed),
        entries={key: table for act in acts.values() for key, table in act.entries.items()},
        records=_record_tables(acts.values(), built.office_of),
    )
    progress("finding positions", len(files) + 3, total)
    placed = place_units(seeds.areas, seeds.toponyms, places, known.positions, kato)
    standing = place_offices(
        seeds.offices,
        seeds.areas,
        placed.positions,
        known.positions,
        localities_of(seeds),
        placed.centres,
        placed.present,
    )
    found = build_posts(seeds)
    later = through_time(seeds.areas, seeds.toponyms, history, kato)
    seeds = replace(
        seeds,
        areas=later.areas,
        toponyms=later.toponyms,
        unit_changes=later.changes,
        unit_codes=later.codes,
        uncoded=why_uncoded(later.areas, later.changes, later.codes, placed.present, kato),
        positions=(*placed.positions, *positions_of_new(history, placed.positions), *standing),
        unplaced=tuple(placed.unplaced),
        posts=found.posts,
        register=_registers(known.register, registers),
    )
    progress("done", total, total)
    problems = (
        *_blocked(read),
        *units.problems,
        *built.problems,
        *provided.problems,
        *placed.problems,
        *later.problems,
        *found.problems,
        *(problem for register in registers for problem in register.problems),
    )
    return Seeded(seeds, built.joins, built.doubts, tuple(sorted(problems)))


def _blocked(acts: Iterable[ActRecords]) -> Iterator[Problem]:
    for act in acts:
        for key, error in act.blocked.items():
            yield Problem("blocked table", _table_token(key), str(error))


def replace_seeds(folder: Path, seeded: Seeded) -> None:
    """Put new seeds in the place of the old: everything is written elsewhere first, so that it can be."""
    with tempfile.TemporaryDirectory() as trial:
        write_seeds(Path(trial), seeded.seeds)
        write_rows(Path(trial) / DOUBTS_FILE, seeded.doubts, Doubt)
    write_seeds(folder, seeded.seeds)
    write_rows(folder / DOUBTS_FILE, seeded.doubts, Doubt)


def _with_bodies(acts: Mapping[str, ActRecords], bodies: Iterable[Body]) -> dict[str, ActRecords]:
    """The acts with the bodies that their paragraphs name; a body of an act that is not here waits for it."""
    found = dict(acts)
    for body in bodies:
        act = found.get(body.record.act)
        if act is not None:
            # Kept seeds hold the paragraph already: its row is made anew, so that a mended body is seen.
            records = tuple(r for r in act.records if cite(r) != cite(body.record))
            others = tuple(e for e in act.entries.get(body.table, ()) if e.line != body.record.line)
            entries = {**act.entries, body.table: (*others, body.entry)}
            found[act.act] = ActRecords(act.act, entries, (*records, body.record))
    return found


def _keeping_blocked(read: ActRecords, known: ActRecords | None) -> ActRecords:
    """The act as it was read, its blocked tables as they were read before."""
    if known is None or not read.blocked:
        return read
    kept = {key: rows for key, rows in known.entries.items() if key in read.blocked}
    records = tuple(r for r in known.records if TableKey(read.act, r.standard, r.annex) in kept)
    return replace(read, entries={**read.entries, **kept}, records=(*read.records, *records))


def _table_token(key: TableKey) -> str:
    return format_citation(CitationToken(key.act, key.standard, key.annex))


def cite(record: OfficeRecord) -> str:
    """The citation of a record whose `act` is the id of the act."""
    return format_citation(CitationToken(record.act, record.standard, record.annex, record.line))


def _registers(known: Iterable[RegisterRow], read: Iterable[RegisterBuilt]) -> tuple[RegisterRow, ...]:
    """Rows of the register by service: those just read, else those that seeds hold of acts not read now."""
    rows = {row.service: row for row in known}
    rows.update((row.service, row) for built in read for row in built.rows)
    return tuple(rows.values())


def _placed(
    record: OfficeRecord, units: UnitsBuilt, levels: Mapping[str, Level], is_nationwide: bool
) -> Placed:
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


def _record_tables(
    acts: Iterable[ActRecords], office_of: Mapping[str, str]
) -> dict[TableKey, tuple[RecordRow, ...]]:
    tables: dict[TableKey, list[RecordRow]] = defaultdict(list)
    for act in acts:
        for record in act.records:
            key = TableKey(act.act, record.standard, record.annex)
            tables[key].append(record_row(record, office_of[cite(record)]))
    return {key: tuple(rows) for key, rows in tables.items()}
