"""How a text is understood: its reading, what bears the name there, and what speaks against certainty.

All who turn a name into a place ask here: officeFor, locate, search, imports. No part of a text is dropped in
silence: one that nothing knows, or that does not fit, makes the answer a proposal, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.explanations.place_texts import Doubt
from geo.locator.candidates import LocateQuery
from geo.locator.context import Around, Scope, Surroundings, districts_of, finest_unit, phrases_of
from geo.locator.finder import Finder, Hit, Search
from geo.locator.finding import PROPOSING, PROVING, Find, by_far_spelling, by_name
from geo.locator.place_readings import Reading, readings_of
from geo.locator.word_readings import by_words
from geo.names.ladder import FINE, Stage
from geo.names.numbers import is_bare_number
from model.edition import Unit
from model.enums import Level

_PLAIN = re.compile(r"[\u0400-\u052f .«»-]{2,60}")
"""Cyrillic words alone, which do not say where one part ends."""
PROVEN = FINE | {Stage.WORDED}
"""Stages after which a place bears the name that was asked for, in whatever writing."""


@dataclass(frozen=True, slots=True)
class Case:
    """One reading with its surroundings resolved; `unknown` are the names around that nothing bears."""

    reading: Reading
    search: Search
    unknown: tuple[str, ...]
    hints: tuple[Scope, ...]
    """What the office's name says of the surroundings: it decides between namesakes only."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What bears the name, most important first; or the territory `around` when nothing there does.

    `elsewhere` bear the name outside of the surroundings that the text gives.
    """

    case: Case
    hits: tuple[Hit, ...]
    doubts: frozenset[Doubt] = frozenset()
    elsewhere: tuple[Hit, ...] = ()
    around: Unit | None = None

    @property
    def is_certain(self) -> bool:
        """Whether nothing speaks against the hits, be they one or namesakes."""
        return bool(self.hits) and not self.doubts

    @property
    def stage(self) -> Stage | None:
        """How the first hit was found."""
        return self.hits[0].stage if self.hits else None

    @property
    def left_out(self) -> tuple[str, ...]:
        """Parts of the text that did not help: what nothing knows, and the way to a house."""
        street = self.case.reading.street
        return (*self.case.unknown, *((street,) if street else ()))


class Understanding:
    """Understands texts by one finder."""

    def __init__(self, finder: Finder, surroundings: Surroundings) -> None:
        self._finder = finder
        self._surroundings = surroundings

    def of(self, query: LocateQuery) -> Understood | None:
        """How the text is understood; None where it names no place.

        What bears the name in the surroundings that the text gives goes before what only resembles it there,
        that before what bears it beside a part that nothing knows, that before names alike anywhere.
        """
        cases = [self._case(query, reading) for reading in self._readings(query)]
        known = [case for case in cases if not case.unknown]
        doubtful = [case for case in cases if case.unknown]
        if found := self._first(PROVING, known) or self._by_words(query, cases):
            return found
        if found := self._first(PROPOSING, known):
            return found
        if found := self._beside_unknown(doubtful):
            return found
        if found := self._elsewhere(known):
            return found
        return self._first((by_far_spelling,), [*known, *doubtful]) or self._fallen(cases)

    def _readings(self, query: LocateQuery) -> tuple[Reading, ...]:
        """What is a known name as a whole needs no reading: most texts are."""
        if _PLAIN.fullmatch(query.text) and self.is_name(query.text):
            return (Reading(query.text),)
        return readings_of(query.text, query.language)

    def siblings(self, case: Case, name: str) -> list[Hit]:
        """What bears the name of another village in the same surroundings."""
        return by_name(self._finder, Search(name, case.search.scopes, case.search.districts))

    def wide(self, name: str) -> list[Hit]:
        """What bears a name anywhere."""
        return by_name(self._finder, Search(name, (), frozenset()))

    def _case(self, query: LocateQuery, reading: Reading) -> Case:
        scopes: list[Scope] = []
        unknown: list[str] = []
        asked = [(name, Around.ANYTHING) for name in reading.around]
        asked += [(query.district, Around.DISTRICT)] if query.district else []
        asked += [(query.region, Around.REGION)] if query.region else []
        for name, around in asked:
            scope = self._surroundings.scope(name, around)
            if scope is None:
                unknown.append(name)
            else:
                scopes.append(scope)
        atlas = self._finder.atlas
        if query.within is not None:
            scopes.append(Scope(query.within, (frozenset(atlas.lineage.heirs(query.within)),)))
        hints = [self._surroundings.scope(phrase) for phrase in phrases_of(query.office or "")]
        known = tuple(hint for hint in hints if hint is not None)
        districts = districts_of(atlas, (*scopes, *known))
        return Case(reading, Search(reading.head, tuple(scopes), districts), tuple(unknown), known)

    def _first(self, stages: Iterable[Find], cases: Sequence[Case]) -> Understood | None:
        for stage in stages:
            for case in cases:
                if hits := stage(self._finder, case.search):
                    return self._understood(case, hits)
        return None

    def _by_words(self, query: LocateQuery, cases: Sequence[Case]) -> Understood | None:
        """The same for parts that no comma parts: `Кына Акколь`."""
        if not any(" " in part for case in cases[:1] for part in (case.reading.head, *case.reading.around)):
            return None
        cut = by_words(cases[0].reading, self.is_name)
        return self._first(
            PROVING, [case for case in (self._case(query, each) for each in cut) if not case.unknown]
        )

    def is_name(self, text: str) -> bool:
        """Whether the text as a whole is a name or a code of some unit."""
        return any(self._finder.atlas.named(text)) or self._finder.codes.unit(text) is not None

    def _beside_unknown(self, cases: Sequence[Case]) -> Understood | None:
        """A place where people live, beside a part that nothing knows.

        A territory with an unknown name before it is not the place: the place lies somewhere in it.
        """
        for stage in PROVING:
            for case in cases:
                hits = stage(self._finder, case.search)
                if any(hit.stage is Stage.CODE or self._finder.is_peopled(hit) for hit in hits):
                    return self._understood(case, hits)
        return None

    def _elsewhere(self, cases: Sequence[Case]) -> Understood | None:
        """Places of the name outside the territory that the text names: proposed, not chosen."""
        for case in cases:
            if not case.search.scopes:
                continue
            hits = [
                hit
                for stage in PROVING[:2]
                for hit in stage(self._finder, Search(case.search.name, (), frozenset()))
            ]
            if any(hit.stage is Stage.CODE or self._finder.is_peopled(hit) for hit in hits):
                around = finest_unit(self._finder.atlas, (*case.search.scopes, *case.hints))
                doubts = frozenset({Doubt.ELSEWHERE})
                return Understood(case, (), doubts, self._ranked(hits), around)
        return None

    def _fallen(self, cases: Sequence[Case]) -> Understood | None:
        """The okrug, district or region that the surroundings name, when nothing in it bears the name."""
        for case in cases:
            unit = finest_unit(self._finder.atlas, (*case.search.scopes, *case.hints))
            if unit is not None:
                doubts = {Doubt.NOT_FOUND, *({Doubt.UNKNOWN_PART} if case.unknown else ())}
                return Understood(case, (), frozenset(doubts), (), unit)
        return None

    def _understood(self, case: Case, hits: Sequence[Hit]) -> Understood:
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
        """The namesakes that stand where the post code is printed, or may; else all of them, doubted."""
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
        """The most important first, those that bear the name today before those that once did."""
        if len(hits) == 1:
            return tuple(hits)
        known = self._finder.importance
        return tuple(sorted(hits, key=lambda hit: (-known.get(hit.id, 0.0), -(hit.population or 0), hit.id)))


def is_whole(unit: Unit) -> bool:
    """Whether a unit may hold a place that is not found: a settlement holds streets only."""
    return unit.level is not Level.SETTLEMENT
