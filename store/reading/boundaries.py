"""Boundaries of units in the store: all are read for an edition, some are replaced at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, insert, select, text

from model.edition import Boundary
from store.tables import tables
from store.tables.engine import is_postgis

PIECE_VERTICES = 96
"""Most vertices of a piece in which PostGIS looks up points."""


def read_boundaries(connection: Connection) -> dict[str, Boundary]:
    """Every known boundary by unit id, in the order of ids."""
    table = tables.boundary
    return {
        row.unit_id: Boundary(row.unit_id, row.shape, row.source, row.source_id, row.of_day)
        for row in connection.execute(select(table).order_by(table.c.unit_id))
    }


def write_boundaries(connection: Connection, boundaries: Collection[Boundary]) -> None:
    """Write the boundaries of these units, replacing older boundaries; other units keep their boundaries.

    Needs a writing transaction. On PostGIS they are also cut into pieces.
    """
    if not boundaries:
        return
    units = [boundary.unit_id for boundary in boundaries]
    connection.execute(delete(tables.boundary).where(tables.boundary.c.unit_id.in_(units)))
    connection.execute(
        insert(tables.boundary),
        [
            {
                "unit_id": boundary.unit_id,
                "shape": boundary.shape,
                "source": boundary.source,
                "source_id": boundary.source_id,
                "of_day": boundary.of_day,
            }
            for boundary in boundaries
        ],
    )
    if is_postgis(connection):
        cut_boundaries(connection, units)


def cut_boundaries(connection: Connection, units: Sequence[str]) -> None:
    """Cut the boundaries of units into pieces of at most 96 vertices, in which PostGIS looks up points."""
    connection.execute(
        text(
            "INSERT INTO boundary_part (unit_id, ordinal, shape) "
            "SELECT b.unit_id, row_number() OVER (PARTITION BY b.unit_id), piece.geom "
            "FROM boundary b CROSS JOIN LATERAL ST_Subdivide(b.shape, :vertices) AS cut "
            "CROSS JOIN LATERAL ST_Dump(cut) AS piece "
            "WHERE b.unit_id = ANY(:units) AND ST_Dimension(piece.geom) = 2"
        ),
        {"vertices": PIECE_VERTICES, "units": list(units)},
    )
