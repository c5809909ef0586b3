"""`/geocode/nominatim/search`, `/reverse` and `/status`, with answers like those of a Nominatim server.

https://nominatim.org/release-docs/latest/api/Overview/. A client takes the first place for the right one, and
the format cannot express doubt: doubtful places are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from geo.explanations.place_texts import Doubt
from geo.locator.candidates import LocateQuery
from graph.geocoding.answers import json_answer, refusal_headers
from graph.geocoding.asked import Given, is_our_country
from graph.geocoding.nominatim_formats import FORMATS, Format, Wanted, place_id
from graph.geocoding.searching import Question, reverse, search
from graph.served.context import Registry
from graph.terms.errors import BadInputError
from model.enums import Language
from model.lookup_places import Geocoding, PlaceKind
from model.lookups import lookup

LIMIT, MOST = 10, 50
_LOOKUP = lookup(Geocoding)
DOUBTS = frozenset(Doubt(each) for each in _LOOKUP.doubts.nominatim)
_FINEST_ZOOM = 18
_LEAST_ZOOM = -100
_STRUCTURED = ("amenity", "street", "city", "county", "state", "country", "postalcode")
_STATUS_FORMATS = {"text": "text", "json": "json"}


def search_answer(request: Request, registry: Registry) -> Response:
    """`/search`: by `q`, or by the parts of an address (`street`, `city` …). Empty for another country.

    Raises BadInputError without either or with both.
    """
    given = Given(request)
    query, countries = _query(given)
    wanted = _wanted(given, Format.JSONV2)
    excluded = {each for each in given.several("exclude_place_ids") if each.isdigit()}
    limit = given.whole("limit", LIMIT, 1, MOST)
    box, bounded = given.corners("viewbox"), given.flag("bounded")
    question = Question(
        query=query,
        limit=limit + len(excluded),
        box=box if bounded else None,
        kinds=given.one_of("featureType", _LOOKUP.feature_types),
        doubts=DOUBTS,
    )
    if box is not None and not bounded:
        question = replace(question, near=box.middle)
    is_ours = is_our_country(given.several("countrycodes")) and is_our_country(countries)
    found = search(registry, question) if is_ours and query.text else []
    kept = [each for each in found if str(place_id(each)) not in excluded][:limit]
    body = FORMATS[wanted.format].many(registry, kept, wanted, query.text)
    return json_answer(body, wanted.language)


def reverse_answer(request: Request, registry: Registry) -> Response:
    """`/reverse`: the finest unit at a point that a map shows at `zoom` (default: 18).

    Nominatim's error if there is none.
    """
    given = Given(request)
    point, wanted = given.needed_point(), replace(_wanted(given, Format.JSONV2), is_reverse=True)
    wanted = replace(wanted, with_address=given.flag("addressdetails", default=True))
    zoom = given.number("zoom")
    found = reverse(registry, point, _kinds_at(_FINEST_ZOOM if zoom is None else zoom))
    if not found:
        return json_answer({"error": "Unable to geocode"}, None)
    body = FORMATS[wanted.format].one(registry, found[0], wanted, f"{point.lat},{point.lon}")
    return json_answer(body, wanted.language)


def status(request: Request, registry: Registry) -> Response:
    """`/status`: `OK`; with `format=json` also the date of the edition."""
    if Given(request).one_of("format", _STATUS_FORMATS) != "json":
        return PlainTextResponse("OK")
    updated = registry.edition.published_at.isoformat(timespec="seconds")
    return json_answer({"status": 0, "message": "OK", "data_updated": updated}, None)


def refuse(error: GraphQLError, status: int, headers: Mapping[str, str] | None) -> Response:
    """A refusal in the form of Nominatim: an `error` with status and message."""
    body = {"error": {"code": status, "message": error.message}}
    return json_answer(body, None, status, refusal_headers(headers))


def _query(given: Given) -> tuple[LocateQuery, list[str]]:
    """What to search for, and the countries that the client names.

    Raises BadInputError without `q` and parts, or with both.
    """
    text = given.text("q")
    parts = {name: given.text(name) for name in _STRUCTURED}
    if text:
        if any(parts.values()):
            raise BadInputError("q and the parts of an address (street, city ...) exclude each other")
        return LocateQuery(text), []
    if not any(parts.values()):
        raise BadInputError("nothing to search for: give q, or street, city, county, state or postalcode")
    country = [parts.pop("country")] if parts["country"] else []
    return structured(
        [parts["amenity"], parts["street"], parts["city"]],
        parts["postalcode"],
        district=parts["county"],
        region=parts["state"],
    ), country


def structured(finest: list[str], postcode: str, *, district: str, region: str) -> LocateQuery:
    """A query by the parts of an address.

    The finest given part is searched, the other parts are its surroundings. The text is empty if only a
    country is given, as that is not a place of the registry.
    """
    around = {"district": district, "region": region}
    given = [part for part in (*finest, postcode) if part]
    if not given and district:
        around["district"], given = "", [district]
    if not given and region:
        around["region"], given = "", [region]
    return LocateQuery(", ".join(given), district=around["district"] or None, region=around["region"] or None)


def _wanted(given: Given, default: Format) -> Wanted:
    language: Language = given.language("accept-language")
    return Wanted(
        format=given.one_of("format", {each.value: each for each in Format}) or default,
        language=language,
        with_address=given.flag("addressdetails"),
        with_names=given.flag("namedetails"),
        with_tags=given.flag("extratags"),
        with_polygon=given.flag("polygon_geojson"),
    )


def _kinds_at(zoom: float) -> Collection[PlaceKind]:
    """The kinds of units that a map shows at a zoom."""
    finest = max((row for row in _LOOKUP.zooms if row.from_ <= zoom), key=lambda row: row.from_, default=None)
    return (finest or _LOOKUP.zooms[0]).kinds
