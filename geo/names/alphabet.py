"""The order in which Kazakh and Russian names stand in a list."""

from functools import lru_cache

from geo.names.shown_name import name_in
from model.edition import Name
from model.enums import Language

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The Kazakh alphabet, which holds the Russian one in its order: қ stands after к, not after я."""

_ORDERED = str.maketrans(ALPHABET, "".join(chr(0x0430 + place) for place in range(len(ALPHABET))))
_QUOTES = str.maketrans("", "", "«»“”\"'")


@lru_cache(maxsize=65536)
def sort_key(text: str) -> str:
    """A key for sorting in the order of the Kazakh alphabet; capitals and quotes do not count."""
    return text.lower().translate(_QUOTES).translate(_ORDERED)


def name_key(names: tuple[Name, ...], otherwise: str) -> str:
    """The sort key of the Kazakh name, else of the first name, else of the text `otherwise`."""
    return sort_key(name_in(names, Language.KK, otherwise))
