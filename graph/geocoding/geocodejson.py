"""Our own geocoder: GeocodeJSON 0.1.0, with further facts of the registry for each place.

https://github.com/geocoders/geocodejson-spec: further facts stand beside the fields of the specification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response

from geo.explanations.place_texts import Doubt
from geo.exports.attribution import ATTRIBUTION, LICENSES, license_of
from geo.locator.candidates import LocateQuery
from graph.geocoding.address import COUNTRY_CODE, Told, admin_levels, told_in
from graph.geocoding.answers import json_answer, refusal_headers
from graph.geocoding.asked import Given
from graph.geocoding.found import Found
from graph.geocoding.searching import Question, offices_near, reverse, search
from graph.served.context import Registry
from model.enums import Language
from model.lookup_places import Geocoding
from model.lookups import lookup

VERSION = "0.1.0"
LIMIT, MOST = 5, 50
"""Number of answers by default, and at most."""
DOUBTS = frozenset(Doubt(each) for each in lookup(Geocoding).doubts.geocodejson)
_NEAREST_OFFICES_M = 50_000.0
_DECIMALS = 6
_LAYERS = {"place": False, "office": True}


def search_answer(request: Request, registry: Registry) -> Response:
    """`/geocode/search`: the places that `q` may mean, then offices of that name. Raises BadInputError."""
    return _forward(request, registry, is_unfinished=False)


def autocomplete_answer(request: Request, registry: Registry) -> Response:
    """`/geocode/autocomplete`: like search, for a text whose last word is unfinished.

    Raises BadInputError.
    """
    return _forward(request, registry, is_unfinished=True)


def reverse_answer(request: Request, registry: Registry) -> Response:
    """`/geocode/reverse`: the units at a point, finest first.

    With `layer=office` the offices within 50 km, nearest first. Raises BadInputError without a point.
    """
    given = Given(request)
    point, language = given.needed_point(), given.language("lang")
    limit = given.whole("limit", LIMIT, 1, MOST, clamps=False)
    if given.one_of("layer", _LAYERS):
        found = offices_near(registry, point, limit, _NEAREST_OFFICES_M)
    else:
        found = reverse(registry, point)[:limit]
    return collection(registry, found, language, f"{point.lat},{point.lon}")


def _forward(request: Request, registry: Registry, *, is_unfinished: bool) -> Response:
    """The answer to a search by text. Raises BadInputError without `q` or for a wrong parameter."""
    given = Given(request)
    text, language = given.needed("q"), given.language("lang")
    question = Question(
        query=LocateQuery(text),
        limit=given.whole("limit", LIMIT, 1, MOST, clamps=False),
        near=given.point(),
        box=given.corners("bbox"),
        doubts=DOUBTS,
        is_unfinished=is_unfinished,
    )
    return collection(registry, search(registry, question), language, text)


def collection(registry: Registry, found: Iterable[Found], language: Language, query: str) -> Response:
    """The places as a feature collection of GeocodeJSON. `query` is repeated in its head."""
    features = [_feature(registry, each, language) for each in found]
    return json_answer(
        {"type": "FeatureCollection", "geocoding": head(query), "features": features}, language
    )


def head(query: str) -> Mapping[str, str]:
    """The head of a GeocodeJSON answer: version, attribution, licence, and the query."""
    return {"version": VERSION, "attribution": ATTRIBUTION, "licence": " ".join(LICENSES), "query": query}


def refuse(error: GraphQLError, status: int, headers: Mapping[str, str] | None) -> Response:
    """A refusal: an empty feature collection, whose head gives message and code."""
    code = (error.extensions or {}).get("code")
    told = {**head(""), "errors": [{"message": error.message, "code": code}]}
    body = {"type": "FeatureCollection", "geocoding": told, "features": []}
    return json_answer(body, None, status, refusal_headers(headers))


def specified(address: Told, place: Found) -> dict[str, Any]:
    """The fields of a place that the specification defines. Unknown ones are left out."""
    around = address.by_key(lambda key: key.photon, with_own=False)
    return {
        "type": place.kind.type,
        "accuracy": round(place.error_m),
        "label": address.label,
        "name": address.name,
        **_known(housenumber=address.house, street=address.street, postcode=address.postcode),
        **{key: around[key] for key in ("city", "district", "county", "state") if key in around},
        "country": address.country,
        "admin": admin_levels(address),
    }


def _feature(registry: Registry, place: Found, language: Language) -> dict[str, Any]:
    told = told_in(registry, place, language)
    properties = {
        **specified(told, place),
        "countrycode": COUNTRY_CODE,
        "id": place.id,
        "kind": place.kind.kind,
        "precision": place.precision.value,
        "match": place.match,
        "confidence": round(place.confidence, 4),
        "importance": place.importance,
        "certain": place.is_certain,
        "within": place.is_within,
        "doubts": [doubt.value for doubt in Doubt if doubt in place.doubts],
        "left_out": list(place.left_out),
        **_known(distance=place.distance_m and round(place.distance_m), source=place.source),
        "licence": license_of(place.source),
    }
    return {
        "type": "Feature",
        "properties": {"geocoding": properties},
        "geometry": {"type": "Point", "coordinates": coordinates(place)},
    }


def coordinates(found: Found) -> list[float]:
    """Longitude and latitude of the place, rounded to six decimals."""
    return [round(found.point.lon, _DECIMALS), round(found.point.lat, _DECIMALS)]


def _known(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}
