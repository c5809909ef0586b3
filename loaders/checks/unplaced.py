"""Why settlements and seats of okrugs have no exact position: a count for each rule, and the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from geo.gazetteer.settlement_query import Reason
from loaders.checks.place_tables import measure_place_figures, print_place_figures
from loaders.checks.places import (
    ACT_1119,
    OKRUG,
    is_fine,
    is_listed_village,
    measure_places,
    print_places,
    rows_of,
)
from loaders.seeds.folder import Seeds, read_seeds
from loaders.seeds.rows import UnplacedRow

NO_SEAT = "no seat"
"""The rows of an okrug print no village, or one that is in no list."""
_WORDS: Mapping[str, str] = {
    Reason.ABSENT: "the gazetteer has no such name in the district or near it",
    Reason.NUMBER: "the name is but a number that no locality has",
    Reason.ELSEWHERE: "only other districts of the region have the name",
    Reason.BESIDE: "the name beyond the border, without a witness",
    Reason.UNPROVED: "a name like it in the district, without a witness",
    Reason.FAR: "the name far from the other villages of the okrug",
    Reason.AMBIGUOUS: "several namesakes in the district, nothing tells them apart",
    Reason.CONTESTED: "the only locality of the name is another settlement's",
    NO_SEAT: "the okrug's rows name no village that is its seat",
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """The number of villages of act 1119 and rows of okrugs without an exact position, for one reason."""

    reason: str
    villages: int
    seats: int


def count_unplaced(seeds: Seeds) -> tuple[Unplaced, ...]:
    """The numbers for each reason, in the order of `Reason`.

    Together they are all that `measure_places` counts as not exact.
    """
    reasons = {row.unit: row.reason for row in seeds.unplaced}
    villages = Counter(
        reasons[area.id] for area in seeds.areas if is_listed_village(area) and area.id in reasons
    )
    seats = Counter(_reasons_of_seats(seeds, reasons))
    return tuple(Unplaced(reason, villages[reason], seats[reason]) for reason in _WORDS)


def _reasons_of_seats(seeds: Seeds, reasons: Mapping[str, str]) -> Iterable[str]:
    """The reason of each row of an okrug's office without an exact position.

    NO_SEAT if its village is unknown.
    """
    precisions = {row.subject: row.precision for row in seeds.positions}
    located = {office.id: office.located_in for office in seeds.offices}
    for record in rows_of(seeds, {OKRUG}, ACT_1119):
        if not is_fine(precisions.get(f"office:{record.office}")):
            yield reasons.get(located[record.office], NO_SEAT)


def run_places(seeds: Path, as_table: bool, console: Console, with_lists: bool = False) -> None:
    """Print shares and reasons: tables for people, or a JSON object on each line.

    Raises BadSeedError and StoreError. `with_lists` also names every settlement and the reason.
    """
    known = read_seeds(seeds)
    shares = measure_places(known)
    figures = measure_place_figures(seeds, known)
    if as_table:
        print_places(shares, console)
        print_unplaced(known, with_lists, console)
        print_place_figures(figures, with_lists, console)
        return
    lines = [{**asdict(share), "percent": share.percent, "reached": share.is_reached} for share in shares]
    for line in (*lines, *(asdict(each) for each in count_unplaced(known)), *figures.lines()):
        console.print(orjson.dumps(line).decode(), markup=False, highlight=False, soft_wrap=True)


def print_unplaced(seeds: Seeds, with_lists: bool, console: Console) -> None:
    """Print the numbers for people; `with_lists` also names every settlement and the reason."""
    table = Table("not placed: why", "villages of act 1119", "rows of okrug seats (ru)")
    for line in count_unplaced(seeds):
        table.add_row(f"{line.reason}: {_WORDS[line.reason]}", f"{line.villages:,}", f"{line.seats:,}")
    console.print(table)
    for row in sorted(seeds.unplaced, key=_by_reason) if with_lists else ():
        console.print(f"{row.reason}\t{row.unit}\t{row.text}", markup=False, highlight=False, soft_wrap=True)


def _by_reason(row: UnplacedRow) -> tuple[int, str]:
    return list(_WORDS).index(row.reason), row.unit
