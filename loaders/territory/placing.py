"""Places a record: its units, the one that contains its office, the one that its office serves."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.gazetteer.gazetteer import Gazetteer
from geo.names.ladder import Stage
from geo.names.russian import town_nominative
from geo.names.toponyms import TypeWord, clean, exact_key, mild_key, strip_type
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.territory.akimat_names import locality_name, mended, split_district
from loaders.territory.divisions import District, Divisions, Region
from loaders.territory.kato_match import KatoMatcher
from loaders.territory.later_division import LaterDivision, LaterRegion
from loaders.territory.okrug_rows import area_code, cite, misplaced, region_of
from loaders.territory.okrugs import is_town_in
from loaders.territory.unit_tree import GrowingUnit, UnitTree, same_place, same_root
from model.enums import Level
from model.languages import is_kazakh
from model.lookup_places import Places


@dataclass(frozen=True, slots=True)
class Placement:
    """Unit ids of a record, None if unknown.

    `located_in` is the smallest unit known from its address, `territory` the unit that its office serves.
    """

    region: str | None = None
    district: str | None = None
    okrug: str | None = None
    located_in: str | None = None
    territory: str | None = None


_IS_CITY: Mapping[TypeWord | None, bool] = {TypeWord.TOWN: True, TypeWord.DISTRICT: False}
_NUMBER = re.compile(r"\s*№\s*\d+")
_ADJECTIVE = re.compile(r"\b([\w-]+(?:ский|цкий|ской))\s*(районн|городск|сельск)\w*", re.IGNORECASE)
_DATIVE = re.compile(r"\b([\w-]+ому) район\w*|\bрайону\s+(?:им\.?\s*)?(.+)$", re.IGNORECASE)
_OF_RAION = re.compile(
    r"\b((?:[МТГ]\. ?)?[\w-]+ого) район\w*|\bрайон\w*\s+(?:им\w*\.?\s*)?(.+)$", re.IGNORECASE
)
_OF_CITY = re.compile(r"(?:\bг\.|\bгорода?)\s*([А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+)")
_IN_TOWN = re.compile(r"(?:^|[\s,\d])(?:г|город|қ)\.?\s*([А-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+)")
_HEAD = re.compile(r"филиал", re.IGNORECASE)
_REGIONS_OWN = re.compile(r"^(?:областн|облыстық)|облыс\w*\s+ХҚ\w*О$", re.IGNORECASE)
"""`Областной отдел`, `Облыстық бөлім`, `Павлодар облысының ХҚҚО`."""
_NUMBERED = re.compile(r"[N№]\s*\d")
"""A numbered branch is one of several in a city: it is not the head branch."""
_OBLAST_AKIMAT = re.compile(r"облыс\w* әкім", re.IGNORECASE)


def _is_kent(unit: GrowingUnit) -> bool:
    return unit.word == "поселок" or "поселков" in unit.name_ru


def is_kent_in(address: str | None, name: str) -> bool:
    """Whether an address calls that place a kent or a station; False for None."""
    text, place = clean(address or ""), re.escape(clean(name))
    before = rf"(?:^|[\s,\d])(?:п|пос|ст|поселок|кент)\.?\s*{place}"
    return re.search(rf"{before}|{place}\s+(?:кент|к\.|поселкесі)", text, re.IGNORECASE) is not None


class Placer:
    """Finds the units of records of offices, other than akims' of okrugs, by the units of other rows."""

    def __init__(
        self,
        divisions: Divisions,
        places: Places,
        tree: UnitTree,
        matcher: KatoMatcher | None,
        gazetteer: Gazetteer,
        problems: list[Problem],
        later: LaterDivision | None = None,
    ) -> None:
        """Without a classifier no settlement is added: its okrug, and so its id, would be a guess.

        `later` is the division on the days of newer acts.
        """
        self._later = later or LaterDivision()
        self._divisions = divisions
        self._places = places
        self._tree = tree
        self._matcher = matcher
        self._gazetteer = gazetteer
        self._problems = problems
        self._codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._towns = {
            (district.region, mild_key(strip_type(district.name_ru)[0])): district
            for district in divisions.districts.values()
            if district.is_city
        }

    def learn(self, record: OfficeRecord, district: District) -> None:
        """Remember that the phone code of a record belongs to its district."""
        code = area_code(record)
        if code is not None:
            self._codes[district.region, code][district.id] += 1

    def place(
        self, act: str, record: OfficeRecord, before: District | None
    ) -> tuple[Placement, District | None]:
        """The units of a record, and its district or None.

        What is not found becomes a problem. `before` is the district of the row printed before it, None at
        the beginning of a table.
        """
        later = self._later.region(act, record.region) or self._later.city(act, record.district)
        region = (
            self._divisions.regions.get(later.before)
            if later is not None
            else region_of(act, record, self._divisions, self._places)
        )
        if region is None:
            self._problems.append(
                Problem("region_unknown", cite(act, record), f"no region is {record.region!r}")
            )
            return Placement(), None
        if self._is_head(record, region):
            head = self._placed_head(act, record, region)
            return (head if later is None else replace(head, region=later.id, territory=later.id)), None
        made = self._later.district(act, region.id if later is None else later.id, record.district)
        if made is not None and made not in self._divisions.districts:
            return Placement(region.id, made, None, made, made), None
        moved = misplaced(self._divisions, self._places, act, record.line)
        if moved is None and made is not None:
            moved = self._divisions.districts[made]
        district, reason = (moved, "") if moved is not None else self._district(record, region, before)
        if later is not None:
            district = self._of_its_day(later, district)
        if district is None:
            located = region.id if region.is_city else None
            territory = region.id if region.is_city else None
            if not region.is_city:
                text = f"{record.name}: no evidence of its district"
                self._problems.append(Problem("district_unknown", cite(act, record), text))
            return Placement(region.id, None, None, located, territory), None
        if reason:
            text = f"{record.name}: the row names no district, {reason} says {district.name_ru}"
            self._problems.append(Problem("district_inferred", cite(act, record), text))
        located_in = self._located(act, record, region, district)
        okrug = self._okrug_of(located_in)
        return Placement(region.id, district.id, okrug, located_in or district.id, district.id), district

    def _of_its_day(self, later: LaterRegion, district: District | None) -> District | None:
        """The district if it belonged to the later region on the act's day; None if not.

        For a city that became a region, it is the district that the city was.
        """
        if later.city is not None:
            return self._divisions.districts.get(later.city)
        if district is None or later.districts is None or district.id in later.districts:
            return district
        return None

    def _is_head(self, record: OfficeRecord, region: Region) -> bool:
        """Whether the office serves the whole region: a head branch, or an office of an oblast."""
        if record.category == "appeal_desk":
            return _OBLAST_AKIMAT.search(record.name) is not None
        if record.category == "psc_branch":
            if _REGIONS_OWN.search(record.name) is not None:
                return True
            is_branch = _HEAD.search(record.name) is not None and not _NUMBERED.search(record.name)
            return is_branch and not record.district and self._named(record, region) is None
        return record.category.startswith(("oblast", "education_management", "control_department"))

    def _placed_head(self, act: str, record: OfficeRecord, region: Region) -> Placement:
        """The units of an office that serves the whole region. The district is the town in its address."""
        if region.is_city:
            return Placement(region.id, None, None, region.id, region.id)
        town = self._town_of(record, region)
        located = self._located(act, record, region, town) if town is not None else None
        district = town.id if town is not None else None
        return Placement(region.id, district, self._okrug_of(located), located or district, region.id)

    def _town_of(self, record: OfficeRecord, region: Region) -> District | None:
        """The city of oblast significance in the address or locality; None if there is none."""
        for source in (record.address or "", f"г. {record.locality}" if record.locality else ""):
            for found in _IN_TOWN.finditer(clean(source)):
                town = self._towns.get((region.id, mild_key(found.group(1))))
                town = town or self._divisions.find_district(region.id, found.group(1), True)
                if town is not None and town.is_city:
                    return town
        return None

    def _district(
        self, record: OfficeRecord, region: Region, before: District | None
    ) -> tuple[District | None, str]:
        """The district of a record and, if it was inferred, the reason; None if nothing tells it.

        In order: the lookup `Places`, its name, its heading, the town of its address, its phone code, the
        only place of its locality's name, the row before.
        """
        for rule in self._places.localities:
            if rule.region == region.id and mild_key(rule.printed) in mild_key(record.address or ""):
                return self._divisions.districts[rule.district], ""
        named = self._named(record, region)
        if named is not None:
            self.learn(record, named)
            return named, ""
        if record.district:
            # `Павлодар қаласы` and `Павлодар ауданы` are two districts with one name.
            bare, kind = strip_type(record.district)
            found = self._divisions.find_district(region.id, bare, is_city=_IS_CITY.get(kind))
            if found is not None:
                return found, ""
        if region.is_city:
            return (before, "the row before") if record.category == "psc_branch" else (None, "")
        town = self._town_of(record, region)
        if town is not None:
            return town, ""
        code = area_code(record)
        counted = self._codes.get((region.id, code or ""), Counter()).most_common()
        # One row proves nothing: Талгар's code is misprinted once among the okrugs of another raion.
        if counted and counted[0][1] >= 2 and (len(counted) == 1 or counted[0][1] >= 3 * counted[1][1]):
            return self._divisions.districts[counted[0][0]], "the phone code"
        holders = self._holders(record, region)
        if len(holders) == 1:
            return self._divisions.districts[holders.pop()], "the only place of that name"
        return before, "the row before"

    def _holders(self, record: OfficeRecord, region: Region) -> set[str]:
        """Ids of the districts that have a settlement with exactly the name of the locality."""
        key = exact_key(record.locality or "")
        return {
            district.id
            for district in self._divisions.in_region(region.id)
            if key and any(exact_key(s.root) == key for s in self._tree.settlements(district.id))
        }

    def _named(self, record: OfficeRecord, region: Region) -> District | None:
        """The district in the office's name, in any form that the acts print; None if there is none."""
        name = _NUMBER.sub("", mended(record.name))
        tries: list[tuple[str, bool | None]] = []
        if found := _ADJECTIVE.search(name):
            tries.append((found.group(1), {"городск": True, "районн": False}.get(found.group(2).lower())))
        for pattern, is_city in ((_DATIVE, False), (_OF_RAION, False), (_OF_CITY, True)):
            if found := pattern.search(name):
                tries.append((next(group for group in found.groups() if group), is_city))
        _, phrase = split_district(name)
        if phrase is not None:
            tries.append((phrase.name, phrase.is_city))
        for printed, kind in tries:
            district = self._divisions.find_district(region.id, printed, kind)
            if district is not None:
                return district
        return None

    def _located(self, act: str, record: OfficeRecord, region: Region, district: District) -> str | None:
        """The id of the settlement in the address, added to the district if no list has it.

        None without a locality, and, as a problem, if several or no settlements have the name. Towns of
        oblast significance have offices of the raions around them: they are looked up first.
        """
        if not record.locality:
            return None
        name = self._one_place(district, locality_name(record.locality))
        if region.is_city:
            return district.id
        citation = cite(act, record)
        settlement = self._own_centre(district, name) or self._known_place(region, district, name)
        if settlement is None and not mild_key(name):
            return None
        if settlement is None:
            homonyms = [s for s in self._tree.settlements(district.id) if mild_key(s.root) == mild_key(name)]
            settlement = self._chief(homonyms, name, record)
            if homonyms and settlement is None:
                text = f"{record.name}: {len(homonyms)} places of {district.name_ru} are called {name}"
                self._problems.append(Problem("homonyms", citation, text))
                return None
        if settlement is None:
            settlement = self._new_place(district, name, record)
        if settlement is None:
            text = f"{record.name}: no known place of {district.name_ru} is called {name}"
            self._problems.append(Problem("place_unknown", citation, text))
            return None
        settlement.cite(citation)
        name = locality_name(record.locality)
        # `г. Караганды` declines the name; it is no other one.
        if town_nominative(name) != settlement.root or not is_town_in(record.address, name):
            settlement.spelled(name, citation, is_kazakh=is_kazakh(record.name))
        if record.category == "education_department" and settlement.parent.startswith(district.id):
            settlement.is_seat = True
        return settlement.id

    def _new_place(self, district: District, name: str, record: OfficeRecord) -> GrowingUnit | None:
        """The settlement, added to its okrug by the classifier, else to the district.

        None without a classifier.
        """
        if self._matcher is None:
            return None
        parent = self._matcher.home_of(district.id, name) or self._tree.units[district.id]
        is_town = is_town_in(record.address, name)
        return self._tree.add_settlement(parent, name, is_town=is_town, is_kazakh=is_kazakh(record.name))

    def _own_centre(self, district: District, name: str) -> GrowingUnit | None:
        """The raion's centre that is in no list, if a village has the same name (lookup `own_centres`).

        It is added if it is missing and there is a classifier. None for other names.
        """
        key = mild_key(name)
        if not any(
            rule.district == district.id and mild_key(rule.printed) == key
            for rule in self._places.own_centres
        ):
            return None
        own = self._tree.children(district.id, Level.SETTLEMENT)
        known = next((unit for unit in own if mild_key(unit.root) == key), None)
        if known is None and self._matcher is not None:
            return self._tree.add_settlement(self._tree.units[district.id], name)
        return known

    def _known_place(self, region: Region, district: District, name: str) -> GrowingUnit | None:
        """The only settlement of the district with the name, else that of the city of this name.

        Else the settlement that another name of the locality shows. None if there is none or several.
        """
        found = same_place(self._tree.settlements(district.id), name)
        town = self._towns.get((region.id, mild_key(name)))
        if found is None and town is not None:
            found = same_place(self._tree.settlements(town.id), name)
        return found or self._twin(district, name)

    def _twin(self, district: District, name: str) -> GrowingUnit | None:
        """The settlement with another name of the same locality: `Ленгір` is `Ленгер`.

        None unless the gazetteer has exactly one locality of this name, and one settlement has its other
        name.
        """
        localities = self._gazetteer.in_district(district.shape)
        for stage in (Stage.EXACT, Stage.TIGHT, Stage.MILD):
            hits = localities.find(name, stage)
            if hits:
                break
        if len(hits) != 1:
            return None
        keys = {mild_key(other) for other in hits[0].names}
        inside = self._tree.settlements(district.id)
        twins = [place for place in inside if keys & {mild_key(other) for other in place.names}]
        return twins[0] if len(twins) == 1 else None

    def _chief(self, homonyms: Sequence[GrowingUnit], name: str, record: OfficeRecord) -> GrowingUnit | None:
        """Of several settlements with one name, the settlement that has the district's offices.

        The settlement directly in the district comes first, then the seat of the okrug with the same name,
        then the kent, if the address says kent. None if nothing tells it.
        """
        parents = {place.id: self._tree.units[place.parent] for place in homonyms}
        kents = [place for place in homonyms if _is_kent(parents[place.id])]
        for chosen in (
            [place for place in homonyms if parents[place.id].level is Level.DISTRICT],
            [place for place in homonyms if place.is_seat and same_root(parents[place.id].root, name)],
            kents if is_kent_in(record.address, locality_name(record.locality or "")) else [],
        ):
            if len(chosen) == 1:
                return chosen[0]
        return None

    def _one_place(self, district: District, name: str) -> str:
        """The first of several names of one place (lookup `one_place`); other names unchanged."""
        for rule in self._places.one_place:
            if rule.district == district.id and mild_key(name) in {mild_key(n) for n in rule.names}:
                return rule.names[0]
        return name

    def _okrug_of(self, located: str | None) -> str | None:
        """The id of the okrug that contains a unit, else None."""
        if located is None:
            return None
        parent = self._tree.units.get(self._tree.units[located].parent)
        return parent.id if parent is not None and parent.level is Level.RURAL_OKRUG else None


def upper_units(tree: UnitTree, divisions: Divisions, kato_of: Mapping[str, str]) -> None:
    """Add the regions, the districts and the towns that are districts to the tree."""
    for region in divisions.regions.values():
        tree.add(
            GrowingUnit(
                "", Level.REGION, "", region.name_ru, strip_type(region.name_ru)[0], name_kk=region.name_kk,
                kato=kato_of.get(region.id, ""), whosonfirst=region.shape.id, wikidata=region.shape.wikidata,
            ),
            region.id,
        )  # fmt: skip
    for district in divisions.districts.values():
        unit = GrowingUnit(
            "", Level.DISTRICT, district.region, district.name_ru, strip_type(district.name_ru)[0],
            name_kk=district.name_kk, kato=kato_of.get(district.id, ""), wikidata=district.wikidata,
            whosonfirst=district.shape if district.has_shape else "",
        )  # fmt: skip
        tree.add(unit, district.id)
        if district.is_city:
            town = tree.add_settlement(unit, unit.root, is_town=True)
            town.name_kk = strip_type(district.name_kk)[0]
            town.is_seat = True
