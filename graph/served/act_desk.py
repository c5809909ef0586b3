"""Reads the store for requests of publishers: uploads, jobs, staged acts.

No other query reads the store. It is read in a thread that may wait (`graph.execution.stored_roots`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from changes.act_publishing import refused_publishing
from graph.served.context import Context
from graph.terms.errors import READ_ONLY_MESSAGE, ForbiddenError, ReadOnlyError
from model.act_jobs import Job, Staged, Upload
from model.act_results import ResultSection
from model.errors import StoreError
from store.log.act_jobs import entries_page, find_job, jobs_page
from store.log.act_uploads import all_staged, all_uploads, find_upload
from store.log.edition_number import latest_edition
from store.tables.engine import reading

MOST_JOBS = 300
"""Most jobs that are shown, the newest; few more are stored for long."""
_LOOK_S = 0.7
"""Seconds between two checks of a job that a client waits for."""
_looking = ThreadPoolExecutor(1, "kense-job-looks")


@dataclass(frozen=True, slots=True)
class ActDesk:
    """Reads the store for an account that may publish acts."""

    engine: Engine

    @classmethod
    def of(cls, context: Context) -> ActDesk:
        """The desk for the account of a request.

        Raises ForbiddenError if it may not publish, ReadOnlyError without a store.
        """
        context.note_fleeting()  # a job may change at any moment
        refused = refused_publishing(context.newest().edition, context.identity)
        if refused is not None:
            raise ForbiddenError(f"acts on their way are for publishers: {refused.message}")
        engine = context.reception.engine
        if engine is None:
            raise ReadOnlyError(READ_ONLY_MESSAGE)
        return cls(engine)

    def job(self, number: int) -> Job | None:
        """A job by its number. None if there is none. Raises StoreError."""
        with reading(self.engine) as connection:
            return find_job(connection, number)

    def jobs(self) -> Sequence[Job]:
        """The newest jobs, at most 300, the newest first."""
        with reading(self.engine) as connection:
            return jobs_page(connection, None, MOST_JOBS)[0]

    def entries(self, number: int, section: ResultSection, places: range) -> Sequence[Any]:
        """Entries of one section of a job's result, at these places."""
        with reading(self.engine) as connection:
            return entries_page(connection, number, section, places.start, places.stop)

    def upload(self, upload_id: str) -> Upload | None:
        """An upload by its id. None if there is none."""
        with reading(self.engine) as connection:
            return find_upload(connection, upload_id)

    def uploads(self) -> Sequence[Upload]:
        """All uploaded files, the newest first."""
        with reading(self.engine) as connection:
            return all_uploads(connection)

    def staged(self) -> Sequence[Staged]:
        """All staged acts, sorted by id, compared with the newest edition of the store."""
        with reading(self.engine) as connection:
            stamp = latest_edition(connection)
            return all_staged(connection, "" if stamp is None else stamp.digest)

    async def changes_of(self, number: int) -> AsyncIterator[Job]:
        """A job now and after each change, until it has ended or is deleted. Nothing if there is no such job.

        While the store is unreachable, it waits.
        """
        last_sent: Job | None = None
        while last_sent is None or last_sent.is_open:
            job = await self.looked(number)
            if job is None:
                return
            if job != last_sent:
                last_sent = job
                yield job
            if job.is_open:
                await asyncio.sleep(_LOOK_S)

    async def looked(self, number: int) -> Job | None:
        """A job by its number, read without blocking the event loop; None if there is none.

        Waits while the store is unreachable.
        """
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await loop.run_in_executor(_looking, self.job, number)
            except StoreError:
                await asyncio.sleep(2 * _LOOK_S)
