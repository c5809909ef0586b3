"""A file beside a store that holds its newest edition, so that the next program starts faster.

It is a copy of what is in the store: one that does not match is ignored, and one that cannot be written is
not needed. What people wrote of themselves never gets into it (`store.reading.kept_edition`). The first line
is a mark with the number of the format, the second a header as JSON, the rest the edition.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

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
from store.reading.private_file import read_private, replace_private, tidy
from store.reading.table_states import TableStates
from store.tables.engine import without_password

_MARK = b"kense edition 1\n"
_KEPT = 2
"""Number of files for one store: during an upgrade the old and the new program each have one."""

logger = logging.getLogger("kense.store.edition_file")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What must match the program and the store before the rest of a file is read."""

    program: str
    """Fingerprint of the program that made it."""
    store: str
    """Digest of the address of the store."""
    number: int
    identity: str
    tables: dict[str, str]
    """The state of each table when the edition was read."""
    offices: dict[str, str]
    """The state of each office when the edition was read."""
    sha256: str
    """SHA-256 of the edition's bytes."""

    @property
    def key(self) -> EditionKey:
        """The key of the edition: its number and identity."""
        return EditionKey(self.number, self.identity)


class EditionFile:
    """The edition file of a store. No method raises if the file is missing, bad or cannot be written."""

    def __init__(self, folder: Path, name: str, store: str) -> None:
        """`name` is the beginning of the file names; `store` distinguishes stores that share a folder."""
        self._folder, self._name = folder, f".{name}.edition-"
        self._store = hashlib.sha256(store.encode()).hexdigest()

    @property
    def path(self) -> Path:
        """The path of the file for this version of the program."""
        return self._folder / f"{self._name}{program_fingerprint()[:12]}"

    def opened(self) -> OpenedEdition | None:
        """The file with its header. None unless this program made it from this store.

        None as well if anybody but its owner can read or write it.
        """
        content = read_private(self.path)
        if content is None or not content.startswith(_MARK):
            return None
        end = content.find(b"\n", len(_MARK))
        try:
            header = msgspec.json.decode(content[len(_MARK) : end], type=Header)
        except msgspec.MsgspecError:
            return None
        if header.program != program_fingerprint() or header.store != self._store:
            return None
        return OpenedEdition(header, memoryview(content)[end + 1 :])

    def write(self, edition: Edition, states: TableStates, offices: OfficeStates) -> None:
        """Replace the file by this edition, and delete older files except the newest.

        A failure is only logged.
        """
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
            replace_private(self.path, [_MARK, msgspec.json.encode(header), b"\n", content])
            tidy(self._folder, self._name, _KEPT)
        except OSError as error:
            logger.info("the edition is not stored in %s: %s", self._folder, error.strerror)


class OpenedEdition:
    """A file whose header matches. The caller checks whether its edition is still that of the store."""

    def __init__(self, header: Header, content: memoryview) -> None:
        self.key, self.states, self.offices = header.key, header.tables, header.offices
        self._sha256, self._content = header.sha256, content

    def edition(self) -> Edition | None:
        """The edition; None if the file is incomplete, was changed, or cannot be decoded."""
        if hashlib.sha256(self._content).hexdigest() != self._sha256:
            return None
        try:
            decoded = decode_edition(self._content)
        except UnreadableEditionError as error:
            logger.warning("an edition file is ignored: %s", error)
            return None
        return decoded if decoded.key == self.key else None


def kept_place(settings: Settings) -> tuple[Path, str] | None:
    """Folder and beginning of the file names for a store's edition files; None if the settings want none.

    Beside a SQLite file, else in the home folder.
    """
    if not settings.operating.keeps_edition:
        return None
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "").absolute()
        return file.parent, file.name
    address = without_password(url)
    return settings.home / "editions", hashlib.sha256(address.encode()).hexdigest()[:16]


def edition_file(settings: Settings) -> EditionFile | None:
    """The edition file for the store of the settings; None if the settings want none."""
    place = kept_place(settings)
    return None if place is None else EditionFile(*place, without_password(settings.database_url))
