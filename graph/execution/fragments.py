"""Parts of answers in JSON, made once for an edition: the same selection of the same object is the same text.

An object qualifies if the registry shows it to everybody and keeps it (a view); a selection qualifies if it
contains no variable. Parts that depend on the current time, or that failed, are read again each time. The
records in a cached part are counted again for each answer that contains it.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from graph.terms.limits import Budget

if TYPE_CHECKING:
    from graph.execution.plan_run import Reader, Run

KEPT_BYTES = 12_000_000
_ENTRY_BYTES = 330
"""Bytes of a key, the entry, and the objects around its text."""
_LONGEST = 200_000


class Tally:
    """How often a part of an answer was found in the cache (hits) and how often not (misses)."""

    def __init__(self) -> None:
        self.hits = self.misses = 0


tally = Tally()
"""Of all registries."""


class _Part(NamedTuple):
    """The JSON of an object for one selection, and the number of records in it."""

    of: object
    """Kept alive, so that no other object gets its `id()`."""
    text: orjson.Fragment
    records: int
    size: int


_Parts = dict[tuple[int, int], _Part]


class Fragments:
    """Cached parts of answers of one registry on one day. Above the limit, the older half is dropped."""

    def __init__(self, day: date, views: Set[int], limit_bytes: int = KEPT_BYTES) -> None:
        """`views` are the `id()`s of the objects that the registry keeps."""
        self.day = day
        self._views = views
        self._half_bytes = limit_bytes // 2
        # Two generations: used entries move to the younger one, and the older one is dropped as a whole.
        self._young: _Parts = {}
        self._old: _Parts = {}
        self._young_bytes = self._old_bytes = 0
        self._is_open = True

    @property
    def size(self) -> int:
        """Approximate bytes of all cached parts."""
        return self._young_bytes + self._old_bytes

    def is_view(self, value: object) -> bool:
        """Whether the registry keeps exactly this object and shows it to everybody."""
        return id(value) in self._views

    def find(self, selection: int, value: object) -> _Part | None:
        """The cached part of an object for a selection; None if there is none. Counts a hit or a miss."""
        key = selection, id(value)
        part = self._young.get(key)
        if part is not None and part.of is value:
            tally.hits += 1
            return part
        part = self._old.get(key)
        if part is not None and part.of is value:
            self._put(key, part)
            tally.hits += 1
            return part
        tally.misses += 1
        return None

    def keep(self, selection: int, value: object, text: bytes, records: int) -> orjson.Fragment:
        """The JSON text as a fragment, which is cached unless it is longer than 200,000 bytes."""
        fragment = orjson.Fragment(text)
        if len(text) <= _LONGEST:
            part = _Part(value, fragment, records, _ENTRY_BYTES + len(text))
            self._put((selection, id(value)), part)
        return fragment

    def _put(self, key: tuple[int, int], part: _Part) -> None:
        """Cache a part. When the young half is full, it becomes the old half, and the old one is dropped."""
        if not self._is_open:
            return
        if self._young_bytes + part.size > self._half_bytes:
            self._old, self._old_bytes = self._young, self._young_bytes
            self._young, self._young_bytes = {}, 0
        self._young[key] = part
        self._young_bytes += part.size

    def close(self) -> None:
        """Drop all parts, and store no more: the registry was replaced."""
        self._is_open = False
        self._young, self._old = {}, {}
        self._young_bytes = self._old_bytes = 0


_selections = count()


class KeptPart:
    """A reader of objects for a selection without variables, which caches the JSON of what it read."""

    __slots__ = ("_is_momentary", "_read", "_selection")

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._selection = next(_selections)
        self._is_momentary = False

    def __call__(self, value: Any, run: Run) -> Any:
        """The object as cached JSON, else as values, or the mark of a failure.

        Raises as the wrapped reader does.
        """
        fragments = run.fragments
        if fragments is None or self._is_momentary:
            return self._read(value, run)
        kept = fragments.find(self._selection, value)
        if kept is not None:
            if kept.records and run.budget is not None:
                _spend(run.budget, kept.records)
            return kept.text
        return self._made(fragments, value, run) if fragments.is_view(value) else self._read(value, run)

    def _made(self, fragments: Fragments, value: Any, run: Run) -> Any:
        """Read the object and cache its JSON.

        What failed or depends on the current time is returned uncached.
        """
        context, failed = run.context, (len(run.waiting), run.marks)
        was_momentary, context.is_momentary = context.is_momentary, False
        before = 0 if run.budget is None else run.budget.records
        try:
            made = self._read(value, run)
        finally:
            self._is_momentary = context.is_momentary
            context.is_momentary = was_momentary or self._is_momentary
        if self._is_momentary or failed != (len(run.waiting), run.marks):
            return made
        spent = 0 if run.budget is None else before - run.budget.records
        try:
            return fragments.keep(self._selection, value, orjson.dumps(made), spent)
        except orjson.JSONEncodeError:  # a text that UTF-8 cannot encode
            return made


def _spend(budget: Budget, records: int) -> None:
    budget.records -= records
    if budget.records < 0:
        budget.check()
