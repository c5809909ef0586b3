"""Whether a change of an office concerns a unit."""

from __future__ import annotations

from changes.authority import units_of
from graph.served.registry import Registry
from graph.served.subscriber_queue import versions_of
from model.office_changes import Revision


def touches(registry: Registry, revision: Revision, slug: str) -> bool:
    """Whether the office was located in the unit, or served it or a part of it.

    Counts before and after the revision.
    """
    division = registry.division(None)
    return any(
        slug in division.chain(registry.edition.current_id(unit_id))
        for office in versions_of(registry.edition, revision)
        for unit_id in units_of(office)
        if unit_id is not None
    )
