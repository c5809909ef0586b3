"""Text that people type, without signs that nobody sees and none that change what others read.

Marks of direction and invisible signs make one text look like another: two names that differ look the same,
or a name shows its letters in another order (Unicode Technical Report 36, section 2; Standard Annex 9). No
word in Kazakh, Russian or English needs them.
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 3
"""Combining marks on one letter; composed letters such as й count none."""

_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
"""Soft hyphens, zero-width spaces and joiners, byte order marks, marks of direction, variation selectors.

They come with text that is copied from a page or a PDF, and mean nothing here."""
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: what follows is shown in another order than it is written."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters by their category that show nothing."""
_ALLOWED_CONTROLS = frozenset("\t\n\r")


def mended_text(text: str) -> str:
    """The text without the invisible signs that mean nothing, composed (NFC), with single spaces."""
    return " ".join(unicodedata.normalize("NFC", _DROPPED.sub("", text)).split())


def unusable_signs(text: str) -> str | None:
    """Which signs of a text cannot be kept, as the end of "the name holds ..."; None where all can."""
    if any(sign in _REORDERING for sign in text):
        return "signs that change the direction of the text: write it without them"
    composed = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    categories = [unicodedata.category(sign) for sign in composed]
    if any(_is_control(sign, category) for sign, category in zip(composed, categories, strict=True)):
        return "control characters"
    if "Cs" in categories:
        return "half of a sign, which is not text that UTF-8 can hold"
    if any(_is_unseen(sign, category) for sign, category in zip(composed, categories, strict=True)):
        return "signs that nobody can see: write it without them"
    if _longest_stack(categories) > MOST_MARKS:
        return f"more than {MOST_MARKS} marks on one letter"
    return None


def _is_control(sign: str, category: str) -> bool:
    return category in ("Zl", "Zp") or (category == "Cc" and sign not in _ALLOWED_CONTROLS)


def _is_unseen(sign: str, category: str) -> bool:
    """Signs of format (tags among them), of private use, and code points that are never signs."""
    is_no_sign = category == "Cn" and (0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE)
    return category in ("Cf", "Co") or is_no_sign or sign in _BLANK_LETTERS


def _longest_stack(categories: list[str]) -> int:
    longest = count = 0
    for category in categories:
        count = count + 1 if category in ("Mn", "Me") else 0
        longest = max(longest, count)
    return longest
