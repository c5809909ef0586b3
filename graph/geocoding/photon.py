"""`/geocode/photon/`: a geocoder with the answers of a Photon server (https://github.com/komoot/photon)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response

from geo.explanations.place_texts import Doubt
from geo.locator.candidates import LocateQuery
from graph.geocoding.address import COUNTRY_CODE, told_in
from graph.geocoding.answers import json_answer, refusal_headers
from graph.geocoding.asked import Given, is_our_country
from graph.geocoding.found import KINDS, Found
from graph.geocoding.geocodejson import coordinates
from graph.geocoding.searching import Question, offices_near, reverse, search
from graph.served.context import Registry
from graph.terms.errors import BadInputError
from model.enums import Language
from model.lookup_places import Geocoding, PlaceKind
from model.lookups import lookup

LIMIT, MOST = 15, 50
DOUBTS = frozenset(Doubt(each) for each in lookup(Geocoding).doubts.photon)
_LAYERS = ("house", "street", "locality", "district", "city", "county", "state", "country", "other")
_LANGUAGES = {"default": Language.KK, **{language.value: language for language in Language}}
_RADIUS_KM, _LARGEST_KM = 1.0, 5_000.0


def api(request: Request, registry: Registry) -> Response:
    """`/api`: the places that `q` may mean, also with an unfinished last word.

    Raises BadInputError without `q`.
    """
    given = Given(request)
    text, language = given.needed("q"), _language(given)
    question = Question(
        query=LocateQuery(text),
        limit=given.whole("limit", LIMIT, 1, MOST),
        near=given.point(),
        box=given.corners("bbox"),
        kinds=_kinds(given),
        doubts=DOUBTS,
        is_unfinished=True,
    )
    found = search(registry, question) if is_our_country(given.several("countrycode")) else []
    return _collection(registry, found, language)


def reverse_api(request: Request, registry: Registry) -> Response:
    """`/reverse`: the units at a point, finest first; with `layer=house` the offices around it come first.

    Raises BadInputError without a point, or for a radius outside of 0 to 5,000 km (default: 1 km).
    """
    given = Given(request)
    point, language, kinds = given.needed_point(), _language(given), _kinds(given)
    limit, radius_km = given.whole("limit", 1, 1, MOST), given.number("radius")
    if radius_km is not None and not 0 < radius_km <= _LARGEST_KM:
        raise BadInputError(
            f"radius is more than 0 and at most {_LARGEST_KM:g} kilometres, got {radius_km:g}"
        )
    found: list[Found] = []
    if kinds is not None and "OFFICE" in kinds:
        found += offices_near(registry, point, limit, 1_000 * (radius_km or _RADIUS_KM))
    found += reverse(registry, point, kinds)
    return _collection(registry, found[:limit], language)


def status(_: Request, registry: Registry) -> Response:
    """`/status`: `Ok`, and the date of the edition."""
    return json_answer({"status": "Ok", "import_date": registry.edition.published_at.isoformat()}, None)


def refuse(error: GraphQLError, status: int, headers: Mapping[str, str] | None) -> Response:
    """A refusal in the form of Photon: an object with `message`."""
    return json_answer({"message": error.message}, None, status, refusal_headers(headers))


def _language(given: Given) -> Language:
    """The language of `lang`, else of the Accept-Language header.

    Raises BadInputError for an unknown `lang`, as Photon does.
    """
    return given.one_of("lang", _LANGUAGES) or given.language("lang")


def _kinds(given: Given) -> Collection[PlaceKind] | None:
    layers = given.several("layer")
    unknown = [layer for layer in layers if layer not in _LAYERS]
    if unknown:
        raise BadInputError(f"layer is one of {', '.join(_LAYERS)}, got {unknown[0][:40]!r}")
    return {row.kind for row in KINDS.values() if row.type in layers} if layers else None


def _collection(registry: Registry, found: Iterable[Found], language: Language) -> Response:
    features = [_feature(registry, each, language) for each in found]
    return json_answer({"type": "FeatureCollection", "features": features}, language)


def _feature(registry: Registry, place: Found, language: Language) -> dict[str, Any]:
    """A place in Photon's form. `osm_type` and `osm_id` are left out, as it is no object of OpenStreetMap."""
    address, box = told_in(registry, place, language), place.bounds(registry)
    around = address.by_key(lambda key: key.photon, with_own=False)
    properties: dict[str, Any] = {
        "osm_key": place.kind.osm_key,
        "osm_value": place.kind.osm_value,
        "type": place.kind.type,
        "name": address.name,
        "housenumber": address.house,
        "street": address.street,
        "postcode": address.postcode,
        **{key: around.get(key) for key in ("district", "city", "county", "state")},
        "country": address.country,
        "countrycode": COUNTRY_CODE.upper(),
        "extent": [box.west, box.north, box.east, box.south],
        "extra": {"kense_id": place.id, "accuracy_m": str(round(place.error_m)), "match": place.match},
    }
    return {
        "type": "Feature",
        "properties": {key: value for key, value in properties.items() if value is not None},
        "geometry": {"type": "Point", "coordinates": coordinates(place)},
    }
