"""The stages that find what bears a name: units of the registry first, then places of a gazetteer.

Each is a small function from a `Search` to hits; `STAGES` is their order. The first that finds anything ends
the search, so that a coarse rule never outvotes a fine one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geo.gazetteer.gazetteer import BESIDE_DEGREES
from geo.locator.context import Scope
from geo.locator.finder import Bearer, Finder, Hit, Search
from geo.locator.places import finest, meanings_of
from geo.names.ladder import FINE, Stage, climb, likeness
from geo.names.renames import renames_of
from geo.names.toponyms import exact_key, mild_key, strip_type
from geo.units.edition_index import Atlas, Toponym
from model.enums import Level, NameStatus

_TIER_STAGES = (Stage.EXACT, Stage.TIGHT, Stage.MILD)
_SURE_TOWN = 88.0
"""Likeness (0-100) from which a misspelt town or district is recognised anywhere in the country."""


def by_name(finder: Finder, search: Search) -> list[Hit]:
    """Units whose name has the same exact, tight or mild key, today's names before those of another period.

    Where the district is not known, a spelling proves nothing between villages: the Kazakh name is known of
    some namesakes only, so that those of all three keys are told, unless a town is among them.
    """
    hits: dict[str, Hit] = {}
    first: Stage | None = None
    for stage, toponyms in _tiers(finder.atlas, search):
        first = first or stage
        for hit in _of_toponyms(finder, toponyms, stage):
            hits.setdefault(hit.id, hit)
        if search.is_narrow or any(finder.is_town(hit) for hit in hits.values()):
            break
    renamed = _renamed(finder, search, is_beside=first is not None)
    if renamed and strip_type(search.name)[1] is None and not any(map(finder.is_peopled, hits.values())):
        return renamed  # a bare name is a place where people live before it is a territory
    for hit in renamed:
        hits.setdefault(hit.id, hit)
    return _settled(hits.values())


def _tiers(atlas: Atlas, search: Search) -> Iterable[tuple[Stage, Sequence[Toponym]]]:
    """What each tier keeps of the likeliest meaning, tiers that keep nothing left out."""
    meanings = meanings_of(search.name)
    for stage, tier in zip(_TIER_STAGES, atlas.named(search.name), strict=True):
        for meaning in meanings:
            meant = [toponym for toponym in tier if meaning(atlas, toponym)]
            if kept := finest(atlas, _kept(atlas, meant, search.scopes)):
                yield stage, kept
                break


def _settled(hits: Iterable[Hit]) -> list[Hit]:
    """Without okrugs, where a settlement bears the name too: people mean where people live."""
    listed = list(hits)
    settlements = [hit for hit in listed if hit.unit is None or hit.unit.level is not Level.RURAL_OKRUG]
    return settlements or listed


def _kept(atlas: Atlas, found: Sequence[Toponym], scopes: Iterable[Scope]) -> Sequence[Toponym]:
    for scope in scopes:
        ids = scope.keep(atlas, {toponym.unit.id for toponym in found})
        found = [toponym for toponym in found if toponym.unit.id in ids]
    return found


def _of_toponyms(finder: Finder, toponyms: Sequence[Toponym], stage: Stage) -> list[Hit]:
    today = {toponym.unit.id for toponym in toponyms if not toponym.is_former}
    shown = {toponym.unit.id for toponym in toponyms if toponym.name.status is NameStatus.OFFICIAL}
    hits: dict[str, Hit] = {}
    for toponym in toponyms:
        former = toponym.name if toponym.unit.id not in today else None
        is_further = former is None and toponym.unit.id not in shown and toponym.name.source is not None
        variant = toponym.name if is_further and not toponym.is_former else None
        hit = finder.hit(
            toponym.unit,
            Stage.RENAMED if former is not None else stage,
            former=former,
            variant=variant,
        )
        if hit is not None:
            hits.setdefault(hit.id, hit)
    return list(hits.values())


def _renamed(finder: Finder, search: Search, is_beside: bool) -> list[Hit]:
    """Units of another period's name; beside units of today only when the spelling is the very same."""
    units = finder.atlas.edition.units
    hits = []
    for rename in renames_of(search.name):
        if rename.unit_id not in units or (is_beside and exact_key(rename.name) != exact_key(search.name)):
            continue
        if all(scope.keep(finder.atlas, (rename.unit_id,)) for scope in search.scopes):
            hits.append(finder.hit(units[rename.unit_id], Stage.RENAMED, rename=rename))
    return [hit for hit in hits if hit is not None]


def by_locality(finder: Finder, search: Search) -> list[Hit]:
    """Places of the gazetteer of that exact, tight or mild key inside the open districts, else anywhere."""
    if finder.gazetteer is None:
        return []
    if search.is_narrow:
        return _localities(finder, search, Stage.MILD)
    if search.scopes:
        return []
    stage = Stage.EXACT
    found = finder.gazetteer.bearing(search.name)
    if not any(exact_key(name) == exact_key(search.name) for each in found for name in each.names):
        stage = Stage.MILD
    return [Hit(stage, locality=locality) for locality in found]


def _localities(finder: Finder, search: Search, last: Stage) -> list[Hit]:
    if finder.gazetteer is None:
        return []
    for polygon in finder.polygons(search):
        rung = climb((search.name,), finder.gazetteer.in_district(polygon), last)
        if rung.bearers:
            return [Hit(rung.stage, locality=locality) for locality in rung.bearers]
    return []


def by_spelling(finder: Finder, search: Search) -> list[Hit]:
    """Units of the open districts whose skeleton is the same, else whose mild key is like the name's."""
    found: list[Hit] = []
    for district in sorted(search.districts):
        rung = climb((search.name,), finder.inside(district))
        if rung.stage in FINE:
            # A fine key that `by_name` refused was refused for its type word or its okrug.
            continue
        found.extend(_units(finder, rung.stage, rung.bearers, search))
    return found


def _units(finder: Finder, stage: Stage, bearers: Sequence[Bearer], search: Search) -> list[Hit]:
    atlas = finder.atlas
    ids = frozenset(each.id for each in bearers)
    for scope in search.scopes:
        ids = scope.keep(atlas, ids)
    toponyms = [
        Toponym(atlas.edition.units[id_], atlas.edition.units[id_].names[0], None) for id_ in sorted(ids)
    ]
    for meaning in meanings_of(search.name):
        meant = finest(atlas, [toponym for toponym in toponyms if meaning(atlas, toponym)])
        if meant:
            return [hit for hit in (finder.hit(each.unit, stage) for each in meant) if hit is not None]
    return []


def by_locality_spelling(finder: Finder, search: Search) -> list[Hit]:
    """Places of the gazetteer inside the open districts, by skeleton or likeness."""
    return _localities(finder, search, Stage.FUZZY) if search.is_narrow else []


def by_town_spelling(finder: Finder, search: Search) -> list[Hit]:
    """A misspelt town, district or region: there are few, and nothing else in the country is like them."""
    if search.is_narrow or len(mild_key(strip_type(search.name)[0])) < 5:
        return []
    rung = climb((search.name,), finder.upper())
    if rung.stage in FINE:
        return []
    alike = [each for each in rung.bearers if likeness((search.name,), each) >= _SURE_TOWN]
    return _units(finder, rung.stage, alike, search)


def beside(finder: Finder, search: Search) -> list[Hit]:
    """Units outside the open districts, at most a quarter of a degree from a place inside."""
    if not search.is_narrow:
        return []
    inside = [spot for district in search.districts for spot in finder.placed_in(district)]
    wide = Search(search.name, (), frozenset())
    found = []
    for hit in by_name(finder, wide):
        is_near = any(
            abs(hit.lon - spot.lon) <= BESIDE_DEGREES and abs(hit.lat - spot.lat) <= BESIDE_DEGREES
            for spot in inside
        )
        if hit.is_exactly_placed and is_near and hit.unit is not None and hit.unit.level is Level.SETTLEMENT:
            found.append(Hit(Stage.NEARBY, hit.unit, position=hit.position))
    return found


STAGES: tuple[Callable[[Finder, Search], list[Hit]], ...] = (
    by_name,
    by_locality,
    by_spelling,
    by_locality_spelling,
    by_town_spelling,
    beside,
)
"""In this order; the first that finds anything ends the search."""
