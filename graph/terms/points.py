"""Positions as clients send and see them: latitude, longitude, precision and error."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Any

import strawberry

from geo.earth.box import Box, asked_box
from graph.terms.scalars import GeoJSONGeometry
from model.edition import Position
from model.enums import Precision


@strawberry.federation.type(shareable=True, description="A point with its precision.")
class GeoPoint:
    """A WGS 84 position in degrees."""

    latitude: float = strawberry.field(description="Degrees north, WGS 84.")
    longitude: float = strawberry.field(description="Degrees east, WGS 84.")
    precision: Precision = strawberry.field(description="How exactly the point is known.")
    error_meters: float = strawberry.field(
        description="Radius in metres within which the true place is expected."
    )
    method: str = strawberry.field(description="How the point was found, as a code.")
    source: str | None = strawberry.field(description="Where the coordinates come from, as a code.")
    confidence: float = strawberry.field(description="Share of such answers expected to be right, 0 to 1.")

    @strawberry.field(description="The same point as GeoJSON: longitude first.")
    def geojson(self) -> GeoJSONGeometry:
        """The position as a GeoJSON Point."""
        geometry: dict[str, Any] = {"type": "Point", "coordinates": [self.longitude, self.latitude]}
        return GeoJSONGeometry(geometry)


def geo_point(position: Position | None) -> GeoPoint | None:
    """A stored position as a type of the schema. None for None."""
    if position is None:
        return None
    return GeoPoint(
        latitude=position.lat,
        longitude=position.lon,
        precision=position.precision,
        error_meters=position.error_m,
        method=position.method,
        source=position.source,
        confidence=position.confidence,
    )


@strawberry.input(description="WGS 84 position; named axes so that no client can swap them.")
class PointInput:
    """A point in degrees (WGS 84), as a client sends it."""

    latitude: float = strawberry.field(description="Degrees north, -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east, -180 to 180.")


@strawberry.input(description="Map viewport; west lies west of east, south lies south of north.")
class BoundingBoxInput:
    """A box between two meridians and two parallels."""

    west: float = strawberry.field(description="Western edge, degrees east.")
    south: float = strawberry.field(description="Southern edge, degrees north.")
    east: float = strawberry.field(description="Eastern edge, degrees east.")
    north: float = strawberry.field(description="Northern edge, degrees north.")

    def box(self) -> Box:
        """The box of these edges.

        Raises InvalidBox for edges outside of WGS 84, in the wrong order, or too far apart.
        """
        return asked_box(self.west, self.south, self.east, self.north)
