"""Detects the kind of a file by its content, whatever its name says."""

from __future__ import annotations

import re
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from loaders.formats.places import UnreadableFormatError


class Kind(StrEnum):
    """The kinds of files that can be read."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"


_HEAD = 4096
"""Number of first bytes that identify a file."""
_PDF_HEAD = 1024
"""Readers of PDF look for its signature in this many bytes."""
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The compound files of Microsoft: DOC and XLS of 1997-2003, and encrypted DOCX and XLSX."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_NOT_READ = (
    (b"\x89PNG", "a picture (PNG): a text has to be recognised in it first"),
    (b"\xff\xd8\xff", "a picture (JPEG): a text has to be recognised in it first"),
    (b"II*\x00", "a picture (TIFF): a text has to be recognised in it first"),
    (b"MM\x00*", "a picture (TIFF): a text has to be recognised in it first"),
    (b"{\\rtf", "an RTF file: save it as DOCX or as text"),
    (b"Rar!", "a RAR archive: take the act out of it"),
    (b"7z\xbc\xaf", "a 7z archive: take the act out of it"),
    (b"\x1f\x8b", "a gzip archive: take the act out of it"),
    (b"MIME-Version:", "a web archive (MHTML): save the page as HTML alone"),
    (b"From: <Saved by", "a web archive (MHTML): save the page as HTML alone"),
)


def kind_of(content: bytes) -> Kind:
    """The kind of a file by its content; TEXT if nothing else is recognised.

    Raises UnreadableFormatError for known kinds that are not supported, and for damaged or encrypted files.
    """
    for mark, what in _NOT_READ:
        if content.startswith(mark):
            raise UnreadableFormatError(f"the file is {what}")
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFormatError(_old_office(content))
    if content.startswith(_ZIP):
        return _of_archive(content)
    if b"%PDF-" in content[:_PDF_HEAD]:
        return Kind.PDF
    return Kind.HTML if _MARKUP.match(_plain_head(content)) else Kind.TEXT


def _plain_head(content: bytes) -> bytes:
    """The first bytes without a byte order mark, those of UTF-16 as ASCII."""
    head = content[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.replace(b"\x00", b"")[2:]
    return head.removeprefix(b"\xef\xbb\xbf")


def _old_office(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "the file is encrypted: save it without a password"
    return "the file is a DOC or XLS of Office 97: save it as DOCX or XLSX"


def _of_archive(content: bytes) -> Kind:
    """DOCX or XLSX. Raises UnreadableFormatError for another or a damaged ZIP archive."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {name for name in archive.namelist() if name.endswith(".xml")}
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableFormatError(
            "the file is torn: its archive (DOCX, XLSX) has no whole directory"
        ) from None
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    raise UnreadableFormatError("the file is a ZIP archive and neither DOCX nor XLSX: take the act out of it")
