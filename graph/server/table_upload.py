"""`POST /geocode/csv`: a table of addresses, given back with a place beside each row.

Any client may use it, as any client may locate each of the addresses: nothing is changed or stored. It is
limited by the size, by the number of open tables, and by the account of the client, which is charged for each
slice of the work.
"""

from __future__ import annotations

import io
from asyncio import timeout
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.exports.located_table import MEDIA_TYPE, located_table, remembering, task_for
from geo.exports.table_text import Layout, Opened, surveyed
from graph.execution.accounts import Asker
from graph.execution.turns import Turns
from graph.exports.answers import AskerOf
from graph.served.context import Reception, Registry
from graph.served.locators import locator_of
from graph.server.requests import RequestError, read_bytes
from graph.server.table_form import SentTable, read_form
from graph.terms.errors import DEADLINE_EXCEEDED, NOT_READY, RateLimitedError, code_of, coded, rate_limited
from model.errors import UsageError
from model.settings import Settings

PATH = "/geocode/csv"
MOST_OPEN, MOST_OF_CLIENT = 32, 2
"""Tables that a process holds at once: in all, and of one client."""
_RETRY_AFTER_S = 5
_NO_STORE = {"cache-control": "no-store"}


class TableUpload:
    """The endpoint that adds places to the rows of a sent table."""

    def __init__(self, reception: Reception, turns: Turns, asker_of: AskerOf, settings: Settings) -> None:
        self._reception, self._turns, self._asker_of = reception, turns, asker_of
        self._limit, self._deadline_s = settings.csv_limit_bytes, settings.request_deadline_s
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the table and the added columns, streamed. A refusal is JSON with a code."""
        request = Request(scope, receive)
        asker = self._asker_of(request)
        try:
            with self._held(asker):
                answer = await self._answer(request, asker)
                await answer(scope, receive, send)
        except ClientDisconnect:  # in the middle of its table: nobody receives the answer
            return
        except RateLimitedError as error:
            headers = {"retry-after": str(error.retry_after_s)}
            await _refusal(rate_limited(error).formatted, 429, headers)(scope, receive, send)

    @contextmanager
    def _held(self, asker: Asker) -> Iterator[None]:
        """Count an open table until the end of the block.

        Raises RateLimitedError above 32 in all or 2 of one client (no such limit for a trusted client).
        """
        is_full = self._open.total() >= MOST_OPEN
        if is_full or (self._open[asker.name] >= MOST_OF_CLIENT and not asker.is_trusted):
            raise RateLimitedError(
                f"too many tables are being located: at most {MOST_OF_CLIENT} of one client", _RETRY_AFTER_S
            )
        self._open[asker.name] += 1
        try:
            yield
        finally:
            self._open[asker.name] -= 1
            if not self._open[asker.name]:
                del self._open[asker.name]

    async def _answer(self, request: Request, asker: Asker) -> Response:
        """The located table, streamed, or a refusal in JSON. Raises RateLimitedError."""
        try:
            registry = self._registry()
            sent = await self._sent(request, asker)
            pieces = await self._pieces(registry, sent, asker)
        except RequestError as error:
            return _refusal(coded(str(error), error.code).formatted, error.status, error.headers)
        except RateLimitedError:
            raise
        except UsageError as error:
            return _refusal(coded(str(error), code_of(error)).formatted, 400)
        headers = {"content-disposition": 'attachment; filename="located.csv"', **_NO_STORE}
        return StreamingResponse(pieces, headers=headers, media_type=f"{MEDIA_TYPE}; charset=utf-8")

    def _registry(self) -> Registry:
        registry = self._reception.registry
        if registry is None:
            message = "no edition of the registry is loaded yet"
            raise RequestError(503, message, NOT_READY, {"retry-after": "2"})
        return registry

    async def _sent(self, request: Request, asker: Asker) -> SentTable:
        """The table and its parameters.

        Raises RequestError if it is too large or late, BadInputError, RateLimitedError.
        """
        if request.method != "POST":
            raise RequestError(405, "a table is sent by POST", headers={"allow": "POST"})
        try:
            async with timeout(self._deadline_s):
                body = await read_bytes(request, self._limit)
        except TimeoutError:
            message = "the table did not arrive in time"
            raise RequestError(408, message, DEADLINE_EXCEEDED, {"connection": "close"}) from None
        return await self._turns.run(asker, _key("form", body), partial(read_form, request, body))

    async def _pieces(self, registry: Registry, sent: SentTable, asker: Asker) -> AsyncIterator[bytes]:
        """The located table in pieces, each made in a turn of the client.

        Raises UnreadableTableError before the first piece.
        """
        opened: Opened = partial(io.BytesIO, sent.table)
        layout = await self._surveyed(opened, asker, _key("survey", sent.table))
        task = task_for(layout, sent.columns, sent.language)
        rows = located_table(remembering(locator_of(registry), task.language), opened, task)
        return self._turns.in_slices(asker, _key("rows", sent.table), rows)

    async def _surveyed(self, opened: Opened, asker: Asker, key: int) -> Layout:
        """The layout of the table (encoding, separator, columns), found out in several turns."""
        steps = surveyed(opened)
        while True:
            found = await self._turns.run(asker, key, lambda: next(steps), goes_on=True)
            if found is not None:
                return found


def _key(step: str, table: bytes) -> int:
    """A cost key: equal for tables of about the same size in the same step."""
    return hash((PATH, step, len(table).bit_length()))


def _refusal(error: Mapping[str, object], status: int, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [error]}, status, {**_NO_STORE, **(headers or {})})
