"""Changes of the units since the acts, stated in `lookups/unit_changes.yaml`, as rows of seeds.

A unit keeps its id: a new name is a further name of it, a new parent is a MOVED change. Only a unit that no
act names, because it was made later, gets a row of its own in `areas.csv`, with its code of today. Everything
is made anew from the lookup and the units of the acts, so that a second run changes nothing.

A settlement or okrug with a code of the classifier is found by its name there, too, however the acts print
it; the row cites the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from geo.names.toponyms import TypeWord, mild_key, strip_type
from loaders.problems import Problem
from loaders.seeds.act_facts import read_act_facts
from loaders.seeds.files import join_values, read_rows
from loaders.seeds.lookup_files import read_seed_lookup
from loaders.seeds.rows import AmendmentRow, AreaRow, PositionRow, ToponymRow, UnitChangeRow, UnitCodeRow
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.unit_tree import same_root
from model.enums import ChangeKind, Language, Level, NameStatus, OperationKind, Precision
from model.lookup_facts import LaterUnit, StatedUnitChange, UnitChanges

LOOKUP = Path("lookups", "unit_changes.yaml")
_BY_CODE = "KATO "
"""Prefix of the source of a name that no row prints and a code of the classifier shows."""
_PRECISION = {Level.REGION: Precision.REGION, Level.DISTRICT: Precision.DISTRICT}


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """The lookup: later units, changes, codes that ended, and further names."""

    units: tuple[LaterUnit, ...] = ()
    changes: tuple[StatedUnitChange, ...] = ()
    former_codes: tuple[UnitCodeRow, ...] = ()
    variants: tuple[ToponymRow, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitsThroughTime:
    """Rows for `areas.csv`, `toponyms.csv`, `unit_changes.csv` and `unit_codes.csv`, and the problems."""

    areas: tuple[AreaRow, ...]
    toponyms: tuple[ToponymRow, ...]
    changes: tuple[UnitChangeRow, ...]
    codes: tuple[UnitCodeRow, ...]
    problems: tuple[Problem, ...] = ()


def read_history(folder: Path) -> UnitHistory:
    """The history in `lookups/unit_changes.yaml` of a folder of seeds, and the renamings by its acts.

    Without that file, only the renamings. Raises BadSeedError.
    """
    path, renamed = folder / LOOKUP, renamed_by_acts(folder)
    if not path.is_file():
        return UnitHistory(changes=renamed)
    stated = read_seed_lookup(path, UnitChanges)
    return UnitHistory(
        stated.units,
        (*stated.changes, *renamed),
        tuple(UnitCodeRow(row.unit, row.kato, row.until, row.source) for row in stated.former_codes),
        tuple(
            ToponymRow(
                unit=row.unit,
                language=row.language.value,
                name=row.name,
                status=NameStatus.VARIANT.value,
                since="",
                until="",
                source=row.source,
            )
            for row in stated.variants
        ),
    )


def renamed_by_acts(folder: Path) -> tuple[StatedUnitChange, ...]:
    """The renamings that the amendments of a folder of seeds order, each with its citation as source.

    Raises BadSeedError.
    """
    file = folder / "amendments.csv"
    rows = read_rows(file, AmendmentRow) if file.is_file() else ()
    return tuple(
        StatedUnitChange(
            date=row.on,
            kind=ChangeKind.RENAMED,
            from_=(row.unit,),
            to=(row.unit,),
            now={read_act_facts(folder / "acts" / f"{row.act}.yaml").language: row.after},
            source=f"{row.act}/l{row.line}",
        )
        for row in rows
        if row.kind == OperationKind.RENAME_UNIT and row.unit
    )


def with_renamings(
    areas: Iterable[AreaRow],
    toponyms: Iterable[ToponymRow],
    changes: Iterable[UnitChangeRow],
    renamed: Sequence[StatedUnitChange],
) -> tuple[tuple[ToponymRow, ...], tuple[UnitChangeRow, ...]]:
    """The names and changes with renamings by acts added; those of unknown units are left out."""
    by_id = {area.id: area for area in areas}
    history, _ = _of_known(UnitHistory(changes=tuple(renamed)), by_id)
    names = {*toponyms, *_names(history, by_id)}
    rows = {*changes, *(_stated(change, by_id) for change in history.changes)}
    return (
        tuple(sorted(names, key=lambda row: (row.unit, row.language, row.name))),
        tuple(sorted(rows, key=lambda row: (row.on, row.kind, row.before, row.after))),
    )


def printed_names(toponyms: Iterable[ToponymRow]) -> tuple[ToponymRow, ...]:
    """The names without those of later renamings and of the classifier."""
    return tuple(
        row for row in toponyms if row.status != NameStatus.OFFICIAL and not row.source.startswith(_BY_CODE)
    )


def through_time(
    areas: Sequence[AreaRow], toponyms: Sequence[ToponymRow], history: UnitHistory, kato: Kato
) -> UnitsThroughTime:
    """The units of the acts and later units, with later names, changes and former codes.

    Statements about a unit that does not exist are left out and become problems.
    """
    new_codes = {unit.kato for unit in history.units}
    kept = [replace(area, kato="") if area.kato in new_codes else area for area in areas]
    all_areas = [*kept, *(_area(unit) for unit in history.units)]
    by_id = {area.id: area for area in all_areas}
    history, problems = _of_known(history, by_id)
    rows: list[UnitChangeRow] = []
    parents = {area.id: area.parent for area in all_areas}
    for change in sorted(history.changes, key=lambda one: one.date):
        rows.append(_stated(change, by_id))
        rows += _moves(change, by_id, parents)
    names = [*toponyms, *_names(history, by_id), *history.variants]
    names += _names_by_code(all_areas, names, kato)
    return UnitsThroughTime(
        tuple(sorted(all_areas, key=lambda area: area.id)),
        tuple(sorted(names, key=lambda row: (row.unit, row.language, row.name))),
        tuple(sorted(rows, key=lambda row: (row.on, row.kind, row.before, row.after))),
        tuple(sorted(history.former_codes, key=lambda row: (row.unit, row.kato))),
        tuple(problems),
    )


def _of_known(history: UnitHistory, areas: Mapping[str, AreaRow]) -> tuple[UnitHistory, list[Problem]]:
    """The history without statements about missing units, and a problem for each such unit."""
    told = [unit for change in history.changes for unit in (*change.from_, *change.to, *change.entered)]
    told += [row.unit for row in history.former_codes] + [row.unit for row in history.variants]
    problems = [
        Problem("unit_unknown", unit, f"{LOOKUP.name} tells of a unit that no act names")
        for unit in sorted({unit for unit in told if unit not in areas})
    ]
    changes = [
        msgspec.structs.replace(change, entered=tuple(unit for unit in change.entered if unit in areas))
        for change in history.changes
        if all(unit in areas for unit in (*change.from_, *change.to))
    ]
    codes = tuple(row for row in history.former_codes if row.unit in areas)
    variants = tuple(row for row in history.variants if row.unit in areas)
    return UnitHistory(history.units, tuple(changes), codes, variants), problems


def _area(unit: LaterUnit) -> AreaRow:
    return AreaRow(
        id=unit.id,
        level=unit.level.value,
        parent=unit.parent,
        name_ru=unit.name_ru,
        name_kk=unit.name_kk,
        kato=unit.kato,
        geonames="",
        whosonfirst="",
        wikidata="",
        population="",
        seat="",
        basis="",
    )


def _stated(change: StatedUnitChange, areas: Mapping[str, AreaRow]) -> UnitChangeRow:
    """The row of a change; a renaming has the name before."""
    ended = ""
    if change.kind is ChangeKind.RENAMED:
        area = areas[change.from_[0]]
        ended = change.was.get(Language.RU, area.name_ru) or area.name_kk
    return UnitChangeRow(
        change.date,
        change.kind.value,
        join_values(change.from_),
        join_values(change.to),
        ended,
        change.source,
    )


def _moves(
    change: StatedUnitChange, areas: Mapping[str, AreaRow], parents: dict[str, str]
) -> Iterable[UnitChangeRow]:
    """A row for each unit that moved to the last unit of the change; `parents` are updated."""
    entered = change.to[-1]
    moved = list(change.entered)
    if change.by_code:
        moved += _coded_in(entered, change.from_, areas, parents)
    for unit in moved:
        yield UnitChangeRow(
            change.date,
            ChangeKind.MOVED.value,
            join_values((unit, parents[unit])),
            join_values((unit, entered)),
            "",
            change.source
            if unit in change.entered
            else f"{change.source} KATO {areas[unit].kato or areas[entered].kato}",
        )
        parents[unit] = entered


def _coded_in(
    entered: str, left: Sequence[str], areas: Mapping[str, AreaRow], parents: Mapping[str, str]
) -> list[str]:
    """Ids of the units directly in `left` whose code is in the unit entered.

    What is inside them moves with them. A settlement that moved without its okrug moves by itself. An okrug
    without a code of its own moves when every settlement of it that has a code is in the unit entered.
    """
    prefix = areas[entered].kato[:4]
    below = [area for area in areas.values() if parents[area.id] in left and area.id != entered]
    moved = []
    for area in below:
        inside = [each for each in areas.values() if parents[each.id] == area.id]
        codes = [each.kato for each in inside if each.kato]
        is_whole = bool(codes) and not area.kato and all(code.startswith(prefix) for code in codes)
        if area.kato.startswith(prefix) or is_whole:
            moved.append(area.id)
        else:
            moved += [each.id for each in inside if each.kato.startswith(prefix)]
    return sorted(moved)


def _names(history: UnitHistory, areas: Mapping[str, AreaRow]) -> Iterable[ToponymRow]:
    """Names that the acts do not print.

    The last name in a language is official, the others are former names.
    """
    renamed = [change for change in history.changes if change.kind is ChangeKind.RENAMED]
    named: dict[tuple[str, str, str], ToponymRow] = {}
    for change in renamed:
        unit = change.to[0]
        for language, name in _by_language(change.was):
            row = named.get((unit, language, name)) or ToponymRow(
                unit=unit,
                language=language,
                name=name,
                status=NameStatus.FORMER.value,
                since="",
                until="",
                source=change.source,
            )
            named[unit, language, name] = replace(row, status=NameStatus.FORMER.value, until=change.date)
        for language, name in _by_language(change.now):
            named[unit, language, name] = ToponymRow(
                unit=unit,
                language=language,
                name=name,
                status=NameStatus.OFFICIAL.value,
                since=change.date,
                until="",
                source=change.source,
            )
    return [
        row for row in named.values() if row.name not in (areas[row.unit].name_ru, areas[row.unit].name_kk)
    ]


def _by_language(names: Mapping[Language, str]) -> Iterable[tuple[str, str]]:
    return ((language.value, name) for language, name in names.items())


def _names_by_code(areas: Iterable[AreaRow], known: Iterable[ToponymRow], kato: Kato) -> list[ToponymRow]:
    """The classifier's names of settlements and okrugs that differ from all their other names."""
    names: dict[str, list[str]] = {}
    for row in known:
        names.setdefault(row.unit, []).append(row.name)
    rows_by_code = []
    for area in areas:
        unit = kato.units.get(area.kato)
        name = None if unit is None else _name_by_code(area, unit, names.get(area.id, ()))
        if unit is not None and name is not None:
            source = f"{_BY_CODE}{unit.code}: {unit.printed}"
            rows_by_code.append(
                ToponymRow(
                    unit=area.id,
                    language=Language.RU.value,
                    name=name,
                    status=NameStatus.VARIANT.value,
                    since="",
                    until="",
                    source=source,
                )
            )
    return rows_by_code


def _name_by_code(area: AreaRow, unit: KatoUnit, others: Iterable[str]) -> str | None:
    """The classifier's name of a unit; None if the unit has that name, or is no rural okrug there."""
    own = [name for name in (area.name_ru, area.name_kk, *others) if name]
    if area.level == Level.SETTLEMENT:
        return None if mild_key(unit.name) in map(mild_key, own) else unit.name
    if area.level != Level.RURAL_OKRUG or unit.kind is not TypeWord.OKRUG:
        return None
    if any(same_root(strip_type(name)[0], unit.name) for name in own):
        return None
    # `с.о.Бейбітшілік` and `Наумовский с.о.`: the word stands where the classifier puts it.
    is_before = not unit.printed.startswith(unit.name)
    return f"сельский округ {unit.name}" if is_before else f"{unit.name} сельский округ"


def positions_of_new(history: UnitHistory, positions: Iterable[PositionRow]) -> list[PositionRow]:
    """Positions of later units: the position of the unit's seat, or, without a seat, that of its parent.

    The precision is as coarse as the unit's level, except for a city. Units that have a position are left
    out, and units whose seat (or parent) has none.
    """
    placed = {row.subject: row for row in positions}
    rows = []
    for unit in sorted(history.units, key=lambda one: one.level is not Level.REGION):
        subject = f"unit:{unit.id}"
        row = placed.get(f"unit:{unit.seat or unit.parent}")
        if subject in placed or row is None:
            continue
        # A city has the position of its town, like Almaty and Astana; no other unit is a point.
        is_in_city = unit.name_ru.startswith("город") or not unit.seat
        at_least = Precision.OKRUG if is_in_city else _PRECISION[unit.level]
        precision = max(Precision(row.precision), at_least, key=lambda one: one.error_m)
        method = "unit_seat" if unit.seat else row.method
        placed[subject] = replace(row, subject=subject, precision=precision.value, method=method)
        rows.append(placed[subject])
    return rows
