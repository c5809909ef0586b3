"""Units in seeds, and the places of a further act's rows among them, without a gazetteer.

No unit is created, because only the classifier shows to which okrug a village belongs: a row of an unknown
place is placed in its district, and is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shapely import Polygon

from geo.gazetteer.gazetteer import Gazetteer, Shape
from geo.names.toponyms import strip_type
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.seeds.files import join_values, split_values
from loaders.seeds.rows import AreaRow, OfficeRow, ToponymRow
from loaders.territory.divisions import District, Divisions, Region
from loaders.territory.later_division import LaterDivision
from loaders.territory.placing import Placement, Placer
from loaders.territory.unit_tree import GrowingUnit, KnownUnits, UnitTree
from loaders.territory.units import UnitsBuilt, place_others, spell_districts
from model.enums import Language, Level, NameStatus
from model.lookup_places import Places
from model.lookups import lookup

_NOWHERE = Gazetteer({}, {}, {}, ())
_TEACHERS = frozenset({"education_department", "okrug_akimat"})
"""Categories whose rows name their district: their phone codes show the district of others."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row that seeds keep, and its office."""

    record: OfficeRecord
    office: OfficeRow


def place_among(
    records: Sequence[OfficeRecord],
    standing: Iterable[StandingRow],
    known: KnownUnits,
    later: LaterDivision | None = None,
) -> UnitsBuilt:
    """The units of the new `records` and of the `standing` ones, among the known units; none is added.

    The units are the known ones, with citations and spellings of the new records. `act` of all records is an
    act's id.
    """
    places = lookup(Places)
    divisions = known_divisions(known, places)
    tree, problems = _tree(known), list[Problem]()
    placer = Placer(divisions, places, tree, None, _NOWHERE, problems, later=later)
    placements: dict[tuple[str, int], Placement] = {}
    for row in standing:
        placement = _placement(row.office, tree)
        placements[row.record.act, row.record.line] = placement
        district = divisions.districts.get(placement.district or "")
        if row.record.category in _TEACHERS and district is not None:
            placer.learn(row.record, district)
    ordered = sorted(records, key=lambda record: (record.act, record.line))
    cited = [(record.act, record) for record in ordered]
    place_others(cited, placer, placements, tree)
    spell_districts(cited, placements, tree)
    return UnitsBuilt(
        [_cited(area, tree.units[area.id]) for area in known.areas],
        sorted({*known.toponyms, *_spelled(known, tree)}, key=lambda row: (row.unit, row.language, row.name)),
        placements,
        sorted(set(problems)),
    )


def known_divisions(known: KnownUnits, places: Places) -> Divisions:
    """The regions and districts of known units, without boundaries, with every printed name."""
    names = _names(known)
    regions = {
        area.id: Region(area.id, _iso(area.id), area.name_ru, area.name_kk, _unbounded(area))
        for area in known.areas
        if area.level == Level.REGION
    }
    added: dict[str, list[str]] = {}
    for row in places.districts:
        added.setdefault(row.district, []).append(row.printed)
    districts = {
        area.id: District(
            id=area.id,
            region=area.parent,
            name_ru=area.name_ru,
            name_kk=area.name_kk,
            is_city=area.name_ru.startswith("город "),
            shape="",
            has_shape=False,
            town="",
            wikidata=area.wikidata,
            source="",
            spellings=(*names.get(area.id, ()), *added.get(area.id, ())),
        )
        for area in known.areas
        if area.level == Level.DISTRICT
    }
    return Divisions.made(regions, districts)


def _iso(region: str) -> str:
    return f"KZ-{region.upper()}"


def _unbounded(area: AreaRow) -> Shape:
    return Shape(
        id=area.whosonfirst,
        kind="region",
        name_ru=area.name_ru,
        name_kk=area.name_kk,
        region_iso=_iso(area.id),
        wikidata=area.wikidata,
        boundary=Polygon(),
    )


def _names(known: KnownUnits) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in known.toponyms:
        found.setdefault(row.unit, []).append(row.name)
    return found


def _tree(known: KnownUnits) -> UnitTree:
    """The known units as a tree."""
    tree, names = UnitTree(KnownUnits()), _names(known)
    for area in known.areas:
        printed = area.name_ru or area.name_kk
        level = Level(area.level)
        root = printed if level is Level.SETTLEMENT else strip_type(printed)[0]
        unit = GrowingUnit(area.id, level, area.parent, area.name_ru, root, name_kk=area.name_kk)
        unit.is_seat, unit.basis = area.seat == "yes", list(split_values(area.basis))
        unit.spellings = dict.fromkeys(names.get(area.id, ()), "")
        tree.keep(unit)
    return tree


def _placement(office: OfficeRow, tree: UnitTree) -> Placement:
    """The units of a known office by its location, else its territory, with the units around."""
    chain: dict[Level, str] = {}
    unit = tree.units.get(office.located_in or office.territory)
    while unit is not None:
        chain[unit.level] = unit.id
        unit = tree.units.get(unit.parent)
    return Placement(
        chain.get(Level.REGION),
        chain.get(Level.DISTRICT),
        chain.get(Level.RURAL_OKRUG),
        office.located_in or None,
        office.territory or None,
    )


def _cited(area: AreaRow, unit: GrowingUnit) -> AreaRow:
    return replace(area, basis=join_values(sorted(unit.basis)), seat="yes" if unit.is_seat else "")


def _spelled(known: KnownUnits, tree: UnitTree) -> Iterable[ToponymRow]:
    """Names of units that only the new rows print, each with the citation of its row."""
    for area in known.areas:
        unit = tree.units[area.id]
        for name, source in unit.spellings.items():
            if source and name not in (area.name_ru, area.name_kk):
                language = Language.KK if name in unit.kazakh else Language.RU
                yield ToponymRow(
                    unit=area.id,
                    language=language.value,
                    name=name,
                    status=NameStatus.VARIANT.value,
                    since="",
                    until="",
                    source=source,
                )
