"""Checks a DOCX or XLSX file (a ZIP archive of XML) before a library opens it."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from loaders.formats.places import UnreadableFormatError

MOST_PARTS = 5_000
"""Files in an archive."""
MOST_BYTES = 200 * 2**20
"""Bytes of all parts together, unpacked."""
MOST_RATIO = 200
"""How many times larger than packed a part may be; XML of tables packs to a tenth or a thirtieth."""
_SMALL = 2**20
"""A part up to this many bytes may have any ratio."""
_CHUNK = 2**20
_XML = (".xml", ".rels", ".vml")
# OOXML has no document type (ECMA-376, part 2: "shall not contain DTD content"), so entities are refused.
_DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_archive(content: bytes) -> None:
    """Unpack every part of an archive and count the bytes.

    Raises UnreadableFormatError for an encrypted or damaged archive, an archive above the limits, and XML
    with entities. Sizes are counted while unpacking, because an archive may state wrong sizes.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableFormatError(f"a ZIP bomb: {len(parts):,} parts, more than {MOST_PARTS:,}")
            left = MOST_BYTES
            for part in parts:
                left -= _unpacked(archive, part, left)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, UnreadableFormatError):
            raise
        raise UnreadableFormatError(f"the file is torn: {error}") from None


def _unpacked(archive: ZipFile, part: ZipInfo, left: int) -> int:
    """The number of bytes in a part. Raises UnreadableFormatError above `left` bytes or MOST_RATIO."""
    if part.flag_bits & 1:
        raise UnreadableFormatError("the file is encrypted: save it without a password")
    size = 0
    is_xml = part.filename.lower().endswith(_XML)
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left or size > max(_SMALL, part.compress_size * MOST_RATIO):
                raise UnreadableFormatError(
                    f"a ZIP bomb: {part.filename} unpacks to more than {size:,} bytes"
                )
            # UTF-16 has a zero beside each letter of ASCII.
            if is_xml and _DOCUMENT_TYPE.search((tail + chunk).replace(b"\x00", b"")):
                raise UnreadableFormatError(f"{part.filename} declares entities, which no DOCX or XLSX does")
            tail = chunk[-64:]
    return size
