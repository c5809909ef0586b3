"""JSON documents of one long list, written piece by piece: memory holds one piece, never the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

PIECE_BYTES = 65_536
"""About the size of a piece: small enough for memory, large enough not to be sent one by one."""


def listed(head: Mapping[str, Any], key: str, items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The object `{**head, key: [*items]}` in pieces of about PIECE_BYTES; `head` must not be empty."""
    return in_pieces(object_parts(head, key, ([orjson.dumps(item)] for item in items)))


def object_parts(head: Mapping[str, Any], key: str, items: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """The same object as `listed` in small parts.

    Each item is given in parts as well, so that lists may nest.
    """
    yield orjson.dumps(head)[:-1] + b"," + orjson.dumps(key) + b":["
    separator = b"\n"
    for item in items:
        yield separator
        yield from item
        separator = b",\n"
    yield b"\n]}\n"


def in_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, with small parts joined to pieces of at least PIECE_BYTES; the last may be smaller."""
    waiting: list[bytes] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
