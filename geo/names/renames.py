"""Names of another period (`seeds/lookups/renames.yaml`), regions since the acts (`unit_changes.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo.names.toponyms import TypeWord, exact_key, mild_key, strip_type, tight_key
from model.enums import Language, Level
from model.lookup_facts import Renames, UnitChanges
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class Rename:
    """A former or later name of a unit; `since` and `until` are ISO dates or empty."""

    unit_id: str
    name: str
    language: Language
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class LaterRegion:
    """A region founded or renamed after the acts.

    `origin` is the region it came from, `unit_ids` its units.
    """

    name_ru: str
    name_kk: str
    since: str
    origin: str
    source: str
    unit_ids: frozenset[str]


def renames_of(name: str, *, is_region: bool = False) -> tuple[Rename, ...]:
    """Names of other periods that `name` matches, by the strictest key with a match; empty without a match.

    Names of regions count only if the name has the word for a region, or with `is_region`: `Торғай` alone is
    a village.
    """
    is_region = is_region or strip_type(name)[1] is TypeWord.REGION
    for fold, index in zip((exact_key, tight_key, mild_key), _indexes(), strict=True):
        found = index.get(fold(name), ())
        meant = tuple(
            rename for rename in found if is_region or strip_type(rename.name)[1] is not TypeWord.REGION
        )
        if meant:
            return meant
    return ()


def later_region(name: str) -> LaterRegion | None:
    """The region founded or renamed after the acts that has this name; None if there is no such region.

    `name` must have the word for a region, which is not compared.
    """
    return _later().get(mild_key(name))


@cache
def _indexes() -> tuple[Mapping[str, Sequence[Rename]], ...]:
    """All listed names of other periods, indexed by their exact, tight and mild keys."""
    indexes: tuple[dict[str, list[Rename]], ...] = ({}, {}, {})
    for row in lookup(Renames).names:
        rename = Rename(row.unit, row.name, row.language, row.since, row.until, row.source)
        for fold, index in zip((exact_key, tight_key, mild_key), indexes, strict=True):
            index.setdefault(fold(rename.name), []).append(rename)
    return indexes


@cache
def _later() -> Mapping[str, LaterRegion]:
    """Regions founded or renamed since the acts, by the mild keys of their names."""
    stated = lookup(UnitChanges)
    founded = {unit.id: unit for unit in stated.units if unit.level is Level.REGION}
    later: dict[str, LaterRegion] = {}
    for change in stated.changes:
        origin, heir = change.from_[0], change.to[-1]
        if heir in founded:
            names, units = (founded[heir].name_ru, founded[heir].name_kk), change.entered
        elif change.now and origin == heir:
            now = change.now
            names, units = (now[Language.RU], now.get(Language.KK, now[Language.RU])), (origin,)
        else:
            continue
        # A city is found as a unit; only a name with the word for region leads here.
        if strip_type(names[0])[1] is TypeWord.REGION:
            region = LaterRegion(*names, change.date, origin, change.source, frozenset(units))
            later |= {mild_key(name): region for name in names}
    return later
