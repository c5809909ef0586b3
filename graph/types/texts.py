"""The type for texts with their actual language."""

from collections.abc import Sequence

import strawberry

from graph.served.context import Registry
from graph.terms.languages import name_in, shown_names
from graph.types.acts import ActCitation, cite
from model.edition import Name
from model.enums import Language, TextOrigin


@strawberry.federation.type(shareable=True, description="Text with its actual language.")
class LocalizedText:
    """A text in one language, printed or made from printed texts, and marked as such."""

    value: str = strawberry.field(description="The text.")
    language: Language = strawberry.field(description="Language the text is in.")
    is_transliteration: bool = strawberry.field(
        description="True for a name transliterated by rule; no source prints it so."
    )
    source: ActCitation | None = strawberry.field(
        description="Act that prints the text; null for another source."
    )
    origin: TextOrigin = strawberry.field(
        description="Origin of the text in this language: only an ORIGINAL text is printed in a source."
    )


def localized(registry: Registry, names: Sequence[Name]) -> list[LocalizedText]:
    """The names to show, one for each language. Without an English name, a transliteration is added."""
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
