"""A condition for the rows of a few records."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement


def among(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """Whether the column is one of the ids.

    A single id, as after nearly every change, is compared directly: a list has to be expanded in the
    statement each time it is sent.
    """
    if len(ids) == 1:
        return column == next(iter(ids))
    return column.in_(ids)
