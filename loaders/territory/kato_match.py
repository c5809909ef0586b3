"""Codes of the classifier for the units of the acts: by name and parent, through the changes since 2012.

A settlement gets the code that a person stated; else that of its name in its okrug of today, or of a name
that is unique in the whole district; a seat with the okrug's name gets that of the okrug's centre. An okrug
gets the code of its name, or of the okrug whose centre is its seat. A homonym without proof gets none, and no
code is given twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.names.toponyms import TypeWord
from loaders.problems import Problem
from loaders.territory.akimat_names import stem_key
from loaders.territory.divisions import Divisions
from loaders.territory.kato import Kato, KatoUnit
from loaders.territory.kato_names import (
    MAIN_KINDS,
    Agreement,
    centre_code,
    homes,
    is_called_by_okrug,
    is_place,
    is_same,
    is_worded_alike,
    okrug_code,
    pair_alone,
    pair_left,
    pair_okrugs,
    pair_settlements,
)
from loaders.territory.unit_tree import GrowingUnit, UnitTree
from model.enums import Level
from model.lookup_facts import Codes
from model.lookup_places import Places
from model.lookups import lookup


@dataclass(frozen=True)
class KatoAreas:
    """Codes of regions and districts.

    `code_of` has the unit's own code, `areas` those of all units that contain its land today.
    """

    code_of: Mapping[str, str]
    areas: Mapping[str, tuple[str, ...]]


def match_upper(kato: Kato, divisions: Divisions, places: Places) -> KatoAreas:
    """Match regions by the lookup `Places` and districts by name; renamed and split districts by the lookup.

    Units without a match are left out.
    """
    code_of: dict[str, str] = {}
    areas: dict[str, list[str]] = {}
    rules = {row.kato: row for row in places.kato_districts}
    for region, codes in places.kato_regions.items():
        code_of[region] = codes[0]
        districts = [unit for code in codes for unit in kato.children(code)]
        districts += [kato.units[code] for code in codes if code in rules and code in kato.units]
        for unit in districts:
            rule = rules.get(unit.code)
            owner = _named_district(divisions, region, unit) if rule is None else rule.is_
            if owner is not None:
                code_of.setdefault(owner, unit.code)
                areas.setdefault(owner, []).append(unit.code)
            for part in () if rule is None else rule.from_:
                areas.setdefault(part, []).append(unit.code)
    for rows in places.city_districts.values():
        code_of.update({row.id: row.kato for row in rows if row.kato is not None})
    return KatoAreas(code_of, {district: tuple(codes) for district, codes in areas.items()})


def kent_district(kato: Kato, areas: KatoAreas, places: Places, region: str, name: str) -> str | None:
    """The district of today's only kent with that name in a region; None if there is none or several."""
    owner = {code: district for district, codes in areas.areas.items() for code in codes}
    districts: set[str] = set()
    for root in places.kato_regions.get(region, ()):
        for district in kato.children(root):
            inside = (unit for unit in kato.below(district.code) if unit.kind is TypeWord.KENT)
            if any(stem_key(unit.name) == stem_key(name) for unit in inside):
                districts.add(owner.get(district.code, ""))
    return districts.pop() if len(districts) == 1 and "" not in districts else None


def _named_district(divisions: Divisions, region: str, unit: KatoUnit) -> str | None:
    """The district of the acts with the name and kind of a classifier's unit; None if there is none."""
    if unit.kind not in (TypeWord.DISTRICT, TypeWord.TOWN):
        return None
    district = divisions.find_district(region, unit.name, unit.kind is TypeWord.TOWN)
    # A raion never takes the code of a city: Мангистауский район is not the city of Актау.
    if district is None or district.is_city != (unit.kind is TypeWord.TOWN):
        return None
    return district.id


def stated_codes() -> Mapping[str, str]:
    """Codes of settlements that persons stated, by unit (`seeds/lookups/codes.yaml`)."""
    return {row.unit: row.kato for row in lookup(Codes).settlements}


class KatoMatcher:
    """Gives codes to the okrugs and settlements of a tree, district by district."""

    def __init__(
        self,
        kato: Kato,
        areas: KatoAreas,
        tree: UnitTree,
        stated: Mapping[str, str],
        problems: list[Problem],
    ) -> None:
        """`stated` are codes that persons stated, by unit; problems are added to the list `problems`."""
        self._kato = kato
        self._areas = areas
        self._tree = tree
        self._told = stated
        self._problems = problems
        self._okrugs: dict[str, dict[GrowingUnit, KatoUnit]] = {}

    def home_of(self, district: str, name: str) -> GrowingUnit | None:
        """The okrug of the acts that contains the classifier's only village of that name in the district.

        None if there is no or more than one such village, or its okrug has no counterpart.
        """
        hits = self._named(district, name)
        if len(hits) != 1:
            return None
        return next(
            (u for u, holder in self._paired(district).items() if holder.code == okrug_code(hits[0].code)),
            None,
        )

    def home_of_seat(self, okrug: GrowingUnit, name: str) -> GrowingUnit:
        """The unit of the village in an okrug's address, if the okrug's own list does not have it.

        If the classifier has the district's only village with that name in another okrug, the village is in
        that okrug of the acts, else in the district itself. Without such evidence the village is in the
        okrug.
        """
        places, today = self._named(okrug.parent, name), self._codes_today(okrug)
        if len(places) != 1 or okrug_code(places[0].code) in today:
            return okrug
        return self.home_of(okrug.parent, name) or (self._tree.units[okrug.parent] if today else okrug)

    def has_village(self, okrug: GrowingUnit, name: str) -> bool:
        """Whether the classifier has a village with that name in today's counterpart of an okrug."""
        today = self._codes_today(okrug)
        return any(okrug_code(place.code) in today for place in self._named(okrug.parent, name))

    def _codes_today(self, okrug: GrowingUnit) -> set[str]:
        """Codes of the classifier's okrugs that an okrug may be: by its name, else by its villages.

        A village counts if its name is unique in the classifier's district. May be empty.
        """
        holder = self._paired(okrug.parent).get(okrug)
        if holder is not None:
            return {holder.code}
        listed = (self._named(okrug.parent, unit.root) for unit in self._tree.children(okrug.id))
        return {okrug_code(places[0].code) for places in listed if len(places) == 1}

    def _named(self, district: str, name: str) -> list[KatoUnit]:
        """The classifier's villages with a name in a district."""
        return [p for p in self._places(district) if p.kind in MAIN_KINDS and is_same(p.name, name)]

    def _places(self, district: str) -> list[KatoUnit]:
        """The classifier's settlements in all units that contain the district's land today."""
        codes = self._areas.areas.get(district, ())
        return [place for code in codes for place in self._kato.below(code) if is_place(place)]

    def _paired(self, district: str) -> dict[GrowingUnit, KatoUnit]:
        """The okrugs of a district that have a counterpart in the classifier, with it; cached."""
        if district not in self._okrugs:
            codes = self._areas.areas.get(district, ())
            holders = [unit for code in codes for unit in self._kato.children(code) if not is_place(unit)]
            self._okrugs[district] = pair_okrugs(self._tree.children(district, Level.RURAL_OKRUG), holders)
        return self._okrugs[district]

    def match(self) -> None:
        """Set `kato` of every unit whose code is certain.

        A person's statement takes precedence over every rule. A code for which there are several units is
        given to none and becomes a problem.
        """
        wanted: dict[str, list[GrowingUnit]] = {}
        stated = self._stated()
        for district in [u for u in self._tree.units.values() if u.level is Level.DISTRICT]:
            okrugs = self._paired(district.id)
            for unit, holder in okrugs.items():
                wanted.setdefault(holder.code, []).append(unit)
            lists = _Lists(self._kato, self._tree, district.id, self._places(district.id), okrugs, stated)
            for unit, code in (*lists.codes().items(), *lists.renamed_okrugs().items()):
                wanted.setdefault(code, []).append(unit)
        for code, units in wanted.items():
            if len(units) == 1:
                units[0].kato = code
            else:
                text = (
                    f"{code} {self._kato.units[code].printed} is claimed by {', '.join(u.id for u in units)}"
                )
                self._problems.append(Problem("kato_claimed_twice", units[0].id, text))

    def _stated(self) -> dict[GrowingUnit, str]:
        """The codes that persons stated.

        A code for an unknown settlement, or an unknown code, becomes a problem.
        """
        stated: dict[GrowingUnit, str] = {}
        for unit_id, code in self._told.items():
            unit, place = self._tree.units.get(unit_id), self._kato.units.get(code)
            if unit is None or unit.level is not Level.SETTLEMENT:
                text = f"codes.yaml tells of {unit_id}, which is not a settlement that an act names"
                self._problems.append(Problem("unit_unknown", unit_id, text))
            elif place is None or not is_place(place):
                text = (
                    f"codes.yaml gives {unit_id} the code {code}, which the classifier has for no settlement"
                )
                self._problems.append(Problem("code_unknown", unit_id, text))
            else:
                stated[unit] = code
        return stated


class _Lists:
    """Matches the settlements of one district in the acts with those in the classifier, in stages.

    Each stage handles what the stages before it left on both sides.
    """

    def __init__(
        self,
        kato: Kato,
        tree: UnitTree,
        district: str,
        places: Sequence[KatoUnit],
        okrugs: Mapping[GrowingUnit, KatoUnit],
        stated: Mapping[GrowingUnit, str],
    ) -> None:
        self._kato = kato
        self._tree = tree
        self._ours = tree.settlements(district)
        self._places = places
        self._all_okrugs = tree.children(district, Level.RURAL_OKRUG)
        self._paired = okrugs
        self._found = {unit: stated[unit] for unit in self._ours if unit in stated}
        self._stated = frozenset(stated.values())

    def codes(self) -> Mapping[GrowingUnit, str]:
        """The codes of settlements by unit; those without a certain code are left out."""
        if self._places:
            for okrug, holder in self._paired.items():
                # A village may contain villages: Филипповка under Наумовка.
                self._take(pair_settlements(self._left(okrug), self._free(holder.code)))
            self._take(self._alone(is_same))
            today = self._homes()
            for okrug, home in today.items():
                self._take(pair_left(self._left(okrug), self._free(home)))
            for okrug, home in today.items():
                self._take(self._seat(okrug, home))
            self._take(self._alone(is_worded_alike))
        return self._found

    def renamed_okrugs(self) -> Mapping[GrowingUnit, str]:
        """Codes of okrugs without a counterpart by name, by the okrug whose centre is their seat.

        That okrug must have no counterpart either.
        """
        taken = {holder.code for holder in self._paired.values()}
        codes: dict[GrowingUnit, str] = {}
        for okrug in self._all_okrugs:
            seats = {self._found.get(unit, "") for unit in self._inside(okrug) if unit.is_seat} - {""}
            today = {okrug_code(code) for code in seats if code == centre_code(okrug_code(code))}
            if okrug not in self._paired and len(today) == 1 and not today & taken:
                code = today.pop()
                if code in self._kato.units:  # a town may lie in its raion directly
                    codes[okrug] = code
        return codes

    def _take(self, pairs: Iterable[tuple[GrowingUnit, KatoUnit]]) -> None:
        self._found.update((unit, place.code) for unit, place in pairs)

    def _alone(self, agrees: Agreement) -> list[tuple[GrowingUnit, KatoUnit]]:
        """Pairs of settlements that may be one place: their names agree, and are unique in the district."""
        pairs = pair_alone(self._left(), self._ours, self._places, self._taken(), agrees)
        return [(unit, place) for unit, place in pairs if self._may_be(unit, place)]

    def _may_be(self, unit: GrowingUnit, place: KatoUnit) -> bool:
        """Whether at least one of the two okrugs has no counterpart; otherwise these are homonyms."""
        okrugs = {okrug.id: holder.code for okrug, holder in self._paired.items()}
        return unit.parent not in okrugs or okrug_code(place.code) not in okrugs.values()

    def _inside(self, okrug: GrowingUnit) -> tuple[GrowingUnit, ...]:
        return self._tree.children(okrug.id, Level.SETTLEMENT)

    def _left(self, okrug: GrowingUnit | None = None) -> list[GrowingUnit]:
        units = self._ours if okrug is None else self._inside(okrug)
        return [unit for unit in units if unit not in self._found]

    def _free(self, home: str) -> list[KatoUnit]:
        taken = self._taken()
        return [unit for unit in self._kato.below(home) if is_place(unit) and unit.code not in taken]

    def _taken(self) -> set[str]:
        """The codes that are given already: here, or by a person to a village of any district."""
        return {*self._found.values(), *self._stated}

    def _homes(self) -> Mapping[GrowingUnit, str]:
        own = {okrug: holder.code for okrug, holder in self._paired.items()}
        inside = {
            okrug: [self._found[each] for each in self._inside(okrug) if each in self._found]
            for okrug in self._all_okrugs
        }
        return homes(own, inside, self._kato.units)

    def _seat(self, okrug: GrowingUnit, home: str) -> list[tuple[GrowingUnit, KatoUnit]]:
        """The seat that a row calls by the okrug's name, with today's centre of the okrug.

        Empty if it is uncertain.
        """
        centre = self._kato.units.get(centre_code(home))
        if centre is None or centre.code in self._taken() or okrug not in self._paired:
            return []
        names = [unit.name for unit in self._kato.below(home) if is_place(unit)]
        seats = [
            unit
            for unit in self._left(okrug)
            if unit.is_seat and is_called_by_okrug(unit.root, okrug.names, names)
        ]
        return [(seats[0], centre)] if len(seats) == 1 else []
