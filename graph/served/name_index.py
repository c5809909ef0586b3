"""The names of all records of an edition, collected once."""

from geo.names.fuzzy_search import NameSearch
from geo.names.word_index import Subject, WordIndex
from geo.units.name_entries import carried_on, word_index
from graph.served.precompute import prepared
from graph.served.registry import Derivation, Registry

__all__ = ["Subject", "WordIndex", "prepare_names", "search_of", "words_of"]

_WORDS = Derivation("words of all names", lambda registry: word_index(registry.atlas), carried_on)


def words_of(registry: Registry) -> WordIndex:
    """Every name of the edition, of any period, and everyday names; made once."""
    return registry.derived(_WORDS)


def search_of(registry: Registry) -> NameSearch:
    """The same names, searchable with typing errors."""
    return NameSearch(words_of(registry))


@prepared
def prepare_names(registry: Registry) -> None:
    """Build what a search would otherwise build at the first question."""
    words_of(registry)
