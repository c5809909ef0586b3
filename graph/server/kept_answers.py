"""Whole answers to anonymous queries, as they were sent: packed, for one edition and one day.

An answer depends on the bytes of the request, on the media type and the packing that were asked for, on the
edition, and on the day in Kazakhstan (the status of acts and offices). What depends on the moment, on who
asks, or has an error is not put here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from graph.server.seen import Work
from model.byte_cache import ByteCache
from model.edition_key import EditionKey

_ENTRY_BYTES = 700
"""Of the keys, the headers, and what keeps them."""
_LARGEST = 2_000_000


class Asked(NamedTuple):
    """What tells two requests of one edition and day apart."""

    body: bytes
    media: str
    accept_encoding: bytes


class Told(NamedTuple):
    """An answer with status 200, as it goes onto the wire."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    work: Work | None = None
    """What was noted of the request that it was made for."""


class Moment(NamedTuple):
    """Until when an answer holds."""

    edition: EditionKey
    day: date


class KeptAnswers:
    """The answers of one edition and day; used by the thread of the event loop alone."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self.longest = min(limit_bytes, _LARGEST)
        """Bytes of the longest answer that is kept."""
        self.hits = self.misses = 0
        self._moment: Moment | None = None
        self._kept = ByteCache[Asked, Told](limit_bytes)

    @property
    def bytes(self) -> int:
        """What all answers and requests take."""
        return self._kept.bytes

    def find(self, moment: Moment, asked: Asked) -> Told | None:
        """The answer, if it was given at that moment. All of another moment are forgotten."""
        if moment != self._moment:
            self._moment, self._kept = moment, ByteCache(self._limit_bytes)
        found = self._kept.get(asked)
        if found is None:
            self.misses += 1
        else:
            self.hits += 1
        return found

    def keep(self, moment: Moment, asked: Asked, told: Told) -> None:
        """Keep an answer, unless another edition has been asked for meanwhile, or it is very long."""
        if moment == self._moment and len(told.body) <= self.longest:
            size = len(asked.body) + len(asked.accept_encoding) + len(told.body) + _ENTRY_BYTES
            self._kept.put(asked, told, size)
