"""Finds places for a text or a point, for all geocoders: by the locator, and offices by their names.

Texts are not interpreted here, but by `geo.locator`. A protocol states which doubts it can express
(`seeds/lookups/geocoding.yaml`); its answers leave out places with other doubts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from geo.earth.box import Box
from geo.earth.point import Point, geodesic_m
from geo.explanations.place_texts import Doubt
from geo.jurisdiction.nearest import nearest_offices
from geo.locator.candidates import LocateQuery
from geo.locator.searching import find_named
from geo.names.fuzzy_search import NameHit, ranked
from geo.units.containment import units_at
from graph.geocoding.found import Found, of_candidate, of_office, of_unit
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.served.name_index import Subject, search_of
from model.enums import PlaceBasis
from model.lookup_places import PlaceKind

EVERY_DOUBT = frozenset(Doubt)
_STEPS = ((1.0, 1.0), (10.0, 0.9), (100.0, 0.8), (250.0, 0.7), (1_000.0, 0.6))
"""Metres below which the nearest place has this confidence."""
_FAR = 0.5
_AWAY = 0.15
"""Importance that a place loses for each factor of ten in kilometres: a village close by ranks before the
seat of a far okrug, and after a far town.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search for a text. `near` decides among places of the same name; `box` and `kinds` filter places."""

    query: LocateQuery
    limit: int
    near: Point | None = None
    box: Box | None = None
    kinds: Collection[PlaceKind] | None = None
    doubts: frozenset[Doubt] = EVERY_DOUBT
    is_unfinished: bool = False
    """Whether the last word may be unfinished: places are then also found by beginnings of their names."""


def search(registry: Registry, question: Question) -> list[Found]:
    """At most `limit` places: first those that the text means, then offices named so, then doubtful ones.

    An office is named so if a name has all words of the text. If the locator finds nothing, the text may be
    misspelt: while it is typed, places with similar names come last.
    """
    located = _located(registry, question)
    kept = [found for found in located if found.doubts <= question.doubts]
    certain = [found for found in kept if not found.doubts and not found.is_within]
    proposed = [found for found in kept if found not in certain]
    asks_names = question.is_unfinished or not certain or _wants_offices_alone(question)
    # A place that the locator doubts is found by the name search as well, with the same reading: it is not
    # added again.
    doubted = {found.id for found in located if found.doubts}
    borne, alike = _named(registry, question) if asks_names else ([], [])
    named = [found for found in borne if found.id not in doubted]
    return _first(question, (*certain, *named, *proposed, *(alike if not located and not named else ())))


def _wants_offices_alone(question: Question) -> bool:
    return question.kinds is not None and set(question.kinds) == {"OFFICE"}


def _first(question: Question, places: Iterable[Found]) -> list[Found]:
    """The first places that pass the filters, at most `limit`, each once."""
    first_of: dict[str, Found] = {}
    for place in places:
        if len(first_of) == question.limit:
            break
        if question.kinds is not None and place.kind.kind not in question.kinds:
            continue
        if question.box is not None and not question.box.holds(place.point):
            continue
        first_of.setdefault(place.id, place)
    return list(first_of.values())


def _located(registry: Registry, question: Question) -> list[Found]:
    """The places that the locator finds for the text; sorted by weight if the client's position is known."""
    locator, query = locator_of(registry), question.query
    read = locator.understood(query)
    if read is None:
        return []
    # Where nothing has the name in its surroundings, every proposal is equally doubtful.
    doubts = frozenset[Doubt]() if read.hits else read.doubts
    told = (of_candidate(registry.atlas, each, doubts) for each in locator.locate(query))
    located = [found for found in told if found is not None]
    near = question.near
    if near is None:
        return located
    return sorted(located, key=lambda found: (bool(found.doubts), -_weight(found, near), found.slug))


def _weight(found: Found, near: Point) -> float:
    """The importance of a place, less 0.15 for each factor of ten in its distance from `near`."""
    return found.importance - _AWAY * math.log10(1 + geodesic_m(near, found.point) / 1000)


def _named(registry: Registry, question: Question) -> tuple[list[Found], list[Found]]:
    """Places with all words of the text in a name, and places with similar names.

    They are offices, and for an unfinished text also units. The second list is empty unless the text is
    unfinished.
    """
    text, names, is_unfinished = question.query.text, search_of(registry), question.is_unfinished
    locator = locator_of(registry)
    of_postcode = {office.id for office in locator.offices_at(text.strip())}
    is_borne = names.bearing(text, autocomplete=is_unfinished)
    borne: list[Found] = []
    alike: list[Found] = []
    for hit in ranked(find_named(names, locator, text, autocomplete=is_unfinished), question.near):
        place = _of_hit(registry, hit.found, is_unfinished)
        if place is None:
            continue
        entry = hit.found.entry
        (borne if entry.slug in of_postcode or is_borne(entry) else alike).append(place)
    return borne, alike if is_unfinished else []


def _of_hit(registry: Registry, hit: NameHit, is_unfinished: bool) -> Found | None:
    """The place of a name hit. None without a position, and for a unit unless the text is unfinished."""
    entry, match = hit.entry, hit.match.value.lower()
    if entry.subject is Subject.OFFICE:
        return of_office(registry.edition.offices[entry.slug], match=match, confidence=hit.score)
    if entry.subject is not Subject.UNIT or not is_unfinished:
        return None
    unit = registry.edition.units[entry.slug]
    importance = locator_of(registry).importance(unit.id)
    return of_unit(registry.atlas, unit, match=match, confidence=hit.score, importance=importance)


def reverse(registry: Registry, point: Point, kinds: Collection[PlaceKind] | None = None) -> list[Found]:
    """The units that contain a point, finest first. Empty abroad, and if no settlement is within 50 km.

    A unit by its boundary is certain; by the nearest settlement it is the less likely the farther that is.
    `kinds` None is all kinds.
    """
    held = {each.unit.id: each for each in units_at(registry.atlas, point)}
    if not held:
        return []
    finest = list(held.values())[-1]
    places = []
    for unit in (finest.unit, *registry.division(None).ancestors(finest.unit.id)):
        basis = held.get(unit.id, finest)
        is_sure = basis.basis is PlaceBasis.POLYGON
        place = of_unit(
            registry.atlas,
            unit,
            match=basis.basis.value.lower(),
            confidence=1.0 if is_sure else nearness(basis.distance_m or 0.0),
            importance=locator_of(registry).importance(unit.id),
            distance_m=None if is_sure else basis.distance_m,
            is_certain=is_sure,
        )
        if place is not None and (kinds is None or place.kind.kind in kinds):
            places.append(place)
    return places


def nearness(metres: float) -> float:
    """The confidence of the nearest place of a kind, from 1 (below 1 m) down to 0.5 (1 km and more).

    The steps are those of Pelias: https://github.com/pelias/documentation/blob/master/result_quality.md
    """
    return next((confidence for most, confidence in _STEPS if metres < most), _FAR)


def offices_near(registry: Registry, point: Point, limit: int, radius_m: float) -> list[Found]:
    """Open offices within `radius_m` of a point, nearest first, at most `limit`. Empty abroad."""
    if registry.atlas.is_abroad(point):
        return []
    near = nearest_offices(registry.atlas, point, limit, radius_m)
    places = (
        of_office(
            each.office, match="nearest", confidence=nearness(each.distance_m), distance_m=each.distance_m
        )
        for each in near
    )
    return [found for found in places if found is not None]
