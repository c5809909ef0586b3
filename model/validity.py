"""An interval of days in which something is legally valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Validity:
    """Half-open interval of days: `since` belongs to it, `until` does not; None is unbounded."""

    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the interval."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def last_day(self) -> date | None:
        """The last day in the interval; None if it is unbounded.

        Standards with closed intervals print this day.
        """
        return None if self.until is None else self.until - timedelta(days=1)

    def ended_by(self, day: date) -> bool:
        """Whether the interval is over on `day`: that day and all later ones are outside."""
        return self.until is not None and self.until <= day

    def within(self, since: date | None, until: date | None) -> Validity:
        """The intersection with the interval from `since` to `until`; an empty one ends where it begins."""
        if since is None and until is None:
            return self
        first = max((day for day in (self.since, since) if day is not None), default=None)
        last = min((day for day in (self.until, until) if day is not None), default=None)
        if first is not None and last is not None and last < first:
            last = first
        return Validity(first, last)


ALWAYS = Validity()
