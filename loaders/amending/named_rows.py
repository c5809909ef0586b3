"""Finds the printed row that an operation names by number, even where each region restarts its numbers."""

from __future__ import annotations

from loaders.acts.amending_text import Operation
from loaders.amending.new_rows import NewRows
from loaders.amending.table_state import StandingRow, TableStates
from loaders.problems import Problem
from loaders.seeds.folder import TableKey
from loaders.seeds.row_versions import table_token


class BlockedOperationError(Exception):
    """An operation cannot be applied; the message says why."""


class NamedRows:
    """Finds the rows that the operations of one act name; operations must come in the order of lines."""

    def __init__(self, states: TableStates, new: NewRows, act: str, problems: list[Problem]) -> None:
        self._states, self._new, self._act, self._problems = states, new, act, problems
        self._regions: dict[TableKey, str] = {}
        """The region, by its heading, of the last row that an operation named in a table."""

    def labelled(self, table: TableKey, operation: Operation, label: str) -> list[StandingRow]:
        """The rows with a number.

        If regions restart their numbers, only the row of one region: the row most similar to the new row,
        else the row in the region of the operation above, which is reported as a problem. If neither decides,
        all rows are returned. Empty if no row has the number.
        """
        named = self._states.labelled(table, label)
        if len(named) < 2:
            return named
        known = self._regions.get(table)
        nearest = self._new.most_alike(operation.rows[0].cells, named) if operation.rows else None
        if nearest is None and known is not None:
            within = [row for row in named if row.entry.region == known]
            if len(within) == 1:
                said = (
                    f"row {label} stands {len(named)} times: that of «{known}» is taken, as in the line above"
                )
                where = f"{self._act}/l{operation.line}"
                self._problems.append(Problem("row of a region", where, said))
                return within
        if nearest is None:
            return named
        self._regions[table] = nearest.entry.region
        return [nearest]

    def row_before(self, table: TableKey, operation: Operation) -> StandingRow:
        """The row after which a new row is inserted.

        It has the same whole number, else the next smaller number. Raises BlockedOperationError if there is
        no such row, or several are equally similar to the new row.
        """
        base = operation.row.partition("-")[0].partition(".")[0]
        known = self._regions.get(table)
        rows = [row for row in self._states.rows(table) if known is None or row.entry.region == known]
        numbered = [row for row in rows if row.label.isdecimal() and base.isdecimal()]
        smaller = [row for row in numbered if int(row.label) <= int(base)]
        last = max((int(row.label) for row in smaller), default=None)
        fits = [row for row in smaller if int(row.label) == last]
        if len(fits) > 1:
            nearest = self._new.most_alike(operation.rows[0].cells, fits) if operation.rows else None
            fits = [nearest] if nearest is not None else []
        if not fits:
            raise BlockedOperationError(f"behind which row of {table_token(table)} it stands is not known")
        return fits[0]
