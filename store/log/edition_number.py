"""The number of an edition: assigned in the transaction that writes it, announced at its commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, text

from model.edition_key import EditionKey
from store.tables import tables
from store.tables.engine import is_postgis

CHANNEL = "kense_edition"
"""PostgreSQL channel on which the number of a new edition is announced."""


@dataclass(frozen=True, slots=True)
class EditionStamp:
    """Number and time of an edition, and the digest of the seeds that were loaded last."""

    number: int
    published_at: datetime
    digest: str

    @property
    def key(self) -> EditionKey:
        """The edition's key: its number and identity."""
        return EditionKey.of(self.number, self.published_at)


def latest_edition(connection: Connection) -> EditionStamp | None:
    """Number, time and seeds of the newest edition; None if nothing has been loaded yet."""
    table = tables.edition
    row = connection.execute(
        select(table.c.number, table.c.published_at, table.c.digest).order_by(table.c.number.desc()).limit(1)
    ).one_or_none()
    return None if row is None else EditionStamp(row.number, row.published_at, row.digest)


def publish_edition(
    connection: Connection, digest: str | None = None, *, by_people: bool = False
) -> EditionStamp:
    """Assign the next edition number in the caller's writing transaction (store.engine.writing).

    `digest` is that of the seeds just loaded; without it the previous digest stays, as nothing was loaded.
    `by_people` marks an edition that only differs in revisions and corrections: processes with the previous
    edition may read these alone. Processes that watch are notified when the transaction commits, and not when
    it rolls back.
    """
    latest = latest_edition(connection)
    stamp = EditionStamp(
        number=1 if latest is None else latest.number + 1,
        published_at=datetime.now(UTC),
        digest=digest if digest is not None else "" if latest is None else latest.digest,
    )
    connection.execute(
        insert(tables.edition),
        {
            "number": stamp.number,
            "published_at": stamp.published_at,
            "digest": stamp.digest,
            "is_by_people": by_people,
        },
    )
    if is_postgis(connection):
        connection.execute(
            text("SELECT pg_notify(:channel, :number)"), {"channel": CHANNEL, "number": str(stamp.number)}
        )
    return stamp
