"""A result of a geocoder: a unit or an office at a point, with its precision and confidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from geo.earth.box import Box
from geo.earth.country import circle
from geo.earth.point import Point
from geo.explanations.place_texts import Doubt
from geo.exports.facts import office_ref, unit_ref
from geo.locator.candidates import Candidate
from geo.units.edition_index import Atlas
from graph.served.context import Registry
from graph.types.outlines import boundary_of
from model.edition import Boundary, Office, Unit
from model.enums import Level, Precision
from model.lookup_places import GeocodedKind, Geocoding, PlaceKind
from model.lookups import lookup

KINDS: Mapping[PlaceKind, GeocodedKind] = {row.kind: row for row in lookup(Geocoding).kinds}


@dataclass(frozen=True, kw_only=True)
class Found:
    """One place of an answer: a unit or an office.

    `confidence` is the measured share of right answers of its kind, divided among places of the same name.
    `is_within` says that the requested place lies somewhere in the unit. `distance_m` is the distance from
    the requested point in metres.
    """

    kind: GeocodedKind
    unit: Unit | None = None
    office: Office | None = None
    point: Point
    precision: Precision
    error_m: float
    confidence: float
    importance: float
    is_certain: bool = False
    doubts: frozenset[Doubt] = frozenset()
    left_out: tuple[str, ...] = ()
    is_within: bool = False
    match: str = ""
    """Rule that found it, as a code."""
    distance_m: float | None = None

    @cached_property
    def slug(self) -> str:
        """The id of the record without its type."""
        record = self.office or self.unit
        assert record is not None, "a place is a unit or an office"  # noqa: S101
        return record.id

    @property
    def id(self) -> str:
        """The global id, such as `Settlement:akm-akkol-karasai-kyna`."""
        return office_ref(self.slug) if self.unit is None else unit_ref(self.unit)

    @property
    def source(self) -> str | None:
        """Where the position comes from, as a code. None if the record has no position of its own."""
        record = self.office or self.unit
        return record.position.source if record is not None and record.position is not None else None

    def boundary(self, registry: Registry) -> Boundary | None:
        """The boundary of the unit in the latest state. None for an office, and if no boundary is known."""
        return boundary_of(registry, self.unit.id) if self.unit is not None else None

    def bounds(self, registry: Registry) -> Box:
        """The bounding box of the boundary.

        Without a boundary, the box of the circle of error around the point.
        """
        known = self.boundary(registry)
        shape = known.shape if known is not None else circle(self.point, self.error_m)
        west, south, east, north = (round(edge, 5) for edge in shape.bounds)
        return Box(max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))


def kind_of(atlas: Atlas, unit: Unit) -> GeocodedKind:
    """The kind of place that a unit is for geocoders: region, city, town, village and so on."""
    is_town = unit.id in atlas.towns
    if unit.level is Level.REGION:
        return KINDS["REPUBLIC_CITY" if is_town else "REGION"]
    if unit.level is Level.DISTRICT:
        return KINDS["CITY_DISTRICT" if unit.parent_id in atlas.towns else "CITY" if is_town else "DISTRICT"]
    if unit.level is Level.RURAL_OKRUG:
        return KINDS["RURAL_OKRUG"]
    return KINDS["TOWN" if is_town else "VILLAGE"]


def of_candidate(atlas: Atlas, candidate: Candidate, doubts: Collection[Doubt]) -> Found | None:
    """The place of a candidate of the locator. None if it is not a unit.

    `doubts` are those of the whole text, as when no place has the name in the stated surroundings.
    """
    if candidate.unit is None:
        return None
    # A geocoder returns the likeliest place first: its namesakes lower its confidence, and do not raise
    # others'.
    doubts = (candidate.doubts - {Doubt.NAMESAKES}) | frozenset(doubts)
    return Found(
        kind=kind_of(atlas, candidate.unit),
        unit=candidate.unit,
        point=candidate.point,
        precision=candidate.precision,
        error_m=candidate.error_m,
        confidence=candidate.confidence,
        importance=candidate.importance,
        is_certain=candidate.is_certain and not doubts and not candidate.is_within,
        doubts=doubts,
        left_out=candidate.left_out,
        is_within=candidate.is_within,
        match=candidate.stage.value,
    )


def of_unit(
    atlas: Atlas,
    unit: Unit,
    *,
    match: str,
    confidence: float,
    importance: float,
    distance_m: float | None = None,
    is_certain: bool = False,
) -> Found | None:
    """A unit at its own position, else at the position of the nearest unit around it.

    None if no unit has one. The other arguments are passed on to the result.
    """
    position = next((each.position for each in atlas.chain(unit.id) if each.position is not None), None)
    if position is None:
        return None
    return Found(
        kind=kind_of(atlas, unit),
        unit=unit,
        point=Point(position.lon, position.lat),
        precision=position.precision,
        error_m=position.error_m,
        confidence=confidence,
        importance=importance,
        is_certain=is_certain,
        match=match,
        distance_m=distance_m,
    )


def of_office(
    office: Office, *, match: str, confidence: float, distance_m: float | None = None
) -> Found | None:
    """An office at its position. None if it has none."""
    position = office.position
    if position is None:
        return None
    return Found(
        kind=KINDS["OFFICE"],
        office=office,
        point=Point(position.lon, position.lat),
        precision=position.precision,
        error_m=position.error_m,
        confidence=confidence,
        importance=0.0,
        match=match,
        distance_m=distance_m,
    )
