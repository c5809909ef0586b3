"""Documents that clients ask for by an id instead of sending them.

There are three kinds: those of the page that ships, those of a folder, which the operator trusts, and those
that clients have sent once with their hash (automatic persisted queries of Apollo). The last are kept in
memory, the oldest are dropped first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from sys import getsizeof

import orjson
from graphql import GraphQLSyntaxError, parse

from graph.execution.lengths import DOCUMENT_LIMIT_BYTES, check_length
from graph.terms.errors import LimitExceededError
from model.byte_cache import ByteCache
from model.errors import BadSettingError
from model.settings import Settings

_KEPT_BYTES = 4_000_000
_LONGEST = 20_000
_ENTRY_BYTES = 300
"""Bytes of a hash as a key, and of its entry."""


class KnownDocuments:
    """GraphQL documents by id. With `only`, none but the trusted documents may be executed."""

    def __init__(self, trusted: Mapping[str, str] | None = None, *, only: bool = False) -> None:
        self._trusted: dict[str, str] = {}
        for name, text in (trusted or {}).items():
            self._trusted[name] = self._trusted[f"sha256:{_sha256(text)}"] = text
        self._texts = frozenset(self._trusted.values())
        self._only = only
        self._registered = ByteCache[str, str](_KEPT_BYTES)

    def find(self, document_id: str) -> str | None:
        """The text of the document with that name or `sha256:` hash: trusted, or sent by a client before.

        Else None.
        """
        found = self._trusted.get(document_id)
        return self._registered.get(document_id) if found is None else found

    def register(self, sha256: str, text: str) -> bool:
        """Store a document that a client sent with its hash. Returns False if the hash is wrong.

        A document that is too long (20,000 characters) or not allowed is not stored, but True is returned.
        """
        if _sha256(text) != sha256:
            return False
        # A long document is executed but not stored: its client sends it again each time.
        if self.allows(text) and text not in self._texts and len(text) <= _LONGEST:
            key = f"sha256:{sha256}"
            self._registered.put(key, text, _ENTRY_BYTES + getsizeof(text))
        return True

    def allows(self, text: str) -> bool:
        """Whether a document may be executed: always, unless only trusted ones may."""
        return not self._only or text in self._texts


def _sha256(text: str) -> str:
    # A lone surrogate cannot be encoded in UTF-8; no client can have hashed it.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def documents_of(settings: Settings, page: Path | None = None) -> KnownDocuments:
    """The trusted documents of the settings, and those of the built page in the folder `page` (if given).

    Raises BadSettingError like `read_documents`.
    """
    return read_documents(
        settings.trusted_documents,
        only=settings.trusted_documents_only,
        limit_bytes=settings.document_limit_bytes,
        own=_of_page(page),
    )


def _of_page(folder: Path | None) -> Mapping[str, str]:
    """The documents of the built page by the hashes that the page sends.

    Empty without a file `documents.json`.
    """
    file = None if folder is None else folder / "documents.json"
    return {} if file is None or not file.is_file() else _listed(file)


def read_documents(
    folder: Path | None,
    *,
    only: bool = False,
    limit_bytes: int = DOCUMENT_LIMIT_BYTES,
    own: Mapping[str, str] | None = None,
) -> KnownDocuments:
    """The trusted documents of a folder: one document in each `.graphql` file, many by id in a `.json` file.

    The program's `own` are trusted beside them. Raises BadSettingError if the folder or a file cannot be
    read, a document is longer than `limit_bytes` or invalid, or `only` is given and the folder holds none.
    """
    documents: dict[str, str] = {}
    for file in _files(folder) if folder is not None else ():
        if file.suffix in (".graphql", ".gql"):
            documents[file.stem] = _text(file)
        elif file.suffix == ".json":
            documents |= _listed(file)
    for name, text in documents.items():
        _check(name, text, limit_bytes)
    if only and not documents:
        raise BadSettingError("KENSE_TRUSTED_DOCUMENTS_ONLY is on, but KENSE_TRUSTED_DOCUMENTS holds none")
    return KnownDocuments({**(own or {}), **documents}, only=only)


def _check(name: str, text: str, limit_bytes: int) -> None:
    """Raise BadSettingError if a document is too long, nested too deeply or cannot be parsed."""
    whose = f"the trusted document {name!r} of KENSE_TRUSTED_DOCUMENTS"
    try:
        check_length(text, limit_bytes)
        parse(text)
    except LimitExceededError:
        raise BadSettingError(
            f"{whose} has more than {limit_bytes} bytes: shorten it, or raise KENSE_DOCUMENT_LIMIT_BYTES"
        ) from None
    except GraphQLSyntaxError as error:
        raise BadSettingError(f"{whose} cannot be read: {error.message}") from None
    except RecursionError:
        raise BadSettingError(f"{whose} is nested too deeply") from None


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise BadSettingError(f"KENSE_TRUSTED_DOCUMENTS is {str(folder)!r}: {error.strerror}") from None


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise BadSettingError(f"{file.name} of KENSE_TRUSTED_DOCUMENTS: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSettingError(f"{file.name} of KENSE_TRUSTED_DOCUMENTS is not text in UTF-8") from None


def _listed(file: Path) -> dict[str, str]:
    """The documents by id in a JSON file. Raises BadSettingError if it is not an object of texts."""
    try:
        found = orjson.loads(_text(file))
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise BadSettingError(f"{file.name} of KENSE_TRUSTED_DOCUMENTS is not an object of ids and documents")
    return found
