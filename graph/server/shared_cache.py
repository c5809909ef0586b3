"""What a shared cache (a CDN) may keep of public answers, and the tags by which it lets them go.

Browsers ask again each time, as ever. A shared cache keeps an answer for KENSE_SHARED_CACHE_S, at most until
the day ends in Kazakhstan: statuses are those of a day. An answer that says whether an office is open is kept
until the minute ends, as office hours begin and end with a minute. `Cache-Tag` names the edition that
answered and the record that the address names; each edition is purged when the next one is served
(`graph/served/purging.py`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.served.current_registry import Reception
from graph.served.purging import edition_cache_tag

_KAZAKHSTAN = ZoneInfo("Asia/Almaty")
_PUBLIC = b"public, no-cache"
_NO_STORE = b"no-store"
_RECORD = re.compile(
    r"/(?:[a-z]{2}/)?(offices|units|services|settlements|acts)/([A-Za-z0-9.:_-]{1,120})(?:/|$)"
)
_METHODS = frozenset({"GET", "HEAD"})
_KEPT = frozenset({200, 204, 304})
"""Statuses of answers that are kept; an empty tile has 204."""


OF_THIS_MINUTE = "kense.of_this_minute"
"""Key in the scope of a request whose answer anybody may be given until the minute ends."""


class SharedCache:
    """Sets how long a shared cache may keep public answers. With `most_s` 0 it changes nothing."""

    def __init__(self, app: ASGIApp, reception: Reception, most_s: int) -> None:
        self.app = app
        self._reception, self._most_s = reception, most_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on.

        A public answer to GET or HEAD gets its time in a shared cache, and its cache tags.
        """
        if not self._most_s or scope["type"] != "http" or scope["method"] not in _METHODS:
            await self.app(scope, receive, send)
            return
        # Both before the answer is made: it is newer than its tag and its minute, never older.
        tags, asked_at = self._tags(scope["path"]), datetime.now(UTC)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _KEPT:
                message["headers"] = self._marked(
                    message["headers"], tags, asked_at if OF_THIS_MINUTE in scope else None
                )
            await send(message)

        await self.app(scope, receive, marked)

    def _tags(self, path: str) -> bytes:
        """The cache tags of an address: `kense`, that of the edition, and that of the record in the path."""
        registry = self._reception.registry
        tags = ["kense"] if registry is None else ["kense", edition_cache_tag(registry.key)]
        record = _RECORD.match(path)
        return ",".join([*tags, f"{record[1]}-{record[2]}"] if record else tags).encode()

    def _marked(
        self, headers: list[tuple[bytes, bytes]], tags: bytes, of_minute: datetime | None
    ) -> list[tuple[bytes, bytes]]:
        """The headers of an answer, with `cache-control` and `cache-tag` for a shared cache if it is public.

        `of_minute` is when the request came, for an answer that holds until that minute ends. Unchanged if
        less than a second is left.
        """
        if (b"cache-control", _PUBLIC if of_minute is None else _NO_STORE) not in headers:
            return headers
        now = datetime.now(UTC)
        left_s = seconds_of_day(now) if of_minute is None else seconds_of_minute(of_minute, now)
        keep_s = min(self._most_s, left_s)
        if keep_s < 1:
            return headers
        kept = f"public, max-age=0, must-revalidate, s-maxage={keep_s}".encode()
        others = [pair for pair in headers if pair[0] != b"cache-control"]
        return [*others, (b"cache-control", kept), (b"cache-tag", tags)]


def seconds_of_minute(asked_at: datetime, now: datetime) -> int:
    """Whole seconds from `now` to the end of the minute of `asked_at`; 0 or less once it has ended."""
    return int((asked_at.replace(second=0, microsecond=0) + timedelta(minutes=1) - now).total_seconds())


def seconds_of_day(now: datetime) -> int:
    """Whole seconds from `now` to the next midnight in Kazakhstan."""
    here = now.astimezone(_KAZAKHSTAN)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight - here).total_seconds())
