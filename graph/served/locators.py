"""The locator of an edition: one for all who turn names and addresses into places."""

from geo.locator.locator import Locator
from graph.served.precompute import precomputed
from graph.served.registry import Derivation, Registry

# Not the very same one for the next edition, which would keep the atlas that it was made for.
_LOCATOR = Derivation("locator", lambda registry: Locator(registry.atlas), Locator.carried_on)


def locator_of(registry: Registry) -> Locator:
    """Finds places in the units of the edition; made once for as long as these stay."""
    return registry.derived(_LOCATOR)


@precomputed
def _indexes_of_the_locator(registry: Registry) -> None:
    locator_of(registry).prepare()
