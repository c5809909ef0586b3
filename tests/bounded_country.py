"""Boundaries for the invented country: boxes that overlap, leave gaps and hold villages of neighbours."""

from __future__ import annotations

import random

import shapely

from model.edition import Boundary, Edition
from model.enums import Level


def invented_boundaries(edition: Edition) -> list[Boundary]:
    """Boxes around half of the invented districts, and around three regions; the same at every run."""
    chance = random.Random(1119)
    boundaries = []
    for unit in edition.units.values():
        if not unit.id.startswith("zz"):
            continue
        is_region = unit.level is Level.REGION and unit.id in ("zz1", "zz2", "zz3")
        if is_region or (unit.level is Level.DISTRICT and chance.random() < 0.5):
            west, south = chance.uniform(50, 76), chance.uniform(42, 50)
            width, height = (9.0, 4.0) if is_region else (3.0, 2.0)
            box = shapely.box(west, south, west + width, south + height)
            # A circle has enough vertices to be cut into pieces.
            area = box.union(shapely.Point(west, south).buffer(0.7, quad_segs=60))
            assert isinstance(area, shapely.Polygon)
            boundaries.append(Boundary(unit.id, shapely.MultiPolygon([area]), "invented"))
    return boundaries
