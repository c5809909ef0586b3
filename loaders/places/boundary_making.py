"""Makes the delivered boundaries from files of finer ones: simplified together, keyed by our units.

Only the smallest units that the files draw are kept: larger units are the union of them, which changes with
the day (`geo.units.drawn_units`). A border between two units is simplified once, for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import coverage_clean  # type: ignore[attr-defined]

from loaders.places.boundaries import BadBoundaryFileError, BoundariesRead, Feature, match_features
from model.edition import Boundary, Edition
from model.enums import Level

LEAST_TOLERANCE = 0.005
"""Degrees; the shipped boundaries are a generalisation and not a copy of the files."""
TOLERANCE = 0.012
"""Degrees, the root of the area of the smallest triangle that a corner is kept for (Visvalingam)."""
_DECIMALS = 3
"""Of degrees in the file: 0.001 is 111 m of latitude."""
_GAP = 0.005
"""Degrees: narrower gaps between units of the files are artefacts of their own simplification."""
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Generalised:
    """Boundaries by unit, and a sentence for each feature that was not used."""

    boundaries: tuple[Boundary, ...]
    refused: tuple[str, ...]


def check_tolerance(tolerance: float) -> None:
    """Raise BadBoundaryFileError for less than 0.005 degrees, which would deliver a copy of the files."""
    if not tolerance >= LEAST_TOLERANCE:
        least = f"{LEAST_TOLERANCE:g} degrees"
        raise BadBoundaryFileError(f"the tolerance is at least {least}, got {tolerance:g}")


def generalise(features: Sequence[Feature], edition: Edition, tolerance: float = TOLERANCE) -> Generalised:
    """The boundaries of units by features, simplified together to `tolerance` degrees.

    Regions of which a district is drawn are left out. A district of a city of republican significance that is
    drawn as the whole city is that city. Raises BadBoundaryFileError for a small tolerance, or if no unit is
    drawn.
    """
    check_tolerance(tolerance)
    read = match_features(features, edition, cities_as_regions=True)
    finest = _finest(read, edition)
    if not finest:
        raise BadBoundaryFileError(f"no unit of the registry is drawn: {'; '.join(read.refused)}")
    shapes = _coverage([each.shape for each in finest], tolerance)
    made = (
        Boundary(each.unit_id, shape, each.source, each.source_id)
        for each, shape in zip(finest, shapes, strict=True)
    )
    return Generalised(tuple(made), read.refused)


def outer_line(boundaries: Iterable[Boundary]) -> shapely.Polygon:
    """The outline of all boundaries: the largest part of their union, without islands and holes."""
    whole = shapely.union_all([boundary.shape for boundary in boundaries])
    largest = max(shapely.get_parts(whole), key=shapely.area)
    return shapely.Polygon(largest.exterior)


def _finest(read: BoundariesRead, edition: Edition) -> list[Boundary]:
    """The boundaries without regions of which a district is drawn."""
    parents = {edition.units[boundary.unit_id].parent_id for boundary in read.boundaries}
    return [
        boundary
        for boundary in read.boundaries
        if edition.units[boundary.unit_id].level is not Level.REGION or boundary.unit_id not in parents
    ]


def _coverage(shapes: Iterable[shapely.Geometry], tolerance: float) -> list[shapely.MultiPolygon]:
    """The shapes simplified together and rounded: valid, and with common borders.

    Raises BadBoundaryFileError if they overlap too much.
    """
    whole = coverage_clean(np.array(list(shapes), dtype=object), gap_width=_GAP)
    drawn = _rounded(shapely.coverage_simplify(whole, tolerance))
    for _ in range(_TRIES):
        if shapely.coverage_is_valid(drawn) and shapely.is_valid(drawn).all():
            break
        # Rounding may let a narrow neck cross itself: the cleaned shape has to be rounded again.
        drawn = _rounded(coverage_clean(drawn, gap_width=_GAP))
    else:
        raise BadBoundaryFileError("the boundaries cannot be simplified together: they overlap too much")
    return [_multipolygon(each) for each in drawn]


def _rounded(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """The shapes with every corner rounded to 0.001 degrees, so that common borders stay equal."""
    rounded = [shapely.transform(shape, lambda corners: np.round(corners, _DECIMALS)) for shape in shapes]
    return np.array(rounded, dtype=object)


def _multipolygon(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """The polygons of a shape. Raises BadBoundaryFileError if simplifying left none."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    if not parts:
        raise BadBoundaryFileError("a unit is too small for the tolerance: nothing of it is left")
    return shapely.orient_polygons(shapely.MultiPolygon(parts), exterior_cw=False)
