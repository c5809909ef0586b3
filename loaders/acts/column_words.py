"""Recognises what each column of a table holds by the words of its title in Kazakh and Russian."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from geo.names.toponyms import clean
from model.enums import Language
from model.languages import language_of
from model.lookup_words import ColumnWords
from model.lookups import lookup

Words = Mapping[str, Sequence[str | int]]
"""Role of a column to the words of its title, or to its position, counted from 1."""

SKIP = "skip"
"""The role of a column that a profile leaves out."""
REACH = "reach"
"""The role of a column that prints address and contacts in one cell."""
NAME = "name"
UNTITLED = "untitled"
"""The role of a column with an empty title; its cells are reported unread."""
LANGUAGE_NAMES = {f"name_{language.value}": language for language in Language}
"""Roles of columns that print the name again, each in its language."""
_REPEATABLE = frozenset({"phones", "faxes", "contacts", "emails", "websites"})
WAYS = frozenset({"address", REACH, *_REPEATABLE})
"""Roles of columns by which an office is reached."""


class UntoldColumn(ValueError):  # noqa: N818 - named for what is wrong
    """The title of a column is unknown or ambiguous; the message names the title."""


def roles() -> frozenset[str]:
    """All roles of columns, by the names used in `seeds/lookups/column_words.yaml` and in profiles."""
    return frozenset({*_words(), REACH, SKIP, *LANGUAGE_NAMES})


def roles_of(titles: Sequence[str], own: Words) -> tuple[str, ...]:
    """The role of each column; the table's `own` words are tried before the common ones.

    Columns of names in several languages get roles by language. If no column is titled as one of names, the
    single column of districts holds them. Raises UntoldColumn for a title that is unknown or has two
    meanings, for a role of two columns, and for a table without names or without address and contacts.
    """
    roles = _named_by_district(_names_apart(titles, _each_role(titles, own)))
    for role in roles:
        if roles.count(role) > 1 and role not in _REPEATABLE | {SKIP, UNTITLED}:
            twins = " and ".join(f"«{t}»" for t, r in zip(titles, roles, strict=True) if r == role)
            raise UntoldColumn(f"two columns hold {role}: {twins}")
    if NAME not in roles and not LANGUAGE_NAMES.keys() & set(roles):
        raise UntoldColumn(f"no column holds names: {', '.join(f'«{title}»' for title in titles)}")
    if not WAYS & set(roles):
        raise UntoldColumn("no column tells how to reach an office: no address, no telephone")
    return roles


def known_roles(titles: Sequence[str], own: Words) -> tuple[str, ...]:
    """The role of each column; empty for a title that is unknown or ambiguous."""
    roles = []
    for place, title in enumerate(titles):
        try:
            roles.append(_claimed(place, own) or role_of(title, own))
        except UntoldColumn:
            roles.append("")
    return _named_by_district(_names_apart(titles, tuple(roles)))


def role_of(title: str, own: Words) -> str:
    """The role of a column by its title. Several kinds of contacts give `contacts`, with an address `reach`.

    Raises UntoldColumn if the title is unknown or ambiguous.
    """
    return _role_of(title, own) if own else _common_role(title)


@lru_cache(maxsize=8192)
def _common_role(title: str) -> str:
    return _role_of(title, {})


@cache
def _words() -> Words:
    return lookup(ColumnWords).by_role()


def _role_of(title: str, own: Words) -> str:
    """The role of a column by the table's own words, then the common ones. Raises UntoldColumn."""
    words = _words()
    folded = folded_title(title)
    if re.sub(r"[\s./\\]", "", folded) in words["number"]:
        return "number"
    for known in (own, {role: known for role, known in words.items() if role != "number"}):
        meant = _meant(folded, known)
        if len(meant) == 1:
            return meant.pop()
        if meant and meant <= _REPEATABLE:
            return "contacts"
        if meant and meant <= WAYS:
            return REACH
        if meant:
            raise UntoldColumn(f"the column «{title}» may hold {' or '.join(sorted(meant))}")
    if any(word in folded for word in lookup(ColumnWords).subject):
        return NAME
    raise UntoldColumn(f"unknown column «{title}»: name its words under `columns` of the table")


def folded_title(title: str) -> str:
    """A title in lower case with single spaces and look-alike letters corrected."""
    return " ".join(clean(title).lower().split())


def _each_role(titles: Sequence[str], own: Words) -> tuple[str, ...]:
    return tuple(
        _claimed(place, own) or (role_of(title, own) if title else UNTITLED)
        for place, title in enumerate(titles)
    )


def _claimed(place: int, own: Words) -> str | None:
    """The role whose `own` words contain this position (`place` + 1); None if no role does."""
    return next((role for role, known in own.items() if place + 1 in known), None)


def _names_apart(titles: Sequence[str], found: Sequence[str]) -> tuple[str, ...]:
    """Give each column of names the role of its language.

    Unchanged if there is only one such column, or two have the same language.
    """
    places = [place for place, role in enumerate(found) if role == NAME]
    languages = [_title_language(titles[place]) for place in places]
    if len(places) < 2 or len(set(languages)) < len(places):
        return tuple(found)
    told = {place: f"name_{language.value}" for place, language in zip(places, languages, strict=True)}
    return tuple(told.get(place, role) for place, role in enumerate(found))


def _title_language(title: str) -> Language:
    """The language that a title names, else that of its words; English without Cyrillic letters."""
    folded, words = folded_title(title), lookup(ColumnWords)
    for language, named in words.in_language.items():
        if any(word in folded for word in named):
            return language
    if not re.search("[а-яё]", folded):
        return Language.EN
    return Language.KK if any(word in folded for word in words.kazakh_titles) else language_of(folded)


def _named_by_district(found: Sequence[str]) -> tuple[str, ...]:
    """If no column holds names, the single column of districts gets the role of names."""
    has_names = NAME in found or LANGUAGE_NAMES.keys() & set(found)
    if has_names or found.count("district") != 1:
        return tuple(found)
    return tuple(NAME if role == "district" else role for role in found)


def _meant(title: str, words: Words) -> set[str]:
    """The roles whose words are in a title; words inside a longer known word do not count."""
    spans = list(_spans(title, words))
    # `адрес` inside `адрес электронной почты` does not count.
    return {
        role
        for start, end, role in spans
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
    }


def _spans(title: str, words: Words) -> Iterator[tuple[int, int, str]]:
    """Start, end and role of each known word in a title."""
    for role, known in words.items():
        for word in known:
            if isinstance(word, str):
                at = title.find(word.lower())
                while at >= 0:
                    yield at, at + len(word), role
                    at = title.find(word.lower(), at + 1)
