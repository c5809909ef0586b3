"""The names of all records of an edition, collected once."""

from geo.names.fuzzy_search import NameSearch
from geo.names.word_index import Subject, WordIndex
from geo.units.name_entries import carried_on, word_index
from graph.served.precompute import prepared
from graph.served.registry import Derivation, Registry

__all__ = ["Subject", "WordIndex", "prepare_names", "search_of", "words_of"]

_WORDS = Derivation("words of all names", lambda registry: word_index(registry.atlas), carried_on)


def words_of(registry: Registry) -> WordIndex:
    """The index of all names of the edition, of any period, everyday names included. Made once."""
    return registry.derived(_WORDS)


def search_of(registry: Registry) -> NameSearch:
    """A search in the same names that tolerates typing errors."""
    return NameSearch(words_of(registry))


@prepared
def prepare_names(registry: Registry) -> None:
    """Build the index of names now rather than at the first search."""
    words_of(registry)
