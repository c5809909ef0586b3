"""What is worked out beside the requests, soon after an edition was taken up: none has to wait for it."""

from __future__ import annotations

from datetime import UTC, datetime

from geo.units.division import turning_days
from graph.served.context import Registry
from graph.types.contradictions import all_contradictions
from graph.types.opening import state_of
from graph.types.outlines import approximate_area


def warm(registry: Registry) -> None:
    """Make what is dear at its first question and kept for later ones; a second or two for the country."""
    now = datetime.now(UTC)
    for office in registry.edition.offices.values():
        state_of(office, now)
    for service in registry.edition.services:
        registry.atlas.tree_of_service(service)
    all_contradictions(registry)
    for unit in registry.edition.units.values():
        approximate_area(registry, unit, None)
    for day in turning_days(registry.edition):
        registry.offices_inside("", day)
