"""Codes of the classifier for the units of the acts: by name and parent, through the changes since 2012.

A unit gets a code only when its name stands under the unit its parent became; a homonym without that
proof gets none, and no code is given twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from geo.toponyms import TypeWord, mild_key, skeleton_key
from loaders.problems import Problem
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.unit_names import stem_key
from loaders.territory.unit_tree import GrowingUnit, UnitTree
from store.kinds import Level

_ALIKE = 90.0
_OKRUG_ALIKE = 85.0
_MAIN_KINDS = (TypeWord.VILLAGE, TypeWord.TOWN, TypeWord.KENT)


@dataclass(frozen=True)
class KatoAreas:
    """What became of the upper units: `code_of` a unit itself, `areas` all units its land lies in today."""

    code_of: Mapping[str, str]
    areas: Mapping[str, tuple[str, ...]]


def match_upper(kato: Kato, divisions: Divisions, lookup: Mapping[str, Any]) -> KatoAreas:
    """Regions by the lookups, districts by name within them, renamed and split ones by the lookups."""
    code_of: dict[str, str] = {}
    areas: dict[str, list[str]] = {}
    rules = {row["kato"]: row for row in lookup["kato_districts"]}
    for region, codes in lookup["kato_regions"].items():
        code_of[region] = codes[0]
        districts = [unit for code in codes for unit in kato.children(code)]
        districts += [kato.units[code] for code in codes if code in rules and code in kato.units]
        for unit in districts:
            rule = rules.get(unit.code, {})
            owner = rule.get("is") or _named_district(divisions, region, unit)
            if rule.get("is") or (owner is not None and unit.code not in rules):
                code_of.setdefault(str(owner), unit.code)
                areas.setdefault(str(owner), []).append(unit.code)
            for part in rule.get("from", ()):
                areas.setdefault(part, []).append(unit.code)
    for rows in lookup["city_districts"].values():
        code_of.update({row["id"]: row["kato"] for row in rows if "kato" in row})
    return KatoAreas(code_of, {district: tuple(codes) for district, codes in areas.items()})


def kent_district(
    kato: Kato, areas: KatoAreas, lookup: Mapping[str, Any], region: str, name: str
) -> str | None:
    """The district of today's only kent of that name in a region; None for none or several."""
    owner = {code: district for district, codes in areas.areas.items() for code in codes}
    found: set[str] = set()
    for root in lookup["kato_regions"].get(region, ()):
        for district in kato.children(root):
            inside = (unit for unit in kato.below(district.code) if unit.kind is TypeWord.KENT)
            if any(stem_key(unit.name) == stem_key(name) for unit in inside):
                found.add(owner.get(district.code, ""))
    return found.pop() if len(found) == 1 and "" not in found else None


def _named_district(divisions: Divisions, region: str, unit: KatoUnit) -> str | None:
    if unit.kind not in (TypeWord.DISTRICT, TypeWord.TOWN):
        return None
    district = divisions.find_district(region, unit.name, unit.kind is TypeWord.TOWN)
    # A raion of today never takes the code of a city: Мангистауский район is not the city of Актау.
    if district is None or district.is_city != (unit.kind is TypeWord.TOWN):
        return None
    return district.id


def okrug_code(code: str) -> str:
    """Code of the okrug whose settlement bears `code`."""
    return f"{code[:6]}000"


def is_place(unit: KatoUnit) -> bool:
    """Whether a row of the classifier is a settlement: its last three digits are not zeros."""
    return not unit.code.endswith("000") or unit.printed.startswith("г.")


class KatoMatcher:
    """Gives codes to the okrugs and settlements of a tree, district by district."""

    def __init__(self, kato: Kato, areas: KatoAreas, tree: UnitTree, problems: list[Problem]) -> None:
        self._kato = kato
        self._areas = areas
        self._tree = tree
        self._problems = problems
        self._okrugs: dict[str, dict[GrowingUnit, KatoUnit]] = {}

    def home_of(self, district: str, name: str) -> GrowingUnit | None:
        """The okrug of the acts under which the classifier keeps the district's only village of that name."""
        key = mild_key(name)
        hits = [
            place
            for code in self._areas.areas.get(district, ())
            for place in self._kato.below(code)
            if place.kind in _MAIN_KINDS and is_place(place) and mild_key(place.name) == key
        ]
        if len(hits) != 1:
            return None
        return next(
            (u for u, holder in self._paired(district).items() if holder.code == okrug_code(hits[0].code)),
            None,
        )

    def _paired(self, district: str) -> dict[GrowingUnit, KatoUnit]:
        """Okrugs of a district with their units of the classifier."""
        if district not in self._okrugs:
            codes = self._areas.areas.get(district, ())
            holders = [unit for code in codes for unit in self._kato.children(code) if self._is_okrug(unit)]
            self._okrugs[district] = _pair_okrugs(self._tree.children(district, Level.RURAL_OKRUG), holders)
        return self._okrugs[district]

    def match(self) -> None:
        """Set `kato` on every unit that can be proved."""
        wanted: dict[str, list[GrowingUnit]] = {}
        for district in [u for u in self._tree.units.values() if u.level is Level.DISTRICT]:
            for unit, code in self._in_district(district):
                wanted.setdefault(code, []).append(unit)
        for code, units in wanted.items():
            if len(units) == 1:
                units[0].kato = code
            else:
                text = (
                    f"{code} {self._kato.units[code].printed} is claimed by {', '.join(u.id for u in units)}"
                )
                self._problems.append(Problem("kato_claimed_twice", units[0].id, text))

    def _in_district(self, district: GrowingUnit) -> Iterable[tuple[GrowingUnit, str]]:
        codes = self._areas.areas.get(district.id, ())
        if not codes:
            return []
        okrugs = self._tree.children(district.id, Level.RURAL_OKRUG)
        matched = self._paired(district.id)
        found = [(unit, holder.code) for unit, holder in matched.items()]
        for okrug in okrugs:
            found += self._settlements_of(okrug, matched.get(okrug))
        return found + self._across(district, codes, matched, {unit for unit, _ in found})

    def _is_okrug(self, unit: KatoUnit) -> bool:
        return not is_place(unit)

    def _settlements_of(self, okrug: GrowingUnit, holder: KatoUnit | None) -> list[tuple[GrowingUnit, str]]:
        if holder is None:
            return []
        inside = self._kato.below(holder.code)  # a village may hold villages: Филипповка under Наумовка
        return _pair_settlements(self._tree.children(okrug.id, Level.SETTLEMENT), inside)

    def _across(
        self,
        district: GrowingUnit,
        codes: Sequence[str],
        matched: Mapping[GrowingUnit, KatoUnit],
        done: set[GrowingUnit],
    ) -> list[tuple[GrowingUnit, str]]:
        """Settlements whose okrug is gone or renamed, by a name unique in the whole district.

        Where both okrugs still exist and are others, a village of the same name is a homonym, not a proof.
        """
        taken = {holder.code for holder in matched.values()}
        settled = {unit.id for unit in matched}
        places = [u for code in codes for u in self._kato.below(code) if is_place(u)]
        by_key: dict[str, list[KatoUnit]] = {}
        for place in places:
            by_key.setdefault(mild_key(place.name), []).append(place)
        ours = self._tree.settlements(district.id)
        counts = Counter(key for unit in ours for key in {mild_key(name) for name in unit.names})
        found = []
        for unit in ours:
            if unit in done:
                continue
            candidates = {p.code: p for name in unit.names for p in by_key.get(mild_key(name), ())}
            best = _by_kind(list(candidates.values()), unit)
            if best is None or any(counts[mild_key(name)] > 1 for name in unit.names):
                continue
            if unit.parent in settled and okrug_code(best.code) in taken:
                continue
            found.append((unit, best.code))
        return found


def _pair_okrugs(okrugs: Sequence[GrowingUnit], holders: Sequence[KatoUnit]) -> dict[GrowingUnit, KatoUnit]:
    """One to one by stem, then by skeleton, then by likeness, each only where nothing else fits."""
    found: dict[GrowingUnit, KatoUnit] = {}
    for agrees in (_same_stem, _same_skeleton, _alike):
        for unit in okrugs:
            if unit in found:
                continue
            free = [holder for holder in holders if holder not in found.values()]
            fits = [holder for holder in free if any(agrees(name, holder.name) for name in unit.names)]
            if len(fits) > 1:
                fits = [holder for holder in fits if (holder.kind is TypeWord.OKRUG) == (not unit.word)]
            rivals = [u for u in okrugs if u not in found and fits and agrees(u.root, fits[0].name)]
            if len(fits) == 1 and len(rivals) <= 1:
                found[unit] = fits[0]
    return found


def _same_stem(one: str, other: str) -> bool:
    return stem_key(one) == stem_key(other)


def _same_skeleton(one: str, other: str) -> bool:
    return len(skeleton_key(one)) >= 3 and skeleton_key(one) == skeleton_key(other)


def _alike(one: str, other: str) -> bool:
    left, right = stem_key(one), stem_key(other)
    return left[:1] == right[:1] and len(left) >= 5 and fuzz.ratio(left, right) >= _OKRUG_ALIKE


def _pair_settlements(
    settlements: Sequence[GrowingUnit], inside: Sequence[KatoUnit]
) -> list[tuple[GrowingUnit, str]]:
    found: list[tuple[GrowingUnit, str]] = []
    used: set[str] = set()
    for agrees in (_same_mild, _mild_alike):
        for unit in settlements:
            if any(unit is done for done, _ in found):
                continue
            fits = [
                place
                for place in inside
                if place.code not in used and any(agrees(name, place.name) for name in unit.names)
            ]
            best = _by_kind(fits, unit)
            if best is not None:
                found.append((unit, best.code))
                used.add(best.code)
    return found


def _same_mild(one: str, other: str) -> bool:
    return mild_key(one) == mild_key(other)


def _mild_alike(one: str, other: str) -> bool:
    left, right = mild_key(one), mild_key(other)
    if left[:1] != right[:1] or min(len(left), len(right)) < 5 or any(c.isdigit() for c in left + right):
        return False
    return fuzz.ratio(left, right) >= _ALIKE


def _by_kind(fits: Sequence[KatoUnit], unit: GrowingUnit) -> KatoUnit | None:
    """The only one; among several the only town, kent or village (a wintering ground may bear its name)."""
    if len(fits) > 1:
        wanted = (TypeWord.TOWN,) if unit.word == "город" else _MAIN_KINDS
        fits = [place for place in fits if place.kind in wanted]
    return fits[0] if len(fits) == 1 else None
