"""Sends messages about new editions to webhooks; of a store's servers only the holder of the lease does.

A message says which edition there is now, which one was told before, and which offices changed; what it says
is public. A receiver that takes none is tried again and again, later and later, and then of all that came
since in one message.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread
from time import monotonic
from urllib.parse import urlencode

import structlog
from sqlalchemy import Engine

from changes.webhook_sending import WebhookError, send
from graph.served.current_registry import Reception
from graph.served.registry import Registry
from graph.served.touching import touches
from model.background import Background
from model.enums import RecordKind
from model.errors import NoRightInStoreError, RegistryError, StoreError
from model.public_changes import BadPositionError, Changes, EditionAheadError, EditionGoneError, Position
from model.settings import Settings
from model.webhooks import Webhook
from store.log.leases import Lease, TaskTakenError
from store.log.webhooks import due_webhooks, note_failure, note_told
from store.tables.engine import reading, writing

log = structlog.get_logger("kense.graph.webhooks")

TASK = "webhooks"
MOST_OFFICES = 100
"""Offices that a message names; beyond that it says only that there is a new edition."""
_LOOK_S, _AGAIN_S = 0.5, 10.0
"""Seconds between two looks at the edition, and after trouble with the store."""
_STORE_LOOKS = 10
"""Looks at an edition that is known, until the store is asked for those to be tried again."""
_AT_ONCE = 8
_END_S = 2.0
_OF_OFFICES = frozenset({RecordKind.OFFICE, RecordKind.PROVISION, RecordKind.REPLACED_ID})


class WebhookDelivery(Background):
    """A thread that sends messages to webhooks.

    It is off without KENSE_WEBHOOK_KEY or without write access.
    """

    def __init__(
        self, reception: Reception, engine: Engine, settings: Settings, look_s: float = _LOOK_S
    ) -> None:
        self._reception, self._engine, self._settings = reception, engine, settings
        self._look_s = look_s
        is_on = bool(settings.webhooks.key) and not settings.is_read_only
        super().__init__("kense-webhooks", is_on=is_on, end_s=_END_S)  # a receiver may be waited for
        self._seen, self._look_at = "", 0.0

    def _run(self) -> None:
        """Look for something to send until the server stops. Ends for good without the right to write."""
        pause_s = self._look_s
        while not self._stopping.wait(pause_s):
            pause_s = self._look_s
            try:
                self._look()
            except NoRightInStoreError as error:
                log.warning("no webhooks are sent by this server", reason=str(error))
                return
            except RegistryError as error:
                log.warning("webhooks have to wait", reason=str(error))
                pause_s = _AGAIN_S
            except Exception:
                log.exception("webhooks were broken off")
                pause_s = _AGAIN_S

    def _look(self) -> None:
        """Send what is due, if there is a new edition or 5 s have passed.

        Does nothing if another server holds the lease. Raises RegistryError.
        """
        registry = self._reception.registry
        if registry is None or (str(registry.key) == self._seen and monotonic() < self._look_at):
            return
        self._seen, self._look_at = str(registry.key), monotonic() + _STORE_LOOKS * self._look_s
        if self._due(registry):
            with suppress(TaskTakenError), Lease(self._engine, TASK) as lease:
                due = self._due(registry)
                while due and not self._stopping.is_set():
                    self._send_some(registry, due[:_AT_ONCE])
                    due = due[_AT_ONCE:]
                    lease.renew()

    def _due(self, registry: Registry) -> list[Webhook]:
        with reading(self._engine) as connection:
            return due_webhooks(connection, str(registry.key), datetime.now(UTC))

    def _send_some(self, registry: Registry, webhooks: Sequence[Webhook]) -> None:
        """Send messages to some webhooks at the same time, and wait for all."""
        threads = [
            Thread(target=self._deliver, args=(registry, webhook), name="kense-webhook", daemon=True)
            for webhook in webhooks
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _deliver(self, registry: Registry, webhook: Webhook) -> None:
        """Send one message, and store whether it was taken.

        Nothing is sent if no change concerns the webhook.
        """
        try:
            body = message(registry, webhook, self._settings.public_url)
            if body is not None:
                message_id = f"msg_{webhook.id}_{registry.key}"
                send(webhook.id, webhook.url, message_id, body, self._settings.webhooks)
            with writing(self._engine) as connection:
                note_told(connection, webhook.id, str(registry.key))
        except EditionAheadError:
            return  # another server, which is ahead of this one, told it
        except StoreError as error:
            log.warning("what became of a webhook was not kept", webhook=webhook.id, reason=str(error))
        except RegistryError as error:
            self._note_failure(webhook, error)

    def _note_failure(self, webhook: Webhook, error: RegistryError) -> None:
        """Store and log a failed message.

        The webhook is disabled if its receiver is gone or fails too often.
        """
        is_gone = isinstance(error, WebhookError) and error.is_gone
        values = webhook.after_failure(str(error), datetime.now(UTC), is_gone=is_gone)
        if values["disabled_at"] is not None:
            log.error("a webhook is disabled", webhook=webhook.id, reason=str(error))
        else:
            log.warning(
                "a webhook failed", webhook=webhook.id, reason=str(error), attempts=values["attempts"]
            )
        try:
            with writing(self._engine) as connection:
                note_failure(connection, webhook.id, values)
        except StoreError as trouble:
            log.warning("what became of a webhook was not kept", webhook=webhook.id, reason=str(trouble))


def message(registry: Registry, webhook: Webhook, public_url: str) -> bytes | None:
    """The message to a webhook about the edition in service.

    None if no change since its last one concerns it. `offices` is null in it if the changes are not known
    office by office, or they are more than 100. Raises EditionAheadError if the webhook was told of a newer
    edition.
    """
    offices: list[str] | None
    try:
        offices = _offices(registry, webhook)
    except (EditionGoneError, BadPositionError):
        offices = None
    if offices == []:
        return None
    edition = registry.edition
    query = urlencode({"since": webhook.position})
    said = {
        "type": "edition.published",
        "timestamp": edition.published_at.isoformat(),
        "data": {
            "edition": str(registry.key),
            "since": webhook.position,
            "within": webhook.within,
            "offices": offices,
            "changes": f"{public_url}/changes?{query}",
        },
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _offices(registry: Registry, webhook: Webhook) -> list[str] | None:
    """Ids of the changed offices that concern the webhook.

    None if there are too many, or other records changed too.
    """
    position = Position.of(webhook.position)
    changes = registry.edition.change_log.since(position, registry.key, datetime.now(UTC))
    if len(changes) > 10 * MOST_OFFICES:
        return None
    lines = list(_lines(changes))
    if not {RecordKind(line["kind"]) for line in lines} <= _OF_OFFICES:
        return None
    edition, ids = registry.edition, set[str]()
    for office_id in {line["id"] for line in lines if line["kind"] == RecordKind.OFFICE}:
        revisions = edition.revisions.get(edition.current_id(office_id), ())
        new = [revision for revision in revisions if revision.edition > position.key.number]
        if not new:
            return None  # no person made it: it cannot be known where the office stood before
        if webhook.within is None or any(touches(registry, each, webhook.within) for each in new):
            ids.add(f"Office:{edition.current_id(office_id)}")
    return sorted(ids) if len(ids) <= MOST_OFFICES else None


def _lines(changes: Changes) -> Iterable[dict[str, str]]:
    block, lines = None, list[bytes]()
    for change in changes:
        if change.block is not block:
            block, lines = change.block, change.block.lines()
        yield json.loads(lines[change.place])
