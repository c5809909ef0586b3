"""What tells two editions apart: the number, and the moment in which the store made it.

A number alone does not: a standby that is promoted may lack the last transaction of its primary, and numbers
its own next edition like the one that was lost. So may a store that was put back from a dump.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EditionKey(NamedTuple):
    """Number and identity of an edition; editions of equal keys have one content."""

    number: int
    identity: str
    """Microseconds since 1970 of its publication, in hexadecimal digits."""

    @classmethod
    def of(cls, number: int, published_at: datetime) -> EditionKey:
        """The key of the edition with that number which was published at that moment."""
        return cls(number, f"{(published_at - _EPOCH) // timedelta(microseconds=1):x}")

    def __str__(self) -> str:
        return f"{self.number}-{self.identity}"
