"""Keeps positions of units that were located in this store through a load, unless seeds have finer ones."""

from __future__ import annotations

from sqlalchemy import Connection

from geo.locator.position_needs import RANK, need_of_unit
from store.log.location_attempts import read_attempts, unit_attempts, write_unit_positions
from store.reading.editions import read_edition


def keep_located_units(connection: Connection) -> None:
    """Restore the positions that were located for units in this store, in the transaction of a load.

    Only for a unit with the same names and parent as then, without a position set by hand, and whose position
    is coarser now.
    """
    located = unit_attempts(read_attempts(connection).values())
    if not located:
        return
    units = read_edition(connection).units
    kept = {}
    for unit_id, attempt in located.items():
        unit, position = units.get(unit_id), attempt.position
        if unit is None or position is None:
            continue
        need = need_of_unit(unit)
        if need.question != attempt.question or need.is_by_hand:
            continue
        if need.position is None or RANK[need.position.precision] > RANK[position.precision]:
            kept[unit_id] = position
    write_unit_positions(connection, kept)
