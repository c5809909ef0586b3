"""Units of the classifier as it prints them, for hand-made lists."""

from __future__ import annotations

from geo.names.toponyms import strip_type
from loaders.territory.kato import KatoUnit


def printed_unit(code: str, parent: str, printed: str) -> KatoUnit:
    """The unit of a line of the classifier; `printed` is its name with the word of its type."""
    return KatoUnit(code, parent, printed, *strip_type(printed))
