"""The boundaries that ship: `seeds/boundaries.geojson`, a feature a line, keyed by the ids of units.

The file is GeoJSON (RFC 7946): WGS84 degrees, outer rings counterclockwise. `unit` is the id of the unit,
`id` that of the polygon at its source; the head says who drew them. Borders between two units have the same
corners on both sides, so that boundaries leave no gaps and do not overlap.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.errors import ShapelyError

from loaders.seeds.files import BadSeedError, write_text
from model.edition import Boundary
from model.program_files import shipped_seeds

BOUNDARIES_FILE = "boundaries.geojson"
"""In the folder of seeds."""
SHIPPED = "mesoshapes"
"""Source of the boundaries that ship; a load replaces those, and no boundary of another source."""


def read_shipped_boundaries(file: Path | Traversable | None = None) -> tuple[Boundary, ...]:
    """The boundaries of a file (by default the delivered file), by unit. Empty if the file is missing.

    Raises BadSeedError with the file and the unit for a wrong geometry or a unit given twice.
    """
    path = shipped_seeds() / BOUNDARIES_FILE if file is None else file
    if not path.is_file():
        return ()
    try:
        features = orjson.loads(path.read_bytes())["features"]
        boundaries = [_boundary(path.name, feature) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSeedError(f"{path.name}: not a file of `kense boundaries make`: {error}") from None
    units = [each.unit_id for each in boundaries]
    twice = next((unit for unit in units if units.count(unit) > 1), None)
    if twice is not None:
        raise BadSeedError(f"{path.name}: {twice} has two boundaries")
    return tuple(sorted(boundaries, key=lambda each: each.unit_id))


def write_shipped_boundaries(folder: Path, boundaries: Iterable[Boundary], made_from: str) -> Path:
    """Write `boundaries.geojson` of a folder of seeds; returns its path.

    `made_from` names the sources, for readers of the file.
    """
    head = {"type": "FeatureCollection", "source": SHIPPED, "made_from": made_from}
    lines = [json.dumps(_feature(boundary), separators=(",", ":")) for boundary in boundaries]
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    path = folder / BOUNDARIES_FILE
    write_text(path, f'{opening}, "features": [\n' + ",\n".join(lines) + "\n]}\n")
    return path


def _boundary(file: str, feature: Mapping[str, Any]) -> Boundary:
    """The boundary of a feature. Raises BadSeedError if it is not a valid MultiPolygon."""
    facts = feature["properties"]
    unit, source_id = str(facts["unit"]), str(facts["id"])
    try:
        shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
    except ShapelyError as error:
        raise BadSeedError(f"{file}: {unit}: {error}") from None
    if not isinstance(shape, shapely.MultiPolygon) or shape.is_empty or not shape.is_valid:
        raise BadSeedError(f"{file}: {unit}: the geometry is not a valid MultiPolygon")
    return Boundary(unit, shape, SHIPPED, source_id)


def _feature(boundary: Boundary) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"unit": boundary.unit_id, "id": boundary.source_id},
        "geometry": json.loads(shapely.to_geojson(boundary.shape)),
    }
