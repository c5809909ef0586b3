"""The lookup by which a feed says what of an office changed."""

from __future__ import annotations

from collections.abc import Mapping

from model.lookup_shape import Lookup
from model.lookup_words import ThreeLanguages


class ChangeWords(Lookup, frozen=True, kw_only=True):
    """Words for changed fields, and for what became of an office."""

    feed: ThreeLanguages
    changed: ThreeLanguages
    made: ThreeLanguages
    closed: ThreeLanguages
    merged: ThreeLanguages
    provision: ThreeLanguages
    fields: Mapping[str, ThreeLanguages]
    """By the name of a field of `model.change_values`."""
