"""The locator of an edition: one for all who turn names and addresses into places."""

from geo.locator.locator import Locator
from geo.units.changed_offices import ChangedOffices
from graph.served.registry import Registry


def locator_of(registry: Registry) -> Locator:
    """Finds places in the units of the edition; made once for as long as these stay."""
    return registry.derived("locator", lambda known: Locator(known.atlas), _followed)


def _followed(registry: Registry, locator: Locator, _: ChangedOffices) -> Locator:
    # Not the very same one, which would keep the atlas that it was made for.
    return locator.following(registry.atlas)
