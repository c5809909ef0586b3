"""Splits names of units into a root and a type word, and joins them in a grammatical case.

The words are data: `seeds/lookups/name_patterns.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.enums import Language
from model.lookup_offices import NamePatterns, UnitWord
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class UnitForm:
    """The name of a unit as its root and its type word, `is_before` for a word before the root.

    `Шетский район` is `Шетский` with `район` after it; `село Косаман` has its word before the root.
    """

    root: str
    word: UnitWord
    is_before: bool
    language: Language

    @property
    def unit(self) -> str:
        """The name of the unit in the nominative."""
        return self._joined(self.root, self.word.of(self.language)[0])

    @property
    def unit_of(self) -> str | None:
        """The name of the unit in the genitive; None for a Russian root without a rule for it."""
        root = self.root
        if self.language is Language.RU and not self.is_before:
            adjective = _genitive(root)
            if adjective is None:
                return None
            root = adjective
        return self._joined(root, self.word.of(self.language)[1])

    def _joined(self, root: str, word: str) -> str:
        return f"{word} {root}" if self.is_before else f"{root} {word}"


def unit_form(name: str, language: Language) -> UnitForm | None:
    """The root and the type word of a unit's name; None without a known type word."""
    for word in lookup(NamePatterns).unit_words:
        for printed in (word.of(language)[0], *word.also):
            if name.lower().endswith(f" {printed}"):
                return UnitForm(name[: -len(printed) - 1], word, is_before=False, language=language)
            if name.lower().startswith(f"{printed} "):
                return UnitForm(name[len(printed) + 1 :], word, is_before=True, language=language)
    return None


def _genitive(adjective: str) -> str | None:
    """The genitive of a Russian adjective by the longest listed ending; None if no listed ending fits."""
    endings = lookup(NamePatterns).russian_genitives
    for ending in sorted(endings, key=len, reverse=True):
        if adjective.endswith(ending):
            return adjective.removesuffix(ending) + endings[ending]
    return None
