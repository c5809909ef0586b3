"""`/style.json`: a style for MapLibre and its kin that draws the tiles of this server and nothing else.

It has no letters and no pictures, so that a map asks no other server (`glyphs`, `sprite`). The public id of a
feature is its id for `setFeatureState` (`promoteId`); the state `hover` is drawn.
"""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse

from geo.exports.tiles import Layer
from graph.exports.answers import parameters
from graph.served.context import Registry
from graph.terms.links import link_base
from model.program_files import PROGRAM

_DRAWN: dict[str, Any] = orjson.loads((PROGRAM / "graph" / "pages" / "map_style.json").read_bytes())


def style(request: Request, registry: Registry) -> JSONResponse:
    """The map style. Its sources are the TileJSON of each layer, which also names whom a map must credit."""
    parameters(request, lists=[], singles=[])
    base = link_base(request)
    sources = {
        layer.value: {"type": "vector", "url": f"{base}/tiles/{layer}.json", "promoteId": "id"}
        for layer in Layer
    }
    return JSONResponse(
        {**_DRAWN, "metadata": {"kense:edition": registry.edition.number}, "sources": sources}
    )
