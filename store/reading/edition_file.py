"""A file beside a store that holds its newest edition, so that the next program need not read all tables.

It is a copy of what is in the store: one that does not fit is passed over, and one that cannot be written is
not missed. What people wrote of themselves never gets into it (`store.reading.kept_edition`).

The first line is a mark with the number of the format, the second a header as JSON, the rest the edition.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time
from typing import BinaryIO

import msgspec
from sqlalchemy.engine import make_url

from model.edition import Edition
from model.edition_key import EditionKey
from model.settings import Settings
from store.reading.edition_codec import (
    UnreadableEditionError,
    decode_edition,
    encode_edition,
    program_fingerprint,
)
from store.reading.office_states import OfficeStates
from store.reading.table_states import TableStates
from store.tables.engine import without_password

_MARK = b"kense edition 1\n"
_LONGEST_HEADER = 1 << 26
_KEPT = 2
"""Files of one store: during an upgrade the old program and the new one each have theirs."""
_FORGOTTEN_S = 3_600
"""Age of a draft that nobody can still be writing."""

logger = logging.getLogger("kense.store.edition_file")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What has to fit before a file is read on."""

    program: str
    """Fingerprint of the program that made it."""
    store: str
    """Digest of the address of the store."""
    number: int
    identity: str
    tables: dict[str, str]
    """The state of each table when the edition was read."""
    offices: dict[str, str]
    """The state of each office then."""
    sha256: str
    """Of the edition's bytes."""

    @property
    def key(self) -> EditionKey:
        """Number and identity of the edition."""
        return EditionKey(self.number, self.identity)


class EditionFile:
    """The place of a store's edition file. Nothing here raises: a file is there, or it is not."""

    def __init__(self, folder: Path, name: str, store: str) -> None:
        """`name` begins the names of the files; `store` tells stores apart that share a folder."""
        self._folder, self._name = folder, f".{name}.edition-"
        self._store = hashlib.sha256(store.encode()).hexdigest()

    @property
    def path(self) -> Path:
        """The file of this program."""
        return self._folder / f"{self._name}{program_fingerprint()[:12]}"

    def opened(self) -> OpenedEdition | None:
        """The file, where it was made by this program of this store and belongs to its owner alone."""
        try:
            file = os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")
        except OSError:
            return None
        with file:
            header = _header_of(file)
            if header is None or header.program != program_fingerprint() or header.store != self._store:
                return None
            return OpenedEdition(header, file.read())

    def write(self, edition: Edition, states: TableStates, offices: OfficeStates) -> None:
        """Put the edition in the place of the one that is kept."""
        content = encode_edition(edition)
        header = Header(
            program=program_fingerprint(),
            store=self._store,
            number=edition.number,
            identity=edition.key.identity,
            tables=dict(states),
            offices=dict(offices),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace([_MARK, msgspec.json.encode(header), b"\n", content])
            self._tidy()
        except OSError as error:
            logger.info("the edition is not kept in %s: %s", self._folder, error.strerror)

    def _replace(self, parts: list[bytes]) -> None:
        draft = self.path.with_name(f"{self.path.name}.{secrets.token_hex(6)}.part")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(draft, flags, 0o600), "wb") as out:
                out.writelines(parts)
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Take away what older programs left, and drafts of programs that were killed."""
        ages = sorted(self._ages(), reverse=True)
        whole = [path for _, path in ages if path.suffix != ".part"]
        drafts = [path for at, path in ages if path.suffix == ".part" and at < time() - _FORGOTTEN_S]
        for path in (*whole[_KEPT:], *drafts):
            with suppress(OSError):
                path.unlink()

    def _ages(self) -> Iterator[tuple[float, Path]]:
        for path in self._folder.iterdir():
            if path.name.startswith(self._name):
                with suppress(OSError):
                    yield path.stat().st_mtime, path


class OpenedEdition:
    """A file whose header fits; whether its edition is still that of the store, the caller finds out."""

    def __init__(self, header: Header, content: bytes) -> None:
        self.key, self.states, self.offices = header.key, header.tables, header.offices
        self._sha256, self._content = header.sha256, content

    def edition(self) -> Edition | None:
        """The edition; None where the file is torn or was changed."""
        if hashlib.sha256(self._content).hexdigest() != self._sha256:
            return None
        try:
            found = decode_edition(self._content)
        except UnreadableEditionError as error:
            logger.warning("an edition file is passed over: %s", error)
            return None
        return found if found.key == self.key else None


def edition_file(settings: Settings) -> EditionFile | None:
    """Where the edition of the store of the settings is kept: beside a file of SQLite, else in the home.

    None where none is to be kept.
    """
    if not settings.operating.keeps_edition:
        return None
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        address = without_password(url)
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        return EditionFile(settings.home / "editions", name, address)
    file = Path(url.database or "").absolute()
    return EditionFile(file.parent, file.name, str(file))


def _header_of(file: BinaryIO) -> Header | None:
    """The header of a file of ours; None of one that others may have written."""
    found = os.fstat(file.fileno())
    is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    if not is_ours or file.readline(len(_MARK)) != _MARK:
        return None
    try:
        return msgspec.json.decode(file.readline(_LONGEST_HEADER), type=Header)
    except msgspec.MsgspecError:
        return None
