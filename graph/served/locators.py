"""The locator of an edition, shared by all users of names and addresses."""

from geo.locator.locator import Locator
from graph.served.precompute import precomputed
from graph.served.registry import Derivation, Registry

# A new object for the next edition: the old one would keep its atlas alive.
_LOCATOR = Derivation("locator", lambda registry: Locator(registry.atlas), Locator.carried_on)


def locator_of(registry: Registry) -> Locator:
    """The locator, which finds places by name or address. Made once for the units of an edition."""
    return registry.derived(_LOCATOR)


@precomputed
def _indexes_of_the_locator(registry: Registry) -> None:
    locator_of(registry).prepare()
