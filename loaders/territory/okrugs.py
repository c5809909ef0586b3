"""Okrugs and their villages, from the rows of akims' offices: two printings of one row make one unit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from geo.names.russian import adjectives_nominative
from geo.names.toponyms import TypeWord, clean, mild_key, skeleton_key, slug, strip_type
from loaders.territory.akimat_names import UnitClass, locality_name, stem_key
from loaders.territory.kato_match import KatoMatcher
from loaders.territory.okrug_rows import OkrugRow
from loaders.territory.unit_tree import GrowingUnit, UnitTree, same_place, same_root
from model.enums import Level
from model.languages import is_kazakh
from model.lookup_places import Places
from model.lookups import lookup

_ALIKE = 80.0
"""Likeness (0-100) of stems from which rows in different printings may be one unit."""
_CALLED = 65.0
"""The same for rows with an equal telephone: `Үлгілі` and `Ульгулинский`."""


@dataclass(slots=True, eq=False)
class RowGroup:
    """Rows of one unit: same district, class and stem. A kent and the rural okrug around it are two units."""

    district: str
    unit: UnitClass
    stem: str
    is_urban: bool
    rows: list[OkrugRow] = field(default_factory=list)

    @property
    def printings(self) -> set[tuple[str, int | None, int | None]]:
        """The tables that print the unit."""
        return {row.printing for row in self.rows}

    @property
    def places(self) -> set[str]:
        """Keys of every village and locality in the rows; keys under three letters are left out."""
        named = [place for row in self.rows for place in (*row.record.settlements, row.record.locality or "")]
        return {key for place in named if len(key := skeleton_key(place)) >= 3}

    @property
    def postcodes(self) -> set[str]:
        """Postcodes of the rows that are of one village: those ending in 00 are of a raion's centre."""
        codes = {row.record.postcode or "" for row in self.rows}
        return {code for code in codes if code and not code.endswith("00")}

    @property
    def phones(self) -> set[str]:
        """Every telephone of the rows."""
        return {phone for row in self.rows for phone in row.record.phones}


def is_urban(row: OkrugRow) -> bool:
    """Whether the unit of a row is a town or kent, or the okrug of a town or kent."""
    full = row.name.full.lower()
    return row.name.place_word in ("город", "поселок") or "поселков" in full or "городск" in full


def place_root(row: OkrugRow) -> str:
    """The nominative of a town or village with an akim of its own, as its list or address prints it.

    `города Акколя` becomes `Акколь` because the address says so; otherwise adjectives are put in the
    nominative.
    """
    printed = mild_key(row.name.root)
    kept = _kept_name(row, printed)
    if kept is not None:
        return kept
    for place in (*row.record.settlements, row.record.locality or ""):
        key = mild_key(place)
        shared = len(key) >= 3 and printed[: max(len(key) - 1, 3)] == key[: max(len(key) - 1, 3)]
        if shared and abs(len(printed) - len(key)) <= 2:
            return place
    root = row.name.root
    return adjectives_nominative(root)


def _kept_name(row: OkrugRow, key: str) -> str | None:
    """The first name of a place with several names in this district (lookup `one_place`).

    None if `key` is none of its names.
    """
    for rule in lookup(Places).one_place:
        is_here = row.district is not None and rule.district == row.district.id
        if is_here and key in {mild_key(name) for name in rule.names}:
            return rule.names[0]
    return None


def _stem(row: OkrugRow, root: str) -> str:
    """The key by which names of okrugs are compared (without adjective endings).

    Where two units print the same name, the lookup `Places` tells by the postcode which name is meant.
    """
    stem = stem_key(root)
    for rule in lookup(Places).told_apart:
        is_here = row.district is not None and rule.district == row.district.id
        if is_here and stem_key(rule.printed) == stem and rule.postcode == row.record.postcode:
            return stem_key(rule.meant)
    return stem


def group_rows(rows: Iterable[OkrugRow]) -> list[RowGroup]:
    """The rows by unit, in the order of print; different spellings of a unit are joined.

    Rows without a district, and those of akims of whole districts, are left out.
    """
    groups: dict[tuple[str, UnitClass, str, bool], RowGroup] = {}
    for row in rows:
        if row.district is None or row.name.unit is UnitClass.DISTRICT:
            continue
        root = place_root(row) if row.name.unit is UnitClass.PLACE else row.name.root
        key = (row.district.id, row.name.unit, _stem(row, root), is_urban(row))
        groups.setdefault(key, RowGroup(*key)).rows.append(row)
    return _join_spellings(list(groups.values()))


def _join_spellings(groups: list[RowGroup]) -> list[RowGroup]:
    """The groups, joined if they are of one unit in different spellings."""
    joined: list[RowGroup] = []
    by_district: dict[str, list[RowGroup]] = {}
    for group in groups:
        twin = _twin(group, by_district.get(group.district, ()))
        if twin is None:
            joined.append(group)
            by_district.setdefault(group.district, []).append(group)
        else:
            twin.rows.extend(group.rows)
    return joined


def _is_declared(group: RowGroup, other: RowGroup) -> bool:
    """Whether the lookup `one_okrug` says that both names are of one unit."""
    for rule in lookup(Places).one_okrug:
        if rule.district == group.district:
            stems = {stem_key(name) for name in rule.names}
            if {group.stem, other.stem} <= stems:
                return True
    return False


def _twin(group: RowGroup, others: Sequence[RowGroup]) -> RowGroup | None:
    """The only group that is the same unit in another spelling; None if there is none or several.

    The two are in no common table. They have the same coarse name, or a similar name and a common village,
    postcode or telephone, or the same villages; or the lookup `one_okrug` says so.
    """
    twins = []
    for other in others:
        if group.printings & other.printings:
            continue
        if _is_declared(group, other):
            return other
        shared = len(group.places & other.places)
        likeness = fuzz.ratio(group.stem, other.stem)
        coarse = skeleton_key(group.stem)
        same = len(coarse) >= 4 and coarse == skeleton_key(other.stem)
        near = likeness >= _ALIKE and bool(shared or group.postcodes & other.postcodes)
        # A telephone shared by two okrugs occurs twice in one table; in two tables it belongs to one okrug.
        called = bool(group.phones & other.phones) and (likeness >= _CALLED or bool(shared))
        if same or near or called or (shared >= 2 and shared == min(len(group.places), len(other.places))):
            twins.append(other)
    if len(twins) > 1:
        twins = [other for other in twins if other.is_urban == group.is_urban]
    return twins[0] if len(twins) == 1 else None


def add_okrugs(tree: UnitTree, groups: Sequence[RowGroup], matcher: KatoMatcher) -> dict[str, GrowingUnit]:
    """Add a unit for every group, with its settlements; returns the unit of each row by its citation.

    `matcher` finds the unit of a seat that is in no list.
    """
    unit_of: dict[str, GrowingUnit] = {}
    for group in groups:
        unit = _add_okrug(tree, group)
        for row in group.rows:
            unit_of[row.citation] = unit
            unit.cite(row.citation)
            unit.spelled(row.name.full, row.citation, is_kazakh=is_kazakh(row.record.name))
            for printed in row.record.settlements:
                _settle(tree, unit, printed, row)
    # Seats after all lists: a seat in a neighbour's list is the neighbour's village.
    for group in groups:
        for row in group.rows:
            seat = _seat(tree, unit_of[row.citation], row, matcher)
            if seat is not None:
                seat.is_seat = True
    return unit_of


def _add_okrug(tree: UnitTree, group: RowGroup) -> GrowingUnit:
    """Add the unit of a group to the tree."""
    first = group.rows[0]
    name, word = first.name.full, first.name.place_word
    root = first.name.root
    if group.unit is UnitClass.PLACE:
        root = place_root(first)
        name = f"{word} {root}"
    unit = GrowingUnit("", Level.RURAL_OKRUG, group.district, name, root, word=word)
    if is_kazakh(first.record.name):
        unit.name_ru, unit.name_kk = "", first.name.full
    unit.spelled(first.name.full, first.citation)
    return tree.add(unit, f"{group.district}-{_root_slug(group, root)}")


_SUFFIX = re.compile(r"(?<=...)ск(?:ий|ой)$")


def _root_slug(group: RowGroup, root: str) -> str:
    """The part of the id for the name: that of a village with the same root, else the root without -ский."""
    seats = [row.record.locality for row in group.rows if row.record.locality]
    villages = [place for row in group.rows for place in row.record.settlements]
    if group.unit is UnitClass.OKRUG:
        for place in (*seats, *villages):
            if same_root(root, place):
                return slug(place)
    return slug(_SUFFIX.sub("", root)) or "x"


_TOWN = r"(?:^|[\s,\d])(?:г|город|қ|қаласы)\.?\s*"


def is_town_in(address: str | None, name: str) -> bool:
    """Whether an address calls that place a town; False for None."""
    text = clean(address or "")
    return re.search(_TOWN + re.escape(clean(name)), text, re.IGNORECASE) is not None


def _settle(tree: UnitTree, unit: GrowingUnit, printed: str, row: OkrugRow) -> GrowingUnit | None:
    """The settlement of that name in a unit, added if it is missing; None for a name without letters."""
    name, kind = strip_type(printed)
    if not slug(name):
        return None
    kept = _kept_name(row, mild_key(name)) or name
    found = same_place(tree.children(unit.id, Level.SETTLEMENT), kept)
    if found is None:
        is_town = kind is TypeWord.TOWN or is_town_in(row.record.address, name)
        # The name from another row is Russian, whatever the language of this row.
        is_kk = kept == name and is_kazakh(row.record.name)
        found = tree.add_settlement(unit, kept, is_town=is_town, is_kazakh=is_kk)
    found.cite(row.citation)
    found.spelled(name, row.citation, is_kazakh=is_kazakh(row.record.name))
    return found


def _seat(tree: UnitTree, unit: GrowingUnit, row: OkrugRow, matcher: KatoMatcher) -> GrowingUnit | None:
    """The village in the address of an okrug's office: listed, or added to the unit that contains it.

    Some village offices are in the centre of the raion or of the city, which is not a village of theirs:
    None. An okrug serves what its row lists, so a seat that its list lacks is its village only if neither the
    list of another okrug nor the classifier has it elsewhere.
    """
    locality = row.record.locality
    inside = tree.children(unit.id, Level.SETTLEMENT)
    if row.name.unit is UnitClass.PLACE:
        return _own_place(tree, unit, row, matcher)
    if not locality:
        return None
    name = locality_name(locality)
    seat = same_place(inside, _kept_name(row, mild_key(name)) or name)
    if seat is not None:
        seat.cite(row.citation)
        seat.spelled(name, row.citation, is_kazakh=is_kazakh(row.record.name))
        return seat
    rooted = [place for place in inside if same_root(unit.root, place.root)]
    if same_root(unit.root, name) and rooted:
        # The list and the address spell the seat differently: `Наумовка` and `Наумовское`.
        rooted[0].spelled(name, row.citation, is_kazakh=is_kazakh(row.record.name))
        return rooted[0]
    if not same_root(unit.root, name):
        if is_town_in(row.record.address, name):
            return None
        if _is_own_centre(unit.parent, name):
            return _settle(tree, tree.units[unit.parent], name, row)
        elsewhere = same_place(tree.settlements(unit.parent), name)
        if elsewhere is not None:
            return elsewhere
        return _settle(tree, matcher.home_of_seat(unit, name), name, row)
    return _settle(tree, unit, name, row)


def _own_place(tree: UnitTree, unit: GrowingUnit, row: OkrugRow, matcher: KatoMatcher) -> GrowingUnit | None:
    """The town or village in the name of its akim, or the listed town or village in which the office is.

    `акима с. Жосалы`, whose list and address have `Туребай би` alone, is the akim of an okrug of that name:
    no village has that name, unless the classifier has one in the okrug.
    """
    inside, own = tree.children(unit.id, Level.SETTLEMENT), place_root(row)
    found = same_place(inside, own) or same_place(inside, unit.root)
    if found is not None or not row.record.locality or matcher.has_village(unit, own):
        return found or _settle(tree, unit, own, row)
    name = locality_name(row.record.locality)
    name = _kept_name(row, mild_key(name)) or name
    is_okrug = row.record.settlements and matcher.home_of_seat(unit, name) is unit
    return same_place(inside, name) or _settle(tree, unit, name if is_okrug else own, row)


def _is_own_centre(district: str, name: str) -> bool:
    """Whether a name is that of the raion's centre, which is in no list (lookup `own_centres`)."""
    key = mild_key(name)
    return any(
        rule.district == district and mild_key(rule.printed) == key for rule in lookup(Places).own_centres
    )
