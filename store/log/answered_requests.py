"""Requests with an idempotency key: a repeated one gets the first answer and is not executed again."""

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
"""How long an answer is kept; after it a key may be reused."""
MAX_KEY = 200


LEAST_STRANGER_KEY = 22
"""Characters of 128 random bits in base64url: a key of an anonymous client must not be guessable."""
_LEAST_DIFFERENT = 8


class BadKeyError(UsageError):
    """The idempotency key has a bad length or bad characters, or can be guessed; nothing was written."""


class KeyReusedError(UsageError):
    """The idempotency key was used for another request; nothing was written."""


def digest_of(request: Any) -> str:
    """A fingerprint of the request: the SHA-256 of its JSON with sorted keys."""
    return hashlib.sha256(orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()


def checked_key(key: str, *, is_of_stranger: bool) -> str:
    """The key as it is stored. Raises BadKeyError if it is empty, over 200 characters or not printable.

    Anonymous clients behind one address share a name here. Only the key distinguishes them: it has to be
    random, with at least 22 characters, and is stored as a hash.
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
    """The stored result of an earlier request with this key; None if there is no such result or it expired.

    Raises KeyReusedError if the key belongs to another request.
    """
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
    """Store the result of a request, in the transaction that executes it.

    Answers older than 30 days are deleted.
    """
    table = tables.answered_request
    now = datetime.now(UTC)
    connection.execute(delete(table).where(table.c.answered_at <= now - KEPT))
    connection.execute(
        insert(table).values(actor=actor, key=key, digest=digest, answered_at=now, answer=answer)
    )
