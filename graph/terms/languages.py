"""Chooses the language in which a name is shown."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from geo.names import shown_name
from model.edition import Name
from model.enums import Language, NameStatus

InLanguage = Annotated[
    Language,
    strawberry.argument(
        description="Requested language; if the text lacks it, the first available one is used."
    ),
]


def shown_names(names: Sequence[Name]) -> list[Name]:
    """The names to show: the first official name in each language.

    If no name is official, the first name of any status in each language.
    """
    official = [name for name in names if name.status is NameStatus.OFFICIAL] or list(names)
    first: dict[Language, Name] = {}
    for name in official:
        first.setdefault(name.language, name)
    return list(first.values())


def name_in(names: Sequence[Name], language: Language) -> str:
    """The name in `language`, for English else transliterated, else the first known name.

    Empty without any name.
    """
    return shown_name.name_in(names, language, "")
