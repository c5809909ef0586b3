"""The lookup with the words by which a feed says how an office changed."""

from __future__ import annotations

from collections.abc import Mapping

from model.lookup_shape import Lookup
from model.lookup_words import ThreeLanguages


class ChangeWords(Lookup, frozen=True, kw_only=True):
    """Words for changed fields, and for changes of an office as a whole."""

    feed: ThreeLanguages
    changed: ThreeLanguages
    made: ThreeLanguages
    closed: ThreeLanguages
    merged: ThreeLanguages
    provision: ThreeLanguages
    fields: Mapping[str, ThreeLanguages]
    """By the name of a field of `model.change_values`."""
