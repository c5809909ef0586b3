"""What the commands of `kense webhooks` do and print."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console
from sqlalchemy import Engine

from changes.webhook_sending import checked_url, send
from model.errors import BadSettingError, StoreError
from model.settings import Settings
from model.webhooks import Webhook, secret_of
from store.log.edition_number import latest_edition
from store.log.webhooks import add_webhook, all_webhooks, find_webhook, note_told, remove_webhook
from store.tables.engine import make_engine, reading, writing


def run_add(settings: Settings, url: str, within: str | None, console: Console) -> None:
    """Store a webhook and print its id and secret.

    The webhook receives the editions after the present edition. Raises UsageError for the address,
    BadSettingError and StoreError.
    """
    key = _key(settings)
    url = checked_url(url, settings.webhooks)
    now, webhook_id = datetime.now(UTC), f"wh_{secrets.token_hex(8)}"
    with _engine(settings) as engine, writing(engine) as connection:
        stamp = latest_edition(connection)
        if stamp is None:
            raise StoreError("nothing has been loaded into the store yet: run `kense load` first")
        add_webhook(connection, Webhook(webhook_id, url, within, now, position=str(stamp.key)))
    _print(console, f"{webhook_id} is told of what follows edition {stamp.number}")
    _print(console, f"its secret: {secret_of(key, webhook_id)}")


def run_list(settings: Settings, console: Console) -> None:
    """Print a line for each webhook with its state. Raises StoreError."""
    with _engine(settings) as engine, reading(engine) as connection:
        found = all_webhooks(connection)
    for webhook in found:
        _print(console, f"{webhook.id}  {webhook.url}  {webhook.within or 'everything'}  {_state(webhook)}")
    if not found:
        _print(console, "there are no webhooks")


def run_remove(settings: Settings, webhook_id: str, console: Console) -> None:
    """Remove a webhook. Raises NotFoundError if there is none with the id, and StoreError."""
    with _engine(settings) as engine, writing(engine) as connection:
        remove_webhook(connection, webhook_id)
    _print(console, f"{webhook_id} is told nothing more")


def run_test(settings: Settings, webhook_id: str, console: Console) -> None:
    """Send a test message to a webhook; if accepted, a failing or disabled webhook is enabled again.

    Raises WebhookError, BadSettingError, UsageError, NotFoundError and StoreError.
    """
    _key(settings)
    with _engine(settings) as engine:
        with reading(engine) as connection:
            webhook = find_webhook(connection, webhook_id)
        now = datetime.now(UTC)
        body = {"type": "webhook.test", "timestamp": now.isoformat(), "data": {"within": webhook.within}}
        message_id = f"msg_{webhook.id}_test_{int(now.timestamp())}"
        send(webhook.id, webhook.url, message_id, json.dumps(body).encode(), settings.webhooks)
        if webhook.attempts or webhook.disabled_at:
            with writing(engine) as connection:
                note_told(connection, webhook.id, webhook.position)
    _print(console, f"{webhook.id} took the message")


def _key(settings: Settings) -> str:
    """The key of the settings. Raises BadSettingError if there is no key."""
    if not settings.webhooks.key:
        raise BadSettingError(
            "KENSE_WEBHOOK_KEY is not set: give this command and the servers the same random text of "
            "32 characters or more"
        )
    return settings.webhooks.key


def _state(webhook: Webhook) -> str:
    """The last edition sent, and since when it fails or is disabled."""
    state = f"told of {webhook.position}"
    if webhook.disabled_at is not None:
        return f"{state}, DISABLED since {webhook.disabled_at:%Y-%m-%d %H:%M}: {webhook.last_error}"
    if webhook.failing_since is not None:
        return f"{state}, failing since {webhook.failing_since:%Y-%m-%d %H:%M}: {webhook.last_error}"
    return state


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _print(console: Console, line: str) -> None:
    console.print(line, highlight=False, soft_wrap=True, markup=False)
