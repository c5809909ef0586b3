"""Places in the formats of Nominatim (https://nominatim.org/release-docs/latest/api/Output/).

A place of the registry is not an object of OpenStreetMap: `osm_type` and `osm_id` are left out, as Nominatim
does for other data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shapely.geometry import mapping

from geo.exports.attribution import ATTRIBUTION
from graph.geocoding.address import COUNTRY_CODE, Told, iso_code, told_in
from graph.geocoding.found import Found
from graph.geocoding.geocodejson import coordinates, head, specified
from graph.served.context import Registry
from model.edition import Name
from model.enums import Language, NameStatus

_ID_BYTES = 6
"""Small enough for every client: JavaScript counts to 2^53."""


class Format(StrEnum):
    """The formats of Nominatim's answers."""

    JSON = "json"
    JSONV2 = "jsonv2"
    GEOJSON = "geojson"
    GEOCODEJSON = "geocodejson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The requested format and language, and the optional parts of an answer."""

    format: Format
    language: Language
    with_address: bool = False
    with_names: bool = False
    with_tags: bool = False
    with_polygon: bool = False
    is_reverse: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """The functions that write one format: for the places of a search, and for the one place at a point."""

    many: Callable[[Registry, Sequence[Found], Wanted, str], Any]
    one: Callable[[Registry, Found, Wanted, str], Any]


def place_id(found: Found) -> int:
    """A number for a place (48 bits), which stays as long as its id does."""
    return int.from_bytes(hashlib.blake2b(found.id.encode(), digest_size=_ID_BYTES).digest())


def _place(registry: Registry, found: Found, wanted: Wanted) -> dict[str, Any]:
    """A place in the format `json` or `jsonv2`."""
    address, box = told_in(registry, found, wanted.language), found.bounds(registry)
    is_second = wanted.format is Format.JSONV2
    lon, lat = coordinates(found)
    edges = (box.south, box.north, box.west, box.east)
    place = {
        "place_id": place_id(found),
        "licence": ATTRIBUTION,
        "lat": f"{lat}",
        "lon": f"{lon}",
        "category" if is_second else "class": found.kind.osm_key,
        "type": found.kind.osm_value,
        "place_rank": found.kind.rank,
        "importance": found.importance,
        "addresstype": found.kind.key.nominatim,
        "name": address.name,
        "display_name": address.label,
        **_details(found, address, wanted),
        "boundingbox": [f"{edge}" for edge in edges],
    }
    known = found.boundary(registry) if wanted.with_polygon else None
    if wanted.with_polygon:
        place["geojson"] = mapping(known.shape) if known is not None else _point(found)
    return place


def _feature(registry: Registry, place: Found, wanted: Wanted) -> dict[str, Any]:
    """A place in the format `geojson`."""
    address, box = told_in(registry, place, wanted.language), place.bounds(registry)
    known = place.boundary(registry) if wanted.with_polygon else None
    properties = {
        "place_id": place_id(place),
        "place_rank": place.kind.rank,
        "category": place.kind.osm_key,
        "type": place.kind.osm_value,
        "importance": place.importance,
        "addresstype": place.kind.key.nominatim,
        "name": address.name,
        "display_name": address.label,
        **_details(place, address, wanted),
    }
    return {
        "type": "Feature",
        "properties": properties,
        "bbox": [box.west, box.south, box.east, box.north],
        "geometry": mapping(known.shape) if known is not None else _point(place),
    }


def _details(place: Found, address: Told, wanted: Wanted) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if wanted.with_address:
        details["address"] = _address(address)
    if wanted.with_tags:
        details["extratags"] = {
            "kense:id": place.id,
            "kense:accuracy_m": f"{round(place.error_m)}",
            "kense:precision": place.precision.value,
            "kense:match": place.match,
        }
    if wanted.with_names:
        record = place.unit or place.office
        details["namedetails"] = _names(record.names if record is not None else ())
    return details


def _address(address: Told) -> Mapping[str, str]:
    """The components of the address in Nominatim's form, finest first. Unknown ones are left out."""
    own = {} if address.own is not None else {"office": address.name}
    road = {"house_number": address.house, "road": address.street}
    code = iso_code(address)
    return {
        **own,
        **{key: value for key, value in road.items() if value},
        **address.by_key(lambda key: key.nominatim, with_own=True),
        **({"ISO3166-2-lvl4": code} if code else {}),
        **({"postcode": address.postcode} if address.postcode else {}),
        "country": address.country,
        "country_code": COUNTRY_CODE,
    }


def _names(names: Sequence[Name]) -> Mapping[str, str]:
    """Official and former names as Nominatim's tags, such as `name:kk` and `old_name:ru`."""
    by_language: dict[str, str] = {}
    for name in names:
        key = "old_name" if name.status is NameStatus.FORMER else "name"
        if name.status in (NameStatus.OFFICIAL, NameStatus.FORMER):
            by_language.setdefault(f"{key}:{name.language.value}", name.value)
    return by_language


def _point(found: Found) -> Mapping[str, Any]:
    return {"type": "Point", "coordinates": coordinates(found)}


def _collection(registry: Registry, found: Sequence[Found], wanted: Wanted, _: str) -> Any:
    features = [_feature(registry, each, wanted) for each in found]
    return {"type": "FeatureCollection", "licence": ATTRIBUTION, "features": features}


def _geocodejson(registry: Registry, found: Sequence[Found], wanted: Wanted, query: str) -> Any:
    features = []
    for candidate in found:
        told = specified(told_in(registry, candidate, wanted.language), candidate)
        if not wanted.with_address:
            del told["admin"]
        place = {"place_id": place_id(candidate), **told, "id": candidate.id}
        features.append(
            {"type": "Feature", "properties": {"geocoding": place}, "geometry": _point(candidate)}
        )
    return {"type": "FeatureCollection", "geocoding": head(query), "features": features}


_LIST = Writer(
    lambda registry, found, wanted, _: [_place(registry, each, wanted) for each in found],
    lambda registry, found, wanted, _: _place(registry, found, wanted),
)
FORMATS: Mapping[Format, Writer] = {
    Format.JSON: _LIST,
    Format.JSONV2: _LIST,
    Format.GEOJSON: Writer(
        _collection, lambda registry, found, wanted, query: _collection(registry, [found], wanted, query)
    ),
    Format.GEOCODEJSON: Writer(
        _geocodejson, lambda registry, found, wanted, query: _geocodejson(registry, [found], wanted, query)
    ),
}
