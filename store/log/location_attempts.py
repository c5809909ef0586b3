"""Attempts to locate units and offices. They are only added; the last one of each subject counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shapely import Point
from sqlalchemy import Connection, func, insert, select, update

from model.change_values import value_of_json, value_to_json
from model.enums import PositionTrouble
from model.location_attempts import UNIT, LocationAttempt
from model.records import Position
from store.tables import tables


def keep_attempts(connection: Connection, attempts: Sequence[LocationAttempt], edition: int) -> None:
    """Store attempts. `edition` is the first edition that shows them."""
    if attempts:
        connection.execute(insert(tables.location_attempt), [_row(attempt, edition) for attempt in attempts])


def read_attempts(connection: Connection, since: int = 0) -> dict[str, LocationAttempt]:
    """The last attempt of each subject, among those that editions after `since` show first."""
    table = tables.location_attempt
    last = select(func.max(table.c.id)).where(table.c.edition > since).group_by(table.c.subject)
    rows = connection.execute(select(table).where(table.c.id.in_(last)).order_by(table.c.subject))
    return {row.subject: _attempt(row) for row in rows}


def write_unit_positions(connection: Connection, positions: Mapping[str, Position]) -> None:
    """Write the positions of units, replacing older positions; unknown units are skipped."""
    table = tables.position
    known = frozenset(connection.scalars(select(tables.unit.c.id)))
    placed = frozenset(connection.scalars(select(table.c.unit_id).where(table.c.unit_id.is_not(None))))
    number = connection.scalar(select(func.max(table.c.id))) or 0
    for unit_id, found in positions.items():
        if unit_id not in known:
            continue
        values = _columns(found)
        if unit_id in placed:
            connection.execute(update(table).where(table.c.unit_id == unit_id).values(values))
        else:
            number += 1
            row = {"id": number, "unit_id": unit_id, "is_superseded": False}
            connection.execute(insert(table).values(row | values))


def unit_attempts(attempts: Iterable[LocationAttempt]) -> dict[str, LocationAttempt]:
    """Attempts that found a position for a unit, by unit id; others are left out."""
    return {
        attempt.subject.removeprefix(UNIT): attempt
        for attempt in attempts
        if attempt.subject.startswith(UNIT) and attempt.position is not None
    }


def _columns(found: Position) -> dict[str, Any]:
    """The columns of a position."""
    return {
        "point": Point(found.lon, found.lat),
        "precision": found.precision,
        "method": found.method,
        "confidence": found.confidence,
        "source": found.source,
        "source_id": found.source_id,
        "spread_m": found.spread_m,
    }


def _row(attempt: LocationAttempt, edition: int) -> dict[str, Any]:
    """The columns of an attempt."""
    return {
        "subject": attempt.subject,
        "question": attempt.question,
        "sources": list(attempt.sources),
        "position": None if attempt.position is None else value_to_json(attempt.position),
        "trouble": attempt.trouble,
        "notes": list(attempt.notes),
        "tried_at": attempt.tried_at,
        "edition": edition,
    }


def _attempt(row: Any) -> LocationAttempt:
    """The attempt of a row."""
    position = value_of_json("location", row.position)
    return LocationAttempt(
        subject=row.subject,
        question=row.question,
        sources=tuple(row.sources),
        position=position if isinstance(position, Position) else None,
        trouble=None if row.trouble is None else PositionTrouble(row.trouble),
        notes=tuple(row.notes),
        tried_at=row.tried_at,
        edition=row.edition,
    )
