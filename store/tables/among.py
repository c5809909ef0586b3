"""Asks for the rows of a few records."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement


def among(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """Whether the column is one of the ids.

    One id, as after nearly every change, is compared: a list of any length has to be written into the
    statement each time that it is sent.
    """
    if len(ids) == 1:
        return column == next(iter(ids))
    return column.in_(ids)
