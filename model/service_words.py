"""Titles of services and names of bodies in languages that acts lack, from `lookups/everyday_words.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from model.enums import Language, TextOrigin
from model.lookup_words import EverydayWords, GivenTitle
from model.lookups import lookup
from model.records import Citation, Name


def titles_in_all_languages(
    service_id: str, printed: Sequence[Name], acts: Collection[str]
) -> tuple[Name, ...]:
    """The printed titles of a service, then an official or translated title for each missing language.

    A title that an act of the registry prints is never replaced. An official title cites its act if the
    registry holds it (`acts`).
    """
    words = lookup(EverydayWords).services.get(service_id)
    known = {name.language for name in printed}
    given = words.titles.items() if words else ()
    more = (_title(language, title, acts) for language, title in given if language not in known)
    return (*printed, *more)


def body_names_in_all_languages(printed: Sequence[Name]) -> tuple[Name, ...]:
    """The printed names of a body, then a translated name for each missing language.

    A language without a translation is left out. A translation belongs to the exact printed name: a renamed
    body has no translation.
    """
    known = {name.language for name in printed}
    bodies = lookup(EverydayWords).bodies
    given = {language: text for name in printed for language, text in bodies.get(name.value, {}).items()}
    more = (
        Name(text, language, origin=TextOrigin.TRANSLATED)
        for language, text in given.items()
        if language not in known
    )
    return (*printed, *more)


def _title(language: Language, title: GivenTitle, acts: Collection[str]) -> Name:
    if title.act is None:
        return Name(title.text, language, origin=TextOrigin.TRANSLATED)
    cited = Citation(title.act, language, title.standard) if title.act in acts else None
    return Name(title.text, language, citation=cited, source=title.seen)
