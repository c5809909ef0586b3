"""Leases: one of several processes runs a task; another may take the lease when it ends or expires."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from model.errors import RegistryError
from store.tables import tables
from store.tables.engine import writing

LASTS = timedelta(minutes=2)
"""How long a lease lasts after it was taken or renewed."""


class TaskTakenError(RegistryError):
    """Another process runs the task; the message says until when at most."""


class Lease:
    """The lease of a task, held by this process while the context is open.

    Entering raises TaskTakenError if another process holds it, and StoreError.
    """

    def __init__(self, engine: Engine, task: str, lasts: timedelta = LASTS) -> None:
        self._engine, self._task, self._lasts = engine, task, lasts
        self.holder = secrets.token_hex(8)
        """The name by which the store knows this process."""
        self._renewed = datetime.now(UTC)

    def __enter__(self) -> Lease:
        self._take()
        return self

    def __exit__(self, *_: object) -> None:
        release(self._engine, self._task, self.holder)

    def renew(self) -> None:
        """Extend the lease, if a quarter of its time is over.

        Raises TaskTakenError if another process took it.
        """
        if datetime.now(UTC) - self._renewed > self._lasts / 4:
            self._take()

    def _take(self) -> None:
        """Take or extend the lease. Raises TaskTakenError if another process holds it."""
        table, now = tables.lease, datetime.now(UTC)
        with writing(self._engine) as connection:  # writing transactions exclude each other
            mine = table.c.task == self._task
            row = connection.execute(select(table.c.holder, table.c.until).where(mine)).one_or_none()
            if row is not None and row.holder != self.holder and row.until > now:
                raise TaskTakenError(
                    f"{self._task} is being done by another process, which may go on until "
                    f"{row.until:%Y-%m-%d %H:%M:%S} UTC and longer: wait for it, or try again then"
                )
            connection.execute(delete(table).where(mine))
            values = {"task": self._task, "holder": self.holder, "until": now + self._lasts}
            connection.execute(insert(table).values(values))
        self._renewed = now


def release(engine: Engine, task: str, holder: str) -> None:
    """Delete the lease; nothing if another holder has it. Raises StoreError."""
    table = tables.lease
    with writing(engine) as connection:
        connection.execute(delete(table).where(table.c.task == task, table.c.holder == holder))
