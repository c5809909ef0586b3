"""The seeds behind each published edition, kept in the store, so that `kense rollback` can return to them.

Their key is their digest, which the edition also carries (`store.log.edition_number`). A process works with a
copy under `KENSE_HOME/published`, made when it is missing; earlier programs kept only that copy.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Engine, insert, select, update

from loaders.loading.load import seeds_digest
from loaders.seeds.folder import Seeds, read_seeds
from model.errors import RegistryError
from store.log.edition_number import EditionStamp, latest_edition
from store.log.kept_files import keep_folder, write_folder_to
from store.tables import tables
from store.tables.engine import reading, writing
from store.tables.schema import current_revision

_LETTERS = 16
_PUBLICATION = "publication.json"


class NotPublishedError(RegistryError):
    """No edition is published, or its seeds are missing; the message names the command to run."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The act whose activation published seeds, and the digest of the seeds before it."""

    act: str
    previous: str


def published_stamp(engine: Engine) -> EditionStamp:
    """The published edition. Raises NotPublishedError if there is none, and StoreError."""
    with reading(engine) as connection:
        stamp = latest_edition(connection) if current_revision(connection) is not None else None
    if stamp is None:
        raise NotPublishedError("nothing is published yet: run `kense load` first")
    return stamp


def published_seeds(engine: Engine, home: Path, digest: str, given: Path | None, besides: str = "") -> Path:
    """The folder of the seeds with that digest: from the store, else `given` or an older copy that has it.

    `besides` is an act that may already have a profile in that folder, before any row of the act is known.
    Raises NotPublishedError if none has these seeds.
    """
    kept = home / "published" / digest[:_LETTERS]
    if kept.is_dir() or _bring(engine, digest, kept):
        return kept
    # A newer program computes another digest for equal seeds: then the folder carries the older one.
    archive = sorted(path for path in (home / "published").glob("[!.]*") if path.is_dir())
    for folder in archive if given is None else (given, *archive):
        seeds = read_seeds(folder)
        if digest in (seeds_digest(seeds), seeds_digest(_without(seeds, besides))):
            return folder
    raise NotPublishedError(
        f"the store was not loaded from the seeds in {given or archive}: "
        "run `kense load` first, or name its seeds with --seeds"
    )


def keep_seeds(
    engine: Engine, home: Path, folder: Path, digest: str, publication: Publication | None = None
) -> Path:
    """Store a folder of seeds under its digest; returns a local copy of the folder.

    Seeds that are stored already are not written again; a `publication` is recorded with them. Raises
    StoreError.
    """
    kept = home / "published" / digest[:_LETTERS]
    if not kept.is_dir():
        _put_whole(kept, lambda copy: copy_seeds(folder, copy))
    table = tables.kept_seeds
    with writing(engine) as connection:
        if connection.scalar(select(table.c.digest).where(table.c.digest == digest)) is None:
            files = keep_folder(connection, kept, without=(_PUBLICATION,))
            row = {"digest": digest, "files": files, "kept_at": datetime.now(UTC)}
            connection.execute(insert(table).values(row))
        if publication is not None:
            came = {"act": publication.act, "previous": publication.previous}
            connection.execute(update(table).where(table.c.digest == digest).values(came))
    return kept


def _bring(engine: Engine, digest: str, kept: Path) -> bool:
    """Copy the seeds from the store to a folder; False if the store has none with that digest."""
    table = tables.kept_seeds
    with reading(engine) as connection:
        files = connection.scalar(select(table.c.files).where(table.c.digest == digest))
        if files is None:
            return False
        _put_whole(kept, lambda copy: write_folder_to(connection, files, copy))
    return True


def _put_whole(kept: Path, write: Callable[[Path], None]) -> None:
    """Create a folder in one step; nothing if another process has done so."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".") as trial:
        copy = Path(trial) / "seeds"
        write(copy)
        if not kept.is_dir():  # another process may have been faster
            copy.replace(kept)


def read_publication(engine: Engine, home: Path, digest: str) -> Publication | None:
    """The activation that published the seeds with that digest; None if no activation published them."""
    table = tables.kept_seeds
    with reading(engine) as connection:
        row = connection.execute(select(table).where(table.c.digest == digest)).one_or_none()
    if row is not None and row.act is not None:
        return Publication(row.act, row.previous)
    path = home / "published" / digest[:_LETTERS] / _PUBLICATION  # written by an earlier program
    return msgspec.json.decode(path.read_bytes(), type=Publication) if path.is_file() else None


def copy_seeds(folder: Path, target: Path) -> None:
    """Copy a folder of seeds without caches, hidden files, programs and JSON files."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__", "*.py", ".*", "*.json"))


def _without(seeds: Seeds, act: str) -> Seeds:
    """The seeds without the facts of an act of which they have no rows."""
    has_rows = any(key.act == act for key in seeds.entries)
    return seeds if has_rows else replace(seeds, acts=tuple(facts for facts in seeds.acts if facts.id != act))
