"""The root of queries with the fields of federation in it: one type for all schemas of the process."""

from collections.abc import Callable
from typing import Any

ServedQuery: type[Any] | None = None
"""None until the first schema is built; lazy references to it mean this one."""


def set_once(make: Callable[[], type[Any]]) -> type[Any]:
    """The root type of queries: made by `make` for the first schema, and the same for all later schemas."""
    global ServedQuery
    if ServedQuery is None:
        ServedQuery = make()
    return ServedQuery


def new_root() -> object:
    """An instance of the root type of queries. Raises LookupError before the first schema is built."""
    if ServedQuery is None:
        raise LookupError("no schema is built yet")
    return ServedQuery()
