"""The readings of a text with what lies around the place resolved, each when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from geo.locator.candidates import LocateQuery
from geo.locator.context import Around, Scope, Surroundings, districts_of, phrases_of
from geo.locator.finder import Search
from geo.locator.place_readings import Reading
from geo.units.edition_index import Atlas

_REMEMBERED, _LONGEST_REMEMBERED = 4_096, 200
"""Number of cached surroundings, and the letters of the longest: a table repeats its districts."""


class Case(NamedTuple):
    """One reading of a text with its surroundings resolved.

    `unknown` are surrounding names that no unit has.
    """

    reading: Reading
    search: Search
    unknown: tuple[str, ...]
    hints: tuple[Scope, ...]
    """What the office's name says about the surroundings: it only decides between namesakes."""


class _Asked(NamedTuple):
    """All that a query says of the surroundings of a place; the key of the cache."""

    around: tuple[str, ...]
    district: str | None
    region: str | None
    within: str | None
    office: str | None

    @property
    def letters(self) -> int:
        return sum(map(len, self.around)) + sum(len(each or "") for each in self[1:])


@dataclass(frozen=True, slots=True)
class _Resolved:
    """The surroundings of a place: the units that they may mean, their districts, and unknown names.

    `hints` are units that the name of an office suggests.
    """

    scopes: tuple[Scope, ...]
    districts: frozenset[str]
    unknown: tuple[str, ...]
    hints: tuple[Scope, ...]


class CaseMaker:
    """Resolves the surroundings of readings in one atlas, and caches the results."""

    def __init__(self, atlas: Atlas, surroundings: Surroundings) -> None:
        self._atlas = atlas
        self._surroundings = surroundings
        self._known: dict[_Asked, _Resolved] = {}

    def of(self, query: LocateQuery, reading: Reading) -> Case:
        """The reading with the surroundings that it and the query name, resolved."""
        asked = _Asked(reading.around, query.district, query.region, query.within, query.office)
        found = self._known.get(asked)
        if found is None:
            found = self._resolved(asked)
            if asked.letters <= _LONGEST_REMEMBERED:
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                self._known[asked] = found
        search = Search(reading.head, found.scopes, found.districts)
        return Case(reading, search, found.unknown, found.hints)

    def _resolved(self, asked: _Asked) -> _Resolved:
        """The units that each surrounding name may mean; names that no unit has are `unknown`."""
        scopes: list[Scope] = []
        unknown: list[str] = []
        names = [(name, Around.ANYTHING) for name in asked.around]
        names += [(asked.district, Around.DISTRICT)] if asked.district else []
        names += [(asked.region, Around.REGION)] if asked.region else []
        for name, around in names:
            scope = self._surroundings.scope(name, around)
            if scope is None:
                unknown.append(name)
            else:
                scopes.append(scope)
        atlas = self._atlas
        if asked.within is not None:
            scopes.append(Scope(asked.within, (frozenset(atlas.lineage.heirs(asked.within)),)))
        hints = [self._surroundings.scope(phrase) for phrase in phrases_of(asked.office or "")]
        known = tuple(hint for hint in hints if hint is not None)
        return _Resolved(tuple(scopes), districts_of(atlas, (*scopes, *known)), tuple(unknown), known)


class Cases:
    """The readings of a text with their surroundings resolved one after the other, when they are needed.

    Most texts are understood by the first reading.
    """

    def __init__(self, make: Callable[[Reading], Case], readings: Iterable[Reading]) -> None:
        self._make = make
        self._waiting = iter(readings)
        self._made: list[Case] = []

    def __iter__(self) -> Iterator[Case]:
        yield from self._made
        for reading in self._waiting:
            case = self._make(reading)
            self._made.append(case)
            yield case

    def known(self) -> Iterator[Case]:
        """The cases in which every surrounding name is known."""
        return (case for case in self if not case.unknown)

    def doubtful(self) -> Iterator[Case]:
        """The cases in which a surrounding name is unknown."""
        return (case for case in self if case.unknown)
