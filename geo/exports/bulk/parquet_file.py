"""A layer as GeoParquet 1.1 (https://geoparquet.org): WKB in WGS84, longitude first, which is its default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.exports.bulk.frames import Column, Frame, Kind

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.REAL: pa.float64(),
    Kind.WHOLE: pa.int64(),
    Kind.FLAG: pa.bool_(),
}
GEOMETRY = "geometry"


def write_parquet(path: Path, layer: Frame) -> None:
    """Write the layer to a file, compressed with zstd. Raises OSError."""
    columns = [pa.field(one.name, _TYPES[one.kind]) for one in layer.columns]
    schema = pa.schema(
        [pa.field(GEOMETRY, pa.binary()), *columns], metadata={"geo": orjson.dumps(_about(layer))}
    )
    wkb = pa.array([None if one is None else shapely.to_wkb(one) for one in layer.geometries], pa.binary())
    table = pa.Table.from_arrays([wkb, *map(_array, layer.columns)], schema=schema)
    pq.write_table(table, path, compression="zstd")


def _array(column: Column) -> Any:
    return pa.array(list(column.values), _TYPES[column.kind])


def _about(layer: Frame) -> dict[str, Any]:
    """The metadata `geo` of the file."""
    shapes = [each for each in layer.geometries if each is not None]
    about: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({each.geom_type for each in shapes}),
        "orientation": "counterclockwise",
    }
    if shapes:
        about["bbox"] = [float(edge) for edge in shapely.total_bounds(shapes)]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: about}}
