"""The columns of a table in the order its titles give them: no reading relies on the order of one act."""

from collections.abc import Sequence

from loaders.acts.column_words import UntoldColumn, Words, roles_of
from loaders.readings.columns import Column

COLUMN_OF = {
    "name": Column.NAME,
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


def columns_of(titles: Sequence[str], own: Words) -> tuple[Column, ...]:
    """What the columns behind the number hold; `own` are the words that the profile adds for the table.

    Raises UntoldColumn for a title that is unknown or means something no reading of one shape can use, and
    for a number that does not stand first.
    """
    roles = roles_of(titles, own)
    behind = roles[1:] if roles[0] == "number" else roles
    for role, title in zip(behind, titles[len(titles) - len(behind) :], strict=True):
        if role not in COLUMN_OF:
            raise UntoldColumn(f"the column «{title}» holds {role}: read the table as listed_offices")
    return tuple(COLUMN_OF[role] for role in behind)
