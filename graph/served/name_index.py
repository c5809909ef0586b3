"""The names of everything that an edition holds, gathered once."""

from geo.names.fuzzy_search import NameSearch
from geo.names.word_index import Subject, WordIndex
from geo.units.name_entries import carried_on, word_index
from graph.served.registry import Derivation, Registry

__all__ = ["Subject", "WordIndex", "prepare_names", "search_of", "words_of"]

_WORDS = Derivation("words of all names", lambda registry: word_index(registry.atlas), carried_on)


def words_of(registry: Registry) -> WordIndex:
    """Every name of the edition, of any period, and what people call its records; made once."""
    return registry.derived(_WORDS)


def search_of(registry: Registry) -> NameSearch:
    """The same names, searched with their errors."""
    return NameSearch(words_of(registry))


def prepare_names(registry: Registry) -> None:
    """Make what a search would else make at the first question."""
    words_of(registry)
