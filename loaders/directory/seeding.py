"""From the texts of acts to the whole folder of seeds: units, offices, provisions and positions.

Persons' work is kept: profiles of acts, services, positions set by hand, decisions about joins; known ids
stay. What happened to the units since the acts (`loaders.territory.unit_history`) is added last, because acts
use the division of their time. Nothing is written unless everything could be made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from geo.gazetteer.gazetteer import Gazetteer, read_gazetteer
from geo.names.remembered import remember_many
from loaders.acts.profiles import ActProfile
from loaders.directory.act_records import ActRecords, kept_act_records, read_act_records
from loaders.directory.blocking import without_unplaced
from loaders.directory.seeded import (
    Seeded,
    amended_rows,
    apply_rules,
    blocked_tables,
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
from loaders.offices.reconcile import reconcile
from loaders.offices.register import build_register
from loaders.offices.review import DOUBTS_FILE, Doubt
from loaders.places.office_positions import localities_of, place_offices
from loaders.places.positions import place_units
from loaders.problems import Problem
from loaders.progress import Report
from loaders.seeds.files import write_rows
from loaders.seeds.folder import Seeds, read_seeds, write_seeds
from loaders.territory.kato import Kato, read_kato
from loaders.territory.later_division import LaterDivision
from loaders.territory.uncoded import why_uncoded
from loaders.territory.unit_history import (
    UnitHistory,
    positions_of_new,
    printed_names,
    read_history,
    through_time,
)
from loaders.territory.unit_ids import keep_ids
from loaders.territory.units import KnownUnits, build_units

_STEPS = 5
"""The steps after reading the acts, as counted by a progress bar."""


def make_seeds(
    files: Sequence[Path],
    folder: Path,
    gazetteer: Path,
    progress: Report,
    profiles: Sequence[ActProfile] = (),
) -> Seeded:
    """The seeds of `folder` rebuilt from the texts in `files`; other acts stay as in the seeds.

    `profiles` describe acts that the program does not know yet. A blocked table keeps its rows of the earlier
    seeds, and is a problem. Writes nothing. Raises the errors of reading acts, seeds and the gazetteer, all
    RegistryErrors.
    """
    remember_many()
    total = len(files) + _STEPS
    known = read_seeds(folder)
    read: list[ActRecords] = []
    for done, file in enumerate(files):
        progress(f"reading {file.stem}", done, total)
        read.append(read_act_records(file, profiles))
    registers = [build_register(act.act, file, known.services) for act, file in zip(read, files, strict=True)]
    bodies = read_bodies(folder / "lookups" / "named_bodies.yaml")
    acts = with_bodies(_with_kept(read, known), bodies)
    progress("placing the rows", len(files), total)
    records = [record for act in sorted(acts) for record in acts[act].records]
    places, kato = read_gazetteer(gazetteer), read_kato(gazetteer / "kato.csv")
    history = read_history(folder)
    known_units = _known_units(known, history)
    later = LaterDivision.of(history, {act.id: act.adopted_on for act in known.acts})
    kept = keep_ids(build_units(records, known_units, kato, places, later=later), known_units)
    rows = placed_rows(records, kept.units, bodies)
    progress("joining rows to offices", len(files) + 1, total)
    decisions = decisions_of(folder, bodies, records).also(restated(acts.values()))
    built = reconcile(rows, known.offices, decisions, (row.old for row in known.rekeyed))
    built, unplaced = without_unplaced(built, rows, bodies, folder / "acts")
    progress("applying the rules", len(files) + 2, total)
    provided = apply_rules(
        folder, rows, built, kept.units, bodies=bodies, versions=amended_rows(acts.values())
    )
    seeds = replace(
        known,
        areas=tuple(kept.units.areas),
        toponyms=tuple(kept.units.toponyms),
        offices=built.offices,
        provisions=provided.provisions,
        rekeyed=(*known.rekeyed, *kept.rekeyed, *built.rekeyed),
        entries={key: table for act in acts.values() for key, table in act.entries.items()},
        records=record_tables(acts.values(), built.office_of),
        spans=span_rows(acts.values()),
        act_tables=tables_of(known.act_tables, acts.values(), registers),
        paragraphs=tuple(row for act in acts.values() for row in act.paragraphs),
        register=registers_of(known.register, registers),
    )
    progress("finding positions", len(files) + 3, total)
    seeds, placing_problems = _placed(seeds, known, history, places, kato)
    progress("done", total, total)
    problems = (
        *blocked_tables(read),
        *unplaced,
        *kept.units.problems,
        *built.problems,
        *provided.problems,
        *placing_problems,
        *(problem for register in registers for problem in register.problems),
    )
    return Seeded(seeds, built.joins, built.doubts, tuple(sorted(problems)))


def _with_kept(read: Sequence[ActRecords], known: Seeds) -> dict[str, ActRecords]:
    """The acts of the seeds, replaced by those that were read, by id."""
    acts: dict[str, ActRecords] = {act.act: act for act in kept_act_records(known)}
    for act in read:
        acts[act.act] = keeping_days(keeping_blocked(act, acts.get(act.act)), acts.get(act.act))
    return acts


def _known_units(known: Seeds, history: UnitHistory) -> KnownUnits:
    """The units of the seeds without those that began after the acts."""
    later_ids = {unit.id for unit in history.units}
    return KnownUnits(
        tuple(area for area in known.areas if area.id not in later_ids), printed_names(known.toponyms)
    )


def _placed(
    seeds: Seeds, known: Seeds, history: UnitHistory, places: Gazetteer, kato: Kato
) -> tuple[Seeds, tuple[Problem, ...]]:
    """The seeds with positions, posts and the changes of units since the acts, and the problems found."""
    placed = place_units(seeds.areas, seeds.toponyms, places, known.positions, kato)
    standing = place_offices(
        seeds.offices,
        areas=seeds.areas,
        unit_positions=placed.positions,
        kept=known.positions,
        printed=localities_of(seeds),
        centres=placed.centres,
        present=placed.present,
    )
    posts_built = build_posts(seeds)
    later = through_time(seeds.areas, seeds.toponyms, history, kato)
    whole = replace(
        seeds,
        areas=later.areas,
        toponyms=later.toponyms,
        unit_changes=later.changes,
        unit_codes=later.codes,
        uncoded=why_uncoded(later.areas, later.changes, later.codes, placed.present, kato),
        positions=(*placed.positions, *positions_of_new(history, placed.positions), *standing),
        unplaced=tuple(placed.unplaced),
        posts=posts_built.posts,
    )
    return whole, (*placed.problems, *later.problems, *posts_built.problems)


def replace_seeds(folder: Path, seeded: Seeded) -> None:
    """Write the new seeds and doubtful pairs over the old files.

    All is first written to a temporary folder: if that fails, the old seeds stay unchanged.
    """
    with tempfile.TemporaryDirectory() as trial:
        write_seeds(Path(trial), seeded.seeds)
        write_rows(Path(trial) / DOUBTS_FILE, seeded.doubts, Doubt)
    write_seeds(folder, seeded.seeds)
    write_rows(folder / DOUBTS_FILE, seeded.doubts, Doubt)
