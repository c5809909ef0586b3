"""Whole answers to anonymous queries, as they were sent: packed, for one edition and one day.

An answer depends on the bytes of the request, on the requested media type and packing, on the edition, and on
the day in Kazakhstan (the status of acts and offices). Answers that depend on the moment or on the client, or
have an error, are not stored here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from graph.server.seen import Work
from model.byte_cache import ByteCache
from model.edition_key import EditionKey

_ENTRY_BYTES = 700
"""Bytes of the keys, the headers, and their containers."""
_LARGEST = 2_000_000


class Asked(NamedTuple):
    """What identifies a request within one edition and day."""

    body: bytes
    media: str
    accept_encoding: bytes


class Told(NamedTuple):
    """An answer with status 200, as it is sent."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    work: Work | None = None
    """The logged work of the request that it was made for."""


class Moment(NamedTuple):
    """The edition and day for which answers are valid."""

    edition: EditionKey
    day: date


class KeptAnswers:
    """Cached answers of one edition and day. Only the thread of the event loop may use it."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self.longest = min(limit_bytes, _LARGEST)
        """Bytes of the longest answer that is stored."""
        self.hits = self.misses = 0
        self._moment: Moment | None = None
        self._kept = ByteCache[Asked, Told](limit_bytes)

    @property
    def bytes(self) -> int:
        """Approximate bytes of all stored answers and their requests."""
        return self._kept.bytes

    def find(self, moment: Moment, asked: Asked) -> Told | None:
        """The stored answer for that edition and day, else None.

        All answers of another edition or day are dropped.
        """
        if moment != self._moment:
            self._moment, self._kept = moment, ByteCache(self._limit_bytes)
        kept = self._kept.get(asked)
        if kept is None:
            self.misses += 1
        else:
            self.hits += 1
        return kept

    def keep(self, moment: Moment, asked: Asked, told: Told) -> None:
        """Store an answer.

        Does nothing if another edition or day came meanwhile, or it is longer than `longest`.
        """
        if moment == self._moment and len(told.body) <= self.longest:
            size = len(asked.body) + len(asked.accept_encoding) + len(told.body) + _ENTRY_BYTES
            self._kept.put(asked, told, size)
