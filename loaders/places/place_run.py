"""The work of `kense place`: positions are found again, changes are shown, and none is made worse unasked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from geo.earth.point import Point, geodesic_m
from geo.gazetteer.gazetteer import read_gazetteer
from loaders.places.office_positions import localities_of, place_offices
from loaders.places.positions import place_units
from loaders.problems import Problem
from loaders.seeds.files import write_rows
from loaders.seeds.folder import read_seeds
from loaders.seeds.rows import PositionRow, UnplacedRow
from loaders.territory.kato import read_kato
from loaders.territory.unit_history import positions_of_new, printed_names, read_history
from model.enums import Precision

_FAR_KM = 5.0
"""A position that moved farther is listed by name."""
_RANK = {precision.value: rank for rank, precision in enumerate(Precision)}


@dataclass(frozen=True, slots=True)
class Replaced:
    """The position of a subject before and after; None if it has none."""

    before: PositionRow | None
    after: PositionRow | None

    @property
    def subject(self) -> str:
        """The subject, `unit:<id>` or `office:<id>`; empty if it has no position on either side."""
        row = self.before or self.after
        return row.subject if row is not None else ""

    @property
    def kind(self) -> str:
        """The kind of change: `new`, `gone`, `finer`, `coarser`, `moved` (over 10 m), `same place` or `same`.

        `same place` means that only other facts differ.
        """
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        if self.before == self.after:
            return "same"
        ranks = _RANK[self.before.precision], _RANK[self.after.precision]
        if ranks[0] != ranks[1]:
            return "finer" if ranks[1] < ranks[0] else "coarser"
        return "moved" if self.moved_km > 0.01 else "same place"

    @property
    def moved_km(self) -> float:
        """Kilometres between the two points; 0 if one point is missing."""
        if self.before is None or self.after is None:
            return 0.0
        ends = [Point(float(row.lon), float(row.lat)) for row in (self.before, self.after)]
        return geodesic_m(*ends) / 1000

    @property
    def is_worse(self) -> bool:
        """Whether the position became coarser or is gone."""
        return self.kind in ("coarser", "gone")


def compare(before: Sequence[PositionRow], after: Sequence[PositionRow]) -> list[Replaced]:
    """The positions before and after of every subject of either side, by subject."""
    old: Mapping[str, PositionRow] = {row.subject: row for row in before}
    new: Mapping[str, PositionRow] = {row.subject: row for row in after}
    return [Replaced(old.get(subject), new.get(subject)) for subject in sorted({*old, *new})]


def kept_rows(replaced: Sequence[Replaced], overwrite: bool) -> list[PositionRow]:
    """The rows to write: the new row of each place, or the old row if the new row is coarser or missing.

    With `overwrite`, always the new rows.
    """
    rows = [each.before if each.is_worse and not overwrite else each.after for each in replaced]
    return [row for row in rows if row is not None]


def run_place(
    seeds: Path, gazetteer: Path, overwrite: bool, ask: Callable[[int], bool], console: Console
) -> list[Problem]:
    """Find all positions of a folder of seeds again and write them; returns what could not be placed.

    `ask` is called with the number of positions that would become coarser, unless there are none or
    `overwrite` is set; if it returns False, those stay. Positions set by hand are kept. The classifier
    (kato.csv) is used if the gazetteer has it. Raises BadSeedError and BadGazetteerError.
    """
    began = time.process_time()
    known = read_seeds(seeds)
    history = read_history(seeds)
    later = {unit.id for unit in history.units}
    areas = [area for area in known.areas if area.id not in later]
    classifier = gazetteer / "kato.csv"
    kato = read_kato(classifier) if classifier.is_file() else None
    names = printed_names(known.toponyms)
    placed = place_units(areas, names, read_gazetteer(gazetteer), known.positions, kato)
    units = [*placed.positions, *positions_of_new(history, placed.positions)]
    printed = localities_of(known)
    standing = place_offices(
        known.offices,
        areas=areas,
        unit_positions=units,
        kept=known.positions,
        printed=printed,
        centres=placed.centres,
        present=placed.present,
    )
    subjects = {f"unit:{area.id}" for area in known.areas} | {
        f"office:{office.id}" for office in known.offices
    }
    before = [row for row in known.positions if row.subject in subjects]
    console.print(f"placed in {time.process_time() - began:.1f} s of one core", highlight=False)
    replaced = compare(before, [*units, *standing])
    _show(replaced, console)
    worse = sum(each.is_worse for each in replaced)
    rows = kept_rows(replaced, overwrite or worse == 0 or ask(worse))
    write_rows(seeds / "positions.csv", rows, PositionRow)
    fine = {row.subject for row in rows if row.precision == Precision.SETTLEMENT}
    unplaced = [row for row in placed.unplaced if f"unit:{row.unit}" not in fine]
    write_rows(seeds / "unplaced.csv", unplaced, UnplacedRow)
    console.print(f"{len(rows):,} positions in {seeds / 'positions.csv'}", highlight=False)
    return placed.problems


def _show(replaced: Sequence[Replaced], console: Console) -> None:
    """Print the number of changes of each kind, and the large ones.

    Large are positions that became coarser, are gone or moved over 5 km.
    """
    table = Table(show_header=False, box=None)
    table.add_column(justify="right")
    for kind, count in Counter(each.kind for each in replaced).most_common():
        table.add_row(f"{count:,}", kind)
    console.print(table)
    for each in replaced:
        if each.is_worse or each.moved_km > _FAR_KM:
            old, new = _told(each.before), _told(each.after)
            text = f"{each.kind}\t{each.subject}\t{old} -> {new}\t{each.moved_km:.0f} km"
            console.print(text, markup=False, highlight=False, soft_wrap=True)


def _told(row: PositionRow | None) -> str:
    return f"{row.precision} {row.method}" if row is not None else "none"
