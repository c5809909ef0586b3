"""Rows of akims' offices with their district found: by name, by data, or by surrounding evidence."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.names.russian import adjectives_nominative
from geo.names.toponyms import TypeWord, clean, mild_key, strip_type
from loaders.printed import OfficeRecord
from loaders.problems import Problem
from loaders.seeds.citations import CitationToken, format_citation
from loaders.territory.akimat_names import (
    AkimatName,
    DistrictPhrase,
    UnitClass,
    mended,
    read_akimat_name,
)
from loaders.territory.divisions import District, Divisions, Region
from loaders.territory.later_division import LaterDivision
from model.languages import is_kazakh
from model.lookup_places import Places
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class OkrugRow:
    """A row of an akim's office; `district` is None until it is found."""

    record: OfficeRecord
    act: str
    region: Region
    name: AkimatName
    district: District | None

    @property
    def citation(self) -> str:
        """The citation of the row."""
        return cite(self.act, self.record)

    @property
    def printing(self) -> tuple[str, int | None, int | None]:
        """Act, standard and annex of the row; a unit occurs once in each table."""
        return self.act, self.record.standard, self.record.annex


def cite(act: str, record: OfficeRecord) -> str:
    """The citation of a record; `act` is the id of its act."""
    return format_citation(CitationToken(act, record.standard, record.annex, record.line))


def area_code(record: OfficeRecord) -> str | None:
    """Five digits of the first phone or fax after +7, those of a raion's centre; None without a number."""
    for phone in (*record.phones, *record.faxes):
        if len(phone) == 12:
            return phone[2:7]
    return None


def _codes(record: OfficeRecord) -> list[tuple[str, str]]:
    """Codes that are different for each raion, the best first: digits of postcode and phone."""
    phone = area_code(record)
    codes = [(record.postcode[:4], "the postcode")] if record.postcode else []
    return codes + ([(f"+7{phone}", "the phone code")] if phone else [])


def misplaced(divisions: Divisions, places: Places, act: str, line: int) -> District | None:
    """The district of a row that is printed in a wrong place, by the lookup `Places`; None for other rows."""
    for rule in places.misplaced:
        if rule.holds(act, line):
            return divisions.districts[rule.district]
    return None


def _name_of(record: OfficeRecord) -> AkimatName | None:
    """The unit in a row's name; None if it is not understood.

    For Kazakh names it is the okrug that the reading found.
    """
    if not is_kazakh(record.name):
        name = read_akimat_name(record.name)
        if name is not None:
            return name
    rules = lookup(Places).okrug_names
    meant = next((rule.meant for rule in rules if rule.printed in clean(record.name)), record.okrug)
    if not meant:
        return None
    full = mended(meant)
    root, kind = strip_type(full)
    district = (
        DistrictPhrase(record.district, kind_of(record.district) is TypeWord.TOWN)
        if record.district
        else None
    )
    if kind in (TypeWord.KENT, TypeWord.VILLAGE, TypeWord.TOWN):
        return AkimatName(UnitClass.PLACE, full, root, district, _PLACE_WORDS[kind])
    return AkimatName(UnitClass.OKRUG, full, root, district)


_PLACE_WORDS = {TypeWord.KENT: "поселок", TypeWord.VILLAGE: "село", TypeWord.TOWN: "город"}


def kind_of(printed: str) -> TypeWord | None:
    """The kind of unit by the type word of a name; None without a type word."""
    return strip_type(printed)[1]


def region_of(act: str, record: OfficeRecord, divisions: Divisions, places: Places) -> Region | None:
    """The region of the whole act. Without it, the region in the heading, then in the name.

    None if none of the three has a region. `Жамбыл ауданының` in the act of Almaty oblast is a raion of that
    oblast, not Жамбыл облысы.
    """
    if act in places.act_regions:
        return divisions.regions[places.act_regions[act]]
    found = divisions.find_region(record.region)
    if found is None and record.category != "okrug_akimat":  # `Ақтөбе селолық округі` is no Ақтөбе облысы
        found = divisions.find_region(record.name)
    return found


def read_okrug_rows(
    records: Iterable[tuple[str, OfficeRecord]],
    divisions: Divisions,
    places: Places,
    problems: list[Problem],
    kent_home: Callable[[str, str], str | None],
    later: LaterDivision | None = None,
) -> list[OkrugRow]:
    """The rows of akims' offices whose unit and district are known; the others become problems.

    `records` are pairs of act id and record. `kent_home` finds a district by region and name of a kent.
    """
    rows: list[OkrugRow] = []
    for act, record in records:
        of_its_day = None if later is None else later.region(act, record.region)
        region = (
            region_of(act, record, divisions, places)
            if of_its_day is None
            else divisions.regions.get(of_its_day.before)
        )
        name = _name_of(record)
        if region is None:
            problems.append(Problem("region_unknown", cite(act, record), f"no region is {record.region!r}"))
        elif name is None:
            problems.append(
                Problem("unit_unread", cite(act, record), f"no rule reads the name {record.name!r}")
            )
        else:
            rows.append(
                _with_district(OkrugRow(record, act, region, name, None), divisions, places, problems)
            )
    return [row for row in _infer(rows, divisions, problems, kent_home) if row.district is not None]


def _with_district(row: OkrugRow, divisions: Divisions, places: Places, problems: list[Problem]) -> OkrugRow:
    """The row with its district, by the lookup of misplaced rows, the row's name, or the row's heading.

    `district` is None if none of the three tells it.
    """
    moved = misplaced(divisions, places, row.act, row.record.line)
    phrase = row.name.district
    if moved is not None:
        printed = phrase.name if phrase is not None else row.record.district
        where = f"is printed under {printed}" if printed else "names no district"
        text = f"{row.name.full} {where}, it belongs to {moved.name_ru}"
        problems.append(Problem("misplaced_row", row.citation, text))
        return replace(row, district=moved)
    if phrase is not None:
        bare = strip_type(phrase.name)[0]
        found = divisions.find_district(row.region.id, bare, phrase.is_city)
        if found is not None:
            return replace(row, district=found)
    if row.name.unit is UnitClass.PLACE and row.name.place_word == "город":
        # The akim of a city of oblast significance: the city is the district.
        city = divisions.find_district(row.region.id, row.name.root, True)
        if city is not None and city.is_city:
            return replace(row, district=city, name=AkimatName(UnitClass.DISTRICT, "", "", phrase))
    if row.record.district:
        bare = strip_type(adjectives_nominative(row.record.district))[0]
        return replace(row, district=divisions.find_district(row.region.id, bare))
    return row


def _infer(
    rows: Sequence[OkrugRow],
    divisions: Divisions,
    problems: list[Problem],
    kent_home: Callable[[str, str], str | None],
) -> list[OkrugRow]:
    """The rows, with districts inferred for those that name none.

    Evidence is the classifier's only kent, postcode, phone code, and the rows around. Each such row becomes a
    problem; without any evidence its district stays None.
    """
    by_code: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for code, _ in _codes(row.record):
            if row.district is not None:
                by_code[row.region.id, code][row.district.id] += 1
    settled: list[OkrugRow] = []
    for index, row in enumerate(rows):
        if row.district is not None:
            settled.append(row)
            continue
        district: District | None
        home = kent_home(row.region.id, row.name.root) if row.name.place_word == "поселок" else None
        if home is not None:
            district = divisions.districts[home]
            reason = "the classifier, which has one such kent,"
        else:
            district, reason = _inferred(row, index, rows, settled, by_code, divisions)
        if district is None:
            problems.append(
                Problem("district_unknown", row.citation, f"{row.name.full}: no evidence of its district")
            )
        else:
            text = f"{row.name.full}: the row names no district, {reason} says {district.name_ru}"
            problems.append(Problem("district_inferred", row.citation, text))
        settled.append(replace(row, district=district))
    return settled


def _inferred(
    row: OkrugRow,
    index: int,
    rows: Sequence[OkrugRow],
    settled: Sequence[OkrugRow],
    by_code: Mapping[tuple[str, str], Counter[str]],
    divisions: Divisions,
) -> tuple[District | None, str]:
    """The most likely district of a row and the reason; None if nothing tells it."""
    before = settled[-1].district if settled and settled[-1].region == row.region else None
    after = next((r.district for r in rows[index + 1 :] if r.district and r.region == row.region), None)
    neighbours = [district for district in (before, after) if district is not None]
    named = divisions.find_district(row.region.id, row.name.root) if row.name.root else None
    for code, reason in _codes(row.record):
        counted = by_code.get((row.region.id, code), Counter())
        (best, votes), *others = counted.most_common() or [("", 0)]
        if votes >= 2 and votes >= 3 * (others[0][1] if others else 0):
            return divisions.districts[best], reason
    is_seat = row.name.unit is UnitClass.PLACE
    if named is not None and (is_seat or any(named.id == district.id for district in neighbours)):
        return named, "the name of its seat"
    if before is not None and after is not None and before.id == after.id:
        return before, "the row before and the row after"
    if before is not None and after is None:
        return before, "the row before"
    seat = mild_key(row.record.locality or "")
    for district in neighbours:
        if seat and seat in {mild_key(place) for place in _places_of(district, rows)}:
            return district, "its seat among the places of that district"
    return before, "the row before"


def _places_of(district: District, rows: Sequence[OkrugRow]) -> set[str]:
    """Names of villages and localities in the rows of a district."""
    return {
        place
        for row in rows
        if row.district is not None and row.district.id == district.id
        for place in (*row.record.settlements, row.record.locality or "")
    }
