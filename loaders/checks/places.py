"""How many offices and villages have an exact position, not that of their okrug, compared with the goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from loaders.checks.figures import Figure
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow, RecordRow
from model.enums import Level, Precision
from model.lookup_facts import Locator
from model.lookups import lookup

_FINE = frozenset({Precision.BUILDING, Precision.STREET, Precision.SETTLEMENT})
_KNOWN_DISTRICT = _FINE | {Precision.OKRUG, Precision.DISTRICT}
ACT_1119 = "gov-2012-1119"
_VILLAGE_TABLES = ("gov-2012-1119/s1/a2/", "gov-2012-1119/s23/a1/")
_OF_DISTRICTS = frozenset(
    {"district_akimat", "education_department", "housing_department", "employment_department"}
)
OKRUG = "okrug_akimat"


@dataclass(frozen=True, slots=True)
class PlacedShare:
    """A group of rows or villages, with the number placed exactly.

    `fine` are at their settlement or finer, `in_district` at least in their district.
    """

    group: str
    goal: float
    count: int
    fine: int
    in_district: int

    @property
    def percent(self) -> float:
        """Per cent placed at settlement precision or finer; 0 for an empty group."""
        return round(100 * self.fine / self.count, 1) if self.count else 0.0

    @property
    def is_reached(self) -> bool:
        """Whether the goal is reached."""
        return self.percent >= self.goal


def measure_places(seeds: Seeds) -> tuple[PlacedShare, ...]:
    """The groups that have goals, in the order of the goals."""
    precisions = {row.subject: Precision(row.precision) for row in seeds.positions}
    goals = lookup(Locator).goals
    groups = {
        "district and city offices": _rows(seeds, precisions, _OF_DISTRICTS),
        "public service centres": _rows(seeds, precisions, {"psc_branch"}),
        "okrug seats (ru)": _rows(seeds, precisions, {OKRUG}, ACT_1119),
        "villages of act 1119": _villages(seeds, precisions),
        "okrugs of Karaganda (kk)": _rows(seeds, precisions, {OKRUG}, "krg-2008-35-01"),
        "okrugs of Almaty (kk)": _rows(seeds, precisions, {OKRUG}, "alm-2012-420"),
    }
    return tuple(_share(group, goal, groups[group]) for group, goal in goals.items())


def _share(group: str, goal: float, found: Iterable[Precision | None]) -> PlacedShare:
    precisions = list(found)
    fine = sum(precision in _FINE for precision in precisions)
    in_district = sum(precision in _KNOWN_DISTRICT for precision in precisions)
    return PlacedShare(group, goal, len(precisions), fine, in_district)


def is_fine(precision: str | None) -> bool:
    """Whether a precision is that of a settlement or finer; False for None."""
    return precision is not None and Precision(precision) in _FINE


def is_listed_village(area: AreaRow) -> bool:
    """Whether a unit is a settlement that the lists of villages of act 1119 name."""
    return area.level == Level.SETTLEMENT and any(table in area.basis for table in _VILLAGE_TABLES)


def rows_of(seeds: Seeds, categories: Iterable[str], act: str | None = None) -> Iterable[RecordRow]:
    """Every printed row of an office of these categories, in one act or, with None, in all."""
    wanted = frozenset(categories)
    for table, records in seeds.records.items():
        if act in (None, table.act):
            yield from (record for record in records if record.category in wanted)


def _rows(
    seeds: Seeds, precisions: Mapping[str, Precision], categories: Iterable[str], act: str | None = None
) -> Iterable[Precision | None]:
    """The precision of the office of each of these rows."""
    return (precisions.get(f"office:{record.office}") for record in rows_of(seeds, categories, act))


def _villages(seeds: Seeds, precisions: Mapping[str, Precision]) -> Iterable[Precision | None]:
    return (precisions.get(f"unit:{area.id}") for area in seeds.areas if is_listed_village(area))


def figures_of_places(seeds: Seeds) -> list[Figure]:
    """A figure in per cent for each group, such as `placed: public service centres %`."""
    return [Figure(f"placed: {share.group} %", share.percent) for share in measure_places(seeds)]


def print_places(shares: Iterable[PlacedShare], console: Console) -> None:
    """Print a line for each group, with its goal."""
    table = Table(
        "placed at their settlement", "count", "placed", "%", "goal %", "in their district at least"
    )
    for share in shares:
        table.add_row(
            share.group,
            f"{share.count:,}",
            f"{share.fine:,}",
            f"{share.percent:.1f}",
            f"{share.goal:g}{'' if share.is_reached else '  (missed)'}",
            f"{share.in_district:,}",
        )
    console.print(table)
