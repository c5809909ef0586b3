"""Requests with an idempotency key: the same one again is answered and not carried out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select

from model.errors import UsageError
from store.tables import tables

KEPT = timedelta(days=30)
"""How long an answer is kept; a key may then be used anew."""
MAX_KEY = 200


class KeyReusedError(UsageError):
    """The idempotency key belongs to another request; nothing was written."""


def digest_of(request: Any) -> str:
    """A fingerprint of what was asked for."""
    return hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def answer_of(connection: Connection, actor: str, key: str, digest: str) -> dict[str, Any] | None:
    """What the request did when it came before; None the first time. Raises KeyReusedError."""
    if not 0 < len(key) <= MAX_KEY or not key.isprintable():
        raise KeyReusedError(f"an idempotency key has 1 to {MAX_KEY} printable characters")
    table = tables.answered_request
    row = connection.execute(
        select(table.c.digest, table.c.answer).where(
            table.c.actor == actor, table.c.key == key, table.c.answered_at > datetime.now(UTC) - KEPT
        )
    ).one_or_none()
    if row is None:
        return None
    if row.digest != digest:
        raise KeyReusedError("the idempotency key was used for another request: make a new one")
    return dict(row.answer)


def keep_answer(connection: Connection, actor: str, key: str, digest: str, answer: dict[str, Any]) -> None:
    """Keep what a request did, in the transaction that did it; old answers go."""
    table = tables.answered_request
    now = datetime.now(UTC)
    connection.execute(delete(table).where(table.c.answered_at <= now - KEPT))
    connection.execute(
        insert(table).values(actor=actor, key=key, digest=digest, answered_at=now, answer=answer)
    )
