"""The file of a SQLite store: private to its owner, and watched while a program has it open."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from model.errors import DamagedStoreError

_OTHERS = 0o007


class _Identity(NamedTuple):
    device: int
    inode: int


class StoreFile:
    """Remembers which file was opened first, so that another file in its place is never written to.

    SQLite goes on writing into a file that was moved or removed, and creates an empty file with the same name
    for the next connection. Changes acknowledged then would be in a file that nobody opens again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity: _Identity | None = None
        self._size = 0
        self._trouble: str | None = None
        self._lock = Lock()

    def before_connecting(self) -> None:
        """Make the file private before the first connection; later, check that it is the same file.

        Raises DamagedStoreError.
        """
        with self._lock:
            if self._identity is None:
                keep_private(self.path)
                return
        self.check()

    def connected(self) -> None:
        """Record which file the first connection has opened: the store must stay in this file."""
        with self._lock, suppress(OSError):
            found = self.path.stat()
            if self._identity is None:
                self._identity = _Identity(found.st_dev, found.st_ino)
                self._size = found.st_size

    def check(self) -> None:
        """Raise DamagedStoreError if the file is not the first opened file, or has become shorter."""
        with self._lock:
            trouble = self._trouble or self._looked_at()
            if trouble is not None:
                raise DamagedStoreError(trouble)

    def check_structure(self, connection: sqlite3.Connection) -> None:
        """Check the structure of the whole file.

        Raises DamagedStoreError; after that `check` raises it, too.
        """
        fault = quick_check(connection)
        if fault is not None:
            with self._lock:
                self._trouble = f"the store {self.path} is damaged ({fault}): restore a dump (docs/backup.md)"
        self.check()

    def _looked_at(self) -> str | None:
        """What is wrong with the file: gone, replaced or shorter. None if nothing is.

        None as well before the first connection.
        """
        if self._identity is None:
            return None
        try:
            status = self.path.stat()
        except OSError as error:
            why = "it was moved or removed under this program"
            return f"the store {self.path} is gone ({error.strerror}): {why}"
        if (status.st_dev, status.st_ino) != self._identity:
            return f"another file took the place of the store {self.path}: start the program anew for it"
        if status.st_size < self._size:
            # Nothing in this program makes it shorter: SQLite does so for VACUUM alone.
            self._trouble = f"the store {self.path} was cut short: restore it from a dump (docs/backup.md)"
            return self._trouble
        self._size = status.st_size
        return None


def quick_check(connection: sqlite3.Connection) -> str | None:
    """The first fault in the structure of the file; None if there is none. Reads the whole file."""
    try:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if answer == "ok" else str(answer).splitlines()[-1]


def keep_private(file: Path) -> None:
    """Create the file for its owner only, and remove the rights that others have on an existing file.

    It holds what anonymous people wrote, and their addresses. The files that SQLite creates beside it get its
    mode. An existing store is never opened here: closing it would drop the locks that this process has on it,
    and another process would remove the journal (sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(OSError):  # SQLite reports a file that cannot be created or belongs to another user
        if not file.exists():
            _make_private(file)
        mode = file.stat().st_mode & 0o777
        if mode & _OTHERS:
            file.chmod(mode & ~_OTHERS)


def _make_private(file: Path) -> None:
    """Create an empty file that only the owner may read; it never appears with other rights."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
