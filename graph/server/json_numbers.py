"""Values of a JSON text that are refused: numbers that no double holds, and halves of surrogate pairs.

RFC 8259 allows both in a text, and lets a reader refuse them (sections 6 and 8.2).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isinf
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
_TOO_LARGE = "a number is too large: none may reach 1.8e308"
_HALVED = "a character is cut in two: a text holds one half of a surrogate pair"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The first value of a JSON text that is refused."""

    place: list[str | int]
    """Keys and indexes that lead to it."""
    why: str


def find_unreadable(body: bytes | str) -> Unreadable | None:
    """The first number of 1.8e308 or more, or text with half a surrogate pair.

    None if there is none, or the text is not JSON. orjson refuses such a text without saying where.
    """
    try:
        given = json.loads(body, parse_int=float, parse_constant=_refuse)
        return next(_unreadable(given, ()), None)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _unreadable(value: Any, place: tuple[str | int, ...]) -> Iterator[Unreadable]:
    """All refused values in a parsed JSON value, with their paths."""
    if isinstance(value, float):
        if isinf(value):
            yield Unreadable(list(place), _TOO_LARGE)
    elif isinstance(value, str):
        if _HALF.search(value):
            yield Unreadable(list(place), _HALVED)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _unreadable(key, place)
            yield from _unreadable(part, (*place, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _unreadable(part, (*place, index))
