"""First positions of units and offices, each with its precision, method, source and confidence.

A settlement is at its proven place in the gazetteer, inside its own district; an okrug in the middle of its
placed villages; a district and a region at their seat or the middle of their boundary. A unit without proof
gets the position of the next unit up, marked as such. Rows set by hand (`manual`) are kept as they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import OPENSTREETMAP, Gazetteer
from geo.gazetteer.matching import match_places
from geo.gazetteer.namesakes import NEAR_KM, by_population, is_cluster, km_between, middle
from geo.gazetteer.proof import fullest
from geo.gazetteer.settlement_query import Found, SettlementQuery
from geo.names.ladder import Stage, climb
from loaders.problems import Problem
from loaders.seeds.rows import AreaRow, PositionRow, ToponymRow, UnplacedRow
from loaders.territory.classified import Classified
from loaders.territory.divisions import District, Divisions, locality_of_city
from loaders.territory.kato import Kato
from loaders.territory.settlements import with_settlements
from loaders.territory.units import sought_places
from model.enums import Level, Precision
from model.location_attempts import MANUAL
from model.lookup_places import Places
from model.lookups import lookup

CLASSIFIER = "classifier"
"""Source of a decision on a place that only the classifier names: it lists the okrug's centre there."""
SEAT = "district_seat"
"""Method for the position of a raion or city at its centre."""
_ROWS_OF_A_CENTRE = 8
"""Fewest further rows that cite a raion's centre: its department alone is printed in a dozen tables."""
_WHOSONFIRST = "whosonfirst"


@dataclass(frozen=True)
class PositionsFound:
    """Rows for `positions.csv` and `unplaced.csv`, sorted, and problems for a person.

    `centres` are positions of okrugs' centres by okrug, `present` today's names by settlement. They place an
    office whose rows print no locality, or a locality that no list has.
    """

    positions: list[PositionRow]
    unplaced: list[UnplacedRow]
    problems: list[Problem]
    centres: Mapping[str, PositionRow] = field(default_factory=dict)
    present: Mapping[str, Sequence[str]] = field(default_factory=dict)


def place_units(
    areas: Sequence[AreaRow],
    toponyms: Sequence[ToponymRow],
    gazetteer: Gazetteer,
    kept: Iterable[PositionRow] = (),
    kato: Kato | None = None,
) -> PositionsFound:
    """A position for every unit; of the known rows `kept`, those set by hand stay.

    Without the classifier `kato` fewer settlements are found. A settlement that is not found gets the
    position of the unit above, and a row in `unplaced`.
    """
    divisions = Divisions.of(gazetteer, lookup(Places))
    gazetteer = with_settlements(gazetteer)
    manual = {row.subject: row for row in kept if row.method == MANUAL}
    classified = Classified.of(kato, areas, divisions)
    sought = sought_places(areas, toponyms, divisions, classified.present)
    matches, missed = match_places(sought, gazetteer, classified.known)
    spellings: dict[str, list[str]] = {}
    for toponym in toponyms:
        spellings.setdefault(toponym.unit, []).append(toponym.name)
    placed = _Placed(
        areas=areas,
        divisions=divisions,
        gazetteer=gazetteer,
        found=matches,
        manual=manual,
        names=spellings,
        classified=classified,
    )
    rows = [placed.row(area) for area in areas]
    lacking = sorted(id_ for id_ in missed if f"unit:{id_}" not in manual)
    unplaced = [UnplacedRow(id_, missed[id_].reason.value, missed[id_].text) for id_ in lacking]
    problems = [Problem(f"place_{row.reason}", row.unit, row.text) for row in unplaced]
    problems += _contradictions(sought, matches, gazetteer)
    rows.sort(key=lambda row: row.subject)
    return PositionsFound(rows, unplaced, sorted(problems), placed.centres(), classified.present)


def moved(row: PositionRow, subject: str, method: str) -> PositionRow:
    """The position of one subject as that of another; a precision finer than SETTLEMENT becomes that."""
    precision = row.precision
    if precision in (Precision.BUILDING, Precision.STREET):
        precision = Precision.SETTLEMENT.value
    return PositionRow(
        subject=subject,
        lat=row.lat,
        lon=row.lon,
        precision=precision,
        method=method,
        source=row.source,
        source_id=row.source_id,
        confidence=row.confidence,
    )


def _contradictions(
    sought: Iterable[SettlementQuery], found: Mapping[str, Found], gazetteer: Gazetteer
) -> Iterator[Problem]:
    """A problem for each settlement whose point is in the polygon of another district than by the acts."""
    for query in sought:
        match = found.get(query.id)
        if match is not None and query.shape and match.locality.district != query.shape:
            other = gazetteer.districts[match.locality.district].name_ru
            text = f"{query.names[0]} lies in the polygon of {other} ({match.method})"
            yield Problem("place_outside_district", query.id, text)


class _Placed:
    """Positions of units. A unit without a position of its own gets the position of the unit above."""

    def __init__(
        self,
        *,
        areas: Sequence[AreaRow],
        divisions: Divisions,
        gazetteer: Gazetteer,
        found: Mapping[str, Found],
        manual: Mapping[str, PositionRow],
        names: Mapping[str, Sequence[str]],
        classified: Classified,
    ) -> None:
        self._areas = {area.id: area for area in areas}
        self._divisions = divisions
        self._gazetteer = gazetteer
        self._found = found
        self._manual = manual
        self._names = names
        self._classified = classified
        self._taken = {match.locality.id for match in found.values()}
        self._children: dict[str, list[AreaRow]] = {}
        for area in areas:
            self._children.setdefault(area.parent, []).append(area)

    def row(self, area: AreaRow) -> PositionRow:
        """The position of a unit.

        A position set by hand comes first, then a position found by the rules of the unit's level, then that
        of the unit above.
        """
        subject = f"unit:{area.id}"
        if subject in self._manual:
            return self._manual[subject]
        if area.level == Level.SETTLEMENT:
            return self._settlement(subject, area)
        if area.level == Level.RURAL_OKRUG:
            return self._okrug(subject, area)
        if area.level == Level.DISTRICT:
            return self._district(subject, area.id)
        return self._city(subject, area.id, Precision.SETTLEMENT) or self._region(subject, area.id)

    def centres(self) -> dict[str, PositionRow]:
        """By okrug: the position of its centre, never finer than SETTLEMENT.

        Okrugs with a settlement marked as seat, or whose centre is not known, are left out.
        """
        okrugs = (area for area in self._areas.values() if area.level == Level.RURAL_OKRUG)
        found = ((area.id, self._centre(area)) for area in okrugs)
        return {okrug: _at_locality(f"unit:{okrug}", match) for okrug, match in found if match is not None}

    def _centre(self, area: AreaRow) -> Found | None:
        """The locality of an okrug's centre by the classifier; None if the acts mark a seat in it.

        First the listed settlement with the centre's code or name. Else the only locality of that name in the
        district, if no settlement has taken it, the classifier also has the name only once there, and it is
        near the okrug's other places. Else None.
        """
        centre = self._classified.centres.get(area.id)
        inside = self._children.get(area.id, ())
        if centre is None or any(each.seat == "yes" for each in inside):
            return None
        if centre.unit:
            return self._found.get(centre.unit)
        shape = self._divisions.districts[area.parent].shape
        rung = climb((centre.name,), self._gazetteer.in_district(shape), Stage.MILD)
        is_free = all(hit.id not in self._taken for hit in rung.bearers)
        if not rung.bearers or not is_free or not is_cluster(rung.bearers):
            return None
        best = fullest(rung.bearers)
        near = [self._found[each.id].locality for each in inside if each.id in self._found]
        is_far = bool(near) and km_between(best, middle(near)) > NEAR_KM
        is_alone = self._classified.known.is_alone(shape, (centre.name,))
        return Found(best, rung.stage, CLASSIFIER) if is_alone and not is_far else None

    def _settlement(self, subject: str, area: AreaRow) -> PositionRow:
        """The position of a settlement: its locality, else that of the unit above."""
        match = self._found.get(area.id)
        if match is not None:
            return _at_locality(subject, match)
        parent = self._areas[area.parent]
        above = self.row(parent)
        if parent.level == Level.RURAL_OKRUG and above.precision == Precision.OKRUG:
            return moved(above, subject, "okrug")
        return moved(above, subject, _fallen(above))

    def _okrug(self, subject: str, area: AreaRow) -> PositionRow:
        """The position of an okrug: that of its only seat. Without a single seat, the median of its villages.

        Without villages, the position of a locality with the okrug's name, else that of the unit above.
        """
        inside = [
            (each, self._found[each.id]) for each in self._children.get(area.id, ()) if each.id in self._found
        ]
        centre = self._centre(area)
        seats = [match for each, match in inside if each.seat == "yes"] or ([centre] if centre else [])
        if len(seats) == 1:
            row = _at_locality(subject, seats[0])
            return replace(row, precision=Precision.OKRUG.value, method="okrug_seat")
        if not inside:
            return self._namesake(subject, area) or self._above(subject, area)
        lat = median(match.locality.lat for _, match in inside)
        lon = median(match.locality.lon for _, match in inside)
        sources = [match.locality.source for _, match in inside]
        # OpenStreetMap must be credited even if only one village of the middle is from there.
        theirs = [own for source, own in sources if source == OPENSTREETMAP]
        source = OPENSTREETMAP if theirs else _WHOSONFIRST
        ids = "+".join(sorted(theirs or (match.locality.id for _, match in inside))[:3])
        confidence = min(match.confidence for _, match in inside) - 0.05
        return _row(
            subject=subject,
            lat=lat,
            lon=lon,
            precision=Precision.OKRUG,
            method="okrug_centroid",
            source=source,
            source_id=ids,
            confidence=confidence,
        )

    def _namesake(self, subject: str, area: AreaRow) -> PositionRow | None:
        """The position of a free locality with the okrug's name in the district.

        None if there is no such locality, if its name is only similar, or if several have the name and no
        locality is clearly the largest.
        """
        district = self._divisions.districts[area.parent]
        names = tuple(name for name in (area.name_ru, area.name_kk, *self._names.get(area.id, ())) if name)
        rung = climb(names, self._gazetteer.in_district(district.shape))
        hits = [hit for hit in rung.bearers if hit.id not in self._taken]
        if rung.stage is Stage.FUZZY or not hits:
            return None
        hit = hits[0] if is_cluster(hits) else by_population(hits)
        if hit is None:
            return None
        source, source_id = hit.source
        confidence = confidence_of(Stage.SKELETON, is_tie=True)
        return _row(
            subject=subject,
            lat=hit.lat,
            lon=hit.lon,
            precision=Precision.OKRUG,
            method="okrug_name",
            source=source,
            source_id=source_id,
            confidence=confidence,
        )

    def _above(self, subject: str, area: AreaRow) -> PositionRow:
        above = self.row(self._areas[area.parent])
        return moved(above, subject, _fallen(above))

    def _district(self, subject: str, unit: str) -> PositionRow:
        """The position of a district: that of its seat, else the middle of its boundary.

        Without a boundary, it is that of its city or region.
        """
        district = self._divisions.districts[unit]
        seats = self._seats(district)
        if len(seats) == 1:
            row = _at_locality(subject, seats[0])
            return replace(row, precision=Precision.DISTRICT.value, method=SEAT)
        if district.has_shape:
            shape = self._gazetteer.districts[district.shape]
            lon, lat = shape.middle
            return _row(
                subject=subject,
                lat=lat,
                lon=lon,
                precision=Precision.DISTRICT,
                method="district_middle",
                source=_WHOSONFIRST,
                source_id=shape.id,
                confidence=0.9,
            )
        # No district of Almaty or Astana has a boundary here: it is somewhere in the city, within 15 km.
        city = self._city(subject, district.region, Precision.OKRUG)
        return city or moved(self._region(subject, district.region), subject, "region_middle")

    def _city(self, subject: str, region: str, precision: Precision) -> PositionRow | None:
        """The point of a city of republican significance; None for an oblast."""
        point = locality_of_city(self._divisions.regions[region], self._gazetteer)
        if point is None:
            return None
        source, source_id = point.source
        confidence = confidence_of(Stage.TOWN)
        return _row(
            subject=subject,
            lat=point.lat,
            lon=point.lon,
            precision=precision,
            method="city",
            source=source,
            source_id=source_id,
            confidence=confidence,
        )

    def _seats(self, district: District) -> list[Found]:
        """The settlement that is the district's centre; empty if it is not known or has no locality.

        For a city it is the settlement of its name; for a raion, the seat that most rows cite, if enough do.
        Only settlements marked as seats count.
        """
        under = [district.id, *(area.id for area in self._children.get(district.id, ()))]
        inside = [each for parent in under for each in self._children.get(parent, ()) if each.seat == "yes"]
        if district.is_city:
            inside = [area for area in inside if area.name_ru == district.name_ru.removeprefix("город ")]
        cited = sorted(inside, key=lambda area: -area.basis.count("|"))
        if not cited or (not district.is_city and cited[0].basis.count("|") < _ROWS_OF_A_CENTRE):
            return []
        return [self._found[cited[0].id]] if cited[0].id in self._found else []

    def _region(self, subject: str, unit: str) -> PositionRow:
        """The middle of a region's boundary."""
        region = self._divisions.regions[unit]
        lon, lat = region.shape.middle
        return _row(
            subject=subject,
            lat=lat,
            lon=lon,
            precision=Precision.REGION,
            method="region_middle",
            source=_WHOSONFIRST,
            source_id=region.shape.id,
            confidence=0.9,
        )


def _fallen(above: PositionRow) -> str:
    """The method of a position taken from the unit above: its level, else the method of that position."""
    return {
        Precision.OKRUG.value: "okrug",
        Precision.DISTRICT.value: "district",
        Precision.REGION.value: "region",
    }.get(above.precision, above.method)


def _at_locality(subject: str, match: Found) -> PositionRow:
    """The position of a locality, with the precision of a settlement."""
    locality = match.locality
    source, source_id = locality.source
    return _row(
        subject=subject,
        lat=locality.lat,
        lon=locality.lon,
        precision=Precision.SETTLEMENT,
        method=match.method,
        source=source,
        source_id=source_id,
        confidence=match.confidence,
    )


def _row(
    *,
    subject: str,
    lat: float,
    lon: float,
    precision: Precision,
    method: str,
    source: str,
    source_id: str,
    confidence: float,
) -> PositionRow:
    return PositionRow(
        subject=subject,
        lat=f"{lat:.5f}",
        lon=f"{lon:.5f}",
        precision=precision.value,
        method=method,
        source=source,
        source_id=source_id,
        confidence=f"{confidence:.2f}",
    )
