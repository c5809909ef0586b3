"""A layer as GeoPackage or FlatGeobuf, by GDAL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from geo.exports.bulk.frames import Column, Frame, Kind

_CRS = "EPSG:4326"
_TIME = "OGR_CURRENT_DATE"
"""The GDAL option that sets the time of the last change in a GeoPackage."""


class VectorFormat(StrEnum):
    """The GDAL drivers, by file extension."""

    GPKG = "GPKG"
    FGB = "FlatGeobuf"


def write_vector(path: Path, layer: Frame, driver: VectorFormat, moment: datetime) -> None:
    """Write the layer; the file gives `moment` as the time of its last change.

    Raises OSError. FlatGeobuf gets a spatial index only where each feature has a geometry, because GDAL
    refuses it otherwise.
    """
    has_all = all(each is not None for each in layer.geometries)
    options = {"SPATIAL_INDEX": "YES" if has_all else "NO"} if driver is VectorFormat.FGB else {}
    masks = [np.array([value is None for value in one.values], dtype=bool) for one in layer.columns]
    with _at(moment):
        pyogrio.raw.write(
            str(path),
            shapely.to_wkb(np.array(layer.geometries, dtype=object)),
            [_array(one) for one in layer.columns],
            [one.name for one in layer.columns],
            field_mask=masks,
            layer=layer.name,
            driver=driver.value,
            geometry_type="Unknown",
            crs=_CRS,
            promote_to_multi=False,
            layer_options=options,
        )


def _array(column: Column) -> Any:
    """The values of a column as an array; None becomes a placeholder that the field mask hides."""
    values = column.plain
    if column.kind is Kind.REAL:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    if column.kind is Kind.WHOLE:
        return np.array([0 if value is None else value for value in values], dtype=np.int64)
    if column.kind is Kind.FLAG:
        return np.array([bool(value) for value in values], dtype=bool)
    return np.array(values, dtype=object)


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """A context manager: within it GDAL writes `moment` as the time of the last change."""
    told = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = pyogrio.get_gdal_config_option(_TIME)
    pyogrio.set_gdal_config_options({_TIME: told})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_TIME: before})
