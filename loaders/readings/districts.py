"""Finds the district or city in the name of an office of any kind."""

import re

from geo.names.russian import adjective_nominative
from loaders.readings.kazakh_office_names import kazakh_district
from loaders.readings.russian_office_names import district_named
from model.enums import Language

_ADJECTIVE = re.compile(r"(?P<adjective>[А-ЯЁ][\w-]*ский)\s*районн\w+")
_DATIVE = re.compile(r"(?P<adjective>[А-ЯЁ][\w-]*ско(?:му|го))\s+район")
_NAMED = re.compile(r"\bрайон[ау]?\s+(?P<name>(?:им\.?\s*|имени\s+)?[А-ЯЁ][^«»\"]*)$")


def district_of(name: str, language: Language) -> str | None:
    """The district or city in a name, in the nominative: `Отдел по Бурлинскому району` -> `Бурлинский район`.

    None if the name has none.
    """
    if language is Language.KK:
        return kazakh_district(name)
    if found := _ADJECTIVE.search(name) or _DATIVE.search(name):
        return f"{adjective_nominative(found['adjective'])} район"
    if found := _NAMED.search(name):
        return f"район {found['name'].strip(' .')}"
    return district_named(name)
