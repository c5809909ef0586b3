"""Webhooks: their addresses, the last edition sent to each, and what a server needs to send.

No secret is kept in the store: that of a webhook follows from its id and the key of the settings.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.errors import BadSettingError

LEAST_KEY_LENGTH = 32
"""Least number of characters of KENSE_WEBHOOK_KEY."""
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 2 * 60, 10 * 60, 30 * 60, 3_600, 3 * 3_600, 6 * 3_600)
)
"""Pauses from a failed try to the next one; the last one is repeated."""
FAILS_FOR = timedelta(days=3)
"""How long a webhook may fail before it is disabled."""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What the secrets of webhooks are made from, and which private hosts may receive messages."""

    key: str = field(default="", repr=False)
    """Empty if this server sends nothing."""
    hosts: frozenset[str] = frozenset()
    """`name` or `name:port`, which may have private addresses and take plain http."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that receives a message for each new edition."""

    id: str
    url: str
    within: str | None
    """Only changes that touch this unit are sent; None for all."""
    added_at: datetime
    position: str
    """Key of the edition that was sent last."""
    attempts: int = 0
    """How many tries have failed since the last success."""
    next_at: datetime | None = None
    failing_since: datetime | None = None
    disabled_at: datetime | None = None
    last_error: str | None = None

    def after_failure(self, error: str, now: datetime, *, is_gone: bool) -> dict[str, object]:
        """The columns to store after a failed try.

        A webhook that is gone, or has failed for three days, is disabled.
        """
        since = self.failing_since or now
        pause = PAUSES[min(self.attempts, len(PAUSES) - 1)]
        is_over = is_gone or now - since >= FAILS_FOR
        return {
            "attempts": self.attempts + 1,
            "next_at": now + pause,
            "failing_since": since,
            "disabled_at": now if is_over else None,
            "last_error": error[:500],
        }


def secret_of(key: str, webhook_id: str) -> str:
    """The secret of one webhook, which sender and receiver share: `whsec_` and base64 (Standard Webhooks)."""
    made = hmac.digest(key.encode(), f"kense webhook {webhook_id}".encode(), hashlib.sha256)
    return f"whsec_{base64.b64encode(made).decode()}"


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header `webhook-signature` (Standard Webhooks, symmetric: `v1`)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def read_webhooks(text: Callable[[str], str]) -> WebhookSettings:
    """These settings; `text` reads a variable. Raises BadSettingError for a short key and for bad hosts."""
    key = text("KENSE_WEBHOOK_KEY")
    if key and len(key) < LEAST_KEY_LENGTH:
        raise BadSettingError(f"KENSE_WEBHOOK_KEY has fewer than {LEAST_KEY_LENGTH} characters")
    hosts = (item.strip().lower() for item in text("KENSE_WEBHOOK_HOSTS").split(","))
    named = frozenset(host for host in hosts if host)
    if any(set(host) & set("/@*? ") for host in named):
        wanted = "hosts such as hooks.internal or 10.0.0.7:8443 separated by commas"
        raise BadSettingError(f"KENSE_WEBHOOK_HOSTS is {text('KENSE_WEBHOOK_HOSTS')!r}, not {wanted}")
    return WebhookSettings(key, named)
