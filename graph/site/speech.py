"""Words and names for one page, in its language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from geo.names.shown_name import name_in
from model.edition import Edition, Name, Service, Unit
from model.enums import Language
from model.lookup_pages import PageLabels, PageWords, Wording
from model.lookup_shape import Weekday
from model.lookup_words import EverydayWords
from model.lookups import lookup

LANGUAGES = tuple(Language)
"""Languages of the page, as its addresses begin."""
_DAY = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b")


class Speech:
    """Gives words and names in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.all: PageWords = lookup(PageWords)
        self.words: PageLabels = self.all.words

    def __call__(self, wording: Wording | None) -> str:
        """The wording in the language. Empty for None."""
        return "" if wording is None else wording.of(self.language)

    def name(self, names: Sequence[Name]) -> str:
        """The name in the language, else transliterated for English, else the first known name.

        Empty without a name.
        """
        return name_in(names, self.language, "")

    def service(self, service: Service) -> str:
        """The everyday name of a service, else its official name."""
        known = lookup(EverydayWords).services.get(service.id)
        return known.short.of(self.language) if known else self.name(service.names)

    def around(self, edition: Edition, unit: Unit) -> str:
        """Names of the units around a unit, nearest first, separated by commas."""
        return ", ".join(self.name(ancestor.names) for ancestor in edition.ancestors(unit.id))

    def placed(self, edition: Edition, unit: Unit) -> str:
        """The name of a unit and the names of the units around it, separated by commas."""
        return ", ".join(filter(None, (self.name(unit.names), self.around(edition, unit))))

    def hours(self, opening_hours: str) -> str:
        """An `opening_hours` expression with days and words in the language."""
        days = self.all.weekdays
        told = opening_hours.replace("PH off", self(self.words.holidays_off))
        told = re.sub(r"\boff\b", self(self.words.day_off), told)
        told = re.sub(r"\bunknown\b", self(self.words.unsure), told)
        told = _DAY.sub(lambda day: self(days[cast(Weekday, day[1])]), told)
        return re.sub(r",(?=\d)", ", ", told).replace("-", "–")

    def metres(self, metres: float) -> str:
        """A distance in metres as people write it, in metres or kilometres: 350 m, 4.2 km, 74 km."""
        if metres < 950:
            return f"{round(metres / 50) * 50} {self(self.words.metre)}"
        kilometres = f"{metres / 1000:.1f}" if metres < 10_000 else f"{metres / 1000:.0f}"
        if self.language is not Language.EN:
            kilometres = kilometres.replace(".", ",")
        return f"{kilometres} {self(self.words.kilometre)}"
