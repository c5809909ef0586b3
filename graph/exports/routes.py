"""The routes of the exports."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from graph.exports import change_feed, documents, features, map_style, mirrors, tiles
from graph.exports.answers import Exports
from graph.terms.links import link_tag


def export_routes(exports: Exports, public_url: str) -> list[BaseRoute]:
    """Routes of the exports. `public_url` is that of the settings; it may be empty."""
    endpoint = exports.endpoint
    linked = partial(endpoint, depends_on=link_tag)
    return [
        Route("/offices.geojson", endpoint(features.offices)),
        Route("/units.geojson", endpoint(features.units)),
        Route("/coverage.geojson", endpoint(features.coverage)),
        Route("/offices/{id}.jsonld", linked(partial(documents.office, public_url=public_url))),
        Route("/services.jsonld", linked(documents.services)),
        Route("/catalog.jsonld", linked(documents.catalogue)),
        Route("/changes.atom", endpoint(change_feed.feed)),
        Route("/changes", endpoint(mirrors.changes)),
        Route("/changes/start", endpoint(mirrors.start)),
        Route("/style.json", linked(map_style.style)),
        Route("/tiles/{layer}.json", linked(tiles.tile_json)),
        Route("/tiles/{layer}/{z}/{x}/{y}.mvt", endpoint(tiles.tile)),
    ]
