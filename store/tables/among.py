"""A condition that selects the rows with given ids."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement


def among(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """A condition that is true if the column is one of the ids.

    A single id, as after nearly every change, is compared directly: a list has to be expanded in the
    statement each time it is sent.
    """
    if len(ids) == 1:
        return column == next(iter(ids))
    return column.in_(ids)
