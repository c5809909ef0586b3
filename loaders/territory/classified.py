"""What the classifier of 2022 tells of the acts' units, as witnesses for where they stand.

It has no coordinates, but the tree: which settlements a district and an okrug have, what they are called
today, and which is an okrug's centre (its code ends with 100).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from geo.stages.known_places import KnownPlaces
from geo.toponyms import TypeWord, mild_key, skeleton_key, strip_type
from geo.worded_names import consonant_key, is_abbreviated, is_one_word_of, worded_key
from loaders.seeds.rows import AreaRow
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.kato_match import is_place, match_upper, okrug_code
from loaders.territory.unit_names import stem_key
from store.kinds import Level
from store.lookups import read_lookup

_INHABITED = frozenset({TypeWord.VILLAGE, TypeWord.TOWN, TypeWord.KENT})
_ALIKE = 75.0
"""Likeness (0-100) of mild keys from which the only names left of one okrug are spellings of one name."""


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre of an okrug: its name of today, and the settlement of the acts that it is, if any."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class Classified:
    """What matching takes from the classifier: names it knows, and by settlement those of today.

    `centres` are the centres of okrugs, by okrug of the acts.
    """

    known: KnownPlaces
    present: Mapping[str, tuple[str, ...]]
    centres: Mapping[str, Centre]

    @classmethod
    def of(cls, kato: Kato | None, areas: Sequence[AreaRow], divisions: Divisions) -> Classified:
        """The classifier held against the units of the acts; of none nothing is known."""
        if kato is None:
            return cls(KnownPlaces(), {}, {})
        held = _Held(kato, areas, renamed_codes())
        by_shape = held.names_by_shape(divisions, read_lookup("places"))
        present = held.present_names()
        return cls(KnownPlaces(by_shape, held.names_by_okrug()), present, held.centres(present))


def renamed_codes() -> Mapping[str, str]:
    """Codes of settlements that a person found to be the renamed ones of the acts, by unit."""
    return {row["unit"]: row["kato"] for row in read_lookup("renames")["renamed"]}


class _Held:
    """The classifier's tree and the units of the acts, okrug by okrug."""

    def __init__(self, kato: Kato, areas: Sequence[AreaRow], renamed: Mapping[str, str]) -> None:
        self._kato = kato
        self._areas = {area.id: area for area in areas}
        self._renamed = renamed
        self._taken = {area.kato for area in areas if area.kato} | set(renamed.values())
        self._children: dict[str, list[AreaRow]] = {}
        for area in areas:
            self._children.setdefault(area.parent, []).append(area)
        self._code_of = self._okrug_codes()

    def names_by_shape(self, divisions: Divisions, lookup: Mapping[str, Any]) -> Mapping[str, list[str]]:
        """Names of the classifier's settlements by the polygon of the district they lay in."""
        found: dict[str, list[str]] = {}
        for district, codes in match_upper(self._kato, divisions, lookup).areas.items():
            names = (unit.name for code in codes for unit in self._settlements(code))
            found.setdefault(divisions.districts[district].shape, []).extend(names)
        return found

    def names_by_okrug(self) -> Mapping[str, list[str]]:
        """Names of the classifier's settlements by the okrug of the acts."""
        return {
            okrug: [unit.name for unit in self._settlements(code)] for okrug, code in self._code_of.items()
        }

    def _settlements(self, code: str) -> Iterable[KatoUnit]:
        return (unit for unit in self._kato.below(code) if is_place(unit))

    def _okrug_codes(self) -> Mapping[str, str]:
        """The code of each okrug: its own, else that under which all its coded villages stand today."""
        okrugs = [area for area in self._areas.values() if area.level == Level.RURAL_OKRUG]
        own = {area.id: area.kato for area in okrugs if area.kato}
        taken = set(own.values())
        for area in okrugs:
            codes = {okrug_code(each.kato) for each in self._children.get(area.id, ()) if each.kato}
            if area.id not in own and len(codes) == 1 and codes <= set(self._kato.units) - taken:
                own[area.id] = codes.pop()
        # A village or town with an akim of its own bears the code of a settlement: it holds no others.
        return {okrug: code for okrug, code in own.items() if code.endswith("000")}

    def present_names(self) -> Mapping[str, tuple[str, ...]]:
        """Names of today by settlement: of its code, of the only like name of its okrug, of its centre."""
        found: dict[str, list[str]] = {}
        coded = {area.id: area.kato for area in self._areas.values() if area.level == Level.SETTLEMENT}
        for unit, code in (*self._renamed.items(), *coded.items()):
            if code in self._kato.units:  # a classifier of another year may lack it
                found.setdefault(unit, []).append(self._kato.units[code].name)
        for okrug, code in self._code_of.items():
            inside = self._children.get(okrug, ())
            uncoded = [each for each in inside if not each.kato]
            for each, respelled in self._respelled(uncoded, code):
                found.setdefault(each.id, []).append(respelled.name)
            centre = self._kato.units.get(_centre_of(code))
            if centre is None:
                continue
            for each in uncoded:
                if each.id not in found and self._is_called_so(each, okrug):
                    found[each.id] = [centre.name]
                    # A list that has the centre, too, lists one village under both its names.
                    for twin in (other for other in inside if other.kato == centre.code):
                        found.setdefault(twin.id, []).append(_name(each))
        return {unit: tuple(dict.fromkeys(names)) for unit, names in found.items() if self._areas.get(unit)}

    def centres(self, present: Mapping[str, Sequence[str]]) -> Mapping[str, Centre]:
        """The centre of each okrug, with the settlement of its lists that has the code or its name today."""
        found: dict[str, Centre] = {}
        for okrug, code in self._code_of.items():
            centre = self._kato.units.get(_centre_of(code))
            if centre is not None:
                inside = self._children.get(okrug, ())
                coded = [each.id for each in inside if each.kato == centre.code]
                named = [each.id for each in inside if centre.name in present.get(each.id, ())]
                found[okrug] = Centre(centre.name, next(iter((*coded, *named)), ""))
        return found

    def _respelled(self, uncoded: Sequence[AreaRow], code: str) -> list[tuple[AreaRow, KatoUnit]]:
        """Pairs of one okrug whose names are spellings of one name, each the only one of the other."""
        free = [unit for unit in self._settlements(code) if unit.code not in self._taken]
        pairs = [(each, unit) for each in uncoded for unit in free if _is_called(_name(each), unit.name)]
        ours = Counter(each.id for each, _ in pairs)
        theirs = Counter(unit.code for _, unit in pairs)
        return [(each, unit) for each, unit in pairs if ours[each.id] == theirs[unit.code] == 1]

    def _is_called_so(self, each: AreaRow, okrug: str) -> bool:
        """Whether a row calls an okrug's seat by the okrug's name, and no village there bears it.

        `Белово` is the seat of the Беловский okrug, whose centre is Белое.
        """
        area = self._areas[okrug]
        if each.seat != "yes" or not area.kato:
            return False
        names = [strip_type(name)[0] for name in (area.name_ru, area.name_kk) if name]
        own = _name(each)
        if not any(
            stem_key(own) == stem_key(name) or skeleton_key(own) == skeleton_key(name) for name in names
        ):
            return False
        inside = (unit.name for unit in self._settlements(self._code_of[okrug]))
        return not any(_is_respelled(own, name) for name in inside)


def _centre_of(okrug: str) -> str:
    """The code of the centre of an okrug, by the okrug's own."""
    return f"{okrug[:6]}100"


def _name(area: AreaRow) -> str:
    return area.name_ru or area.name_kk


def _is_called(printed: str, name: str) -> bool:
    """Whether a row may mean this settlement: by another spelling, or by one word of its name."""
    return _is_respelled(printed, name) or is_one_word_of(printed, name)


def _is_respelled(one: str, other: str) -> bool:
    if any(fold(one) == fold(other) != "" for fold in (worded_key, skeleton_key, consonant_key)):
        return True
    if is_abbreviated(one, other):
        return True
    left, right = mild_key(one), mild_key(other)
    has_digits = any(char.isdigit() for char in left + right)
    return not has_digits and left[:1] == right[:1] and fuzz.ratio(left, right) >= _ALIKE
