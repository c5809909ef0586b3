"""A thread that works beside the requests while its context is open."""

from __future__ import annotations

from threading import Event, Thread
from types import TracebackType
from typing import Self


class Background:
    """Base of threads that start with their context. At its end they are told to stop and waited for.

    A subclass does its work in `_run`.
    """

    def __init__(self, name: str, *, is_on: bool, end_s: float | None = None) -> None:
        """`is_on` False: no thread is started.

        `end_s` is how many seconds to wait for the thread at the end; None for as long as it takes.
        """
        self._is_on, self._end_s = is_on, end_s
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        if self._is_on:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        if self._is_on:
            self._thread.join(self._end_s)

    def _run(self) -> None:
        """Do the work until `_stopping` is set; a subclass implements it."""
        raise NotImplementedError
