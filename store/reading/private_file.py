"""Optional files that make a start faster: access for their owner only, replaced as a whole."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from time import time

_DRAFT = ".part"
_FORGOTTEN_S = 3_600
"""Age of a temporary file that no program can still be writing."""


def read_private(path: Path) -> bytes | None:
    """The content of a file. None unless this user owns it and nobody else can read or write it."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
            found = os.fstat(file.fileno())
            is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            return file.read() if is_ours and not found.st_mode & 0o077 else None
    except OSError:
        return None


def replace_private(path: Path, parts: Iterable[bytes]) -> None:
    """Replace a file; a reader gets either the old or the new file, complete. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}{_DRAFT}")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(draft, flags, 0o600), "wb") as out:
            out.writelines(parts)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def tidy(folder: Path, begin: str, most: int) -> None:
    """Keep the `most` newest files whose names begin with `begin`. Raises OSError.

    Temporary files of killed programs are deleted after an hour.
    """
    ages = sorted(_ages(folder, begin), reverse=True)
    whole = [path for _, path in ages if path.suffix != _DRAFT]
    drafts = [path for at, path in ages if path.suffix == _DRAFT and at < time() - _FORGOTTEN_S]
    for path in (*whole[most:], *drafts):
        with suppress(OSError):
            path.unlink()


def _ages(folder: Path, begin: str) -> Iterator[tuple[float, Path]]:
    """The files whose names begin with `begin`, each with the time it was modified."""
    for path in folder.iterdir():
        if path.name.startswith(begin):
            with suppress(OSError):
                yield path.stat().st_mtime, path
