"""Webhooks in the store: operators add them, and the holder of a lease sends messages to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from model.errors import NotFoundError, UsageError
from model.webhooks import Webhook
from store.tables import tables

MOST = 200
"""Most webhooks of one registry."""


def add_webhook(connection: Connection, webhook: Webhook) -> None:
    """Store a new webhook. Needs a writing transaction.

    Raises NotFoundError for an unknown unit, and UsageError if there are 200 webhooks already.
    """
    unit = tables.unit.c.id
    if webhook.within is not None and connection.scalar(select(unit).where(unit == webhook.within)) is None:
        raise NotFoundError(f"no unit has the id {webhook.within!r}")
    if (connection.scalar(select(func.count()).select_from(tables.webhook)) or 0) >= MOST:
        raise UsageError(f"there are {MOST} webhooks already: remove one first")
    connection.execute(
        insert(tables.webhook).values(
            id=webhook.id,
            url=webhook.url,
            within=webhook.within,
            added_at=webhook.added_at,
            position=webhook.position,
            attempts=0,
        )
    )


def all_webhooks(connection: Connection) -> list[Webhook]:
    """All webhooks, the oldest first."""
    table = tables.webhook
    return [_webhook(row) for row in connection.execute(select(table).order_by(table.c.added_at, table.c.id))]


def find_webhook(connection: Connection, webhook_id: str) -> Webhook:
    """The webhook with that id. Raises NotFoundError."""
    row = connection.execute(select(tables.webhook).where(tables.webhook.c.id == webhook_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"no webhook has the id {webhook_id!r}: `kense webhooks list` shows them")
    return _webhook(row)


def remove_webhook(connection: Connection, webhook_id: str) -> None:
    """Delete a webhook. Needs a writing transaction. Raises NotFoundError."""
    find_webhook(connection, webhook_id)
    connection.execute(delete(tables.webhook).where(tables.webhook.c.id == webhook_id))


def due_webhooks(connection: Connection, newest: str, now: datetime) -> list[Webhook]:
    """Enabled webhooks that have not received the edition `newest`, and whose next try is due."""
    table = tables.webhook
    is_due = or_(table.c.next_at.is_(None), table.c.next_at <= now)
    query = select(table).where(table.c.disabled_at.is_(None), table.c.position != newest, is_due)
    return [_webhook(row) for row in connection.execute(query.order_by(table.c.id))]


def note_told(connection: Connection, webhook_id: str, position: str) -> None:
    """Record that a webhook has received everything up to an edition, and clear its errors.

    Needs a writing transaction.
    """
    told = {"attempts": 0, "next_at": None, "failing_since": None, "disabled_at": None, "last_error": None}
    _write(connection, webhook_id, {"position": position, **told})


def note_failure(connection: Connection, webhook_id: str, values: Mapping[str, object]) -> None:
    """Record a failed try: `values` are the new values of the webhook's columns.

    Needs a writing transaction.
    """
    _write(connection, webhook_id, values)


def _write(connection: Connection, webhook_id: str, values: Mapping[str, object]) -> None:
    connection.execute(update(tables.webhook).where(tables.webhook.c.id == webhook_id).values(**values))


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(**row._asdict())
