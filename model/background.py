"""A thread that works beside the requests for as long as its context is open."""

from __future__ import annotations

from threading import Event, Thread
from types import TracebackType
from typing import Self


class Background:
    """What such threads share: they begin with the context; at its end they are stopped and waited for."""

    def __init__(self, name: str, *, is_on: bool, end_s: float | None = None) -> None:
        """`is_on`: whether there is anything to do here. `end_s`: seconds to wait at the end, any without."""
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
        """The work, until `_stopping` is set."""
        raise NotImplementedError
