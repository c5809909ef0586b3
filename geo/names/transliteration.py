"""Kazakh and Russian Cyrillic in Latin letters: names for English readers, and parts of ids.

Letter tables after BGN/PCGN, without diacritics, so that any keyboard can type them. A transliteration is not
a translation: texts made here are marked as such wherever they are shown.
"""

import re
import unicodedata

from geo.names.remembered import remembered
from model.enums import Language

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "h", "і": "i",
}  # fmt: skip
_LETTERS = {
    Language.RU: _COMMON,
    Language.KK: {**_COMMON, "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ё": "yo", "щ": "shsh", "э": "e"},
}


@remembered
def transliterate(text: str, language: Language) -> str:
    """`text` with every Cyrillic letter in Latin, capitals kept; other characters stay.

    `language` chooses the table: Kazakh қ is `q`, ғ `gh`, ң `ng`. `Қарағанды` -> `Qaraghandy`.
    """
    letters = _LETTERS.get(language, _COMMON)
    written: list[str] = []
    for index, char in enumerate(text):
        low = char.lower()
        latin = letters.get(low)
        if latin is None:
            written.append(char)
        elif char == low:
            written.append(latin)
        else:
            following = text[index + 1 : index + 2]
            shouting = following.isupper() or (not following.isalpha() and text[index - 1 : index].isupper())
            written.append(latin.upper() if shouting else latin.capitalize())
    return "".join(written)


_ID_LETTERS = {**_COMMON, "й": "i", "ё": "e"}
_FINAL_ADJECTIVE = re.compile(r"(?:ый|ий)\b")


def slug(text: str) -> str:
    """`text` as a part of an id: ASCII lower-case letters and digits joined by single hyphens.

    `Красный Горняк` -> `krasny-gornyak`, `Қарасай` -> `karasai`. Empty where no character of the text can be
    written so.
    """
    low = _FINAL_ADJECTIVE.sub("ы", text.lower().replace("№", ""))
    latin = "".join(_ID_LETTERS.get(char, char) for char in low)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
