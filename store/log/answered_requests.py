"""Requests with an idempotency key: the same one again is answered and not carried out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select

from model.errors import UsageError
from model.values.typed_text import holds_unseen
from store.tables import tables

KEPT = timedelta(days=30)
"""How long an answer is kept; a key may then be used anew."""
MAX_KEY = 200


LEAST_STRANGER_KEY = 22
"""Letters of 128 random bits in base64url: a key of somebody without an account is not to be guessed."""
_LEAST_DIFFERENT = 8


class BadKeyError(UsageError):
    """The idempotency key cannot be one; nothing was written."""


class KeyReusedError(UsageError):
    """The idempotency key belongs to another request; nothing was written."""


def digest_of(request: Any) -> str:
    """A fingerprint of what was asked for."""
    return hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def checked_key(key: str, *, is_of_stranger: bool) -> str:
    """The key as it is kept. Raises BadKeyError.

    Strangers behind one address have one name here: what tells them apart is the key, which therefore has to
    be random, and is kept as a hash.
    """
    if not 0 < len(key) <= MAX_KEY or holds_unseen(key):
        raise BadKeyError(
            f"an idempotency key has 1 to {MAX_KEY} printable characters, none that nobody can see"
        )
    if not is_of_stranger:
        return key
    if len(key) < LEAST_STRANGER_KEY or len(set(key)) < _LEAST_DIFFERENT:
        raise BadKeyError(
            f"the idempotency key of one who has not signed in has at least {LEAST_STRANGER_KEY} characters "
            "and is made at random, such as a UUID: others share your address"
        )
    return f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def answer_of(connection: Connection, actor: str, key: str, digest: str) -> dict[str, Any] | None:
    """What the request did when it came before; None the first time. Raises KeyReusedError."""
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
