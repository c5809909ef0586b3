"""Notes for mirrors what an edition changes of public records, in the transaction that publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from model.edition import Edition
from model.public_records import differences
from store.log.public_log import keep_changes
from store.reading.editions import newer_edition, read_edition


class _ReadWholeError(Exception):
    """To know what changed, the whole store would have to be read."""


def note_changes(connection: Connection, before: Edition, *, may_read_whole: bool = True) -> Edition | None:
    """Keep what the transaction has changed of public records since `before`, the edition at its start.

    Returns the edition that the transaction makes; nothing is kept where it publishes none. Where everything
    would have to be read, which takes seconds, and `may_read_whole` is false, nothing is kept and None comes
    back: mirrors then take a new dump.
    """
    try:
        after = newer_edition(connection, before, read_edition if may_read_whole else _refuse)
    except _ReadWholeError:
        return None
    if after.key != before.key:
        return after.followed_by(keep_changes(connection, after.key, before.key, differences(before, after)))
    return after


@contextmanager
def noted(connection: Connection, known: Edition | None) -> Iterator[None]:
    """Keep what the work inside changes of public records, reading everything after it. For loads.

    `known` is the edition that was read before the transaction began, so that no writer waits for that; None
    for a store without an edition, of which there is nothing to compare.
    """
    before = None if known is None else newer_edition(connection, known)
    yield
    if before is not None:
        note_changes(connection, before)


def _refuse(_: Connection) -> Edition:
    raise _ReadWholeError
