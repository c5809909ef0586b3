"""The geocoder at `/geocode/pelias/v1/`, with the answers of a Pelias server.

https://github.com/pelias/documentation
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response

from geo.explanations.place_texts import Doubt
from geo.exports.attribution import ATTRIBUTION
from geo.locator.candidates import LocateQuery
from graph.geocoding.address import COUNTRY_CODE, told_in
from graph.geocoding.answers import json_answer, refusal_headers
from graph.geocoding.asked import Given, is_our_country
from graph.geocoding.found import KINDS, Found, of_office, of_unit
from graph.geocoding.geocodejson import coordinates
from graph.geocoding.nominatim import structured
from graph.geocoding.searching import Question, offices_near, reverse, search
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.terms.errors import BadInputError
from model.enums import Language, Precision
from model.lookup_places import Geocoding, PlaceKind
from model.lookups import lookup

VERSION, SOURCE = "0.2", "kense"
LIMIT, MOST = 10, 40
_LOOKUP = lookup(Geocoding)
DOUBTS = frozenset(Doubt(code) for code in _LOOKUP.doubts.pelias)
_LAYERS: Mapping[str, Collection[PlaceKind]] = {
    "coarse": _LOOKUP.layers.coarse,
    **dict.fromkeys(_LOOKUP.layers.others, ()),
    **{layer: [row.kind for row in KINDS.values() if row.key.pelias == layer] for layer in
       dict.fromkeys(row.key.pelias for row in KINDS.values())},
}  # fmt: skip
_ALPHA_3 = _LOOKUP.country.codes[1].upper()
_RADIUS_KM, _LARGEST_KM = 1.0, 5_000.0
_MOST_IDS = 50
_PARTS = ("address", "neighbourhood", "borough", "locality")
_ACCURACY = {Precision.BUILDING: "point"}


def search_answer(request: Request, registry: Registry) -> Response:
    """`/v1/search`: the places that `text` means, then possible ones with less confidence.

    Raises BadInputError without `text`.
    """
    given = Given(request)
    text = given.needed("text")
    return _forward(given, registry, LocateQuery(text), {"text": text}, is_unfinished=False)


def autocomplete_answer(request: Request, registry: Registry) -> Response:
    """`/v1/autocomplete`: like search, for a text whose last word is unfinished.

    Raises BadInputError without `text`.
    """
    given = Given(request)
    text = given.needed("text")
    return _forward(given, registry, LocateQuery(text), {"text": text}, is_unfinished=True)


def structured_answer(request: Request, registry: Registry) -> Response:
    """`/v1/search/structured`: by the parts of an address (`address`, `locality` …).

    Raises BadInputError without any part.
    """
    given = Given(request)
    parts = {name: given.text(name) for name in (*_PARTS, "county", "region", "postalcode", "country")}
    asked = {name: value for name, value in parts.items() if value}
    if not asked:
        raise BadInputError(f"at least one of {', '.join(parts)} must be given")
    query = structured(
        [parts[name] for name in _PARTS],
        parts["postalcode"],
        district=parts["county"],
        region=parts["region"],
    )
    countries = [parts["country"]] if parts["country"] else []
    return _forward(given, registry, query, asked, is_unfinished=False, countries=countries)


def reverse_answer(request: Request, registry: Registry) -> Response:
    """`/v1/reverse`: the units at a point, finest first.

    With `layers=venue` the offices around it come first. Raises BadInputError without a point, or for a
    radius outside of 0 to 5,000 km (default: 1 km).
    """
    given = Given(request)
    point, language, kinds = (
        given.needed_point("point.lat", "point.lon"),
        given.language("lang"),
        _kinds(given),
    )
    size, radius_km = given.whole("size", LIMIT, 1, MOST), given.number("boundary.circle.radius")
    if radius_km is not None and not 0 < radius_km <= _LARGEST_KM:
        raise BadInputError(
            f"boundary.circle.radius is more than 0 and at most {_LARGEST_KM:g} kilometres, got {radius_km:g}"
        )
    found: list[Found] = []
    if is_our_country(given.several("boundary.country")):
        if kinds is not None and "OFFICE" in kinds:
            found += offices_near(registry, point, size, 1_000 * (radius_km or _RADIUS_KM))
        found += reverse(registry, point, kinds)
    asked = {"point.lat": point.lat, "point.lon": point.lon, "size": size}
    return _collection(registry, found[:size], language, asked)


def place_answer(request: Request, registry: Registry) -> Response:
    """`/v1/place`: the places with these `ids`; unknown ones are left out.

    Raises BadInputError without ids, and above 50 ids.
    """
    given = Given(request)
    ids = given.several("ids")
    if not ids:
        raise BadInputError("ids is missing: the gids of places, by commas")
    if len(ids) > _MOST_IDS:
        raise BadInputError(f"ids are {len(ids)}, at most {_MOST_IDS} are read")
    found = [place for gid in ids if (place := _by_gid(registry, gid)) is not None]
    return _collection(registry, found, given.language("lang"), {"ids": ids})


def refuse(error: GraphQLError, status: int, headers: Mapping[str, str] | None) -> Response:
    """A refusal in the form of Pelias: an empty collection with `errors`."""
    body = _body({"errors": [error.message]}, [])
    return json_answer(body, None, status, refusal_headers(headers))


def _forward(
    given: Given,
    registry: Registry,
    query: LocateQuery,
    asked: Mapping[str, Any],
    *,
    is_unfinished: bool,
    countries: Iterable[str] = (),
) -> Response:
    """The answer to a search by text: at most `size` places. Empty for another country."""
    size = given.whole("size", LIMIT, 1, MOST)
    question = Question(
        query=query,
        limit=size,
        near=given.point("focus.point.lat", "focus.point.lon"),
        box=given.edges("boundary.rect"),
        kinds=_kinds(given),
        doubts=DOUBTS,
        is_unfinished=is_unfinished,
    )
    is_ours = is_our_country(given.several("boundary.country")) and is_our_country([*countries])
    found = search(registry, question) if is_ours and query.text else []
    return _collection(registry, found, given.language("lang"), {**asked, "size": size})


def _kinds(given: Given) -> Collection[PlaceKind] | None:
    """The kinds of the parameter `layers`; None without it. Raises BadInputError for an unknown layer."""
    layers = given.several("layers")
    unknown = [layer for layer in layers if layer not in _LAYERS]
    if unknown:
        raise BadInputError(f"{unknown[0][:40]!r} is not a layer: layers are {', '.join(_LAYERS)}")
    return {kind for layer in layers for kind in _LAYERS[layer]} if layers else None


def _by_gid(registry: Registry, gid: str) -> Found | None:
    """The place of a Pelias id, `kense:LAYER:SLUG`.

    None for an unknown id, or for a place without a position.
    """
    source, _, rest = gid.partition(":")
    slug = registry.edition.current_id(rest.partition(":")[2])
    if source != SOURCE:
        return None
    if office := registry.edition.offices.get(slug):
        return of_office(office, match="exact", confidence=1.0)
    unit = registry.edition.units.get(slug)
    if unit is None:
        return None
    importance = locator_of(registry).importance(slug)
    return of_unit(
        registry.atlas, unit, match="exact", confidence=1.0, importance=importance, is_certain=True
    )


def _collection(
    registry: Registry, found: Iterable[Found], language: Language, asked: Mapping[str, Any]
) -> Response:
    features = [_feature(registry, each, language) for each in found]
    moment = int(registry.edition.published_at.timestamp() * 1000)
    geocoding = {"query": {**asked, "lang": {"iso6391": language.value}}, "timestamp": moment}
    return json_answer(_body(geocoding, features), language)


def _body(geocoding: Mapping[str, Any], features: list[dict[str, Any]]) -> dict[str, Any]:
    """The feature collection with its head, and the box around all features unless there is none."""
    head = {"version": VERSION, "attribution": ATTRIBUTION, **geocoding}
    body = {"geocoding": head, "type": "FeatureCollection", "features": features}
    boxes = [feature["bbox"] for feature in features]
    if boxes:
        wests, souths, easts, norths = zip(*boxes, strict=True)
        body["bbox"] = [min(wests), min(souths), max(easts), max(norths)]
    return body


def _feature(registry: Registry, place: Found, language: Language) -> dict[str, Any]:
    address, box = told_in(registry, place, language), place.bounds(registry)
    layer = place.kind.key.pelias
    properties = {
        "id": place.slug,
        "gid": _gid(layer, place.slug),
        "layer": layer,
        "source": SOURCE,
        "source_id": place.slug,
        "name": address.name,
        "label": address.label,
        "housenumber": address.house,
        "street": address.street,
        "postalcode": address.postcode,
        "confidence": round(place.confidence, 4),
        "match_type": "fallback" if place.doubts or place.is_within else "exact",
        "accuracy": _ACCURACY.get(place.precision, "centroid"),
        "distance": None if place.distance_m is None else round(place.distance_m / 1000, 3),
        **address.by_key(lambda key: key.pelias, with_own=True),
        **{f"{part.kind.key.pelias}_gid": _gid(part.kind.key.pelias, part.unit.id) for part in address.line},
        "country": address.country,
        "country_a": _ALPHA_3,
        "country_code": COUNTRY_CODE.upper(),
        "addendum": {SOURCE: _addendum(place)},
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": coordinates(place)},
        "properties": {key: value for key, value in properties.items() if value is not None},
        "bbox": [box.west, box.south, box.east, box.north],
    }


def _addendum(found: Found) -> dict[str, Any]:
    """Facts of a place for which Pelias has no field."""
    return {
        "id": found.id,
        "error_m": round(found.error_m),
        "precision": found.precision.value,
        "certain": found.is_certain,
        "doubts": [doubt.value for doubt in Doubt if doubt in found.doubts],
        "left_out": list(found.left_out),
        "match": found.match,
    }


def _gid(layer: str, slug: str) -> str:
    return f"{SOURCE}:{layer}:{slug}"
