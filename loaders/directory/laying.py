"""Adds a further act to seeds without a gazetteer: their units, offices and positions stay unchanged.

The rows of the act are placed among the units of the seeds and matched to their offices. An act that lists
okrugs with their villages creates units, and so needs a gazetteer (`make_seeds`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from loaders.acts.profiles import ActProfile
from loaders.directory.act_records import ActRecords, kept_act_records, read_act_records
from loaders.directory.blocking import without_unplaced
from loaders.directory.seeded import (
    Seeded,
    amended_rows,
    apply_rules,
    blocked_tables,
    cite,
    decisions_of,
    keeping_blocked,
    keeping_days,
    placed_rows,
    record_tables,
    registers_of,
    restated,
    span_rows,
    tables_of,
    with_bodies,
)
from loaders.offices.bodies import read_bodies
from loaders.offices.posts import build_posts
from loaders.offices.reconcile import OfficesBuilt, reconcile
from loaders.offices.register import build_register
from loaders.offices.review import DOUBTS_FILE, Doubt
from loaders.places.office_positions import localities_of, place_offices
from loaders.printed import OfficeRecord
from loaders.progress import Report
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import read_rows
from loaders.seeds.folder import Seeds, read_seeds
from loaders.seeds.rows import AreaRow, OfficeRow, PositionRow, ProvisionRow, ToponymRow
from loaders.territory.later_division import LaterDivision
from loaders.territory.standing_okrugs import place_okrugs
from loaders.territory.standing_units import StandingRow, place_among
from loaders.territory.unit_history import printed_names, read_history, renamed_by_acts, with_renamings
from loaders.territory.units import KnownUnits, UnitsBuilt
from model.errors import UsageError

_STEPS = 4


class GazetteerNeededError(UsageError):
    """The act cannot be read without a gazetteer; the message says why and how to name one."""


def lay_over(
    file: Path,
    folder: Path,
    progress: Report,
    profiles: Sequence[ActProfile] = (),
    amending: ActRecords | None = None,
    known: Seeds | None = None,
) -> Seeded:
    """The seeds of `folder` with the act in `file` added; a version of the act that they have is replaced.

    `profiles` describe acts that the program does not know yet. `amending` are the records of an amending act
    that was read already; its rows belong to other acts. `known` are the seeds of the folder if they were
    read already. Writes nothing. Raises GazetteerNeededError if the act lists okrugs, and other
    RegistryErrors.
    """
    progress(f"reading {file.stem}", 0, _STEPS)
    known = known or read_seeds(folder)
    earlier = {act.act: act for act in kept_act_records(known)}
    read = amending or read_act_records(file, profiles)
    if amending is None:
        _refuse_okrugs(file, read)
    bodies = read_bodies(folder / "lookups" / "named_bodies.yaml")
    # Rows of other acts stay; of an amending act only its own bodies are made again.
    before = earlier.pop(read.act, None)
    kept = keeping_days(keeping_blocked(read, before), before)
    act = with_bodies({read.act: kept}, bodies)[read.act]
    progress("placing the rows", 1, _STEPS)
    settled = _settled(known, read)
    settled.update((new, settled[old]) for new, old in restated([act]) if old in settled)
    everything = (record for one in (*earlier.values(), act) for record in one.records)
    standing = [record for record in everything if cite(record) in settled]
    new = [record for record in act.records if cite(record) not in settled]
    units = _place(new, standing, settled, known, folder)
    if amending is not None:
        units = replace(units, placements={**units.placements, **place_okrugs(new, known.areas)})
    progress("joining rows to offices", 2, _STEPS)
    rows = placed_rows([*standing, *new], units, bodies)
    decisions = decisions_of(folder, bodies, [*standing, *new])
    built = reconcile(rows, known.offices, decisions, (row.old for row in known.rekeyed), settled)
    built = replace(built, offices=_unmoved(built, known, settled))
    built, unplaced = without_unplaced(built, rows, bodies, folder / "acts")
    provided = apply_rules(
        folder, rows, built, units, bodies=bodies, versions=amended_rows([*earlier.values(), act])
    )
    progress("finding positions", 3, _STEPS)
    registers = [] if amending is not None else [build_register(act.act, file, known.services)]
    seeds = replace(
        _with_act(known, act, units, built),
        act_tables=tables_of(known.act_tables, (*earlier.values(), act), registers),
        provisions=_as_before(provided.provisions, known),
        register=registers_of(known.register, registers),
    )
    renamed = with_renamings(seeds.areas, seeds.toponyms, seeds.unit_changes, renamed_by_acts(folder))
    seeds = replace(seeds, toponyms=renamed[0], unit_changes=renamed[1])
    posts = build_posts(seeds)
    seeds = replace(seeds, positions=_positions(seeds, known), posts=posts.posts)
    progress("done", _STEPS, _STEPS)
    told = (units.problems, built.problems, provided.problems, posts.problems)
    of_registers = (problem for register in registers for problem in register.problems)
    problems = sorted(
        (*blocked_tables([read]), *unplaced, *itertools.chain.from_iterable(told), *of_registers)
    )
    return Seeded(seeds, built.joins, _doubts(folder, act, built), tuple(problems))


def _with_act(known: Seeds, act: ActRecords, units: UnitsBuilt, built: OfficesBuilt) -> Seeds:
    """The known seeds with the rows, records and offices of the act; earlier rows of the act are replaced."""
    entries = {key: table for key, table in known.entries.items() if key.act != act.act}
    records = {key: table for key, table in known.records.items() if key.act != act.act}
    return replace(
        known,
        areas=_with_later(units.areas, known),
        toponyms=_with_later_names(units.toponyms, known),
        offices=built.offices,
        rekeyed=(*known.rekeyed, *built.rekeyed),
        entries={**entries, **act.entries},
        records={**records, **record_tables([act], built.office_of)},
        spans=(*(row for row in known.spans if row.act != act.act), *span_rows([act])),
        paragraphs=(*(row for row in known.paragraphs if row.act != act.act), *act.paragraphs),
    )


def _refuse_okrugs(file: Path, act: ActRecords) -> None:
    """Raises GazetteerNeededError if the act lists offices of okrugs."""
    line = next((r.line for r in act.records if r.category == "okrug_akimat"), None)
    if line is not None:
        raise GazetteerNeededError(
            f"{file}:{line}: the act lists okrugs, and which villages theirs are is found with a gazetteer: "
            "name its folder by --gazetteer or KENSE_GAZETTEER"
        )


def _settled(known: Seeds, read: ActRecords) -> dict[str, str]:
    """The office of each row that is kept, by citation.

    Rows of the act that was read again are left out, except those of blocked tables.
    """
    offices = {office.id for office in known.offices}
    return {
        format_citation(CitationToken(key.act, key.standard, key.annex, row.line)): row.office
        for key, rows in known.records.items()
        if key.act != read.act or key in read.blocked
        for row in rows
        if row.office in offices
    }


def _place(
    new: Sequence[OfficeRecord],
    standing: Sequence[OfficeRecord],
    settled: Mapping[str, str],
    known: Seeds,
    folder: Path,
) -> UnitsBuilt:
    """The known units and the units of each row; units that began after the acts are left out."""
    history = read_history(folder)
    made = {unit.id for unit in history.units}
    areas = tuple(area for area in known.areas if area.id not in made)
    offices = {office.id: office for office in known.offices}
    rows = (StandingRow(record, offices[settled[cite(record)]]) for record in standing)
    days = {act.id: act.adopted_on for act in known.acts}
    later = LaterDivision.of(history, days)
    return place_among(new, rows, KnownUnits(areas, printed_names(known.toponyms)), later)


def _unmoved(built: OfficesBuilt, known: Seeds, settled: Mapping[str, str]) -> tuple[OfficeRow, ...]:
    """The offices. An office that a kept row names stays as it was in the known seeds."""
    named = set(settled.values())
    before = {office.id: office for office in known.offices if office.id in named}
    return tuple(before.get(office.id, office) for office in built.offices)


def _as_before(provisions: Iterable[ProvisionRow], known: Seeds) -> tuple[ProvisionRow, ...]:
    """The provisions; a provision in `known` with the same office, rule, basis and days replaces the new one.

    So its units stay: seeds do not store the district of a row, only that of its office.
    """
    before = {_rests_on(row): row for row in known.provisions}
    return tuple(before.get(_rests_on(row), row) for row in provisions)


def _rests_on(row: ProvisionRow) -> tuple[str, ...]:
    """What identifies a provision from one run to the next."""
    return row.service, row.office, row.rule, row.basis, row.since, row.until


def _with_later(areas: Sequence[AreaRow], known: Seeds) -> tuple[AreaRow, ...]:
    """The known units; those that the act names are replaced by their new state."""
    found = {area.id: area for area in areas}
    return tuple(found.get(area.id, area) for area in known.areas)


def _with_later_names(names: Sequence[ToponymRow], known: Seeds) -> tuple[ToponymRow, ...]:
    """The known names and the new names, sorted by unit."""
    before = set(known.toponyms)
    rows = [*known.toponyms, *(row for row in names if row not in before)]
    return tuple(sorted(rows, key=lambda row: (row.unit, row.language, row.name)))


def _positions(seeds: Seeds, known: Seeds) -> tuple[PositionRow, ...]:
    """The known positions of units and unchanged offices; other offices get the position of a unit."""
    before = set(known.offices)
    subjects = {f"office:{office.id}" for office in seeds.offices if office in before}
    kept = [row for row in known.positions if row.subject.startswith("unit:") or row.subject in subjects]
    others = [office for office in seeds.offices if office not in before]
    of_units = [row for row in kept if row.subject.startswith("unit:")]
    units = {row.subject.removeprefix("unit:") for row in of_units}
    areas = {area.id: area for area in seeds.areas}
    placed = [area for area in seeds.areas if all(unit in units for unit in _chain(area, areas))]
    return (*kept, *place_offices(others, placed, of_units, known.positions, localities_of(seeds)))


def _chain(area: AreaRow, areas: Mapping[str, AreaRow]) -> Iterator[str]:
    """The id of a unit, then those of the units that contain it."""
    unit: AreaRow | None = area
    while unit is not None:
        yield unit.id
        unit = areas.get(unit.parent)


def _doubts(folder: Path, act: ActRecords, built: OfficesBuilt) -> tuple[Doubt, ...]:
    """The doubtful pairs of before without those of the act, and the new ones of the act."""
    path = folder / DOUBTS_FILE
    before = read_rows(path, Doubt) if path.is_file() else ()
    kept = (d for d in before if act.act not in (d.row.split("/")[0], d.other.split("/")[0]))
    return tuple(sorted({*kept, *built.doubts}))
