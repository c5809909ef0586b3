"""The routes of the geocoders."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import BaseRoute, Route

from graph.exports.answers import Exports, Make, Refuse
from graph.geocoding import geocodejson, nominatim, pelias, photon
from graph.geocoding.answers import language_of

_OWN = {
    "search": geocodejson.search_answer,
    "reverse": geocodejson.reverse_answer,
    "autocomplete": geocodejson.autocomplete_answer,
}
_PHOTON = {"api": photon.api, "reverse": photon.reverse_api, "status": photon.status}
_NOMINATIM = {
    "search": nominatim.search_answer,
    "reverse": nominatim.reverse_answer,
    "status": nominatim.status,
}
_PELIAS = {
    "v1/search": pelias.search_answer,
    "v1/search/structured": pelias.structured_answer,
    "v1/autocomplete": pelias.autocomplete_answer,
    "v1/reverse": pelias.reverse_answer,
    "v1/place": pelias.place_answer,
}
_PROTOCOLS: tuple[tuple[str, Mapping[str, Make], Refuse], ...] = (
    ("/geocode/", _OWN, geocodejson.refuse),
    ("/geocode/photon/", _PHOTON, photon.refuse),
    ("/geocode/nominatim/", _NOMINATIM, nominatim.refuse),
    ("/geocode/pelias/", _PELIAS, pelias.refuse),
)
PATHS = tuple(beginning + path for beginning, makers, _ in _PROTOCOLS for path in makers)
"""All paths; each also works with a slash at its end, as some clients send it."""


def geocoder_routes(exports: Exports) -> list[BaseRoute]:
    """Routes of all geocoders, each also with a slash at its end.

    The language of the header is a part of the ETag.
    """
    routes: list[BaseRoute] = []
    for beginning, makers, refuse in _PROTOCOLS:
        for path, make in makers.items():
            endpoint = exports.endpoint(make, refuse=refuse, depends_on=language_of)
            routes += [Route(beginning + path + slash, endpoint) for slash in ("", "/")]
    return routes
