"""Reads boundaries from GeoJSON: each feature is matched to a unit and made valid, or refused by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.names.toponyms import TypeWord, mild_key, strip_type
from model.edition import Boundary, Edition, Unit
from model.enums import Level
from model.errors import RegistryError

_IDENTIFIERS = {
    "WHOSONFIRST": ("whosonfirst", "wof:id", "id"),
    "GEONAMES": ("geonames", "geonames_id", "gn:id"),
    "KATO": ("kato", "kato_code"),
    "WIKIDATA": ("wikidata",),
}
"""Schemes of identifiers, surest first, and the properties of features that hold them."""
_NAMES = ("name_ru", "name_kk", "name")
_LEVELS = {TypeWord.REGION: Level.REGION, TypeWord.DISTRICT: Level.DISTRICT}
"""The level implied by the type word of a name; a town may be of either level."""
_MOST_LOST = 0.01
"""Share of its area that a shape may gain or lose when it is made valid."""


class BadBoundaryFileError(RegistryError):
    """A file of boundaries is no GeoJSON FeatureCollection, or no boundary of the files can be used."""


@dataclass(frozen=True, slots=True)
class BoundariesRead:
    """Boundaries of units; messages about shapes that were made valid, and about features refused."""

    boundaries: tuple[Boundary, ...]
    mended: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file; `source` is the name of the file."""

    properties: Mapping[str, Any]
    geometry: Any
    source: str

    @property
    def names(self) -> list[str]:
        """The names in the properties; empty without names."""
        return [str(self.properties[key]) for key in _NAMES if self.properties.get(key)]

    @property
    def is_in_region(self) -> bool:
        """Whether the properties name a region around the feature."""
        return bool(self.properties.get("region_id") or self.properties.get("region"))

    @property
    def level(self) -> Level | None:
        """The level in the properties.

        Without it, DISTRICT if a region is named, else the level of the type words. A type word is a word of
        a name, such as `район`. None if nothing tells the level.
        """
        if (stated := str(self.properties.get("level", "")).upper()) in Level.__members__:
            return Level[stated]
        if self.is_in_region:
            return Level.DISTRICT
        return next(filter(None, (_LEVELS.get(word) for word in self._type_words)), None)

    @property
    def _type_words(self) -> Iterable[TypeWord]:
        return (word for name in self.names if (word := strip_type(name)[1]) is not None)

    @property
    def label(self) -> str:
        """File, name and id of the feature for messages."""
        name = next(iter(self.names), "no name")
        return f"{self.source}: {name} ({self.properties.get('id', 'no id')})"


def read_boundary_files(
    files: Sequence[Path], edition: Edition, of_day: date | None = None
) -> BoundariesRead:
    """The boundaries in GeoJSON files for the units of an edition; see `match_features`.

    Raises BadBoundaryFileError. The boundaries are marked with the day `of_day` of the division that they
    show.
    """
    return match_features(read_features(files), edition, of_day)


def read_features(files: Iterable[Path]) -> list[Feature]:
    """Every feature of GeoJSON files; geometry is not checked. Raises BadBoundaryFileError."""
    return [feature for file in files for feature in _features(file)]


def match_features(
    features: Iterable[Feature],
    edition: Edition,
    of_day: date | None = None,
    *,
    cities_as_regions: bool = False,
) -> BoundariesRead:
    """The boundaries that features give to units of an edition, marked with the day `of_day`.

    A feature belongs to the unit with its identifier (property `id`: Who's On First; `geonames`, `kato`,
    `wikidata`), else to the only unit of its level and region with its name. A feature with `region_id` or
    `region` is a district, others are regions, unless `level` says otherwise. Refused are features without a
    unit or with an unusable shape, those whose level or name contradicts their identifier, and the second one
    of a unit. With `cities_as_regions` a city of republican significance that is drawn as its own only
    district is the city.
    """
    matcher = _Matcher(edition, cities_as_regions)
    taken: dict[str, Boundary] = {}
    mended: list[str] = []
    refused: list[str] = []
    # Identifiers first: a name must not take the unit of another feature's identifier.
    matched = [(feature, matcher.by_identifier(feature)) for feature in features]
    matched.sort(key=lambda pair: pair[1] is None)
    for feature, coded in matched:
        unit = coded or matcher.by_name(feature)
        reason = _why_not(matcher, feature, coded, unit, taken)
        if unit is None or reason:
            refused.append(f"{feature.label}: {reason}")
            continue
        area, note = _multipolygon(feature.geometry)
        if area is None:
            refused.append(f"{feature.label}: {note}")
            continue
        if note:
            mended.append(f"{feature.label}: {note}")
        taken[unit.id] = _boundary(feature, unit, area, of_day)
    return BoundariesRead(tuple(taken[key] for key in sorted(taken)), tuple(mended), tuple(refused))


def _why_not(
    matcher: _Matcher, feature: Feature, coded: Unit | None, unit: Unit | None, taken: Mapping[str, Boundary]
) -> str:
    """Why a feature gives no boundary to the unit; empty if it gives a boundary."""
    if unit is None:
        return "no unit of the registry is it beyond doubt"
    if coded is not None and (contradiction := matcher.contradiction(feature, coded)):
        return contradiction
    if unit.id in taken:
        return f"{unit.id} has its boundary from {taken[unit.id].source_id}"
    return ""


def _boundary(feature: Feature, unit: Unit, area: shapely.MultiPolygon, of_day: date | None) -> Boundary:
    source_id = feature.properties.get("id")
    return Boundary(
        unit.id, area, feature.source, None if source_id is None else str(source_id), of_day=of_day
    )


def _features(file: Path) -> Iterable[Feature]:
    """The features of a file. Raises BadBoundaryFileError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        features = content["features"] if content["type"] == "FeatureCollection" else [content]
        return [
            Feature(feature.get("properties") or {}, feature.get("geometry"), file.name)
            for feature in features
        ]
    except OSError as error:
        raise BadBoundaryFileError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBoundaryFileError(f"{file}: is not a GeoJSON FeatureCollection") from error


class _Matcher:
    """Finds units of an edition by identifier, or by level, region and name."""

    def __init__(self, edition: Edition, cities_as_regions: bool = False) -> None:
        self._cities_as_regions = cities_as_regions
        self._by_code: dict[tuple[str, str], list[Unit]] = {}
        self._by_name: dict[tuple[Level, str, str], dict[str, Unit]] = {}
        self._keys: dict[str, set[str]] = {}
        """Folded name to the ids of the regions and districts that have it or once had it."""
        for unit in edition.units.values():
            for code in unit.identifiers:
                self._by_code.setdefault((code.scheme, code.value), []).append(unit)
            if unit.level in (Level.REGION, Level.DISTRICT):
                for name in unit.names:
                    key = (unit.level, unit.parent_id or "", _key(name.value))
                    self._by_name.setdefault(key, {})[unit.id] = unit
                    self._keys.setdefault(_key(name.value), set()).add(unit.id)
        for change in edition.changes:
            if change.name_before is not None:
                self._keys.setdefault(_key(change.name_before.value), set()).update(change.after)

    def by_identifier(self, feature: Feature) -> Unit | None:
        """The unit with an identifier of the feature; None if no identifier belongs to exactly one unit."""
        for scheme, properties in _IDENTIFIERS.items():
            for name in properties:
                value = feature.properties.get(name)
                found = self._by_code.get((scheme, str(value)), ()) if value else ()
                if len(found) == 1:
                    return found[0]
        return None

    def contradiction(self, feature: Feature, coded: Unit) -> str:
        """Why the feature cannot be the unit of its identifier; empty if it can.

        A name that no unit has is no contradiction: files spell names in many ways.
        """
        if feature.level not in (None, coded.level):
            return f"its identifier is that of {coded.id}, a {coded.level}, and it is a {feature.level}"
        bearers = [self._keys.get(_key(name), set()) for name in feature.names]
        if any(coded.id in bearer for bearer in bearers):
            return ""
        others = sorted(unit_id for bearer in bearers for unit_id in bearer)
        return f"its identifier is that of {coded.id}, its name that of {others[0]}" if others else ""

    def by_name(self, feature: Feature) -> Unit | None:
        """The unit of the feature's level and region with a name of the feature.

        None if there is no such unit or more than one. If the feature has no level, the unit must be a
        region.
        """
        parents = self._regions_of(feature) if feature.is_in_region else []
        level = Level.DISTRICT if feature.is_in_region else feature.level or Level.REGION
        around = [unit.id for unit in parents] if feature.is_in_region else [""]
        found = {unit.id: unit for parent in around for unit in self._named(level, parent, feature.names)}
        if not found and self._cities_as_regions:
            found = {unit.id: unit for unit in parents if strip_type(unit.names[0].value)[1] is TypeWord.TOWN}
        return next(iter(found.values())) if len(found) == 1 else None

    def _regions_of(self, feature: Feature) -> list[Unit]:
        region_id, region_name = feature.properties.get("region_id"), feature.properties.get("region")
        coded = self._by_code.get(("WHOSONFIRST", str(region_id)), ()) if region_id else ()
        named = self._named(Level.REGION, "", [str(region_name)]) if region_name else ()
        return list({unit.id: unit for unit in (*coded, *named)}.values())

    def _named(self, level: Level, parent: str, names: Sequence[str]) -> list[Unit]:
        found: dict[str, Unit] = {}
        for name in names:
            found.update(self._by_name.get((level, parent, _key(name)), {}))
        return list(found.values())


def _key(name: str) -> str:
    return mild_key(strip_type(name)[0])


def _multipolygon(geometry: Any) -> tuple[shapely.MultiPolygon | None, str]:
    """A valid shape, and how it was repaired or ""; or None, and why the shape cannot be used."""
    try:
        given: BaseGeometry = shape(geometry)
    except (ShapelyError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None, "the geometry cannot be read"
    if given.geom_type not in ("Polygon", "MultiPolygon") or given.is_empty:
        return None, f"a boundary is a Polygon or MultiPolygon, not {given.geom_type}"
    west, south, east, north = given.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None, "coordinates are not WGS84 degrees, longitude first"
    note = ""
    area = shapely.force_2d(given)
    if not area.is_valid:
        reason = shapely.is_valid_reason(area)
        before = area.area
        area = shapely.make_valid(area, method="structure", keep_collapsed=False)
        if area.is_empty or before <= 0 or abs(area.area - before) > _MOST_LOST * before:
            return None, f"{reason}, and making it valid would change its area"
        note = f"made valid: {reason}"
    polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    if not polygons or not sum(polygon.area for polygon in polygons) > 0:
        return None, "the shape has no area"
    # RFC 7946 section 3.1.6: outer rings run counterclockwise.
    oriented = shapely.orient_polygons(shapely.MultiPolygon(polygons), exterior_cw=False)
    return oriented, note
