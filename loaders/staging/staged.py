"""The staged acts in the store: any process that opens it sees them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select

from loaders.amending.applying import BLOCKED_OPERATION
from loaders.directory.blocking import BLOCKED_ROW
from loaders.loading.load import Claim
from loaders.offices.act_services import DraftService
from loaders.problems import Problem
from model.errors import RegistryError
from store.log.act_uploads import drop_staged_act
from store.log.kept_files import drop_unused_files, keep_file, keep_folder, read_file, write_folder_to
from store.tables import tables
from store.tables.engine import reading, writing

MANIFEST = "manifest.json"
NOT_READ = "not read"
BLOCKED = frozenset({"blocked table", BLOCKED_ROW, BLOCKED_OPERATION, NOT_READ})
"""Kinds of problems that keep a part of an act out of the edition."""


class StagingError(RegistryError):
    """No such act is staged, or it cannot be used any more; the message names the command to run."""


class NotStagedError(StagingError):
    """No such act is staged."""


class OutdatedError(StagingError):
    """Since the act was staged, other seeds were published or the program changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was staged, on which seeds, and what a person should know before activation.

    `upon` and `digest` are digests of seeds (`loaders.load.seeds_digest`): of the published seeds and of the
    staged seeds. `problems` are those that cite the act; a blocked table is a problem too.
    """

    act: str
    text: str
    text_sha256: str
    staged_at: datetime
    upon: str
    digest: str
    drafts: tuple[DraftService, ...]
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> tuple[Problem, ...]:
        """The problems that keep a part of the act out of the edition, such as tables that were not read."""
        return tuple(problem for problem in self.problems if problem.kind in BLOCKED)


def keep_staged(
    engine: Engine,
    manifest: Manifest,
    text: Path,
    profile: Path,
    folder: Path,
    claim: Claim | None = None,
) -> None:
    """Store a staged act in place of an earlier staging of the act, in one transaction.

    `claim` is called first and may raise. Raises StoreError.
    """
    with writing(engine) as connection:
        if claim is not None:
            claim(connection)
        values = {
            "act": manifest.act,
            "text_name": text.name,
            "text_sha256": keep_file(connection, text.read_bytes()),
            "profile_sha256": keep_file(connection, profile.read_bytes()),
            "files": keep_folder(connection, folder, without=(MANIFEST,)),
            "manifest": msgspec.to_builtins(manifest),
        }
        _delete(connection, manifest.act)
        connection.execute(insert(tables.staged_act).values(values))
        drop_unused_files(connection)


def drop_staged(engine: Engine, act: str) -> None:
    """Delete a staged act; nothing if it is not staged. Raises StoreError."""
    with writing(engine) as connection:
        drop_staged_act(connection, act)


def _delete(connection: Connection, act: str) -> None:
    connection.execute(delete(tables.staged_act).where(tables.staged_act.c.act == act))


def staged_acts(engine: Engine) -> tuple[Manifest, ...]:
    """The manifests of all staged acts, by id. Raises StagingError and StoreError."""
    table = tables.staged_act
    with reading(engine) as connection:
        rows = connection.execute(select(table.c.act, table.c.manifest).order_by(table.c.act)).all()
    return tuple(sorted((_manifest(row) for row in rows), key=lambda manifest: manifest.act))


def read_manifest(engine: Engine, act: str) -> Manifest:
    """The manifest of a staged act. Raises NotStagedError, StagingError and StoreError."""
    with reading(engine) as connection:
        return _manifest(_row(connection, act))


@contextmanager
def staged_seeds(engine: Engine, act: str) -> Iterator[tuple[Manifest, Path]]:
    """A staged act and a copy of its folder of seeds, which is removed at the end of the block.

    Raises StagingError and StoreError.
    """
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "seeds"
        with reading(engine) as connection:
            row = _row(connection, act)
            write_folder_to(connection, row.files, folder)
        yield _manifest(row), folder


@contextmanager
def staged_text(engine: Engine, act: str) -> Iterator[tuple[Path, Path]]:
    """Copies of the text and the profile of a staged act, removed at the end of the block.

    Raises StagingError and StoreError.
    """
    with tempfile.TemporaryDirectory() as aside:
        with reading(engine) as connection:
            row = _row(connection, act)
            text, profile = Path(aside) / row.text_name, Path(aside) / "profile" / f"{act}.yaml"
            profile.parent.mkdir()
            text.write_bytes(read_file(connection, row.text_sha256))
            profile.write_bytes(read_file(connection, row.profile_sha256))
        yield text, profile


def staged_folder(home: Path, act: str) -> Path:
    """The folder with the copy of a staged act that people can read."""
    return home / "staged" / act


def _row(connection: Connection, act: str) -> Any:
    """The row of a staged act. Raises NotStagedError."""
    table = tables.staged_act
    row = connection.execute(select(table).where(table.c.act == act)).one_or_none()
    if row is None:
        raise NotStagedError(f"no act {act!r} is staged: run `kense stage` with its text")
    return row


def _manifest(row: Any) -> Manifest:
    """The manifest in a row. Raises StagingError if another version of the program wrote it."""
    try:
        return msgspec.convert(row.manifest, Manifest)
    except msgspec.ValidationError as error:
        raise StagingError(f"the manifest of {row.act}: {error}: stage the act again") from None
