"""The gazetteer of the places that were imported into the store (`kense gazetteer import`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from shapely import Point as ShapelyPoint
from sqlalchemy import Connection

from geo.gazetteer.gazetteer import Alias, Gazetteer, Locality, Shape
from model.edition import Unit
from model.enums import Level, PlaceKind
from store.reading.boundaries import read_boundaries
from store.reading.gazetteers import KeptPlace, kept_places

_ORDER = ("gazetteer", "whosonfirst", "geonames")
"""Sources by priority: the first one's record of a place is kept, the others only add names to it."""


def stored_gazetteer(connection: Connection, units: Mapping[str, Unit]) -> Gazetteer | None:
    """The imported places as one gazetteer; None if no locality was imported.

    A place in two sources (by Who's On First or GeoNames id) becomes one, with the names of both. Districts
    are those imported with the places, else the boundaries in the store; a place without a stated district
    gets the district whose polygon contains it.
    """
    wanted = (PlaceKind.LOCALITY, PlaceKind.DISTRICT, PlaceKind.REGION, PlaceKind.ALIAS)
    places = kept_places(connection, wanted)
    places_kept = [place for place in places if place.kind is PlaceKind.LOCALITY]
    if not places_kept:
        return None
    regions = {shape.region_iso: shape for shape in _shapes(places, PlaceKind.REGION)}
    districts = {shape.id: shape for shape in _shapes(places, PlaceKind.DISTRICT)}
    if not districts:
        districts = {each.id: each for each in _bounded(connection, units)}
    aliases = tuple(_alias(place) for place in places if place.kind is PlaceKind.ALIAS)
    bare = Gazetteer({}, districts, regions, aliases)
    localities = {each.id: _in_district(each, bare) for each in _merged(places_kept)}
    return Gazetteer(localities, districts, regions, aliases)


def _shapes(places: Iterable[KeptPlace], kind: PlaceKind) -> list[Shape]:
    """The imported shapes of one kind; of several shapes with one id, the shape of the best source."""
    chosen: dict[str, Shape] = {}
    for place in sorted(places, key=_rank):
        if place.kind is kind and place.shape is not None:
            name = next(iter((*place.names_ru, *place.names_kk)), place.source_id)
            chosen.setdefault(
                place.source_id,
                Shape(
                    id=place.source_id,
                    kind=next(iter(place.names_other), ""),
                    name_ru=next(iter(place.names_ru), name),
                    name_kk=next(iter(place.names_kk), name),
                    region_iso=place.region,
                    wikidata=place.wikidata,
                    boundary=place.shape,
                ),
            )
    return list(chosen.values())


def _bounded(connection: Connection, units: Mapping[str, Unit]) -> list[Shape]:
    """The districts of the registry that have a boundary.

    Their ids are those of Who's On First where known, else unit ids.
    """
    shapes = []
    for unit_id, boundary in read_boundaries(connection).items():
        unit = units.get(unit_id)
        if unit is not None and unit.level is Level.DISTRICT:
            codes = {code.scheme: code.value for code in unit.identifiers}
            name = unit.names[0].value if unit.names else unit_id
            # Ids of regions are the second half of their ISO 3166-2 code.
            iso = f"KZ-{(unit.parent_id or '').upper()}"
            shapes.append(
                Shape(
                    id=codes.get("WHOSONFIRST", unit_id),
                    kind="raion",
                    name_ru=name,
                    name_kk=name,
                    region_iso=iso,
                    wikidata="",
                    boundary=boundary.shape,
                )
            )
    return shapes


def _merged(places: Iterable[KeptPlace]) -> list[Locality]:
    """The imported localities, sorted by id; records of one place are joined, the best source's first."""
    by_id: dict[str, Locality] = {}
    by_geonames: dict[str, str] = {}
    for place in sorted(places, key=_rank):
        known = by_geonames.get(place.geonames) if place.geonames else None
        own = place.source_id if place.source != "geonames" else f"geonames:{place.source_id}"
        key = known or own
        by_id[key] = _with(by_id[key], place) if key in by_id else _locality(key, place)
        if place.geonames:
            by_geonames.setdefault(place.geonames, key)
    return [by_id[key] for key in sorted(by_id)]


def _rank(place: KeptPlace) -> tuple[int, str, str]:
    rank = _ORDER.index(place.source) if place.source in _ORDER else len(_ORDER)
    return rank, place.source, place.source_id


def _locality(key: str, place: KeptPlace) -> Locality:
    point = place.shape
    assert isinstance(point, ShapelyPoint), "a locality is kept with its point"  # noqa: S101
    return Locality(
        id=key,
        geonames=place.geonames,
        names_ru=place.names_ru,
        names_kk=place.names_kk,
        names_other=place.names_other,
        lon=point.x,
        lat=point.y,
        district=place.district,
        population=place.population,
    )


def _with(known: Locality, place: KeptPlace) -> Locality:
    """The locality with the names of another record added.

    If the locality has no population or GeoNames id, those of the other record are taken.
    """
    return replace(
        known,
        names_ru=tuple(dict.fromkeys((*known.names_ru, *place.names_ru))),
        names_kk=tuple(dict.fromkeys((*known.names_kk, *place.names_kk))),
        names_other=tuple(dict.fromkeys((*known.names_other, *place.names_other))),
        population=known.population or place.population,
        geonames=known.geonames or place.geonames,
    )


def _in_district(locality: Locality, shapes: Gazetteer) -> Locality:
    if locality.district in shapes.districts:
        return locality
    shape = shapes.district_at(locality.lon, locality.lat)
    return replace(locality, district="" if shape is None else shape.id)


def _alias(place: KeptPlace) -> Alias:
    kind, locality, *variants = place.names_other
    return Alias(
        shape=place.district,
        kind=kind,
        region_iso=place.region,
        name_ru=place.names_ru[0],
        name_kk=place.names_kk[0],
        variants=tuple(variants),
        locality=locality,
    )
