"""The newest edition of a store, from its edition file if that is as good as reading all tables.

- The tables are as they were when the file was made (`store.reading.table_states`): its edition is valid.
- People changed a few offices since, and the rest is unchanged: only these offices are read and replaced.
- Anything else: all tables are read, and the file is rewritten.

The logs of changes and the corrections, which name people, are never stored in a file: they are read from the
store each time. So an erased name (`store.log.forgetting`) is in no file.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine

from model.edition import Edition
from model.edition_key import EditionKey
from model.errors import StoreError
from model.office_changes import Revision
from model.public_changes import ChangeLog
from model.settings import Settings
from store.log.corrections import read_corrections
from store.log.edition_number import latest_edition
from store.log.public_log import read_change_blocks
from store.log.revision_log import all_revisions
from store.reading.edition_file import EditionFile, OpenedEdition, edition_file
from store.reading.editions import newer_edition, read_edition
from store.reading.office_states import office_states
from store.reading.table_states import TableStates, only_people_changed, table_states
from store.tables.engine import make_engine, reading


def stored_edition(settings: Settings) -> Edition:
    """The newest edition of the store that the settings name. Raises StoreError."""
    engine = make_engine(settings.database_url)
    try:
        return load_kept_edition(engine, edition_file(settings))
    finally:
        engine.dispose()


def load_kept_edition(engine: Engine, file: EditionFile | None) -> Edition:
    """The newest edition of a store, from its file if that is valid. Raises StoreError."""
    with reading(engine) as connection:
        return read_kept_edition(connection, file)


def read_kept_edition(connection: Connection, file: EditionFile | None, *, keeps: bool = True) -> Edition:
    """The newest edition, from a transaction with a consistent snapshot. Raises StoreError.

    It comes from the file if that is valid. `keeps`: whether to rewrite the file if it is not, which takes a
    second.
    """
    latest = latest_edition(connection)
    states = None if file is None or latest is None else table_states(connection)
    if file is None or latest is None or states is None:
        return read_edition(connection)
    found = _kept(connection, file, latest.key, states)
    if found is None:
        found = read_edition(connection)
        if keeps:
            _write(connection, file, found, states)
    return found


def keep_edition(connection: Connection, file: EditionFile, edition: Edition) -> None:
    """Write the edition that a transaction makes into the file, before other processes hear of the edition.

    If the transaction is rolled back, the tables do not match the file, and the file is ignored.
    """
    states = table_states(connection)
    if states is not None:
        _write(connection, file, edition, states)


def _write(connection: Connection, file: EditionFile, edition: Edition, states: TableStates) -> None:
    """Write the edition without its logs and corrections, with the states of the tables."""
    file.write(edition.with_log({}, {}, ChangeLog()), states, office_states(connection, edition.number))


def _kept(
    connection: Connection, file: EditionFile, latest: EditionKey, states: TableStates
) -> Edition | None:
    """The newest edition with the help of the file; None if all tables have to be read."""
    opened = file.opened()
    if opened is None:
        return None
    is_same = opened.key == latest and opened.states == states
    if not is_same and (opened.key == latest or not only_people_changed(opened.states, states)):
        return None
    kept = opened.edition()
    if kept is None:
        return None
    change_log = ChangeLog(tuple(read_change_blocks(connection)))
    known = kept.with_log(_revisions_until(connection, kept.number), read_corrections(connection), change_log)
    if is_same:
        return known
    newest = _laid_over(connection, known)
    if newest is None or not _is_all(connection, opened, newest):
        return None
    return newest.with_log(newest.revisions, newest.corrections, change_log)  # as if it had been read whole


class _NotLaidOverError(StoreError):
    """More changed than can be read alone: all tables have to be read."""


def _laid_over(connection: Connection, known: Edition) -> Edition | None:
    """The newest edition, by reading only the offices that changed since `known`.

    None if all tables have to be read.
    """

    def refuse(_: Connection) -> Edition:
        raise _NotLaidOverError

    try:
        newest = newer_edition(connection, known, refuse)
    except _NotLaidOverError:
        return None
    return newest


def _is_all(connection: Connection, opened: OpenedEdition, newest: Edition) -> bool:
    """Whether no office differs from the file except those that were read again."""
    read = newest.laid_over[1] if newest.laid_over is not None else frozenset()
    now = office_states(connection, opened.key.number)
    return all(now.get(one) == opened.offices.get(one) for one in (now.keys() | opened.offices.keys()) - read)


def _revisions_until(connection: Connection, edition: int) -> Mapping[str, tuple[Revision, ...]]:
    """The revisions of each office up to an edition; offices without any are left out."""
    logs = {
        office_id: tuple(one for one in log if one.edition <= edition)
        for office_id, log in all_revisions(connection).items()
    }
    return {office_id: log for office_id, log in logs.items() if log}
