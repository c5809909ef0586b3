"""Settings for a store that may be slow, unreachable or behind: times, sizes and the URL of a replica."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from model.database_url import complete_database_url
from model.errors import BadSettingError


@dataclass(frozen=True, slots=True)
class StoreBounds:
    """How long a server waits for its store, and how many connections a process keeps to it."""

    connect_s: float = 5.0
    statement_s: float = 60.0
    lock_s: float = 5.0
    """Seconds to wait for another writer, and for a free connection."""
    pool: int = 10


@dataclass(frozen=True, slots=True)
class Operating:
    """Settings of a server in operation: where it reads editions, when they count as stale, how it stops."""

    read_url: str = field(default="", repr=False)  # it may hold a password
    """Where whole editions are read; empty for the store itself."""
    max_lag_s: float = 3.0
    drain_s: float = 8.0
    store: StoreBounds = StoreBounds()
    shared_cache_s: int = 0
    """Seconds that a shared cache may keep public answers; 0 where it asks again each time."""
    purge_url: str = ""
    """URL at which a shared cache accepts purges; empty without one."""
    keeps_edition: bool = True
    """Whether the newest edition is kept in a file, so that the next program starts faster."""


def read_operating(
    text: Callable[[str], str],
    seconds: Callable[[str, float], float],
    whole: Callable[[str, int, int, int], int],
    is_on: Callable[[str, str], bool],
) -> Operating:
    """These settings. The arguments are functions that read one variable each. Raises BadSettingError."""
    usual = Operating()
    read_url = text("KENSE_READ_URL")
    return Operating(
        read_url=complete_database_url("KENSE_READ_URL", read_url) if read_url else "",
        max_lag_s=seconds("KENSE_MAX_LAG_S", usual.max_lag_s),
        drain_s=seconds("KENSE_DRAIN_S", usual.drain_s),
        store=StoreBounds(
            connect_s=seconds("KENSE_STORE_CONNECT_S", usual.store.connect_s),
            statement_s=seconds("KENSE_STORE_STATEMENT_S", usual.store.statement_s),
            lock_s=seconds("KENSE_STORE_LOCK_S", usual.store.lock_s),
            pool=whole("KENSE_STORE_POOL", usual.store.pool, 2, 1_000),
        ),
        shared_cache_s=whole("KENSE_SHARED_CACHE_S", 0, 0, 86_400),
        purge_url=_purge_url(text("KENSE_PURGE_URL")),
        keeps_edition=is_on("KENSE_EDITION_FILE", "on"),
    )


def _purge_url(url: str) -> str:
    """The URL, checked; may be empty. Raises BadSettingError for a URL that is not http or https."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise BadSettingError(f"KENSE_PURGE_URL is {url!r}, not an address such as http://10.0.0.5:6081/")
    return url
