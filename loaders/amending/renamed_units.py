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
    """A unit and the name that it gets."""

    unit: AreaRow
    name: str


def find_renaming(seeds: Seeds, before: str, after: str) -> Renaming | str:
    """The unit that `before` names and its name in `after`; else why none is found."""
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
    """The renaming of the unit with the id that a profile names; else why there is none."""
    area = next((area for area in seeds.areas if area.id == unit), None)
    if area is None:
        return f"no unit has the id {unit}"
    shared = _shared_end(before, after)
    return Renaming(area, _bare(area, after[: -len(shared)] if shared else after))


def _bare(area: AreaRow, name: str) -> str:
    """The name as units have it: that of a settlement is without its type word."""
    return strip_type(name)[0] if area.level == Level.SETTLEMENT else name.strip()


def _fitting(seeds: Seeds, before: str) -> Iterator[tuple[AreaRow, str]]:
    """Units whose name begins the words, with the words after it, which name the units around."""
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
    """The words after the name and its type word; None where the words do not begin with them."""
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
    """Whether the words after the name contain the name of a unit around; True without such words."""
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
    """The words that both end with."""
    words, other = before.split(), after.split()
    count = 0
    while count < min(len(words), len(other)) - 1 and words[-1 - count] == other[-1 - count]:
        count += 1
    return " ".join(words[len(words) - count :]) if count else ""
