"""Finds the unit that a renaming act names: its name, followed by the units around it in the genitive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.names.toponyms import TypeWord, mild_key, strip_type
from loaders.seeds.folder import Seeds
from loaders.seeds.rows import AreaRow
from loaders.territory.akimat_names import stem_key
from model.enums import Level

_WORD = re.compile(r"[\w-]+")
_LARGER = frozenset({TypeWord.OKRUG, TypeWord.DISTRICT, TypeWord.REGION})
_STEM = 5
"""Letters of a name that all its cases share."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """A unit and its new name."""

    unit: AreaRow
    name: str


def find_renaming(seeds: Seeds, before: str, after: str) -> Renaming | str:
    """The unit that `before` names, with its new name by `after`.

    If none or several fit, a text that says so.
    """
    fits = list(_fitting(seeds, before))
    if not fits:
        return f"no unit of the registry is called «{before}»"
    if len(fits) > 1:
        return (
            f"«{before}» may be {', '.join(sorted(area.id for area, _ in fits))}: say `unit` in the profile"
        )
    area, around = fits[0]
    return Renaming(area, _bare(area, after[: -len(around)] if around and after.endswith(around) else after))


def find_unit(seeds: Seeds, unit: str, before: str, after: str) -> Renaming | str:
    """The unit with an id, with its new name by `after`; a text that says so if no unit has the id."""
    area = next((area for area in seeds.areas if area.id == unit), None)
    if area is None:
        return f"no unit has the id {unit}"
    shared = _shared_end(before, after)
    return Renaming(area, _bare(area, after[: -len(shared)] if shared else after))


def _bare(area: AreaRow, name: str) -> str:
    """The name as units have it: of a settlement without its type word, of others unchanged."""
    return strip_type(name)[0] if area.level == Level.SETTLEMENT else name.strip()


def _fitting(seeds: Seeds, before: str) -> Iterator[tuple[AreaRow, str]]:
    """The units whose name begins `before`, each with the rest of `before`, which names the units around."""
    by_id = {area.id: area for area in seeds.areas}
    spelled: dict[str, list[str]] = {area.id: [area.name_ru, area.name_kk] for area in seeds.areas}
    for row in seeds.toponyms:
        if row.unit in spelled:
            spelled[row.unit].append(row.name)
    for area in seeds.areas:
        ends = (_around(name, before, area.level) for name in spelled[area.id] if name)
        around = max(ends, key=_length, default=None)
        if around is not None and _lies_in(area, around, by_id):
            yield area, around


def _around(name: str, before: str, level: str) -> str | None:
    """The words of `before` after the name and its type word; None if it does not begin with both."""
    bare, own_kind = strip_type(name)
    for count, match in enumerate(_WORD.finditer(before), 1):
        head, kind = strip_type(before[: match.end()])
        is_of_level = kind not in _LARGER if level == Level.SETTLEMENT else kind is own_kind
        if kind is not None and is_of_level and stem_key(head) == stem_key(bare):
            return before[match.end() :].strip()
        if count > len(_WORD.findall(name)) + 2:
            break
    return None


def _length(around: str | None) -> int:
    return -1 if around is None else len(around)


def _lies_in(area: AreaRow, around: str, areas: dict[str, AreaRow]) -> bool:
    """Whether `around` contains the name of a unit that contains `area`. True if `around` is empty."""
    parents: list[AreaRow] = []
    unit = areas.get(area.parent)
    while unit is not None:
        parents.append(unit)
        unit = areas.get(unit.parent)
    folded = mild_key(around)
    if not parents or not folded:
        return not folded
    names = [
        mild_key(strip_type(name)[0])[:_STEM]
        for parent in parents
        for name in (parent.name_ru, parent.name_kk)
        if name
    ]
    return any(name in folded for name in names)


def _shared_end(before: str, after: str) -> str:
    """The words with which both texts end, at least one word less than the shorter text; may be empty."""
    words, other = before.split(), after.split()
    count = 0
    while count < min(len(words), len(other)) - 1 and words[-1 - count] == other[-1 - count]:
        count += 1
    return " ".join(words[len(words) - count :]) if count else ""
