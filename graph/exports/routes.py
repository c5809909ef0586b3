"""Where the exports are found."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute, Route

from graph.exports import change_feed, documents, features, map_style, mirrors, tiles
from graph.exports.answers import Exports


def export_routes(exports: Exports, public_url: str) -> list[BaseRoute]:
    """Routes of the exports; `public_url` is that of the settings."""
    endpoint = exports.endpoint
    return [
        Route("/offices.geojson", endpoint(features.offices)),
        Route("/units.geojson", endpoint(features.units)),
        Route("/coverage.geojson", endpoint(features.coverage)),
        Route("/offices/{id}.jsonld", endpoint(partial(documents.office, base=public_url))),
        Route("/changes.atom", endpoint(change_feed.feed)),
        Route("/changes", endpoint(mirrors.changes)),
        Route("/changes/start", endpoint(mirrors.start)),
        Route("/style.json", endpoint(map_style.style)),
        Route("/tiles/{layer}.json", endpoint(tiles.tile_json)),
        Route("/tiles/{layer}/{z}/{x}/{y}.mvt", endpoint(tiles.tile)),
    ]
