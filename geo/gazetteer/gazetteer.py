"""Named places with coordinates: localities, districts, regions and their aliases, looked up by toponym.

The folder is never part of the project. Its columns are those of its own README; a file with other columns is
refused with its name.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from shapely import Point, STRtree, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.earth.point import wgs84
from geo.gazetteer.namesakes import is_cluster, km_between
from geo.names.ladder import Names
from geo.names.toponyms import mild_key
from model.errors import RegistryError


class BadGazetteerError(RegistryError):
    """A file of the gazetteer or classifier lacks a column or holds a bad value; the message cites it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locality:
    """An inhabited place; `lon` and `lat` in WGS84 degrees, often of its centre, sometimes rounded.

    `names_ru` and `names_kk` are Cyrillic, preferred first; `names_other` are those in Latin letters or of
    unknown language, the source's main name first. `district` is the id of the polygon that holds the point.
    """

    id: str
    geonames: str
    names_ru: tuple[str, ...]
    names_kk: tuple[str, ...]
    names_other: tuple[str, ...]
    lon: float
    lat: float
    district: str
    population: int | None

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the place: Russian, Kazakh, then others."""
        return self.names_ru + self.names_kk + self.names_other

    @property
    def source(self) -> tuple[str, str]:
        """The source of the place and its id there.

        It is GeoNames if the place has an id there, else the prefix of `id`; without a prefix Who's On First.
        """
        if self.geonames:
            return "geonames", self.geonames
        source, _, own = self.id.rpartition(":")
        return source or "whosonfirst", own


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """A region or district with its boundary; `middle` is a (lon, lat) inside the boundary."""

    id: str
    kind: str
    name_ru: str
    name_kk: str
    region_iso: str
    wikidata: str
    boundary: BaseGeometry

    @cached_property
    def area_km2(self) -> float:
        """Square kilometres inside the boundary, on the WGS84 ellipsoid."""
        return abs(wgs84().geometry_area_perimeter(self.boundary)[0]) / 1e6

    @property
    def middle(self) -> tuple[float, float]:
        """A (lon, lat) inside the boundary: the centroid where it lies inside, else another point."""
        centre = self.boundary.centroid
        inside = centre if self.boundary.contains(centre) else self.boundary.representative_point()
        return inside.x, inside.y


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A district under the names by which acts print it.

    `locality` is set for a city without a polygon of its own, else empty. `shape` is the polygon of the
    district, or the polygon that contains the city's point.
    """

    shape: str
    kind: str
    region_iso: str
    name_ru: str
    name_kk: str
    variants: tuple[str, ...]
    locality: str


OPENSTREETMAP = "openstreetmap"
"""Prefix of the ids of localities from OpenStreetMap."""
BESIDE_DEGREES = 0.25
"""How far outside a district its village may lie: the gazetteer's borders are generalised."""
_BORDER_ERROR = 0.002
_CLUSTER_DEGREES = 0.15
"""More than the 8 km of a cluster anywhere in the country, which ends at 55.4 degrees of latitude."""
_NOWHERE: Names[Locality] = Names.of(())


@dataclass(frozen=True)
class Gazetteer:
    """Localities, districts, regions and aliases, with look-up by name inside a district."""

    localities: Mapping[str, Locality]
    districts: Mapping[str, Shape]
    regions: Mapping[str, Shape]
    """By ISO 3166-2 code."""
    aliases: tuple[Alias, ...]
    _names: dict[str, Names[Locality]] = field(default_factory=dict, repr=False)

    @cached_property
    def _by_district(self) -> Mapping[str, tuple[Locality, ...]]:
        found: dict[str, list[Locality]] = {}
        for locality in self.localities.values():
            found.setdefault(locality.district, []).append(locality)
        return {district: tuple(inside) for district, inside in found.items()}

    def with_places(self, places: Iterable[Locality]) -> Gazetteer:
        """A gazetteer with these localities added, each in the district of its point.

        Places outside of all districts are left out. A place within 8 km of a locality with the same name is
        the same place, and only adds its names.
        """
        known = dict(self.localities)
        for place in places:
            district = self.district_at(place.lon, place.lat)
            keys = {mild_key(name) for name in place.names}
            # Only the names of nearby localities are folded: folding those of the whole country takes
            # seconds.
            here = [hit for hit in self._beside(place) if any(mild_key(name) in keys for name in hit.names)]
            if here:
                nearest = min(here, key=lambda hit: (km_between(hit, place), hit.id))
                known[nearest.id] = _with_names(known[nearest.id], place)
            elif district is not None:
                known[place.id] = replace(place, district=district.id)
        return replace(self, localities=known, _names={})

    def _beside(self, place: Locality) -> list[Locality]:
        """Localities within 8 km of a place, which are the same place if a name matches."""
        tree, localities = self._locality_tree
        around = tree.query(Point(place.lon, place.lat), "dwithin", _CLUSTER_DEGREES)
        return [localities[index] for index in around if is_cluster((localities[index], place))]

    def in_district(self, shape_id: str) -> Names[Locality]:
        """The localities whose point lies in that polygon, indexed by name; empty for an unknown polygon."""
        if shape_id not in self._by_district:
            return _NOWHERE
        if shape_id not in self._names:
            self._names[shape_id] = Names.of(self._by_district[shape_id])
        return self._names[shape_id]

    def around(self, shape_id: str) -> Names[Locality]:
        """The localities outside of that polygon but within 0.25 degrees of its edge, indexed by name.

        Empty for an unknown polygon.
        """
        shape = self.districts.get(shape_id)
        if shape is None:
            return _NOWHERE
        key = f"around {shape_id}"
        if key not in self._names:
            tree, localities = self._locality_tree
            # Distance to a simplified border is quick to compute; the error is a hundredth of the distance.
            border = shape.boundary.simplify(_BORDER_ERROR)
            near = tree.query(border, predicate="dwithin", distance=BESIDE_DEGREES)
            found = (localities[int(index)] for index in sorted(near))
            self._names[key] = Names.of(each for each in found if each.district != shape_id)
        return self._names[key]

    def bearing(self, name: str) -> tuple[Locality, ...]:
        """All localities of the country with that name (by its mild key), sorted by id."""
        return tuple(self.localities[id_] for id_ in sorted(self._bearers.get(mild_key(name), ())))

    def is_only(self, names: Iterable[str]) -> bool:
        """Whether exactly one locality of the country has any of these names (by mild key)."""
        found = {hit for name in names for hit in self._bearers.get(mild_key(name), ())}
        return len(found) == 1

    @cached_property
    def _bearers(self) -> Mapping[str, frozenset[str]]:
        """Ids of the localities with each name, by its mild key."""
        ids_of: dict[str, set[str]] = {}
        for locality in self.localities.values():
            for name in locality.names:
                ids_of.setdefault(mild_key(name), set()).add(locality.id)
        return {key: frozenset(ids) for key, ids in ids_of.items()}

    @cached_property
    def _locality_tree(self) -> tuple[STRtree, tuple[Locality, ...]]:
        localities = tuple(self.localities.values())
        return STRtree([Point(locality.lon, locality.lat) for locality in localities]), localities

    @cached_property
    def _district_tree(self) -> tuple[STRtree, tuple[Shape, ...]]:
        shapes = tuple(self.districts.values())
        for each in shapes:
            prepare(each.boundary)
        return STRtree([each.boundary for each in shapes]), shapes

    def district_at(self, lon: float, lat: float) -> Shape | None:
        """The district whose polygon contains a point (WGS84 degrees); None outside of all districts."""
        tree, shapes = self._district_tree
        hits = sorted(int(index) for index in tree.query(Point(lon, lat), predicate="within"))
        return shapes[hits[0]] if hits else None


def _with_names(known: Locality, other: Locality) -> Locality:
    """The locality with the Russian and Kazakh names of the other one added."""
    return replace(
        known,
        names_ru=tuple(dict.fromkeys((*known.names_ru, *other.names_ru))),
        names_kk=tuple(dict.fromkeys((*known.names_kk, *other.names_kk))),
    )


def read_gazetteer(folder: Path) -> Gazetteer:
    """The gazetteer of a folder: localities.csv, districts.geojson, regions.geojson, district_aliases.csv.

    Localities marked as a duplicate of another are left out. Raises BadGazetteerError for a missing file, a
    district without a region, or a row of another length than its header.
    """
    regions = {each.region_iso: each for each in _read_shapes(folder / "regions.geojson", {})}
    iso_by_id = {each.id: iso for iso, each in regions.items()}
    districts = {each.id: each for each in _read_shapes(folder / "districts.geojson", iso_by_id)}
    rows = _read_csv(folder / "localities.csv")
    localities = {row["id"]: _read_locality(row) for row in rows if not row["dup_of"]}
    aliases = tuple(_read_alias(row) for row in _read_csv(folder / "district_aliases.csv"))
    return Gazetteer(localities, districts, regions, aliases)


def _read_shapes(path: Path, iso_by_id: Mapping[str, str]) -> Iterator[Shape]:
    """The shapes of a GeoJSON file. Raises BadGazetteerError for a shape in no known region."""
    for feature in json.loads(_text(path))["features"]:
        facts = feature["properties"]
        iso = facts.get("iso") or iso_by_id.get(str(facts.get("region_id")))
        if iso is None:
            raise BadGazetteerError(
                f"{path.name}: {facts.get('id')} lies in no region of the file of regions"
            )
        yield Shape(
            id=str(facts["id"]),
            kind=facts.get("kind", "region"),
            name_ru=facts["name_ru"],
            name_kk=facts["name_kk"],
            region_iso=iso,
            wikidata=facts["wikidata"] or "",
            boundary=shape(feature["geometry"]),
        )


def _read_locality(row: Mapping[str, str]) -> Locality:
    others = dict.fromkeys((row["name"], *_split(row["names_other"])))
    return Locality(
        id=row["id"],
        geonames=row["geonames_id"],
        names_ru=_split(row["names_ru"]),
        names_kk=_split(row["names_kk"]),
        names_other=tuple(others),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        district=row["district_id"],
        population=int(row["population"]) if row["population"] else None,
    )


def _read_alias(row: Mapping[str, str]) -> Alias:
    return Alias(
        shape=row["id"],
        kind=row["kind"],
        region_iso=row["region_iso"],
        name_ru=row["name_ru"],
        name_kk=row["name_kk"],
        variants=_split(row["variants"]),
        locality=row["locality_id"],
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _read_csv(path: Path) -> Iterator[Mapping[str, str]]:
    for number, row in enumerate(csv.DictReader(io.StringIO(_text(path), newline="")), start=2):
        if None in row or None in row.values():
            raise BadGazetteerError(f"{path.name}:{number}: the row does not have the columns of its header")
        yield row


def _text(path: Path) -> str:
    """The text of a file. Raises BadGazetteerError where it is missing."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise BadGazetteerError(
            f"{path.parent} is not the folder of a gazetteer: it lacks {path.name}"
        ) from None
