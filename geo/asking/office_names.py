"""Offices that a line names by category and place: `отдел образования Акколь`, `акимат Кына`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from geo.asking.asked import Asked
from geo.locator.locator import Locator
from geo.locator.searching import find_named
from geo.names.fuzzy_search import Match, NameHit, NameSearch
from geo.names.word_index import Subject
from geo.units.edition_index import Atlas
from model.edition import Office
from model.enums import OfficeKind

_SCORE, _A_RUNG = 0.9, 0.1
"""Score of an office of the place itself, and the deduction for each territory farther out."""
_MOST_PLACES = 5
_LOWEST = 0.1


def find_offices(search: NameSearch, locator: Locator, atlas: Atlas, asked: Asked) -> list[NameHit]:
    """Offices of the category that a line names, unsorted.

    If the line names a place, these are the offices of the place and of the units that contain it; the
    smallest unit scores best. Otherwise they are the offices whose names match its words.
    """
    is_meant = _kind_of(atlas, asked.category or "")
    rungs = _rungs(atlas, asked)
    if rungs:
        return list(_at(search, atlas, is_meant, rungs))
    hits = find_named(search, locator, asked.said)
    offices = atlas.edition.offices
    return [hit for hit in hits if hit.entry.subject is Subject.OFFICE and is_meant(offices[hit.entry.slug])]


def _kind_of(atlas: Atlas, category: str) -> Callable[[Office], bool]:
    """A test whether an office has this category. If the category has akimats, every akimat passes."""
    kinds = {office.kind for office in atlas.edition.offices.values() if office.category == category}
    if OfficeKind.AKIMAT in kinds:
        return lambda office: office.kind is OfficeKind.AKIMAT
    return lambda office: office.category == category


def _rungs(atlas: Atlas, asked: Asked) -> Mapping[str, int]:
    """Ids of the units that may be meant and of all that contain them, with the steps up to each.

    At most five places count.
    """
    rungs: dict[str, int] = {}
    place = asked.place
    for unit in (place.units or place.proposed)[:_MOST_PLACES] if place is not None else ():
        for rung, each in enumerate(atlas.chain(unit.id)):
            rungs[each.id] = min(rung, rungs.get(each.id, rung))
    return rungs


def _at(
    search: NameSearch, atlas: Atlas, is_meant: Callable[[Office], bool], rungs: Mapping[str, int]
) -> Iterator[NameHit]:
    """Offices of the meant category that serve or stand in one of these units, scored by the fewest steps."""
    for office in atlas.edition.offices.values():
        stands = (office.territory_id or "", office.located_in or "")
        rung = min((rungs[stand] for stand in stands if stand in rungs), default=None)
        entries = search.index.entries_of(Subject.OFFICE, office.id) if rung is not None else ()
        if rung is not None and entries and is_meant(office):
            score = max(_SCORE - _A_RUNG * rung, _LOWEST)
            yield NameHit(entries[0], Match.PREFIX, round(score, 2))
