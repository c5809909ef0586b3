"""The checked parameters of a request to a collection, and the days that it asks about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.earth.box import Box
from geo.earth.crs import Crs
from geo.jurisdiction.law import today_in_kazakhstan
from graph.ogc.filters.tree import Condition, Literal
from graph.served.context import Registry
from model.edition import Validity


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days, both ends included. None is an open end."""

    first: date | None
    last: date | None

    def meets(self, life: Validity) -> bool:
        """Whether something with that validity exists on at least one of the days."""
        has_begun = life.since is None or self.last is None or life.since <= self.last
        return has_begun and (life.until is None or self.first is None or self.first < life.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The parameters of one request for features, checked."""

    limit: int | None = None
    after: str | None = None
    boxes: tuple[Box, ...] = ()
    """Empty without a box; two where one crosses the 180th meridian."""
    span: Span | None = None
    crs: Crs = Crs.CRS84
    own: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the collection besides its properties."""
    properties: Mapping[str, tuple[Literal, ...]] = field(default_factory=dict)
    """Accepted values by property."""
    condition: Condition | None = None
    """Of `filter`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A request, and the registry that answers it."""

    registry: Registry
    asked: Asked

    @property
    def day(self) -> date | None:
        """The day for properties that change with time: the last requested day.

        None means the latest state.
        """
        return None if self.asked.span is None else self.asked.span.last

    @property
    def status_day(self) -> date:
        """The day for states: the last requested day, else today."""
        return self.day or today_in_kazakhstan()

    def meets(self, life: Validity) -> bool:
        """Whether something with that validity exists in the requested time. True if no time is requested."""
        return self.asked.span is None or self.asked.span.meets(life)
