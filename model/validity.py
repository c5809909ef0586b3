"""Intervals of legal time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Validity:
    """Half-open interval of legal time."""

    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the interval."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def last_day(self) -> date | None:
        """The last day inside it; null while it lasts. Standards with closed intervals print this day."""
        return None if self.until is None else self.until - timedelta(days=1)

    def ended_by(self, day: date) -> bool:
        """Whether the whole interval is over on a day."""
        return self.until is not None and self.until <= day

    def within(self, since: date | None, until: date | None) -> Validity:
        """The intersection with another interval, given by its ends; an empty one ends where it begins."""
        if since is None and until is None:
            return self
        first = max((day for day in (self.since, since) if day is not None), default=None)
        last = min((day for day in (self.until, until) if day is not None), default=None)
        if first is not None and last is not None and last < first:
            last = first
        return Validity(first, last)


ALWAYS = Validity()
