"""The log of changes of public records: stored with the edition that made them, for 90 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from model.edition_key import EditionKey
from model.public_changes import MOST_EDITIONS, ChangeBlock, pack
from model.time_zones import days_of_zones
from store.log.edition_number import EditionStamp
from store.tables import tables

KEPT = timedelta(days=90)
"""How long changes are kept: a mirror that was away for longer needs a new dump."""
_KAZAKHSTAN = ZoneInfo("Asia/Almaty")
_LINES_IN_BLOCK, _BYTES_IN_BLOCK = 200, 1_000_000
_MOST_BYTES = 64 * 2**20
"""Limit for one edition; beyond it a mirror needs a new dump."""


def keep_changes(
    connection: Connection, made: EditionKey, follows: EditionKey, lines: Sequence[bytes]
) -> Sequence[ChangeBlock]:
    """Store what an edition changed since the edition it follows, in the transaction that publishes it.

    Returns the blocks as `read_change_blocks` will. More than 64 MiB are not stored and give an empty result:
    the log then has a gap. Deletes what is too old.
    """
    _prune(connection, made.number)
    if sum(map(len, lines)) > _MOST_BYTES:
        return ()
    blocks = blocks_of(made, follows, lines)
    rows = [
        {
            "edition": made.number,
            "part": part,
            "follows": follows.number,
            "changes": block.count,
            "lines": block.packed,
        }
        for part, block in enumerate(blocks)
    ]
    connection.execute(insert(tables.public_change), rows)
    return blocks


def keep_none(connection: Connection, made: EditionStamp, follows: EditionStamp) -> None:
    """Record that an edition changed no public record, in the transaction that publishes it.

    Nothing is recorded if an act or a time zone began or ended between the days of the two editions: fields
    are resolved as of the day of their edition, so that offices may differ.
    """
    before, after = (stamp.published_at.astimezone(_KAZAKHSTAN).date() for stamp in (follows, made))
    turns = any(before < day <= after for day in days_of_zones()) or _acts_turn(connection, before, after)
    if not turns:
        keep_changes(connection, made.key, follows.key, ())


def _acts_turn(connection: Connection, before: date, after: date) -> bool:
    """Whether an act came into force, ended, or became uncertain between two days; see `Act.status_on`."""
    act = tables.act
    turning = or_(
        and_(act.c.force_from > before, act.c.force_from <= after),
        and_(act.c.force_until > before, act.c.force_until <= after),
        and_(act.c.repeal_unknown_after >= before, act.c.repeal_unknown_after < after),
    )
    return connection.scalar(select(act.c.id).where(turning).limit(1)) is not None


def read_change_blocks(connection: Connection, later_than: int = 0) -> list[ChangeBlock]:
    """The blocks of editions with numbers above `later_than`, in order."""
    table, edition = tables.public_change, tables.edition
    before = edition.alias()
    query = (
        select(table, edition.c.published_at, before.c.published_at.label("before_at"))
        .join(edition, edition.c.number == table.c.edition)
        .join(before, before.c.number == table.c.follows)
        .where(table.c.edition > later_than)
        .order_by(table.c.edition, table.c.part)
    )
    rows = connection.execute(query).all()
    blocks, first = [], 0
    for row, following in zip_longest(rows, rows[1:]):
        is_last = following is None or following.edition != row.edition
        blocks.append(
            ChangeBlock(
                key=EditionKey.of(row.edition, row.published_at),
                follows=EditionKey.of(row.follows, row.before_at),
                first=first,
                count=row.changes,
                packed=row.lines,
                is_last=is_last,
            )
        )
        first = 0 if is_last else first + row.changes
    return blocks


def blocks_of(made: EditionKey, follows: EditionKey, lines: Sequence[bytes]) -> list[ChangeBlock]:
    """The changes of an edition in blocks; one empty block if there are none."""
    parts = _parts(lines)
    return [
        ChangeBlock(
            key=made,
            follows=follows,
            first=sum(map(len, parts[:place])),
            count=len(part),
            packed=pack(part),
            is_last=place + 1 == len(parts),
        )
        for place, part in enumerate(parts)
    ]


def _parts(lines: Sequence[bytes]) -> list[Sequence[bytes]]:
    """The lines in parts of at most 200 lines and about 1 MB; one empty part for no lines."""
    parts: list[list[bytes]] = [[]]
    size = 0
    for line in lines:
        if len(parts[-1]) == _LINES_IN_BLOCK or (parts[-1] and size + len(line) > _BYTES_IN_BLOCK):
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += len(line)
    return list(parts)


def _prune(connection: Connection, newest: int) -> None:
    """Delete changes older than 90 days, and those of editions before the newest 20,000."""
    table, edition = tables.public_change, tables.edition
    oldest = connection.execute(
        select(edition.c.number, edition.c.published_at).where(
            edition.c.number == select(func.min(table.c.edition)).scalar_subquery()
        )
    ).one_or_none()
    if oldest is None:
        return
    limit = newest - MOST_EDITIONS
    too_old = datetime.now(UTC) - KEPT
    if oldest.published_at < too_old:
        stale = select(func.max(edition.c.number)).where(edition.c.published_at < too_old)
        limit = max(limit, connection.scalar(stale) or 0)
    if oldest.number <= limit:
        connection.execute(delete(table).where(table.c.edition <= limit))
