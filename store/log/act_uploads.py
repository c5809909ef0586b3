"""Uploaded files of acts, and staged acts for the rooms outside the loaders."""

from __future__ import annotations

import secrets
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from model.act_jobs import OPEN_STATES, Staged, Upload
from store.log.kept_files import drop_unused_files, keep_packed, read_file
from store.tables import tables


def keep_upload(connection: Connection, upload: Upload, content: bytes) -> Upload:
    """Store a file; `content` is compressed (`kept_files.packed`). Needs a writing transaction.

    If the sender sent the same file under the same name before, returns that upload and stores nothing.
    """
    table = tables.act_upload
    is_same = (
        (table.c.sha256 == upload.sha256)
        & (table.c.name == upload.name)
        & (table.c.sent_by == upload.sent_by)
    )
    known = connection.execute(select(table).where(is_same)).first()
    if known is not None:
        return _upload(known)
    keep_packed(connection, upload.sha256, content)
    kept = replace(upload, id=secrets.token_hex(8), sent_at=datetime.now(UTC))
    connection.execute(insert(table).values(**asdict(kept)))
    return kept


def find_upload(connection: Connection, upload_id: str) -> Upload | None:
    """One upload; None for an unknown id."""
    row = connection.execute(
        select(tables.act_upload).where(tables.act_upload.c.id == upload_id)
    ).one_or_none()
    return None if row is None else _upload(row)


def upload_content(connection: Connection, upload: Upload) -> bytes:
    """The bytes of an upload. Raises StoreError if the store lost or changed them."""
    return read_file(connection, upload.sha256)


def all_uploads(connection: Connection) -> list[Upload]:
    """Uploads, the newest first."""
    table = tables.act_upload
    rows = connection.execute(select(table).order_by(table.c.sent_at.desc(), table.c.id))
    return [_upload(row) for row in rows]


def uploads_of(connection: Connection, sender: str) -> tuple[int, int]:
    """How many uploads an account has stored, and the bytes of the uploads of all accounts together."""
    table = tables.act_upload
    own = select(func.count()).select_from(table).where(table.c.sent_by == sender)
    return connection.scalar(own) or 0, connection.scalar(select(func.sum(table.c.size))) or 0


def drop_upload(connection: Connection, upload_id: str) -> None:
    """Delete an upload, and its file if nothing else uses it. Needs a writing transaction."""
    connection.execute(delete(tables.act_upload).where(tables.act_upload.c.id == upload_id))
    drop_unused_files(connection)


def forget_old_uploads(connection: Connection, age: timedelta) -> int:
    """Delete uploads older than `age` that no open job needs; returns how many.

    Staged acts have their own copy of the text. Needs a writing transaction.
    """
    job, upload = tables.act_job, tables.act_upload
    needed = select(job.c.upload_id).where(job.c.state.in_(OPEN_STATES), job.c.upload_id.is_not(None))
    is_old = (upload.c.sent_at < datetime.now(UTC) - age) & upload.c.id.not_in(needed)
    gone = connection.execute(delete(upload).where(is_old)).rowcount
    if gone:
        drop_unused_files(connection)
    return gone


def drop_staged_act(connection: Connection, act: str) -> bool:
    """Remove a staged act, and files that only it uses. False if it is not staged.

    Needs a writing transaction.
    """
    table = tables.staged_act
    is_gone = connection.execute(delete(table).where(table.c.act == act)).rowcount > 0
    drop_unused_files(connection)
    return is_gone


def all_staged(connection: Connection, published: str) -> list[Staged]:
    """Staged acts by id.

    Each says whether it was staged on other seeds than `published`, the digest in service.
    """
    table = tables.staged_act
    rows = connection.execute(select(table.c.act, table.c.manifest).order_by(table.c.act))
    return sorted((_staged(row, published) for row in rows), key=lambda staged: staged.act)


def staging_moment(connection: Connection, act: str) -> datetime | None:
    """When an act was staged, or last staged again; None if it is not staged."""
    table = tables.staged_act
    manifest = connection.scalar(select(table.c.manifest).where(table.c.act == act))
    return None if manifest is None else datetime.fromisoformat(manifest["staged_at"])


def _staged(row: Any, published: str) -> Staged:
    """The staged act of a row; `published` is the digest of the seeds in service."""
    manifest = row.manifest
    return Staged(
        act=row.act,
        text_name=manifest["text"],
        text_sha256=manifest["text_sha256"],
        staged_at=datetime.fromisoformat(manifest["staged_at"]),
        upon=manifest["upon"],
        problems=len(manifest["problems"]),
        is_behind=manifest["upon"] != published,
    )


def _upload(row: Any) -> Upload:
    return Upload(**row._mapping)
