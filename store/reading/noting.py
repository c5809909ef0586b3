"""Records for mirrors which public records an edition changes, in the transaction that publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from model.edition import Edition
from model.public_records import differences
from store.log.public_log import keep_changes
from store.reading.edition_file import EditionFile
from store.reading.editions import newer_edition, read_edition
from store.reading.kept_edition import keep_edition


class _ReadWholeError(Exception):
    """The changes cannot be known without reading the whole store."""


def note_changes(connection: Connection, before: Edition, *, may_read_whole: bool = True) -> Edition | None:
    """Record which public records the transaction changed since `before`, the edition at its start.

    Returns the edition that the transaction makes, or `before` if it publishes none. If the whole store would
    have to be read, which takes seconds, and `may_read_whole` is false, nothing is recorded and None is
    returned: mirrors then need a new dump.
    """
    try:
        after = newer_edition(connection, before, read_edition if may_read_whole else _refuse)
    except _ReadWholeError:
        return None
    if after.key != before.key:
        return after.followed_by(keep_changes(connection, after.key, before.key, differences(before, after)))
    return after


@contextmanager
def noted(connection: Connection, known: Edition | None, file: EditionFile | None = None) -> Iterator[None]:
    """Record the changes of public records that are made in this context; for loads.

    `known` is the edition read before the transaction began, so that no writer waits for that; None for a
    store without an edition, where nothing is recorded. The new edition is written to `file`, so that servers
    beside it need not read everything again.
    """
    before = None if known is None else newer_edition(connection, known)
    yield
    if before is None:
        return
    made = note_changes(connection, before)
    if file is not None and made is not None:
        keep_edition(connection, file, made)


def _refuse(_: Connection) -> Edition:
    raise _ReadWholeError
