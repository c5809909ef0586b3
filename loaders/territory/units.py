"""The tree of units region > district > rural okrug > settlement, built from the rows of offices.

Every unit cites the rows that name it. Ids are minted once from the printed names and kept: units that
seeds already hold are found again by level, parent and name, so that a second run changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from geo.gazetteer.gazetteer import Gazetteer, Locality
from geo.gazetteer.matching import match_places
from geo.gazetteer.settlement_query import SettlementQuery
from geo.names.toponyms import mild_key, strip_type
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.seeds.rows import AreaRow, ToponymRow
from loaders.territory.akimat_names import stem_key
from loaders.territory.classified import Classified
from loaders.territory.divisions import District, Divisions, locality_of_city
from loaders.territory.kato import Kato
from loaders.territory.kato_match import KatoMatcher, kent_district, match_upper, stated_codes
from loaders.territory.later_division import LaterDivision
from loaders.territory.okrug_rows import OkrugRow, cite, read_okrug_rows
from loaders.territory.okrugs import add_okrugs, group_rows
from loaders.territory.placing import Placement, Placer, upper_units
from loaders.territory.settlements import with_settlements
from loaders.territory.unit_tree import GrowingUnit, KnownUnits, UnitTree, same_place
from model.enums import Language, Level, NameStatus
from model.languages import is_kazakh
from model.lookup_facts import Renames
from model.lookup_places import FormerName, Places
from model.lookups import lookup

__all__ = ["KnownUnits", "Placement", "UnitsBuilt", "build_units", "sought_places"]

_OKRUG_CATEGORY = "okrug_akimat"
_SAME_DISTRICT = 75.0
"""Likeness (0-100) of stems from which a printed name is a spelling of a district's name."""
_SAME_NAME = 70.0
"""Likeness (0-100) of mild keys from which a Kazakh and a Russian name are one name in two spellings."""


@dataclass(frozen=True)
class UnitsBuilt:
    """Rows for `areas.csv` and `toponyms.csv`, the units of each record, and the problems.

    `placements` is keyed by (`OfficeRecord.act`, `OfficeRecord.line`).
    """

    areas: list[AreaRow]
    toponyms: list[ToponymRow]
    placements: dict[tuple[str, int], Placement]
    problems: list[Problem]


def build_units(
    records: Sequence[OfficeRecord],
    known: KnownUnits,
    kato: Kato,
    gazetteer: Gazetteer,
    act_ids: Mapping[str, str] | None = None,
    later: LaterDivision | None = None,
) -> UnitsBuilt:
    """All units that the records name, with codes and gazetteer data if these are certain.

    `act_ids` maps `OfficeRecord.act` (the stem of a file) to the act's id; a missing stem is taken as an id.
    `later` is the division on the days of newer acts.
    """
    places = lookup(Places)
    ids = act_ids or {}
    problems: list[Problem] = []
    divisions = Divisions.of(gazetteer, places)
    tree = UnitTree(known)
    areas = match_upper(kato, divisions, places)
    upper_units(tree, divisions, areas.code_of)
    cited = [(ids.get(record.act, record.act), record) for record in _in_order(records)]
    rows = read_okrug_rows(
        [(act, record) for act, record in cited if record.category == _OKRUG_CATEGORY],
        divisions,
        places,
        problems,
        lambda region, name: kent_district(kato, areas, places, region, name),
        later,
    )
    matcher = KatoMatcher(kato, areas, tree, stated_codes(), problems)
    unit_of = add_okrugs(tree, group_rows(rows), matcher)
    placements = _place_okrugs(rows, unit_of, tree)
    placer = Placer(divisions, places, tree, matcher, gazetteer, problems, later=later)
    for row in rows:
        if row.district is not None:
            placer.learn(row.record, row.district)
    place_others(cited, placer, placements, tree)
    spell_districts(cited, placements, tree)
    matcher.match()
    _remember_former_names(tree, places.former_names)
    _adopt_places(tree, divisions, gazetteer, kato)
    return UnitsBuilt(
        sorted((_area(unit) for unit in tree.units.values()), key=lambda area: area.id),
        sorted(
            (toponym for unit in tree.units.values() for toponym in _toponyms(unit)),
            key=lambda row: (row.unit, row.language, row.name),
        ),
        placements,
        sorted(set(problems)),
    )


def _in_order(records: Sequence[OfficeRecord]) -> list[OfficeRecord]:
    """Records by act and line.

    The act with the most rows of okrugs comes first, because it names most units.
    """
    okrugs = Counter(record.act for record in records if record.category == _OKRUG_CATEGORY)
    return sorted(records, key=lambda record: (-okrugs[record.act], record.act, record.line))


def _place_okrugs(
    rows: Sequence[OkrugRow], unit_of: Mapping[str, GrowingUnit], tree: UnitTree
) -> dict[tuple[str, int], Placement]:
    """The units of akims' offices, by (act, line) of the row."""
    placements: dict[tuple[str, int], Placement] = {}
    for row in rows:
        if row.district is None:
            continue
        key = (row.record.act, row.record.line)
        unit = unit_of.get(row.citation)
        if unit is None:
            placements[key] = _place_raion_akimat(row, row.district, tree)
            continue
        tree.units[row.district.id].cite(row.citation)
        inside = tree.children(unit.id, Level.SETTLEMENT)
        seat = same_place(inside, row.record.locality or unit.root)
        if seat is None and row.record.locality:
            seat = same_place(tree.settlements(row.district.id), row.record.locality)
        if seat is None:
            seats = [place for place in inside if place.is_seat]
            seat = seats[0] if len(seats) == 1 and not row.record.locality else None
        located = seat.id if seat is not None else unit.id
        placements[key] = Placement(row.region.id, row.district.id, unit.id, located, unit.id)
    return placements


def _place_raion_akimat(row: OkrugRow, district: District, tree: UnitTree) -> Placement:
    """The units of a row in the list of okrugs that names the akim of a whole raion or city."""
    tree.units[district.id].cite(row.citation)
    parent = tree.units[district.id]
    served: list[GrowingUnit] = []
    for name in row.record.settlements:
        place = same_place(tree.settlements(district.id), name)
        if place is None:
            place = tree.add_settlement(parent, name)
        place.cite(row.citation)
        place.spelled(name, row.citation)
        served.append(place)
    seat = same_place(tree.settlements(district.id), row.record.locality) if row.record.locality else None
    located = seat or (served[0] if len(served) == 1 else None)
    # `Аппарат акима г.Аркалык` in the kent Западный, with no other place, is the akim of that kent.
    is_kent = len(served) == 1 and served[0] is located and served[0].root != _town_name(district)
    is_whole = not is_kent if district.is_city else len(served) != 1
    territory = district.id if is_whole else served[0].id
    okrug = tree.units[served[0].parent] if not is_whole else None
    in_okrug = okrug.id if okrug is not None and okrug.level is Level.RURAL_OKRUG else None
    return Placement(
        district.region, district.id, in_okrug, located.id if located else district.id, territory
    )


def place_others(
    cited: Sequence[tuple[str, OfficeRecord]],
    placer: Placer,
    placements: dict[tuple[str, int], Placement],
    tree: UnitTree,
) -> None:
    """Add the units of all other offices to `placements`.

    Departments come first: their towns are the seats of raions, where branches and others are.
    """
    others = [(act, record) for act, record in cited if record.category != _OKRUG_CATEGORY]
    others.sort(key=lambda it: it[1].category != "education_department")
    before: District | None = None
    table: tuple[str, int | None, int | None, str | None] | None = None
    for act, record in others:
        this = (act, record.standard, record.annex, record.region)
        placement, district = placer.place(act, record, before if this == table else None)
        table, before = this, district
        placements[record.act, record.line] = placement
        for unit in {placement.territory, placement.district, placement.region}:
            if unit in tree.units and record.category == "education_department":
                tree.units[unit].cite(cite(act, record))
        if district is not None and record.category == "education_department":
            placer.learn(record, district)


def spell_districts(
    cited: Sequence[tuple[str, OfficeRecord]], placements: Mapping[tuple[str, int], Placement], tree: UnitTree
) -> None:
    """Record names of districts as rows print them.

    `Кармакшинский район` is a name of `Кармакчинский район`. A name of another kind, or less than 75 of 100
    alike, is left out: a row may name the district by its centre, or a town as a raion.
    """
    for act, record in cited:
        placed = placements.get((record.act, record.line))
        district = tree.units.get(placed.district) if placed is not None and placed.district else None
        if district is None or not record.district:
            continue
        root, kind = strip_type(record.district)
        names = [strip_type(name) for name in (district.name_ru, district.name_kk) if name]
        if kind is None or kind not in {of for _, of in names}:
            continue
        if any(fuzz.ratio(stem_key(root), stem_key(name)) >= _SAME_DISTRICT for name, _ in names):
            district.spelled(record.district, cite(act, record), is_kazakh=is_kazakh(record.district))


def sought_places(
    areas: Sequence[AreaRow],
    toponyms: Sequence[ToponymRow],
    divisions: Divisions,
    present: Mapping[str, Sequence[str]] | None = None,
) -> list[SettlementQuery]:
    """One query for each settlement of `areas` whose district is known; others are left out.

    It has the polygon that contains the district. `present`: today's names by unit; those already printed are
    ignored.
    """
    by_id = {area.id: area for area in areas}
    spellings: dict[str, list[str]] = {}
    for toponym in toponyms:
        spellings.setdefault(toponym.unit, []).append(toponym.name)
    decided = {row.unit: row.locality for row in lookup(Renames).decided}
    sought: list[SettlementQuery] = []
    for area in areas:
        if area.level != Level.SETTLEMENT:
            continue
        parent = by_id[area.parent]
        district = divisions.districts.get(parent.id) or divisions.districts.get(parent.parent)
        if district is None:
            continue
        names = dict.fromkeys(n for n in (area.name_ru or area.name_kk, *spellings.get(area.id, ())) if n)
        is_town = parent.id == district.id and district.is_city and area.name_ru == _town_name(district)
        sought.append(
            SettlementQuery(
                id=area.id,
                names=tuple(names),
                parent=area.parent,
                shape=district.shape,
                town=district.town if is_town else "",
                is_main=area.seat == "yes",
                is_loose=parent.id == district.id and not is_town,
                decided=decided.get(area.id, ""),
                present=_unprinted((present or {}).get(area.id, ()), names),
            )
        )
    return sought


def _unprinted(present: Sequence[str], printed: Iterable[str]) -> tuple[str, ...]:
    """The names of today that no row prints."""
    keys = {mild_key(name) for name in printed}
    return tuple(name for name in present if mild_key(name) not in keys)


def _town_name(district: District) -> str:
    return district.name_ru.removeprefix("город ")


def _remember_former_names(tree: UnitTree, rules: Sequence[FormerName]) -> None:
    """Record earlier names from the rules of the lookup `Places`.

    A rule is skipped unless exactly one settlement of the district has the present name.
    """
    for rule in rules:
        key = mild_key(rule.printed)
        inside = tree.settlements(rule.district)
        bearers = [unit for unit in inside if any(mild_key(name) == key for name in unit.names)]
        if len(bearers) == 1:
            bearers[0].former[rule.former] = (rule.until, rule.source)


def _adopt_places(tree: UnitTree, divisions: Divisions, gazetteer: Gazetteer, kato: Kato) -> None:
    """Set the Kazakh names, identifiers and populations by the gazetteer's localities of settlements.

    Data of OpenStreetMap is not taken.
    """
    areas = [_area(unit) for unit in tree.units.values()]
    toponyms = [toponym for unit in tree.units.values() for toponym in _toponyms(unit)]
    classified = Classified.of(kato, areas, divisions)
    sought = sought_places(areas, toponyms, divisions, classified.present)
    found, _ = match_places(sought, with_settlements(gazetteer), classified.known)
    for unit_id, match in found.items():
        # Data of OpenStreetMap has another licence: only the point is taken from there, with its credit.
        known = gazetteer.localities.get(match.locality.id)
        if known is not None:
            _adopt(tree.units[unit_id], known)
    for region in divisions.regions.values():
        city = locality_of_city(region, gazetteer)
        if city is not None:
            tree.units[region.id].geonames = city.geonames
            tree.units[region.id].population = str(city.population or "")
    for unit in tree.units.values():
        if not unit.name_kk:
            unit.name_kk = _printed_kazakh(unit)


def _adopt(unit: GrowingUnit, locality: Locality) -> None:
    """Set identifiers and population by a locality, and the Kazakh name if it is missing and agrees."""
    unit.geonames, unit.whosonfirst = locality.geonames, locality.id
    unit.population = str(locality.population or "")
    if not unit.name_kk:
        unit.name_kk = next(
            (name for name in map(_bare, locality.names_kk) if _says_the_same(name, unit)), ""
        )


def _printed_kazakh(unit: GrowingUnit) -> str:
    """The name that Kazakh rows print most often; empty without such a name.

    For a settlement, it must be the Russian name in Kazakh spelling: an address may contain a misprint. Rows
    of an okrug's akim certainly belong to that okrug.
    """
    counted = Counter(unit.kazakh)
    names = sorted(counted, key=lambda name: -counted[name])
    if unit.level is Level.RURAL_OKRUG:
        return names[0] if names else ""
    return next((name for name in names if mild_key(name) == mild_key(unit.root)), "")


def _bare(name: str) -> str:
    return strip_type(name)[0]


def _says_the_same(name_kk: str, unit: GrowingUnit) -> bool:
    """Whether a Kazakh name is a printed name in another spelling (70 of 100 alike), not a different name."""
    key = mild_key(name_kk)
    return any(fuzz.ratio(key, mild_key(name)) >= _SAME_NAME for name in (unit.root, *unit.spellings))


def _area(unit: GrowingUnit) -> AreaRow:
    return AreaRow(
        id=unit.id,
        level=unit.level.value,
        parent=unit.parent,
        name_ru=unit.name_ru,
        name_kk=unit.name_kk,
        kato=unit.kato,
        geonames=unit.geonames,
        whosonfirst=unit.whosonfirst,
        wikidata=unit.wikidata,
        population=unit.population,
        seat="yes" if unit.is_seat else "",
        basis="|".join(sorted(unit.basis)),
    )


def _language(name: str, unit: GrowingUnit) -> str:
    return (Language.KK if name in unit.kazakh else Language.RU).value


def _toponyms(unit: GrowingUnit) -> list[ToponymRow]:
    """Rows of `toponyms.csv`: further printed spellings, each with its first row, and earlier names."""
    former = [
        ToponymRow(
            unit=unit.id,
            language=Language.RU.value,
            name=name,
            status=NameStatus.FORMER.value,
            since="",
            until=until,
            source=source,
        )
        for name, (until, source) in unit.former.items()
    ]
    return former + [
        ToponymRow(
            unit=unit.id,
            language=_language(name, unit),
            name=name,
            status=NameStatus.VARIANT.value,
            since="",
            until="",
            source=source,
        )
        for name, source in unit.spellings.items()
        if name not in (unit.name_ru, unit.name_kk)
    ]
