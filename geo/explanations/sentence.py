"""The only writer of explanations: a text by its key, with values in its placeholders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from geo.explanations.ask_texts import ASKED, AskStep
from geo.explanations.office_texts import CITED, REASONS, ROLES, STEPS, CitedPart, NotTheAnswer, StepKind
from geo.explanations.place_texts import (
    CHOICES,
    DOUBTS,
    OBJECTIONS,
    PLACES,
    PRECISIONS,
    STAGES,
    Choice,
    Doubt,
    Objection,
    PlaceStep,
)
from geo.names.ladder import Stage
from geo.names.shown_name import name_in
from geo.names.transliteration import transliterate
from model.edition import Citation, Name
from model.enums import Language, Precision, Role

TEXTS: Mapping[type[StrEnum], Mapping[Any, Mapping[Language, str]]] = {
    StepKind: STEPS,
    NotTheAnswer: REASONS,
    Role: ROLES,
    CitedPart: CITED,
    PlaceStep: PLACES,
    Stage: STAGES,
    Precision: PRECISIONS,
    Choice: CHOICES,
    Objection: OBJECTIONS,
    Doubt: DOUBTS,
    AskStep: ASKED,
}
"""Every text, by the kind of its key and the key; each in all three languages, with the same placeholders."""


class Shown(Protocol):
    """A value that is written in a language."""

    def text(self, language: Language) -> str:
        """The value in that language."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the table; `values` fill its placeholders."""

    key: StrEnum
    values: Mapping[str, Shown | str | int] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The sentence in Kazakh, Russian or English. Raises KeyError for a placeholder without a value."""
        written = {
            place: value if isinstance(value, str | int) else value.text(language)
            for place, value in self.values.items()
        }
        return TEXTS[type(self.key)][self.key][language].format(**written)


@dataclass(frozen=True, slots=True)
class NameOf:
    """The name of a record, or the text `otherwise` where it has no name."""

    names: tuple[Name, ...]
    otherwise: str

    def text(self, language: Language) -> str:
        """The name shown for the language."""
        return name_in(self.names, language, self.otherwise)


@dataclass(frozen=True, slots=True)
class Given:
    """A text in Kazakh and in Russian; in English `en`, else the Kazakh text in Latin letters."""

    kk: str
    ru: str
    en: str | None = None

    def text(self, language: Language) -> str:
        """The text in the language."""
        if language is Language.EN:
            return self.en if self.en is not None else transliterate(self.kk, Language.KK)
        return self.ru if language is Language.RU else self.kk


@dataclass(frozen=True, slots=True)
class Listed:
    """Parts joined by commas; a part equal to an earlier one is left out."""

    parts: tuple[Shown, ...]

    def text(self, language: Language) -> str:
        """The parts in the language, in their order, joined by commas."""
        return ", ".join(dict.fromkeys(part.text(language) for part in self.parts))


def place_in_act(citation: Citation | None) -> Shown | str:
    """The place of a citation in its act: `standard 1, paragraph 13`.

    A dash without a citation, or where the citation names no place.
    """
    if citation is None:
        return "—"
    paragraph, comma, point = (citation.provision or "").partition(",")
    row = citation.row_label.rstrip(".") if citation.row_label else citation.row
    parts = (
        (CitedPart.STANDARD, citation.standard, ""),
        (CitedPart.PARAGRAPH, paragraph, comma + point),
        (CitedPart.ANNEX, citation.annex, ""),
        (CitedPart.ROW, row, ""),
    )
    named = tuple(Sentence(key, {"number": number, "point": point}) for key, number, point in parts if number)
    return Listed(named) if named else "—"


def as_printed(text: str) -> Given:
    """A text that is the same in every language, such as the label of a geocoder."""
    return Given(text, text, text)


def days(since: date | str | None, until: date | str | None) -> str:
    """A period in brackets after a blank: ` (2019-03-23 – 2022-09-17)`.

    An unknown end is `…`; empty where both are unknown.
    """
    return f" ({since or '…'} – {until or '…'})" if since or until else ""


def join(sentences: Iterable[Shown], language: Language) -> str:
    """The sentences in the language, in one line."""
    return " ".join(sentence.text(language) for sentence in sentences)
