"""Territories by the roots of their names: `Қарасай ауылдық округі` is `Карасайский сельский округ`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from geo.names.russian import without_adjective
from geo.names.toponyms import TypeWord, mild_key, strip_type
from geo.units.edition_index import Atlas
from model.enums import Level

LEVEL_OF: Mapping[TypeWord | None, Level] = {
    TypeWord.REGION: Level.REGION,
    TypeWord.DISTRICT: Level.DISTRICT,
    TypeWord.OKRUG: Level.RURAL_OKRUG,
}
"""The level of a unit that a type word says."""


class Territories:
    """Regions, districts and okrugs of one atlas by level and root; made when they are first asked for."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def called(self, name: str) -> frozenset[str]:
        """Ids of the territories that a name with its type word may mean; none for a name without one."""
        level = LEVEL_OF.get(strip_type(name)[1])
        return frozenset() if level is None else self._by_root.get((level, _root(name)), frozenset())

    @cached_property
    def _by_root(self) -> Mapping[tuple[Level, str], frozenset[str]]:
        found: dict[tuple[Level, str], set[str]] = {}
        for unit in self._atlas.edition.units.values():
            if unit.level is not Level.SETTLEMENT:
                for name in unit.names:
                    if strip_type(name.value)[1] is not TypeWord.TOWN:
                        found.setdefault((unit.level, _root(name.value)), set()).add(unit.id)
        return {key: frozenset(ids) for key, ids in found.items()}


def _root(name: str) -> str:
    return without_adjective(mild_key(name))
