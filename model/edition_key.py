"""What identifies an edition: its number, and the moment at which the store published it.

The number alone is not enough: a promoted standby may lack the last transaction of its primary and give the
lost edition's number to its own next one. So may a store that was restored from a dump.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EditionKey(NamedTuple):
    """Number and identity of an edition. Editions with equal keys have equal content."""

    number: int
    identity: str
    """Microseconds since 1970 of its publication, in hexadecimal digits."""

    @classmethod
    def of(cls, number: int, published_at: datetime) -> EditionKey:
        """The key of the edition with that number, published at that moment."""
        return cls(number, f"{(published_at - _EPOCH) // timedelta(microseconds=1):x}")

    def __str__(self) -> str:
        return f"{self.number}-{self.identity}"
