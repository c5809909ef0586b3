"""The surroundings of a place: the units that other parts of a text, a heading or an office name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from enum import StrEnum

from geo.locator.codes import Codes
from geo.locator.meanings import AROUND, BY_TYPE_WORD, is_anything, narrows_district, narrows_region
from geo.locator.territories import LEVEL_OF, Territories
from geo.names.ladder import Names, Stage, climb
from geo.names.renames import LaterRegion, later_region, renames_of
from geo.names.russian import territory_nominative
from geo.names.toponyms import TypeWord, clean, strip_type
from geo.units.edition_index import TIERS, Atlas, AtlasStep, Toponym
from model.edition import Unit
from model.enums import Level


class Around(StrEnum):
    """The kind of territory that a name around a place is said to be."""

    REGION = "REGION"
    DISTRICT = "DISTRICT"
    """A district, a city, or a city of republican significance."""
    ANYTHING = "ANYTHING"


_ALLOWED: Mapping[Around, Callable[[Atlas, Toponym], bool]] = {
    Around.REGION: narrows_region,
    Around.DISTRICT: narrows_district,
    Around.ANYTHING: is_anything,
}

_UPPER = (Level.REGION, Level.DISTRICT)
LONGEST_NAME = 400
"""Characters; no name of a territory or an office is longer."""
_KNOWN_SCOPES = 4_096
"""Number of resolved names that are cached: a stream of a million lines names few territories."""
# `акима Карасайского сельского округа Аккольского района`, `Ақкөл ауданы Қарасай ауылдық округі әкімінің`.
_PHRASE = re.compile(
    r"([\w-]+(?:ского|цкого|ого))\s+((?:сельск|аульн|поселков)\w+\s+округ\w*|район\w*)"
    r"|([\w-]+(?:ской|ой))\s+(област\w+)"
    r"|([\w-]+)\s+(ауылдық\s+округ\w*|селолық\s+округ\w*|аудан\w*|облыс\w*|қала\w*)"
    r"|\b(город[ау]?|района?)\s+([А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+)",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The units that a name around a place may mean.

    `unions` are sets of their ids, the strictest reading first. `by` is the stage that found the name;
    `later` is the region founded after the acts, if the name means one.
    """

    asked: str
    unions: tuple[frozenset[str], ...]
    by: Stage = Stage.EXACT
    later: LaterRegion | None = None
    city: frozenset[str] = frozenset()
    """Set where the bare name is that of a city of the republic: its namesake oblast is less likely meant."""

    def keep(self, atlas: Atlas, unit_ids: Iterable[str]) -> frozenset[str]:
        """The ids whose units lie, or once lay, in a unit of the strictest set for which there are such ids.

        Empty if no set has such ids.
        """
        candidates = [(unit_id, atlas.lineage.containers(unit_id)) for unit_id in unit_ids]
        for wider in self.unions:
            kept = frozenset([unit_id for unit_id, around in candidates if not wider.isdisjoint(around)])
            if kept:
                return kept
        return frozenset()


@dataclass(frozen=True, slots=True)
class Territory:
    """A region or district with all its names."""

    id: str
    names: tuple[str, ...]


def phrases_of(office: str) -> tuple[str, ...]:
    """The names of territories in the name of an office, as printed.

    None in a text of more than 400 characters.
    """
    if len(office) > LONGEST_NAME:
        return ()
    text = clean(office)
    return tuple(" ".join(part for part in found.groups() if part) for found in _PHRASE.finditer(text))


class Surroundings:
    """Resolves names of territories in one atlas, with a cache."""

    def __init__(self, atlas: Atlas, codes: Codes, territories: Territories) -> None:
        self._atlas = atlas
        self._codes = codes
        self._territories = territories
        self._upper: Names[Territory] | None = None
        self._known: dict[tuple[Around, str], Scope | None] = {}

    def carried_on(self, step: AtlasStep, codes: Codes, territories: Territories) -> Surroundings:
        """A copy for a later atlas of the same units, with the cached results."""
        made = copy(self)
        made._atlas = step.atlas
        made._codes, made._territories = codes, territories
        return made

    def scope(self, name: str, around: Around = Around.ANYTHING) -> Scope | None:
        """The units that `name` may mean as a territory of that kind.

        None for an unknown name and for more than 400 characters.
        """
        if len(name) > LONGEST_NAME:
            return None  # not cached: long names would fill the memory
        key = (around, name)
        if key not in self._known:
            if len(self._known) > _KNOWN_SCOPES:
                self._known.clear()
            self._known[key] = self._resolve(name, around)
        return self._known[key]

    def _resolve(self, name: str, around: Around) -> Scope | None:
        """The same as `scope`, without the cache.

        It tries codes, names, names of another period, roots and last likeness.
        """
        coded = self._codes.unit(name)
        if coded is not None:
            return Scope(name, (frozenset({coded.id}),), Stage.CODE)
        text = territory_nominative(clean(name))
        type_word = strip_type(text)[1]
        is_region = type_word is TypeWord.REGION or (type_word is None and around is Around.REGION)
        if is_region and (later := later_region(text)) is not None:
            return Scope(name, (later.unit_ids,), Stage.EXACT, later)
        typed = BY_TYPE_WORD.get(type_word, ()) if type_word in AROUND and type_word is not None else ()
        tiers = [
            frozenset(
                toponym.unit.id
                for toponym in tier
                if _ALLOWED[around](self._atlas, toponym)
                and (not typed or any(meaning(self._atlas, toponym) for meaning in typed))
            )
            for tier in self._atlas.named(text)
        ]
        unions = tuple(frozenset().union(*tiers[: count + 1]) for count in range(len(TIERS)))
        if unions[-1]:
            kept = tuple(dict.fromkeys(union for union in unions if union))
            return Scope(name, kept, city=frozenset() if typed else self._city(kept[-1]))
        renamed = frozenset(rename.unit_id for rename in renames_of(text, is_region=is_region))
        if renamed:
            return Scope(name, (renamed,), Stage.RENAMED)
        rooted = self._territories.called(text)
        return Scope(name, (rooted,), Stage.MILD) if rooted else self._misspelt(name, text, around)

    def _city(self, ids: frozenset[str]) -> frozenset[str]:
        """The towns among these units of one name, if a town among them is a city of republican significance.

        Otherwise empty.
        """
        towns = ids & self._atlas.towns
        units = self._atlas.edition.units
        return towns if any(units[town].level is Level.REGION for town in towns) else frozenset()

    def _misspelt(self, name: str, text: str, around: Around) -> Scope | None:
        """Districts and regions whose name resembles the text; None if no name resembles it.

        Okrugs and villages are too many to be told apart by likeness.
        """
        if self._upper is None:
            self._upper = Names.of(self._upper_units())
        rung = climb((text,), self._upper)
        levels = (Level.REGION,) if around is Around.REGION else _UPPER
        wanted = LEVEL_OF.get(strip_type(text)[1])
        units = self._atlas.edition.units
        ids = frozenset(
            hit.id
            for hit in rung.bearers
            if units[hit.id].level in levels and (wanted is None or units[hit.id].level is wanted)
        )
        return Scope(name, (ids,), rung.stage) if ids else None

    def _upper_units(self) -> Iterable[Territory]:
        for unit in self._atlas.edition.units.values():
            if unit.level in _UPPER:
                yield Territory(unit.id, tuple(name.value for name in unit.names))


def districts_of(atlas: Atlas, scopes: Iterable[Scope]) -> frozenset[str]:
    """Ids of the districts in which the place may lie by its scopes, as many of these as agree.

    Empty where no scope is as narrow as a district.
    """
    left: frozenset[str] | None = None
    for scope in scopes:
        named = frozenset(
            unit.id
            for unit_id in scope.unions[-1]
            if unit_id in atlas.edition.units
            for unit in atlas.chain(unit_id)
            if unit.level is Level.DISTRICT
        )
        if named:
            left = named if left is None or not left & named else left & named
    if not left:
        return frozenset()
    for scope in scopes:
        left = scope.keep(atlas, left) or left
    return left


def finest_unit(atlas: Atlas, scopes: Iterable[Scope]) -> Unit | None:
    """The smallest unit that the scopes certainly name, so that it contains the place.

    None if no unit is certain.
    """
    best: Unit | None = None
    order = {level: rank for rank, level in enumerate(Level)}
    listed = tuple(scopes)
    for scope in listed:
        ids = frozenset(scope.unions[0]) & atlas.edition.units.keys()
        if scope.later is not None:
            ids = frozenset({scope.later.origin})
        for other in listed:
            ids = other.keep(atlas, ids) or ids
        ids = frozenset(ids)
        finest = [
            unit_id
            for unit_id in ids
            if not any(unit_id != other and unit_id in {up.id for up in atlas.chain(other)} for other in ids)
        ]
        if len(finest) != 1:
            finest = [
                unit_id for unit_id in ids if all(unit_id in {u.id for u in atlas.chain(o)} for o in ids)
            ]
        if len(finest) == 1:
            unit = atlas.edition.units[finest[0]]
            if best is None or order[unit.level] > order[best.level]:
                best = unit
    return best
