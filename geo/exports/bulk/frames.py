"""Features as columns: the common input of GeoPackage, FlatGeobuf and GeoParquet.

The columns are the properties of the same features in GeoJSON, with the same geometries. Mappings become
JSON, the label point becomes two numbers. Lists stay lists, which only GeoParquet supports: the other formats
get one text with `|` between the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

Feature = Mapping[str, Any]


class Kind(StrEnum):
    """The type of the values in a column."""

    TEXT = "text"
    TEXTS = "texts"
    REAL = "real"
    WHOLE = "whole"
    FLAG = "flag"


_KINDS = {
    Kind.TEXTS: ("phones", "faxes", "emails", "websites", "services", "sources"),
    Kind.REAL: ("error_m", "confidence", "label_lon", "label_lat"),
    Kind.WHOLE: ("version", "population"),
    Kind.FLAG: ("is_seat",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Column:
    """One property of all features. A feature without it has None, or an empty list in a column of lists."""

    name: str
    kind: Kind
    values: Sequence[Any]

    @property
    def plain(self) -> list[Any]:
        """The values for formats without lists: a list becomes one text with `|` between its values."""
        if self.kind is not Kind.TEXTS:
            return list(self.values)
        return ["|".join(value) for value in self.values]


@dataclass(frozen=True, slots=True)
class Frame:
    """A layer: its name, its geometries (None where a thing has no position) and its columns."""

    name: str
    geometries: Sequence[BaseGeometry | None]
    columns: Sequence[Column]


def frame(name: str, features: Iterable[Feature]) -> Frame:
    """The features as a layer of columns, in the order in which their properties first occur."""
    geometries, rows = list[BaseGeometry | None](), list[dict[str, Any]]()
    for feature in features:
        # Read back from JSON: boundaries are in JSON already, and values get the types of the GeoJSON export.
        read = orjson.loads(orjson.dumps(feature))
        geometry = read["geometry"]
        geometries.append(None if geometry is None else shapely.from_geojson(orjson.dumps(geometry)))
        rows.append(dict(_flat(read["properties"])))
    names = list(dict.fromkeys(key for row in rows for key in row))
    columns = [_column(each, [row.get(each) for row in rows]) for each in names]
    return Frame(name, geometries, columns)


def _column(name: str, values: list[Any]) -> Column:
    """A column with its values in one type; the type follows from the name of the property."""
    kind = _KIND_OF.get(name, Kind.TEXT)
    if kind is Kind.TEXTS:
        return Column(name, kind, [value or [] for value in values])
    if kind is Kind.REAL:
        return Column(name, kind, [None if value is None else float(value) for value in values])
    return Column(name, kind, values)


def _flat(properties: Feature) -> Iterator[tuple[str, Any]]:
    """The properties without nesting: a mapping becomes JSON, the label point two numbers."""
    for name, value in properties.items():
        if name == "label_point":
            lon, lat = value or (None, None)
            yield from (("label_lon", lon), ("label_lat", lat))
        elif isinstance(value, dict):
            yield name, orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        else:
            yield name, value
