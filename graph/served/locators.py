"""The locator of an edition: one for all who turn names and addresses into places."""

from geo.locator.locator import Locator
from graph.served.registry import Registry, unchanged


def locator_of(registry: Registry) -> Locator:
    """Finds places in the units of the edition; made once for as long as these stay."""
    return registry.derived("locator", lambda known: Locator(known.atlas), unchanged)
