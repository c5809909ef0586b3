"""Reads a table as it is sent: the body itself as `text/csv`, or the file of a form."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import HTTP
from typing import cast

from starlette.requests import Request

from geo.exports.located_table import MEDIA_TYPE
from graph.geocoding.asked import Given
from graph.server.requests import RequestError
from graph.terms.errors import BadInputError
from model.enums import Language

_FORM = "multipart/form-data"
_LANGUAGES = {language.value: language for language in Language}
_LONGEST_FIELD = 300
"""Bytes; a column has no longer name."""


@dataclass(frozen=True, slots=True)
class SentTable:
    """The bytes of a table, its columns with the address, and the language of the added names."""

    table: bytes
    columns: tuple[str, ...]
    language: Language


def read_form(request: Request, body: bytes) -> SentTable:
    """The sent table: the body itself if it is CSV, or the one file of a form.

    `column` (repeated) and `lang` stand in the URL, or in the form beside the file. Raises RequestError for
    another type of body, BadInputError for a form without exactly one file or with wrong fields.
    """
    content_type = request.headers.get("content-type", "")
    media = content_type.partition(";")[0].strip().lower()
    given = Given(request)
    columns, language = given.repeated("column"), given.language("lang")
    if media == MEDIA_TYPE:
        return SentTable(body, columns, given.one_of("lang", _LANGUAGES) or language)
    if media != _FORM:
        raise RequestError(415, f"the body must be {MEDIA_TYPE}, or {_FORM} with a file")
    tables: list[bytes] = []
    fields: dict[str, list[str]] = {}
    for part in _parts(content_type, body):
        content = cast(bytes, part.get_payload(decode=True) or b"")
        if part.get_filename() is not None:
            tables.append(content)
        else:
            name = str(part.get_param("name", header="content-disposition") or "")
            fields.setdefault(name, []).append(_field(name, content))
    if len(tables) != 1:
        raise BadInputError(f"the form has {len(tables)} files: send one table")
    named = fields.get("lang", [""])[-1]
    if named and named not in _LANGUAGES:
        raise BadInputError(f"lang is one of {', '.join(_LANGUAGES)}, got {named[:40]!r}")
    return SentTable(
        tables[0],
        columns + tuple(each for each in fields.get("column", ()) if each),
        _LANGUAGES.get(named) or given.one_of("lang", _LANGUAGES) or language,
    )


def _parts(content_type: str, body: bytes) -> list[EmailMessage]:
    """The parts of a form (RFC 7578). Raises BadInputError if it is malformed."""
    head = f"content-type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    form = message_from_bytes(head + body, policy=HTTP)
    if not form.is_multipart() or form.defects:
        raise BadInputError("the form cannot be read: its parts are not parted as its content-type says")
    return cast(list[EmailMessage], form.get_payload())


def _field(name: str, content: bytes) -> str:
    if len(content) > _LONGEST_FIELD:
        raise BadInputError(f"{name[:40]} has {len(content)} bytes, at most {_LONGEST_FIELD} are read")
    try:
        return content.decode().strip()
    except UnicodeDecodeError:
        raise BadInputError(f"{name[:40]} is not in UTF-8") from None
