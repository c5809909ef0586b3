"""Names of offices in a language in which no act prints them, composed of their body and their unit.

A name is composed only where the printed one is fully understood: its category has a pattern that acts print
in both languages, it names the unit of the office, and that unit's name is known in the other language. An
okrug that acts name in one language takes the name of its village: `Тургайский сельский округ` contains
`Тургай`, in Kazakh `Торғай`, so that it is `Торғай ауылдық округі`. Where none of its villages has the name
in both languages, villages elsewhere show the spelling (`toponym_pairs`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from geo.names.toponyms import mild_key, skeleton_key
from geo.names.unit_forms import UnitForm, unit_form
from geo.units.toponym_pairs import OTHER, counterpart, toponym_pairs, village_names
from model.edition import Edition, Name, Office, Unit
from model.enums import Language, Level, TextOrigin
from model.lookup_offices import NamePatterns
from model.lookups import lookup

_LEAST = 3
"""Fewest letters of a root for its coarse key to be meaningful."""
_KEYS: tuple[Callable[[str], str], ...] = (mild_key, skeleton_key)
"""How the name of an okrug is compared with those of its villages, strictest first."""


def names_with_composed(edition: Edition, office: Office) -> tuple[Name, ...]:
    """The names of an office; if they are in one language only, also one composed in the other.

    No name is added where none can be composed.
    """
    languages = {name.language for name in office.names} & set(OTHER)
    if len(languages) != 1:
        return office.names
    wanted = OTHER[languages.pop()]
    value = composed_name(edition, office, wanted)
    if value is None:
        return office.names
    return (*office.names, Name(value, wanted, origin=TextOrigin.COMPOSED))


def composed_name(
    edition: Edition, office: Office, language: Language, *, by_village: bool = False
) -> str | None:
    """The name of an office composed in a language; None where it cannot be derived.

    `by_village` takes the name of an okrug from its village even where acts print it: this tests the rule.
    """
    pattern = lookup(NamePatterns).patterns.get(office.category)
    unit = edition.units.get(office.territory_id or "")
    if pattern is None or unit is None:
        return None
    printed = next((name.value for name in office.names if name.language is OTHER[language]), None)
    form = None if printed is None else _form(edition, unit, printed, language, by_village)
    if form is None:
        return None
    template = pattern.of(language)
    case = form.unit_of if "{unit_of}" in template else form.unit
    return None if case is None else template.format(unit=case, unit_of=case)


def _form(
    edition: Edition, unit: Unit, printed: str, language: Language, by_village: bool
) -> UnitForm | None:
    """The unit's name in the requested language, of the same period as the printed name.

    None if that name is unknown.
    """
    own = next(
        (name for name in unit.names if name.language is OTHER[language] and _says(printed, name)), None
    )
    if own is None:
        return None
    is_okrug = unit.level is Level.RURAL_OKRUG
    if not (by_village and is_okrug):
        known = counterpart(unit, own, language)
        if known is not None:
            return unit_form(known, language)
    return _of_village(edition, unit, own, language) if is_okrug else None


def _says(printed: str, name: Name) -> bool:
    """Whether a printed name of an office contains the unit's name, in any grammatical case."""
    form = unit_form(name.value, name.language)
    words = re.findall(r"\w+", printed.lower().replace("ё", "е"))
    root = re.findall(r"\w+", (form.root if form else name.value).lower().replace("ё", "е"))
    return bool(root) and all(any(word.startswith(_stem(part)) for word in words) for part in root)


def _stem(word: str) -> str:
    return word[: max(_LEAST, len(word) - 2)]


def _of_village(edition: Edition, okrug: Unit, own: Name, language: Language) -> UnitForm | None:
    """The okrug's name made from the name of its village, or from villages elsewhere with the same name.

    None if neither is possible.
    """
    form = unit_form(own.value, own.language)
    if form is None:
        return None
    root = _name_of_village(edition, okrug, form, language)
    if root is None:
        pairs = toponym_pairs(edition.units)
        root = pairs.other_name(form.root, language, is_adjective=_is_adjective(form))
    if root is None:
        return None
    return replace(form, root=root, is_before=language is Language.RU, language=language)


def _is_adjective(form: UnitForm) -> bool:
    return form.language is Language.RU and not form.is_before


def _name_of_village(edition: Edition, okrug: Unit, form: UnitForm, language: Language) -> str | None:
    """The root in the other language, from the only village of the okrug with this name.

    None if there is no such village or several.
    """
    villages = [edition.units[unit_id] for unit_id in edition.children.get(okrug.id, ())]
    pairs = [pair for village in villages for pair in village_names(village, form.language, language)]
    if not form.is_before:
        endings = lookup(NamePatterns).russian_endings
        pairs = [(here, there) for here, there in pairs if not there.endswith(endings)]
    for key in _KEYS:
        wanted = key(form.root)
        fits = {there for here, there in pairs if key(here) == wanted}
        if len(wanted) >= _LEAST and len(fits) == 1:
            return fits.pop()
    return None
