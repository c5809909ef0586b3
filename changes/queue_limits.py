"""Limits of the queue of corrections: bytes of one, open ones of a sender and for an office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from changes.identity import Identity
from changes.problems import UserErrorCode, refuse
from model.office_changes import Correction, FieldChange
from store.log.corrections import OPEN
from store.log.revision_log import changes_to_json

MOST_BYTES = 100_000
"""Most bytes of the changes of a correction as JSON, with the values before and after."""
MOST_OPEN = 50
"""Open corrections of one sender, or for one office, above which senders without a role are refused."""
MOST_OPEN_OF_STAFF = 1_000


def refuse_too_long(changes: Sequence[FieldChange]) -> None:
    """Raise RefusedError for changes of over 100,000 bytes as JSON."""
    size = len(orjson.dumps(changes_to_json(changes)))
    if size > MOST_BYTES:
        message = f"the proposal has {size} bytes, at most {MOST_BYTES} are kept: propose it in parts"
        raise refuse(UserErrorCode.INVALID, message, "patch")


def refuse_too_many(
    corrections: Iterable[Correction], office_id: str, actor: str, identity: Identity | None
) -> None:
    """Raise RefusedError if 50 corrections of the sender, or for the office, wait for a decision.

    The limit for senders with a role above that of a reader is 1,000.
    """
    is_staff = identity is not None and identity.is_staff
    most = MOST_OPEN_OF_STAFF if is_staff else MOST_OPEN
    waiting = [correction for correction in corrections if correction.status in OPEN]
    if sum(one.submitted_by == actor for one in waiting) >= most:
        message = f"{most} corrections of yours wait for a decision: more are taken when some are decided"
        raise refuse(UserErrorCode.FORBIDDEN, message)
    if sum(one.office_id == office_id for one in waiting) >= most:
        message = f"{most} corrections of this office wait for a decision: more are taken afterwards"
        raise refuse(UserErrorCode.FORBIDDEN, message, "officeId")
