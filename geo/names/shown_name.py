"""Chooses the name of a record to show in a language."""

from collections.abc import Sequence

from geo.names.transliteration import transliterate
from model.edition import Name
from model.enums import Language, NameStatus


def name_in(names: Sequence[Name], language: Language, otherwise: str) -> str:
    """The name to show in `language`: official names before others.

    Without a name in that language, the first name. In English without an English name, a transliteration of
    the Kazakh name, or of the first name if there is no Kazakh name. Without any name, the text `otherwise`.
    """
    official = [name for name in names if name.status is NameStatus.OFFICIAL] or list(names)
    if not official:
        return otherwise
    order = (language, Language.KK) if language is Language.EN else (language,)
    known = (name for each in order for name in official if name.language is each)
    chosen = next(known, official[0])
    if language is Language.EN and chosen.language is not Language.EN:
        return transliterate(chosen.value, chosen.language)
    return chosen.value
