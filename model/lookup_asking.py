"""The lookups for understanding a question that a person types: one Struct for each file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from model.enums import Language
from model.lookup_shape import Lookup, Row, Words
from model.lookup_words import ThreeLanguages

Ending = Annotated[str, Meta(pattern=r"^[a-z]{1,6}$")]
"""An ending as `geo.names.toponyms.mild_key` writes it."""


class PlaceEnding(Row, frozen=True, kw_only=True):
    """An ending of an inflected place name, and the nominative endings that it may stand for."""

    ending: Annotated[str, Meta(min_length=1)]
    nominative: Words


class Asking(Lookup, frozen=True, kw_only=True):
    """Words of questions that name neither service nor place, and the endings of inflected words.

    Each group in `alike` holds words of one meaning. `word_endings` are stripped from words of services.
    """

    connecting: Mapping[Language, Words]
    alike: tuple[Words, ...]
    word_endings: Mapping[Language, tuple[Ending, ...]]
    place_endings: tuple[PlaceEnding, ...]
    type_adjectives: Mapping[str, str]
    """Adjectives in names of offices that give the type of the place, with the noun of each."""


class TopicNotHeld(Row, frozen=True, kw_only=True):
    """A topic that no act of the registry covers, with the words by which people ask for it."""

    name: ThreeLanguages
    words: Mapping[Language, Words]


class NotHeld(Lookup, frozen=True, kw_only=True):
    """Topics of which the registry has nothing; `portal` and `call_centre` are where to ask instead."""

    portal: Annotated[str, Meta(pattern=r"^https://[a-z.]+$")]
    call_centre: Annotated[str, Meta(pattern=r"^\d{3,12}$")]
    source: Annotated[str, Meta(min_length=1)]
    topics: Mapping[Annotated[str, Meta(pattern=r"^[a-z-]+$")], TopicNotHeld]
