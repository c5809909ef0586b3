"""One column type for shapes: PostGIS geography or geometry on PostgreSQL, WKB bytes elsewhere."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator, TypeEngine

from model.late_import import late

WGS84 = 4326


class Spatial(TypeDecorator[BaseGeometry]):
    """A column for a shapely shape in WGS84 degrees (longitude, latitude); `kind` is its type, such as POINT.

    With `geography`, PostGIS measures in metres on the ellipsoid.
    """

    impl = LargeBinary
    cache_ok = True
    # GeoAlchemy2's DDL hooks read it from every column of its types: they would add an index of their own.
    spatial_index = False

    def __init__(self, kind: str, geography: bool = False) -> None:
        super().__init__()
        self.kind = kind
        self.geography = geography

    def load_dialect_impl(self, dialect: Dialect | None) -> TypeEngine[Any]:
        """The SQL type of the column: of PostGIS on PostgreSQL, else bytes.

        GeoAlchemy2's hooks call this without a dialect.
        """
        if dialect is None or dialect.name != "postgresql":
            return LargeBinary()
        types = late("geoalchemy2")  # it brings the dialects of five databases, and SQLite needs none of them
        shape = types.Geography if self.geography else types.Geometry
        stored: TypeEngine[Any] = shape(self.kind, srid=WGS84, spatial_index=False)
        return dialect.type_descriptor(stored)

    def process_bind_param(self, value: BaseGeometry | None, dialect: Dialect) -> str | bytes | None:
        """EWKT for PostGIS, WKB elsewhere; both keep every bit of the coordinates. None for None."""
        if value is None:
            return None
        return f"SRID={WGS84};{value.wkt}" if dialect.name == "postgresql" else shapely.to_wkb(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> BaseGeometry | None:
        """The shape of a stored value of either store; None for NULL."""
        return None if value is None else shapely.from_wkb(getattr(value, "data", value))
