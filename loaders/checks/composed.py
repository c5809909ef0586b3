"""How many names of offices are composed in the other language, and how often that is what acts print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.names.toponyms import mild_key
from geo.names.unit_forms import unit_form
from geo.units.composed_names import composed_name, names_with_composed
from loaders.checks.figures import Figure
from model.edition import Edition, Name, Office
from model.enums import Language, TextOrigin
from model.lookup_offices import NamePatterns
from model.lookups import lookup

_PRINTED = (Language.KK, Language.RU)


def figures_of_names(edition: Edition) -> list[Figure]:
    """Figures of offices named in one language, of composed names, and of composed names compared with print.

    Compared are the Kazakh names that the rule makes for offices printed in both languages. The name of an
    okrug's office is made from its village even if acts print the okrug. Names are compared without legal
    forms and quotes, with one word for `селолық` and `ауылдық округі`, folded.
    """
    figures = []
    for language in _PRINTED:
        lone = [office for office in edition.offices.values() if _languages(office) == {language}]
        composed = [
            office for office in lone if len(names_with_composed(edition, office)) > len(office.names)
        ]
        figures += [
            Figure(f"offices named in {language} only", len(lone)),
            Figure(f"offices named in {language} only, the other composed", len(composed)),
        ]
    pairs = list(_held_out(edition))
    whole = sum(comparable(made) == comparable(printed) for printed, made in pairs)
    units = sum(is_same_unit(printed, made) for printed, made in pairs)
    return [
        *figures,
        Figure("composed names held out", len(pairs)),
        Figure("composed names held out: as printed %", _percent(whole, len(pairs))),
        Figure("composed names held out: unit as printed %", _percent(units, len(pairs))),
    ]


def comparable(name: str) -> str:
    """A name without legal forms, quotes and different words for one kind of unit, for comparison."""
    forms = "|".join(re.escape(form) for form in lookup(NamePatterns).legal_forms)
    text = re.sub(rf"\b(?:{forms})\b", " ", " ".join(re.findall(r"[\w-]+", name)), flags=re.IGNORECASE)
    for word in lookup(NamePatterns).unit_words:
        for other in word.also:
            text = text.replace(other, word.kk)
    return mild_key(text)


def is_same_unit(printed: str, made: str) -> bool:
    """Whether the printed name contains the unit's name in the composed name.

    False if the composed name has no known form.
    """
    unit = re.split(r" әкімінің | білім ", made)[0]
    form = unit_form(re.sub(r"(?<=[ыі])н[ыі]ң$", "", unit), Language.KK)
    return form is not None and comparable(form.root) in comparable(printed)


def _held_out(edition: Edition) -> Iterator[tuple[str, str]]:
    """The printed and the composed Kazakh name of each office that acts name in both languages.

    Offices for which none can be composed are left out.
    """
    for office in edition.offices.values():
        if _languages(office) == set(_PRINTED):
            made = composed_name(edition, office, Language.KK, by_village=True)
            if made is not None:
                yield _in(office.names, Language.KK), made


def _in(names: tuple[Name, ...], language: Language) -> str:
    return next(name.value for name in names if name.language is language)


def _languages(office: Office) -> set[Language]:
    """The languages in which acts print the name; translations do not count."""
    return {name.language for name in office.names if name.origin is TextOrigin.ORIGINAL}


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
