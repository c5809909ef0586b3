"""Numbers of a JSON text that no double holds: RFC 8259 allows them, and lets a reader refuse them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isinf
from typing import Any


def place_of_too_large(body: bytes | str) -> list[str | int] | None:
    """Keys and indexes that lead to the first number of 1.8e308 or more; None for a text that is no JSON.

    For a text that orjson refused, as it refuses such numbers without saying so.
    """
    try:
        given = json.loads(body, parse_int=float, parse_constant=_refuse)
        return next(_too_large(given, ()), None)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _too_large(value: Any, place: tuple[str | int, ...]) -> Iterator[list[str | int]]:
    if isinstance(value, float):
        if isinf(value):
            yield list(place)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _too_large(part, (*place, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _too_large(part, (*place, index))
