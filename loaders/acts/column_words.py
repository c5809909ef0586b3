"""What each column of a table holds, told by the words of its title in Kazakh and Russian."""

import re
from collections.abc import Mapping, Sequence

from geo.names.toponyms import clean
from model.lookup_words import ColumnWords
from model.lookups import lookup

Words = Mapping[str, Sequence[str]]
"""Role of a column to the words by which its title is known."""

_REPEATABLE = frozenset({"phones", "faxes", "contacts", "emails", "websites"})


class UntoldColumn(ValueError):  # noqa: N818 - named for what is wrong
    """The title of a column says nothing that is known, or too much; the message names the title."""


def roles() -> frozenset[str]:
    """All that a column can hold, by the names used in `seeds/lookups/column_words.yaml`."""
    return frozenset(lookup(ColumnWords).by_role())


def roles_of(titles: Sequence[str], own: Words) -> tuple[str, ...]:
    """The role of each column; the words a table has of its `own` go before the common ones.

    Raises UntoldColumn for a title that is unknown or has two meanings, for a role that two columns have,
    and for a table without names or without any way to reach an office.
    """
    found = tuple(role_of(title, own) for title in titles)
    for role in found:
        if found.count(role) > 1 and role not in _REPEATABLE:
            twins = " and ".join(f"«{t}»" for t, r in zip(titles, found, strict=True) if r == role)
            raise UntoldColumn(f"two columns hold {role}: {twins}")
    if "name" not in found:
        raise UntoldColumn(f"no column holds names: {', '.join(f'«{title}»' for title in titles)}")
    if not {"address", *_REPEATABLE} & set(found):
        raise UntoldColumn("no column tells how to reach an office: no address, no telephone")
    return found


def role_of(title: str, own: Words) -> str:
    """The role of one column. Raises UntoldColumn."""
    words: Words = lookup(ColumnWords).by_role()
    folded = folded_title(title)
    if re.sub(r"[\s./\\]", "", folded) in words["number"]:
        return "number"
    for known in (own, {role: known for role, known in words.items() if role != "number"}):
        meant = _meant(folded, known)
        if len(meant) == 1:
            return meant.pop()
        if meant and meant <= _REPEATABLE:
            return "contacts"
        if meant:
            raise UntoldColumn(f"the column «{title}» may hold {' or '.join(sorted(meant))}")
    raise UntoldColumn(f"unknown column «{title}»: name its words under `columns` of the table")


def folded_title(title: str) -> str:
    """A title in small letters, look-alike letters mended, as words of `columns` are compared with it."""
    return " ".join(clean(title).lower().split())


def _meant(title: str, words: Words) -> set[str]:
    spans = [
        (found.start(), found.end(), role)
        for role, known in words.items()
        for word in known
        for found in re.finditer(re.escape(word.lower()), title)
    ]
    # `адрес` inside `адрес электронной почты` means nothing of its own.
    return {
        role
        for start, end, role in spans
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
    }
