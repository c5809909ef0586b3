"""Cleans text that people type of invisible characters and of those that reorder other text.

Direction marks and invisible characters make one text look like another: two different names look the same,
or a name shows its letters in another order (Unicode Technical Report 36, section 2; Standard Annex 9). No
word in Kazakh, Russian or English needs them.
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 3
"""Most combining marks on one letter; composed letters such as й have none."""

_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
"""Soft hyphens, zero-width spaces and joiners, byte order marks, direction marks, variation selectors.

They are copied along with text from a page or a PDF, and mean nothing here.
"""
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: the text after them is shown in another order than it is written."""
DEFAULT_IGNORABLE: tuple[tuple[int, int], ...] = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
"""First and last of each range of invisible code points, assigned or not.

Source: Default_Ignorable_Code_Point in DerivedCoreProperties.txt of the Unicode Character Database, 4,174
code points since version 14.0. Python's `unicodedata` does not know the property.
"""
_IGNORABLE = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in DEFAULT_IGNORABLE) + "]")
_BLANK_SIGNS = frozenset("\u2800\ufffc\U0001d159")
"""Further characters that show nothing: an empty Braille pattern, the place of an object, a null notehead."""
LATER_EMOJI: tuple[tuple[int, int], ...] = (
    (0x1F6D8, 0x1F6D8),
    (0x1F6DC, 0x1F6DC),
    (0x1FA75, 0x1FA77),
    (0x1FA87, 0x1FA8A),
    (0x1FA8E, 0x1FA8F),
    (0x1FAAD, 0x1FAAF),
    (0x1FABB, 0x1FABF),
    (0x1FAC6, 0x1FAC6),
    (0x1FAC8, 0x1FAC8),
    (0x1FACD, 0x1FACF),
    (0x1FADA, 0x1FADC),
    (0x1FADF, 0x1FADF),
    (0x1FAE8, 0x1FAEA),
    (0x1FAEF, 0x1FAEF),
    (0x1FAF7, 0x1FAF8),
)
"""First and last of each range of emoji that Unicode 15 to 17 assigned: keyboards of telephones have them.

Source: the property Emoji of Unicode 17.0, less what `unicodedata` of Python 3.11 knows. That is Unicode 14:
it calls all later characters unassigned (Cn). Later letters are refused with these, as no name in Kazakh,
Russian or English has one.
"""
_LATER_EMOJI = frozenset(chr(code) for first, last in LATER_EMOJI for code in range(first, last + 1))
_ALLOWED_CONTROLS = frozenset("\t\n\r")


def mended_text(text: str) -> str:
    """The text without meaningless invisible characters, in composed Unicode (NFC), with single spaces."""
    return " ".join(unicodedata.normalize("NFC", _DROPPED.sub("", text)).split())


def unusable_signs(text: str) -> str | None:
    """Which unusable characters a text has, as the end of "the name holds ..."; None if it has none."""
    if any(sign in _REORDERING for sign in text):
        return "characters that change the direction of the text: write it without them"
    composed = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    categories = [unicodedata.category(sign) for sign in composed]
    if any(_is_control(sign, category) for sign, category in zip(composed, categories, strict=True)):
        return "control characters"
    if "Cs" in categories:
        return "half of a surrogate pair, which UTF-8 cannot encode"
    if any(_is_unseen(sign, category) for sign, category in zip(composed, categories, strict=True)):
        return "invisible characters: write it without them"
    if _longest_stack(categories) > MOST_MARKS:
        return f"more than {MOST_MARKS} marks on one letter"
    return None


def is_plain_name(text: str) -> bool:
    """Whether a name shows all its characters: none is invisible, reordering or an unusual space.

    Names of accounts are compared and shown, and never corrected: a name that is not plain is refused.
    """
    return text.isprintable() and unusable_signs(text) is None and mended_text(text) == text


def holds_unseen(text: str) -> bool:
    """Whether a text that only programs compare has a control character or an invisible one."""
    return not text.isprintable() or _IGNORABLE.search(text) is not None or not _BLANK_SIGNS.isdisjoint(text)


def _is_control(sign: str, category: str) -> bool:
    return category in ("Zl", "Zp") or (category == "Cc" and sign not in _ALLOWED_CONTROLS)


def _is_unseen(sign: str, category: str) -> bool:
    """Whether a character is invisible, for private use, or a code point that is no character.

    Readers see nothing or an empty box in the place of these.
    """
    is_no_sign = category == "Cn" and sign not in _LATER_EMOJI
    is_blank = sign in _BLANK_SIGNS or _IGNORABLE.match(sign) is not None
    return category in ("Cf", "Co") or is_no_sign or is_blank


def _longest_stack(categories: list[str]) -> int:
    longest = count = 0
    for category in categories:
        count = count + 1 if category in ("Mn", "Me") else 0
        longest = max(longest, count)
    return longest
