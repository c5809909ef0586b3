"""Interprets a line as a person types it: which service, which place, and what kind of question.

It uses names, short names and synonyms of services, everyday words for categories of offices, and the place
names that the locator knows. The same line always has the same answer.
"""

from __future__ import annotations

from dataclasses import replace

from geo.asking.asked import Asked
from geo.asking.line_reading import LineReading
from geo.asking.line_words import line_words
from geo.asking.place_words import PlaceWords
from geo.asking.vocabulary import Vocabulary
from geo.earth.point import Point
from geo.explanations.ask_texts import AskedFor
from geo.locator.locator import Locator
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.errors import UsageError

LONGEST_LINE = 300
"""Characters of a line."""


class Asking:
    """Interprets typed lines by the services and places of one edition."""

    def __init__(self, atlas: Atlas, locator: Locator, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._atlas = atlas
        self._places = PlaceWords(atlas, locator)

    def understood(self, text: str, near: Point | None = None) -> Asked:
        """The meaning of a line.

        `near` is used as the place if the line names a service and no place. Otherwise `near` is ignored.
        Raises UsageError for a line of more than 300 characters.
        """
        if len(text) > LONGEST_LINE:
            raise UsageError(f"the line has {len(text)} characters, at most {LONGEST_LINE} are read")
        words, too_many = line_words(text, self.vocabulary, self._places.is_name)
        asked = LineReading(text, words, too_many, self._places, self.vocabulary).understood()
        if near is None or asked.asked_for is not AskedFor.SERVICE_ONLY:
            return asked
        place = find_place(self._atlas, PlaceQuery(point=near))
        return replace(asked, asked_for=AskedFor.WHO_SERVES, place=place)
