"""What a shared cache (a CDN) may keep of public answers, and the tags by which it lets them go.

Browsers ask again each time, as ever. A shared cache keeps an answer for KENSE_SHARED_CACHE_S, at most until
the day ends in Kazakhstan: statuses are those of a day. `Cache-Tag` names the edition that answered and the
record that the address names; each edition is purged when the next one is served (`graph/served/purging.py`).
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
_RECORD = re.compile(
    r"/(?:[a-z]{2}/)?(offices|units|services|settlements|acts)/([A-Za-z0-9.:_-]{1,120})(?:/|$)"
)
_METHODS = frozenset({"GET", "HEAD"})


class SharedCache:
    """Stands around all answers; without a time it changes none."""

    def __init__(self, app: ASGIApp, reception: Reception, most_s: int) -> None:
        self.app = app
        self._reception, self._most_s = reception, most_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and say how long a shared cache may keep its answer."""
        if not self._most_s or scope["type"] != "http" or scope["method"] not in _METHODS:
            await self.app(scope, receive, send)
            return
        tags = self._tags(scope["path"])  # before the answer is made: it is newer than its tag, never older

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                message["headers"] = self._marked(message["headers"], tags)
            await send(message)

        await self.app(scope, receive, marked)

    def _tags(self, path: str) -> bytes:
        registry = self._reception.registry
        tags = ["kense"] if registry is None else ["kense", edition_cache_tag(registry.key)]
        record = _RECORD.match(path)
        return ",".join([*tags, f"{record[1]}-{record[2]}"] if record else tags).encode()

    def _marked(self, headers: list[tuple[bytes, bytes]], tags: bytes) -> list[tuple[bytes, bytes]]:
        """The headers of an answer, with cache headers added for public answers only."""
        if (b"cache-control", _PUBLIC) not in headers:
            return headers
        keep_s = min(self._most_s, seconds_of_day(datetime.now(UTC)))
        kept = f"public, max-age=0, must-revalidate, s-maxage={keep_s}".encode()
        others = [pair for pair in headers if pair[0] != b"cache-control"]
        return [*others, (b"cache-control", kept), (b"cache-tag", tags)]


def seconds_of_day(now: datetime) -> int:
    """Whole seconds until the day ends in Kazakhstan."""
    here = now.astimezone(_KAZAKHSTAN)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight - here).total_seconds())
