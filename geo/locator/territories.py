"""Finds territories by the roots of their names: `Қарасай ауылдық округі` is `Карасайский сельский округ`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cached_property

from geo.names.russian import without_adjective, without_dedication
from geo.names.toponyms import TypeWord, mild_key, strip_type
from geo.units.edition_index import Atlas, AtlasStep
from model.enums import Level

LEVEL_OF: Mapping[TypeWord | None, Level] = {
    TypeWord.REGION: Level.REGION,
    TypeWord.DISTRICT: Level.DISTRICT,
    TypeWord.OKRUG: Level.RURAL_OKRUG,
}
"""The level of a unit for each type word."""


class Territories:
    """Regions, districts and okrugs of one atlas by level and root of their name; built on first use."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def carried_on(self, step: AtlasStep) -> Territories:
        """A copy for a later atlas of the same units; the earlier atlas is released."""
        made = copy(self)
        made._atlas = step.atlas
        return made

    def called(self, name: str) -> frozenset[str]:
        """Ids of the territories with this type word and the same root.

        Empty for a name without a type word.
        """
        level = LEVEL_OF.get(strip_type(name)[1])
        return frozenset() if level is None else self._by_root.get((level, _root(name)), frozenset())

    @cached_property
    def _by_root(self) -> Mapping[tuple[Level, str], frozenset[str]]:
        units_of: dict[tuple[Level, str], set[str]] = {}
        for unit in self._atlas.edition.units.values():
            if unit.level is not Level.SETTLEMENT:
                for name in unit.names:
                    if strip_type(name.value)[1] is not TypeWord.TOWN:
                        for root in _roots(name.value):
                            units_of.setdefault((unit.level, root), set()).add(unit.id)
        return {key: frozenset(ids) for key, ids in units_of.items()}


def _root(name: str) -> str:
    """The key of a name without type word, dedication (`имени`) and the ending of an adjective.

    People leave the word of a dedication out: `район Габита Мусрепова` is `район имени Габита Мусрепова`.
    """
    return without_adjective(mild_key(without_dedication(strip_type(name)[0])))


def _roots(name: str) -> tuple[str, ...]:
    """The roots of a name.

    For a person's name also the root with an initial: `Т.Рыскулова` is `Турара Рыскулова`.
    """
    given, *surname = without_dedication(strip_type(name)[0]).split()
    return (_root(name), mild_key(given[0] + surname[0])) if len(surname) == 1 else (_root(name),)
