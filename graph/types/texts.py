"""Texts with the language they really are in, and the choice of one for a client."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from geo.names import shown_name
from model.edition import Name
from model.enums import Language, NameStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.served.context import Registry
    from graph.types.acts import ActCitation

InLanguage = Annotated[
    Language,
    strawberry.argument(description="Language asked for; where it is not known the first known one answers."),
]


@strawberry.type(description="Text with the language it really is in.")
class LocalizedText:
    """One text of the registry, or a transliteration of it marked as such."""

    value: str = strawberry.field(description="The text.")
    language: Language = strawberry.field(description="Language the text is in.")
    is_transliteration: bool = strawberry.field(
        description="True for a name written in Latin letters by rule; nobody printed it so."
    )
    source: Annotated["ActCitation", strawberry.lazy("graph.types.acts")] | None = strawberry.field(
        description="Act that prints the text; null when it comes from elsewhere."
    )


def shown_names(names: "Sequence[Name]") -> list[Name]:
    """The names to show: the official ones, first of each language; all of them where none is official."""
    official = [name for name in names if name.status is NameStatus.OFFICIAL] or list(names)
    first: dict[Language, Name] = {}
    for name in official:
        first.setdefault(name.language, name)
    return list(first.values())


def name_in(names: "Sequence[Name]", language: Language) -> str:
    """The name in `language`, else transliterated for English, else the first known; "" without any."""
    return shown_name.name_in(names, language, "")


def localized(registry: "Registry", names: "Sequence[Name]") -> list[LocalizedText]:
    """Every name to show, and for English readers a transliteration."""
    from graph.types.acts import cite

    shown = shown_names(names)
    texts = [
        LocalizedText(
            value=name.value,
            language=name.language,
            is_transliteration=False,
            source=cite(registry, name.citation) if name.citation else None,
        )
        for name in shown
    ]
    if shown and all(name.language is not Language.EN for name in shown):
        value = name_in(names, Language.EN)
        texts.append(LocalizedText(value=value, language=Language.EN, is_transliteration=True, source=None))
    return texts
