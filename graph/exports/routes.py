"""Where the exports are found."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from graph.exports import documents, features, tiles
from graph.exports.answers import Exports


def export_routes(exports: Exports) -> list[BaseRoute]:
    """Routes of the exports."""
    endpoint = exports.endpoint
    return [
        Route("/offices.geojson", endpoint(features.offices)),
        Route("/units.geojson", endpoint(features.units)),
        Route("/coverage.geojson", endpoint(features.coverage)),
        Route("/offices/{id}.jsonld", endpoint(documents.office)),
        Route("/tiles/{layer}.json", endpoint(tiles.tile_json)),
        Route("/tiles/{layer}/{z}/{x}/{y}.mvt", endpoint(tiles.tile)),
    ]
