"""Bytes of a text as characters: UTF-8, UTF-16, and the Windows code page of Russian and Kazakh."""

from __future__ import annotations

import re

_KAZAKH_1251 = "kz1048"
"""Windows-1251 with Kazakh letters (KZ-1048, STRK 1048-2002) in the places of Serbian and Ukrainian ones."""
_RIGHT = re.compile(r"\b[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]{3,}\b")
_INVERTED = re.compile(r"\b[а-яё][А-ЯЁ]{3,}\b")
_FEW = 20
_UPPER_HALF = 0.7


class BadEncodingError(ValueError):
    """The encoding of the bytes is unknown; `line` contains the first bad byte."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def decoded(content: bytes) -> str:
    """The text without its byte order mark.

    Raises BadEncodingError if it is not UTF-8, UTF-16 with a mark, or Windows-1251.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _utf_16(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        windows = _windows(content)
        if windows is not None:
            return windows
        line = content.count(b"\n", 0, error.start) + 1
        raise BadEncodingError(_reason(content, error), line) from None


def _utf_16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        line = content[: error.start].decode("utf-16", "ignore").count("\n") + 1
        raise BadEncodingError(f"torn: UTF-16 that breaks off ({error.reason})", line) from None


def _windows(content: bytes) -> str | None:
    """The text in Windows-1251 or its Kazakh variant; None if the bytes look like neither.

    Nearly all Russian and Kazakh letters are in the upper half of that code page, while every second byte of
    such a text in UTF-8 is below. KOI8-R decoded this way has lower case for upper case.
    """
    high = [byte for byte in content if byte >= 0x80]
    if len(high) <= _FEW or sum(byte >= 0xC0 for byte in high) <= _UPPER_HALF * len(high):
        return None
    try:
        text = content.decode(_KAZAKH_1251)
    except UnicodeDecodeError:
        return None
    return text if len(_RIGHT.findall(text)) >= len(_INVERTED.findall(text)) else None


def _reason(content: bytes, error: UnicodeDecodeError) -> str:
    if error.reason == "unexpected end of data":
        return "torn: the file ends inside a character"
    return f"neither UTF-8 nor Windows-1251: byte 0x{content[error.start]:02x} ({error.reason})"
