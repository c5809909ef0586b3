"""A cache with a limit in bytes, for values that clients ask for: they cannot fill the memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class ByteCache(Generic[Key, Value]):
    """Values by key. Beyond the limit the least recently used are dropped first. Safe for several threads."""

    def __init__(self, limit_bytes: int, let_go: Callable[[Value], None] | None = None) -> None:
        """`let_go` is called with each value that is dropped or replaced, to break its reference cycles."""
        self._limit_bytes, self._let_go = limit_bytes, let_go
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def bytes(self) -> int:
        """The sum of the sizes of the stored values, as given to `put`."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Value | None:
        """The value, which counts as used now; None if there is none."""
        with self._lock:
            entry = self._kept.get(key)
            if entry is None:
                return None
            self._kept.move_to_end(key)
            return entry[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Store a value of about `size` bytes under its key, replacing an older value.

        A value larger than the whole limit is not stored; the older value is dropped all the same.
        """
        with self._lock:
            self._drop(key)
            if size > self._limit_bytes:
                return
            self._kept[key] = value, size
            self._bytes += size
            while self._bytes > self._limit_bytes:
                self._drop(next(iter(self._kept)))

    def pop(self, key: Key) -> None:
        """Drop the value of a key, if there is a value."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        entry = self._kept.pop(key, None)
        if entry is not None:
            self._bytes -= entry[1]
            if self._let_go is not None:
                self._let_go(entry[0])
