"""Locates the addresses of a long table in one process for each processor.

Each process is a fork of this one, has the whole locator and shares its memory. Without fork, and for a short
table, this process locates them one after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.pool
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from geo.exports.located_table import LocateAll, place_cells, remembering
from geo.locator.locator import Locator
from model.enums import Language

ROWS_AT_ONCE = 4_000
"""Rows of a table that are read before they are shared out."""
_FEWEST = 4_000
"""Number of rows from which further processes are worth it."""
_SHARE = 100
"""Number of addresses that a process takes at once."""
_REMEMBERED = 50_000
_known: tuple[Locator, Language] | None = None
"""The arguments with which the processes were started."""


@contextmanager
def locating(locator: Locator, language: Language, rows: int) -> Iterator[LocateAll]:
    """A function that locates addresses, until the end of the block; for `rows` addresses in all.

    It uses one process for each processor, or none for less than 4,000 rows, without fork, or with remote
    geocoders.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    # The locator lives to the end: walking it in each full collection costs a tenth of the time.
    gc.freeze()
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    # A remote geocoder is asked once in a while, by one process.
    if rows < _FEWEST or processors < 2 or not can_fork or locator.asks_others:
        yield remembering(locator, language)
        return
    global _known
    _known = locator, language
    try:
        with multiprocessing.get_context("fork").Pool(processors) as pool:
            yield _Shared(pool)
    finally:
        _known = None


class _Shared:
    """Distributes addresses to the processes, each only once, and caches up to 50,000 answers."""

    def __init__(self, pool: multiprocessing.pool.Pool) -> None:
        self._pool = pool
        self._remembered: dict[str, tuple[str, ...]] = {}

    def __call__(self, texts: Sequence[str]) -> Iterable[Sequence[str]]:
        """The added cells of each address, in the order of `texts`."""
        known = self._remembered
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if len(known) + len(new) > _REMEMBERED:
            known.clear()
            new = list(dict.fromkeys(texts))
        known.update(zip(new, self._pool.map(_located, new, _SHARE), strict=True))
        return [known[text] for text in texts]


def _located(text: str) -> tuple[str, ...]:
    assert _known is not None, "a process is made with a locator"  # noqa: S101
    locator, language = _known
    return place_cells(locator, text, language)
