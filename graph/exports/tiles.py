"""`/tiles/{layer}/{z}/{x}/{y}.mvt`, and `/tiles/{layer}.json` (TileJSON) for maps to find them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.earth.box import KAZAKHSTAN
from geo.earth.mercator import MAX_ZOOM, Tile
from geo.earth.pins import SINGLE_FROM_ZOOM
from geo.exports import basemap
from geo.exports.attribution import ATTRIBUTION
from geo.exports.tiles import FROM_ZOOM, MEDIA_TYPE, PARTS, Layer, TileSet
from graph.exports.answers import NoSuchPathError, parameters
from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.terms.errors import BadInputError
from graph.terms.links import link_base
from model.enums import Level

_MAX_TILE_ZOOM = {Layer.UNITS: FROM_ZOOM[Level.RURAL_OKRUG], Layer.BASEMAP: basemap.MAX_ZOOM}
_BOUNDS = {Layer.BASEMAP: basemap.BOUNDS}
_CREDIT = {Layer.BASEMAP: f"{basemap.CREDIT} Towns: {ATTRIBUTION}"}


def tile(request: Request, registry: Registry) -> Response:
    """The bytes of a vector tile; 204 if nothing lies in it.

    Raises NoSuchPathError for an unknown layer, BadInputError for a wrong number.
    """
    parameters(request, lists=[], singles=[])
    layer = _layer(request)
    found = _tile_set(registry).tile(layer, Tile(*(_whole(request, name) for name in ("z", "x", "y"))))
    return Response(found, media_type=MEDIA_TYPE) if found else Response(status_code=204)


def tile_json(request: Request, registry: Registry) -> Response:
    """TileJSON 3.0.0 of a layer, with the attribution that a map must show.

    Raises NoSuchPathError for an unknown layer.
    """
    parameters(request, lists=[], singles=[])
    layer = _layer(request)
    return JSONResponse(
        {
            "tilejson": "3.0.0",
            "name": f"Kense: {layer}",
            "version": f"{registry.edition.number}.0.0",
            "attribution": _CREDIT.get(layer, ATTRIBUTION),
            "tiles": [f"{link_base(request)}/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt"],
            "minzoom": 0,
            "maxzoom": _MAX_TILE_ZOOM.get(layer, SINGLE_FROM_ZOOM),
            "bounds": list(_BOUNDS.get(layer, KAZAKHSTAN)),
            "vector_layers": [{"id": part, "fields": fields} for part, fields in PARTS[layer].items()],
        }
    )


def _tile_set(registry: Registry) -> TileSet:
    return registry.derived(TILES)


TILES = Derivation(
    "tiles",
    lambda registry: TileSet(registry.edition, registry.atlas.placed_offices),
    lambda tiles, step: TileSet(step.edition, step.atlas.placed_offices, tiles.ground),
)


def _layer(request: Request) -> Layer:
    try:
        return Layer(request.path_params["layer"])
    except ValueError:
        raise NoSuchPathError(f"the layers are {', '.join(Layer)}") from None


def _whole(request: Request, name: str) -> int:
    text: str = request.path_params[name]
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(1 << MAX_ZOOM))):
        raise BadInputError(f"{name} of a tile is a whole number, got {text[:20]!r}")
    return int(text)
