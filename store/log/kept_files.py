"""Folders of files in the store: each content is stored once, under its SHA-256."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from model.errors import StoreError
from store.tables import tables

_CHUNK = 100
Files = dict[str, str]
"""Path inside a folder to the SHA-256 of the file there."""


def keep_file(connection: Connection, content: bytes) -> str:
    """Store one file and return its SHA-256. Needs a writing transaction."""
    return _keep(connection, {"": content})[""]


def packed(content: bytes) -> bytes:
    """A file compressed for `keep_packed`: large ones are compressed before a transaction begins."""
    return zlib.compress(content)


def keep_packed(connection: Connection, sha256: str, content: bytes) -> None:
    """Store a file that is compressed already; nothing if it is stored. Needs a writing transaction."""
    table = tables.kept_file
    if connection.scalar(select(table.c.sha256).where(table.c.sha256 == sha256)) is None:
        connection.execute(insert(table).values(sha256=sha256, content=content))


def keep_folder(connection: Connection, folder: Path, without: Collection[str] = ()) -> Files:
    """Store all files of a folder except the paths in `without`; returns the SHA-256 of each path.

    Needs a writing transaction.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return _keep(
        connection, {name: found[name].read_bytes() for name in sorted(found) if name not in without}
    )


def _keep(connection: Connection, contents: Mapping[str, bytes]) -> Files:
    """Store files that are not stored yet; returns the SHA-256 of each."""
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    table = tables.kept_file
    known = set(connection.scalars(select(table.c.sha256)))
    new = {digest: contents[name] for name, digest in files.items() if digest not in known}
    if new:
        rows = [{"sha256": digest, "content": packed(content)} for digest, content in new.items()]
        connection.execute(insert(table), rows)
    return files


def read_file(connection: Connection, sha256: str) -> bytes:
    """The content of one file. Raises StoreError if the store lost or changed it."""
    return _read(connection, [sha256])[sha256]


def write_folder_to(connection: Connection, files: Mapping[str, str], target: Path) -> None:
    """Write the files of a stored folder into `target`. Raises StoreError if a file is lost or changed."""
    for some in _pieces(files):
        contents = _read(connection, {digest for _, digest in some})
        for name, digest in some:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[digest])


def drop_unused_files(connection: Connection) -> None:
    """Delete the files that no stored seeds, staged act or upload refers to. Needs a writing transaction."""
    staged, kept, table = tables.staged_act, tables.kept_seeds, tables.kept_file
    used: set[str] = set(connection.scalars(select(tables.act_upload.c.sha256)))
    for files in (*connection.scalars(select(staged.c.files)), *connection.scalars(select(kept.c.files))):
        used.update(files.values())
    for row in connection.execute(select(staged.c.text_sha256, staged.c.profile_sha256)):
        used.update(row)
    for digest in set(connection.scalars(select(table.c.sha256))) - used:
        connection.execute(delete(table).where(table.c.sha256 == digest))


def _pieces(files: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    items = list(files.items())
    return [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]


def _read(connection: Connection, digests: Collection[str]) -> dict[str, bytes]:
    """The contents of files by SHA-256. Raises StoreError if a file is lost or changed."""
    table = tables.kept_file
    rows = connection.execute(select(table).where(table.c.sha256.in_(digests)))
    contents = {row.sha256: _plain(row.content) for row in rows}
    for digest in digests:
        if hashlib.sha256(contents.get(digest, b"")).hexdigest() != digest:
            raise StoreError(f"the store has lost or changed the kept file {digest}: restore it from a dump")
    return contents


def _plain(content: bytes) -> bytes:
    """A file decompressed; empty if it cannot be."""
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""
