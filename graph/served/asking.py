"""The interpreter of typed lines, for the edition in service."""

from geo.asking.asking import Asking
from geo.asking.vocabulary import Vocabulary
from graph.served.locators import locator_of
from graph.served.precompute import precomputed
from graph.served.registry import Derivation, Registry, unchanged

# Services stay the same where only offices changed.
_VOCABULARY = Derivation(
    "words of services",
    lambda registry: Vocabulary(registry.edition.services.values()),
    unchanged,
)


def asking_of(registry: Registry) -> Asking:
    """The interpreter of typed questions, by the services and places of the edition."""
    return Asking(registry.atlas, locator_of(registry), registry.derived(_VOCABULARY))


@precomputed
def _words_of_services(registry: Registry) -> None:
    registry.derived(_VOCABULARY)
