"""The figures of `kense check`: what was read, the result, and what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.acts.profiles import shipped_profiles
from loaders.directory.act_records import ActRecords
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.rows import AreaRow
from model.enums import Level, Precision


@dataclass(frozen=True, slots=True)
class Figure:
    """One number under a name that `seeds/check.yaml` can pin, such as `rows` or `offices akimat`."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class TableCount:
    """The number of rows read of one table, and the expected number (None if no profile states it)."""

    table: str
    title: str
    expected: int | None
    read: int


_AKIMATS = frozenset({"okrug_akimat", "district_akimat", "oblast_akimat"})
_FINE = frozenset({Precision.BUILDING, Precision.STREET, Precision.SETTLEMENT})


def count_tables(acts: Sequence[ActRecords]) -> tuple[TableCount, ...]:
    """The rows read of every table that a profile describes or that was read, by act, standard and annex.

    Rows that paragraphs name are in tables without annex; no profile counts them.
    """
    read = {key: len(rows) for act in acts for key, rows in act.entries.items()}
    counts = []
    for profile in shipped_profiles():
        for table in profile.tables:
            key = TableKey(profile.id, table.standard, table.annex)
            counts.append(TableCount(_token(key), table.title, table.rows, read.pop(key, 0)))
    counts += [TableCount(_token(key), "named by a paragraph", None, rows) for key, rows in read.items()]
    return tuple(counts)


def count_unread(acts: Sequence[ActRecords]) -> Counter[str]:
    """The number of parts of cells that no rule understood, by reason."""
    return Counter(piece.reason for act in acts for record in act.records for piece in record.unread)


def figures_of_acts(acts: Sequence[ActRecords]) -> list[Figure]:
    """Numbers of rows, tables, tables unlike their profile, records, and parts not understood."""
    tables = count_tables(acts)
    counted = [table for table in tables if table.expected is not None]
    return [
        Figure("rows", sum(table.read for table in counted)),
        Figure("tables", sum(table.read > 0 for table in counted)),
        Figure("tables unlike their profile", sum(table.read != table.expected for table in counted)),
        Figure("records", sum(len(act.records) for act in acts)),
        Figure("pieces unread", sum(count_unread(acts).values())),
    ]


def figures_of_offices(seeds: Seeds) -> list[Figure]:
    """Numbers of offices by kind and category, without a position, and with a coarse position.

    Number of provisions.
    """
    positions = {row.subject: Precision(row.precision) for row in seeds.positions}
    placed = [positions.get(f"office:{office.id}") for office in seeds.offices]
    kinds = Counter(office.kind.lower() for office in seeds.offices)
    categories = Counter(office.category for office in seeds.offices)
    return [
        Figure("offices", len(seeds.offices)),
        *(Figure(f"offices of kind {kind}", count) for kind, count in sorted(kinds.items())),
        *(Figure(f"offices: {category}", count) for category, count in sorted(categories.items())),
        Figure("offices without a position", placed.count(None)),
        Figure("offices placed coarsely", sum(one is not None and one not in _FINE for one in placed)),
        Figure("provisions", len(seeds.provisions)),
    ]


def figures_of_units(seeds: Seeds) -> list[Figure]:
    """Numbers of units by level, villages with a position and without an office, and changes of units."""
    figures = []
    for level in Level:
        units = [area for area in seeds.areas if area.level == level]
        name = level.lower().replace("_", " ")
        figures.append(Figure(f"units: {name}", len(units)))
    placed = {row.subject for row in seeds.positions if Precision(row.precision) in _FINE}
    villages = [area for area in seeds.areas if area.level == Level.SETTLEMENT]
    figures.append(Figure("villages on the map", sum(f"unit:{area.id}" in placed for area in villages)))
    figures.append(Figure("villages without an office", len(villages_without_office(seeds))))
    figures.append(Figure("changes of units", len(seeds.unit_changes)))
    undated = sum(not change.on for change in seeds.unit_changes)
    figures.append(Figure("changes of units without a day", undated))
    return figures


def villages_without_office(seeds: Seeds) -> tuple[AreaRow, ...]:
    """Settlements without an akim of their own, of their okrug or of their city.

    The akim of a whole raion does not count.
    """
    areas = {area.id: area for area in seeds.areas}
    served: Mapping[str, list[str]] = _territories(seeds)
    return tuple(
        area
        for area in seeds.areas
        if area.level == Level.SETTLEMENT and not any(unit in served for unit in _chain(area, areas))
    )


def _territories(seeds: Seeds) -> Mapping[str, list[str]]:
    """Ids of the akims' offices by territory."""
    served: dict[str, list[str]] = defaultdict(list)
    for office in seeds.offices:
        if office.category in _AKIMATS and office.territory:
            served[office.territory].append(office.id)
    return served


def _chain(area: AreaRow, areas: Mapping[str, AreaRow]) -> list[str]:
    """The id of a unit, then of the okrugs and cities that contain it; other units are left out."""
    chain = [area.id]
    parent = areas.get(area.parent)
    while parent is not None:
        if parent.level == Level.RURAL_OKRUG or parent.name_ru.startswith("город"):
            chain.append(parent.id)
        parent = areas.get(parent.parent)
    return chain


def _token(key: TableKey) -> str:
    standard = "" if key.standard is None else f"/s{key.standard}"
    annex = "" if key.annex is None else f"/a{key.annex}"
    return f"{key.act}{standard}{annex}"
