"""Texts with the language they really are in."""

from collections.abc import Sequence

import strawberry

from graph.served.context import Registry
from graph.terms.languages import name_in, shown_names
from graph.types.acts import ActCitation, cite
from model.edition import Name
from model.enums import Language, TextOrigin


@strawberry.federation.type(shareable=True, description="Text with the language it really is in.")
class LocalizedText:
    """One text of the registry, or one that was made from such texts, marked as such."""

    value: str = strawberry.field(description="The text.")
    language: Language = strawberry.field(description="Language the text is in.")
    is_transliteration: bool = strawberry.field(
        description="True for a name written in Latin letters by rule; nobody printed it so."
    )
    source: ActCitation | None = strawberry.field(
        description="Act that prints the text; null when it comes from elsewhere."
    )
    origin: TextOrigin = strawberry.field(
        description="How the text came to be in this language: only an ORIGINAL one stands in a source."
    )


def localized(registry: Registry, names: Sequence[Name]) -> list[LocalizedText]:
    """Every name to show, and for English readers a transliteration."""
    shown = shown_names(names)
    texts = [
        LocalizedText(
            value=name.value,
            language=name.language,
            is_transliteration=False,
            source=cite(registry, name.citation) if name.citation else None,
            origin=name.origin,
        )
        for name in shown
    ]
    if shown and all(name.language is not Language.EN for name in shown):
        value = name_in(names, Language.EN)
        texts.append(
            LocalizedText(
                value=value,
                language=Language.EN,
                is_transliteration=True,
                source=None,
                origin=TextOrigin.TRANSLITERATED,
            )
        )
    return texts
