"""How a text is understood: its reading, the places with that name, and the doubts.

Everything that turns a name into a place calls this module: officeFor, locate, search, imports. No part of a
text is dropped silently: a part that is unknown, or does not fit, makes the answer a proposal, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from geo.explanations.place_texts import Doubt
from geo.locator.candidates import LocateQuery
from geo.locator.cases import Case, CaseMaker, Cases
from geo.locator.context import Surroundings, finest_unit
from geo.locator.finder import Finder, Hit, Search
from geo.locator.finding import (
    NAMED,
    PROPOSING,
    PROVING,
    Find,
    by_code,
    by_far_spelling,
    by_name,
    may_be_code,
)
from geo.locator.place_readings import Reading, readings_of
from geo.locator.word_readings import by_words
from geo.names.ladder import FINE, Stage
from geo.names.numbers import is_bare_number
from model.edition import Unit
from model.enums import Level

_PLAIN = re.compile(r"[\u0400-\u052f .«»-]{2,60}")
"""Only Cyrillic words, without punctuation between parts."""
PROVEN = FINE | {Stage.WORDED}
"""Stages after which a place certainly has the requested name, in any spelling."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The places that have the name, the most important first.

    If no place has the name, `around` is the territory of the place. `elsewhere` are places that have the
    name outside of the surroundings in the text.
    """

    case: Case
    hits: tuple[Hit, ...]
    doubts: frozenset[Doubt] = frozenset()
    elsewhere: tuple[Hit, ...] = ()
    around: Unit | None = None

    @property
    def is_certain(self) -> bool:
        """Whether places were found without any doubt, be it one or several namesakes."""
        return bool(self.hits) and not self.doubts

    @property
    def stage(self) -> Stage | None:
        """The stage that found the first hit; None without hits."""
        return self.hits[0].stage if self.hits else None

    @property
    def left_out(self) -> tuple[str, ...]:
        """Parts of the text that were not used: unknown names, and the way to a house."""
        street = self.case.reading.street
        return (*self.case.unknown, *((street,) if street else ()))


class Understanding:
    """Understands texts by what one finder knows."""

    def __init__(self, finder: Finder, surroundings: Surroundings) -> None:
        self._finder = finder
        self._cases = CaseMaker(finder.atlas, surroundings)

    def of(self, query: LocateQuery) -> Understood | None:
        """How the text is understood; None where it names no place.

        Places with the name in the surroundings of the text come first. Then places there with a similar
        name, places with the name beside an unknown part, places elsewhere, and similar names anywhere. Last
        comes the territory alone.
        """
        readings = self._readings(query)
        cases = Cases(partial(self._cases.of, query), readings)
        if found := self._proven(cases, readings) or self._by_words(query, readings):
            return found
        if found := self._first(PROPOSING, cases.known):
            return found
        if found := self._beside_unknown(cases):
            return found
        if found := self._elsewhere(cases):
            return found
        return self._first((by_far_spelling,), lambda: (*cases.known(), *cases.doubtful())) or self._fallen(
            cases
        )

    def _readings(self, query: LocateQuery) -> tuple[Reading, ...]:
        """Readings of the text. A text that is a known name as a whole, as most are, is not split."""
        if _PLAIN.fullmatch(query.text) and self.is_name(query.text):
            return (Reading(query.text),)
        return readings_of(query.text, query.language)

    def siblings(self, case: Case, name: str) -> list[Hit]:
        """Places with the name of another village in the surroundings of a case."""
        return by_name(self._finder, Search(name, case.search.scopes, case.search.districts))

    def wide(self, name: str) -> list[Hit]:
        """Places of the whole country with a name."""
        return by_name(self._finder, Search(name, (), frozenset()))

    def _proven(self, cases: Cases, readings: Sequence[Reading]) -> Understood | None:
        """Places that certainly have the name, or None.

        A code in any reading comes before a name in another.
        """
        is_coded = any(may_be_code(reading.head) for reading in readings)
        return self._first(PROVING if is_coded else NAMED, cases.known)

    def _first(self, stages: Iterable[Find], cases: Callable[[], Iterable[Case]]) -> Understood | None:
        """The hits of the first stage and case that have hits; None without hits."""
        for stage in stages:
            for case in cases():
                if hits := stage(self._finder, case.search):
                    return self._understood(case, hits)
        return None

    def _by_words(self, query: LocateQuery, readings: Sequence[Reading]) -> Understood | None:
        """Places that certainly have the name, where the parts are not separated by commas: `Кына Акколь`.

        None without such places.
        """
        if not any(" " in part for first in readings[:1] for part in (first.head, *first.around)):
            return None
        cut = by_words(readings[0], self.is_name)
        return self._first(PROVING, Cases(partial(self._cases.of, query), cut).known)

    def is_name(self, text: str) -> bool:
        """Whether the whole text is a name or a code of some unit."""
        return any(self._finder.atlas.named(text)) or self._finder.codes.unit(text) is not None

    def _beside_unknown(self, cases: Cases) -> Understood | None:
        """A populated place or a code beside an unknown part. None if there is no such place or code.

        A territory after an unknown name is not the place: the place lies somewhere in it.
        """
        for stage in PROVING:
            for case in cases.doubtful():
                hits = stage(self._finder, case.search)
                if any(hit.stage is Stage.CODE or self._finder.is_peopled(hit) for hit in hits):
                    return self._understood(case, hits)
        return None

    def _elsewhere(self, cases: Cases) -> Understood | None:
        """Places with the name outside of the territory in the text, only proposed.

        None without such places.
        """
        for case in cases.known():
            if not case.search.scopes:
                continue
            hits = [
                hit
                for stage in (by_code, by_name)
                for hit in stage(self._finder, Search(case.search.name, (), frozenset()))
            ]
            if any(hit.stage is Stage.CODE or self._finder.is_peopled(hit) for hit in hits):
                around = finest_unit(self._finder.atlas, (*case.search.scopes, *case.hints))
                doubts = frozenset({Doubt.ELSEWHERE})
                return Understood(case, (), doubts, self._ranked(hits), around)
        return None

    def _fallen(self, cases: Cases) -> Understood | None:
        """The territory that the surroundings name, where no place in it has the name.

        None where they name none.
        """
        for case in cases:
            unit = finest_unit(self._finder.atlas, (*case.search.scopes, *case.hints))
            if unit is not None:
                doubts = {Doubt.NOT_FOUND, *({Doubt.UNKNOWN_PART} if case.unknown else ())}
                return Understood(case, (), frozenset(doubts), (), unit)
        return None

    def _understood(self, case: Case, hits: Sequence[Hit]) -> Understood:
        """The hits, narrowed by the post code and sorted, with the doubts about them."""
        hits, postcode = self._by_postcode(case, hits)
        doubts = {Doubt.UNKNOWN_PART} if case.unknown else set[Doubt]()
        if any(hit.stage not in PROVEN for hit in hits):
            doubts.add(Doubt.MISSPELT)
        if any(scope.by not in FINE for scope in case.search.scopes):
            doubts.add(Doubt.TERRITORY_MISSPELT)
        if any(scope.city and self._outside(scope.city, hits) for scope in case.search.scopes):
            doubts.add(Doubt.CITY_MEANT)
        if is_bare_number(case.search.name) and hits[0].stage not in (Stage.CODE, Stage.POSTCODE):
            doubts |= set() if case.search.scopes else {Doubt.NUMBER_ALONE}
        doubts |= postcode
        return Understood(case, self._ranked(hits), frozenset(doubts))

    def _by_postcode(self, case: Case, hits: Sequence[Hit]) -> tuple[Sequence[Hit], set[Doubt]]:
        """The hits where the post code is printed. If there are none, the hits in the region of the code.

        If there are none either, all hits, with a doubt.
        """
        postcode, codes = case.reading.postcode, self._finder.codes
        if postcode is None or hits[0].stage is Stage.POSTCODE:
            return hits, set()
        there = {unit.id for unit in codes.units(postcode)}
        near = [hit for hit in hits if hit.unit is not None and hit.unit.id in there]
        kept = near or [hit for hit in hits if hit.unit is None or codes.is_of_region(postcode, hit.unit.id)]
        return (kept, set()) if kept else (hits, {Doubt.POSTCODE_ELSEWHERE})

    def _outside(self, city: frozenset[str], hits: Iterable[Hit]) -> bool:
        containers = self._finder.atlas.lineage.containers
        return any(hit.unit is not None and not containers(hit.unit.id) & city for hit in hits)

    def _ranked(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits sorted: the most important first, then by population and id."""
        if len(hits) == 1:
            return tuple(hits)
        known = self._finder.importance
        return tuple(sorted(hits, key=lambda hit: (-known.get(hit.id, 0.0), -(hit.population or 0), hit.id)))


def is_whole(unit: Unit) -> bool:
    """Whether a unit may contain an unknown village: a settlement contains streets only."""
    return unit.level is not Level.SETTLEMENT
