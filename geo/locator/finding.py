"""The stages that search a name: units of the registry first, then places of a gazetteer.

Each is a small function from a `Search` to hits; `STAGES` is their order. The first stage with a hit ends the
search, so that a coarse rule never overrides a fine one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.addresses.line_parts import code_of, is_postcode
from geo.gazetteer.gazetteer import BESIDE_DEGREES
from geo.locator.context import Scope
from geo.locator.finder import Finder, Hit, Search
from geo.locator.meanings import finest, meanings_of
from geo.locator.territories import LEVEL_OF
from geo.names.ladder import FINE, Stage, climb, likeness
from geo.names.numbers import number_key
from geo.names.renames import renames_of
from geo.names.toponyms import TypeWord, exact_key, mild_key, spelled_key, strip_type
from geo.units.edition_index import Atlas, Toponym
from model.edition import Name, Unit
from model.enums import Level, NameStatus

_TIER_STAGES = (Stage.EXACT, Stage.TIGHT, Stage.MILD)
_LATIN = re.compile(r"[A-Za-z]")
_SURE_TOWN = 88.0
"""Likeness (0-100) from which a misspelt town or district is recognised in the whole country."""
_SHORTEST_FAR, _LONG_NAME, _LONGEST_FAR = 4, 8, 40
"""Fewest letters of a name with one error anywhere in the country, and of one with two errors."""
_MOST_FAR = 40


def by_code(finder: Finder, search: Search) -> list[Hit]:
    """The unit of a code, or the units with offices of a post code, that lie in the scopes.

    Empty if no unit fits.
    """
    coded = finder.codes.unit(search.name)
    if coded is not None:
        return [Hit(Stage.CODE, coded)] if _lies_in(finder, search, coded.id) else []
    units = finder.codes.units(search.name)
    return [Hit(Stage.POSTCODE, unit) for unit in units if _lies_in(finder, search, unit.id)]


def may_be_code(name: str) -> bool:
    """Whether the text has the form of a code or a post code, so that `by_code` may find it."""
    return code_of(name) is not None or is_postcode(name)


def _lies_in(finder: Finder, search: Search, unit_id: str) -> bool:
    return all(scope.keep(finder.atlas, (unit_id,)) for scope in search.scopes)


def by_name(finder: Finder, search: Search) -> list[Hit]:
    """Units whose name has the same exact, tight or mild key, names of today before those of another period.

    Where the district is not known, a spelling proves nothing between villages, since the Kazakh name is
    known for some namesakes only: hits of all three keys are listed, unless a town is among them.
    """
    hits: dict[str, Hit] = {}
    is_beside = False
    for stage, toponyms in _tiers(finder.atlas, search):
        is_beside = True
        for hit in _of_toponyms(search.name, toponyms, stage):
            hits.setdefault(hit.id, hit)
        if search.is_narrow or any(finder.is_town(hit) for hit in hits.values()):
            break
    renamed = _renamed(finder, search, is_beside=is_beside)
    if renamed and strip_type(search.name)[1] is None and not any(map(finder.is_peopled, hits.values())):
        # A bare name means a populated place before a territory, except a whole region.
        hits = {key: hit for key, hit in hits.items() if hit.unit and hit.unit.level is Level.REGION}
    for hit in renamed:
        if hit.unit is not None and not _is_official(hit.unit, search.name):
            # An act may print a name that was a former one even then: only a source says so.
            hits[hit.id] = hit
    return _settled(_borne(hits.values()))


def _tiers(atlas: Atlas, search: Search) -> Iterable[tuple[Stage, Sequence[Toponym]]]:
    """For each key from exact to mild, its units of the likeliest kind within the scopes.

    Keys that find no more than the key before are left out.
    """
    meanings = meanings_of(search.name)
    seen = 0
    for stage, tier in zip(_TIER_STAGES, atlas.named(search.name), strict=True):
        if len(tier) == seen:
            continue
        seen = len(tier)
        for meaning in meanings:
            meant = [toponym for toponym in tier if meaning(atlas, toponym)]
            if kept := finest(atlas, _kept(atlas, meant, search.scopes)):
                yield stage, kept
                break


def _borne(hits: Iterable[Hit]) -> list[Hit]:
    """Only the hits with an equal name. If no hit has an equal name, all hits."""
    listed = list(hits)
    return [hit for hit in listed if hit.stage in FINE] or listed


def _settled(hits: list[Hit]) -> list[Hit]:
    """The hits without okrugs, if anything else has the name: people mean populated places.

    A village, kent or town with an akim of its own is also a unit of that level; it is not such an okrug.
    """
    if all(hit.unit is not None and hit.unit.level is Level.RURAL_OKRUG for hit in hits):
        return hits
    return [hit for hit in hits if hit.unit is None or not _is_okrug(hit.unit)]


def _is_okrug(unit: Unit) -> bool:
    """Whether every name of the unit has the word for okrug.

    A kent with an akim may have it in one name only.
    """
    return unit.level is Level.RURAL_OKRUG and all(
        strip_type(name.value)[1] is TypeWord.OKRUG for name in unit.names
    )


def _kept(atlas: Atlas, found: Sequence[Toponym], scopes: Iterable[Scope]) -> Sequence[Toponym]:
    """The units that lie in every scope."""
    for scope in scopes:
        ids = scope.keep(atlas, {toponym.unit.id for toponym in found})
        found = [toponym for toponym in found if toponym.unit.id in ids]
    return found


def _of_toponyms(asked: str, toponyms: Sequence[Toponym], stage: Stage) -> list[Hit]:
    """A hit for each unit.

    A unit that has the name only as a former or further one gets this name with it.
    """
    # A name that an act prints in addition is not one of today.
    today = {
        toponym.unit.id
        for toponym in toponyms
        if not toponym.is_former and toponym.name.status is not NameStatus.VARIANT
    }
    once = [toponym for toponym in toponyms if toponym.is_former and toponym.unit.id not in today]
    once.sort(key=lambda each: _days_known(each.name))
    formerly = {toponym.unit.id: toponym.name for toponym in once}
    shown = {toponym.unit.id for toponym in toponyms if toponym.name.status is NameStatus.OFFICIAL}
    hits: dict[str, Hit] = {}
    for toponym in toponyms:
        former = formerly.get(toponym.unit.id)
        is_further = former is None and toponym.unit.id not in shown and toponym.name.source is not None
        variant = toponym.name if is_further and not toponym.is_former else None
        by = Stage.RENAMED if former is not None else _spelled(asked, toponym.name.value, stage)
        hits.setdefault(toponym.unit.id, Hit(by, toponym.unit, former=former, variant=variant))
    return list(hits.values())


def _days_known(name: Name) -> int:
    """How many ends of a name's period are known.

    The same name may come from an act and from a change; the one with more known ends is used.
    """
    return (name.validity.since is not None) + (name.validity.until is not None)


def _spelled(asked: str, name: str, stage: Stage) -> Stage:
    """The stage of the match, or FUZZY if the keys are equal only because doubled letters count as one."""
    if stage is not Stage.MILD:
        return stage
    ours, theirs = spelled_key(asked), spelled_key(name)
    if _LATIN.search(asked):  # `Rudny`, `Rudnyi` and `Rudnyy` write one ending
        ours, theirs = ours.rstrip("i"), theirs.rstrip("i")
    return stage if ours == theirs else Stage.FUZZY


def _renamed(finder: Finder, search: Search, is_beside: bool) -> list[Hit]:
    """Units with this name in another period, within the scopes.

    With `is_beside`, only those with exactly this spelling.
    """
    units = finder.atlas.edition.units
    hits = []
    for rename in renames_of(search.name):
        if rename.unit_id not in units or (is_beside and exact_key(rename.name) != exact_key(search.name)):
            continue
        if not _may_be(finder.atlas, units[rename.unit_id], strip_type(search.name)[1]):
            continue
        if all(scope.keep(finder.atlas, (rename.unit_id,)) for scope in search.scopes):
            hits.append(Hit(Stage.RENAMED, units[rename.unit_id], rename=rename))
    return _innermost(finder.atlas, hits)


def _is_official(unit: Unit, name: str) -> bool:
    """Whether the text is exactly an official name of the unit."""
    called = (each.value for each in unit.names if each.status is NameStatus.OFFICIAL)
    return exact_key(name) in map(exact_key, called)


def _innermost(atlas: Atlas, hits: Sequence[Hit]) -> list[Hit]:
    """The hits without units around another hit: for a city that is also a region, the city is meant."""
    outer = {around for hit in hits for around in atlas.lineage.containers(hit.id) if around != hit.id}
    return [hit for hit in hits if hit.id not in outer]


def _may_be(atlas: Atlas, unit: Unit, type_word: TypeWord | None) -> bool:
    """Whether a type word fits a renamed unit; True without a type word.

    The names in the list of renamings have no type word.
    """
    if type_word is TypeWord.TOWN:
        return unit.level is Level.SETTLEMENT or unit.id in atlas.towns
    level = LEVEL_OF.get(type_word)
    return level is None or (unit.level is level and unit.id not in atlas.towns)


def by_number(finder: Finder, search: Search) -> list[Hit]:
    """Units within the scopes whose name has the same number and words, in any notation.

    Empty without a number.
    """
    ids = frozenset(finder.numbered.get(number_key(search.name), ()))
    return _units(finder, Stage.WORDED, ids, search) if ids else []


def by_territory(finder: Finder, search: Search) -> list[Hit]:
    """Regions, districts or okrugs whose name has the same root before its type word.

    Empty without such a word.
    """
    ids = finder.territories.called(search.name)
    return _units(finder, Stage.WORDED, ids, search) if ids else []


def by_locality(finder: Finder, search: Search) -> list[Hit]:
    """Places of the gazetteer with the same exact, tight or mild key in the possible districts.

    Without any scope they are sought in the whole country; empty for scopes wider than a district.
    """
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
    """Places of the gazetteer in the first possible district that has any, by keys up to the stage `last`."""
    if finder.gazetteer is None:
        return []
    for polygon in finder.polygons(search):
        rung = climb((search.name,), finder.gazetteer.in_district(polygon), last)
        if rung.bearers:
            return [Hit(rung.stage, locality=locality) for locality in rung.bearers]
    return []


def by_spelling(finder: Finder, search: Search) -> list[Hit]:
    """Units of the possible districts with the same skeleton, else with a similar mild key.

    Empty where no district is known.
    """
    hits: list[Hit] = []
    for district in sorted(search.districts):
        rung = climb((search.name,), finder.inside(district))
        if rung.stage in FINE:
            # A finer key that `by_name` refused was refused for its type word or its okrug.
            continue
        hits.extend(_units(finder, rung.stage, frozenset(bearer.id for bearer in rung.bearers), search))
    return hits


def _units(finder: Finder, stage: Stage, ids: frozenset[str], search: Search) -> list[Hit]:
    """The units within the scopes of the likeliest kind that the type word allows, as hits of a stage."""
    atlas = finder.atlas
    for scope in search.scopes:
        ids = scope.keep(atlas, ids)
    toponyms = [
        Toponym(atlas.edition.units[id_], atlas.edition.units[id_].names[0], None) for id_ in sorted(ids)
    ]
    for meaning in meanings_of(search.name):
        meant = finest(atlas, [toponym for toponym in toponyms if meaning(atlas, toponym)])
        if meant:
            return [Hit(stage, each.unit) for each in meant]
    return []


def by_locality_spelling(finder: Finder, search: Search) -> list[Hit]:
    """Places of the gazetteer in the possible districts, by skeleton or likeness.

    Empty where no district is known.
    """
    return _localities(finder, search, Stage.FUZZY) if search.is_narrow else []


def by_town_spelling(finder: Finder, search: Search) -> list[Hit]:
    """A misspelt town, district or region of the whole country.

    Empty where a district is known, and for a name of less than five letters.
    """
    if search.is_narrow or len(mild_key(strip_type(search.name)[0])) < 5:
        return []
    rung = climb((search.name,), finder.upper())
    if rung.stage in FINE:
        return []
    alike = [bearer for bearer in rung.bearers if likeness((search.name,), bearer) >= _SURE_TOWN]
    return _units(finder, rung.stage, frozenset(each.id for each in alike), search)


def by_far_spelling(finder: Finder, search: Search) -> list[Hit]:
    """Units within the scopes whose mild key differs by one letter.

    Without any, by two from eight letters on. Empty for names with a digit, and for less than 4 or more than
    40 letters.
    """
    key = mild_key(strip_type(search.name)[0])
    if len(key) < _SHORTEST_FAR or len(key) > _LONGEST_FAR or any(map(str.isdigit, key)):
        return []
    allowed = 1 if len(key) < _LONG_NAME else 2
    alike = finder.spelled_in(len(key) - allowed, len(key) + allowed)
    near = process.extract(key, alike, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST_FAR)
    for distance in range(1, allowed + 1):
        ids = frozenset(
            each for other, away, _ in near if away == distance for each in finder.by_spelling[other]
        )
        if hits := _units(finder, Stage.FUZZY, ids, search):
            return hits
    return []


def beside(finder: Finder, search: Search) -> list[Hit]:
    """Settlements with the name that lie outside of the possible districts, but near them.

    They are within 0.25 degrees of a place inside. Empty where no district is known.
    """
    if not search.is_narrow:
        return []
    inside = [spot for district in search.districts for spot in finder.placed_in(district)]
    wide = Search(search.name, (), frozenset())
    hits = []
    for hit in filter(None, map(finder.placed, by_name(finder, wide))):
        is_near = any(
            abs(hit.lon - spot.lon) <= BESIDE_DEGREES and abs(hit.lat - spot.lat) <= BESIDE_DEGREES
            for spot in inside
        )
        if hit.is_exactly_placed and is_near and hit.unit is not None and hit.unit.level is Level.SETTLEMENT:
            hits.append(Hit(Stage.NEARBY, hit.unit, position=hit.position))
    return hits


Find = Callable[[Finder, Search], list[Hit]]
PROVING: tuple[Find, ...] = (by_code, by_name, by_number, by_territory, by_locality)
"""Stages whose hits certainly have the name; they run in this order until one has a hit."""
NAMED = PROVING[1:]
"""The proving stages without that of codes."""
PROPOSING: tuple[Find, ...] = (by_spelling, by_locality_spelling, by_town_spelling, beside)
"""Stages whose hits may be meant; they run after `PROVING`, in this order until one has a hit."""
