"""Makes a shared cache (a CDN) drop the answers of editions that are no longer served.

Each server process does so when it serves the next edition itself: until the last of them does, the cache may
be given answers of the edition before.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic
from types import TracebackType
from urllib.request import Request, urlopen

import structlog

from graph.served.current_registry import Publication, Reception
from model.edition_key import EditionKey

log = structlog.get_logger("kense.graph.purging")

EVERYTHING = "kense"
"""The tag of all answers."""
_ONCE_MORE_S = 1.0
"""Answers that were under way when the edition changed may be kept after the first purge."""
_AGAIN_S = 2.0
_WITHIN_S = 5.0
_MOST = 100
_END_S = 1.0


def edition_cache_tag(key: EditionKey) -> str:
    """The cache tag of all answers of an edition."""
    return f"edition-{key}"


def purge(url: str, tag: str) -> None:
    """Make a cache drop the answers with a tag, by a PURGE request. Raises OSError if that fails."""
    request = Request(url, method="PURGE", headers={"cache-tag": tag})  # noqa: S310 - an operator's address
    with urlopen(request, timeout=_WITHIN_S):  # noqa: S310
        pass


class Purging:
    """A thread that purges the answers of replaced editions. It does nothing if `url` is empty."""

    def __init__(self, reception: Reception, url: str, purge_by: Callable[[str, str], None] = purge) -> None:
        self._reception, self._url, self._purge = reception, url, purge_by
        self._served: EditionKey | None = None
        self._due: dict[tuple[str, bool], float] = {(EVERYTHING, False): 0.0}
        """Tag, and whether it was purged once, to the moment (monotonic clock) from which it is purged."""
        self._changed, self._is_over = Condition(), False
        self._thread = Thread(target=self._run, name="kense-purging", daemon=True)

    def __enter__(self) -> Purging:
        if self._url:
            registry = self._reception.registry
            self._served = None if registry is None else registry.key
            self._reception.count_by(self._note)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify()
        if self._url:
            self._thread.join(_END_S)

    def _note(self, publication: Publication) -> None:
        """Schedule the purge of the edition that was served before.

        Everything is purged if that is unknown or too many wait.
        """
        with self._changed:
            before, self._served = self._served, publication.registry.key
            if before is None or len(self._due) > _MOST:
                self._due = {(EVERYTHING, False): 0.0}
            else:
                self._due[edition_cache_tag(before), False] = 0.0
            self._changed.notify()

    def _next(self) -> tuple[str, bool] | None:
        """Wait until a purge is due and return its tag, and whether it is the second purge of that tag.

        None when the context ends.
        """
        with self._changed:
            while not self._is_over:
                what = min(self._due, key=self._due.__getitem__, default=None)
                wait_s = None if what is None else self._due[what] - monotonic()
                if what is not None and wait_s is not None and wait_s <= 0:
                    return what
                self._changed.wait(wait_s)
        return None

    def _run(self) -> None:
        """Purge each tag when it is due, and once more a second later. A failed purge is tried again."""
        while (what := self._next()) is not None:
            tag, is_second = what
            try:
                self._purge(self._url, tag)
            except OSError as error:
                log.warning("a shared cache was not purged", tag=tag, reason=str(error))
                with self._changed:
                    self._due[what] = monotonic() + _AGAIN_S
                continue
            with self._changed:
                self._due.pop(what, None)
                if not is_second:
                    self._due[tag, True] = monotonic() + _ONCE_MORE_S
