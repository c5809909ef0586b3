"""The columns of a table in the order of its titles: no reading relies on the order of one act."""

from collections.abc import Sequence

from loaders.acts.column_words import (
    LANGUAGE_NAMES,
    NAME,
    REACH,
    SKIP,
    UNTITLED,
    UntoldColumn,
    Words,
    roles_of,
)
from loaders.readings.columns import Column
from model.enums import Language

COLUMN_OF = {
    NAME: Column.NAME,
    REACH: Column.REACH,
    SKIP: Column.SKIPPED,
    UNTITLED: Column.UNTITLED,
    "district": Column.PLACE,
    "region": Column.PLACE,
    "person": Column.PERSON,
    "address": Column.ADDRESS,
    "phones": Column.CONTACTS,
    "faxes": Column.CONTACTS,
    "contacts": Column.CONTACTS,
    "emails": Column.CONTACTS,
    "websites": Column.CONTACTS,
    "villages": Column.VILLAGES,
    "room": Column.ROOM,
    "hours": Column.HOURS,
    "reception": Column.RECEPTION,
}
"""Role of a column, as `seeds/lookups/column_words.yaml` names it, to what a reading makes of its cells."""


def columns_of(titles: Sequence[str], own: Words, language: Language | None = None) -> tuple[Column, ...]:
    """The content of the columns after the number, by their titles; `own` are words that the profile adds.

    Of several columns of names, the column in `language` is the name, else the first. Raises UntoldColumn for
    a title that is unknown, and for a number that is not first.
    """
    roles = with_one_name(roles_of(titles, own), language)
    behind = roles[1:] if roles[0] == "number" else roles
    for role, title in zip(behind, titles[len(titles) - len(behind) :], strict=True):
        if role not in COLUMN_OF and role not in LANGUAGE_NAMES:
            raise UntoldColumn(f"the column «{title}» holds {role}: it does not stand first")
    return tuple(COLUMN_OF.get(role, Column.OTHER_NAME) for role in behind)


def with_one_name(roles: Sequence[str], language: Language | None) -> tuple[str, ...]:
    """The roles, with only one of several columns of names as the name.

    It is the column in `language`, else the first of these columns.
    """
    named = [role for role in roles if role in LANGUAGE_NAMES]
    own = next((role for role in named if LANGUAGE_NAMES[role] is language), next(iter(named), None))
    return tuple(NAME if role == own else role for role in roles)
