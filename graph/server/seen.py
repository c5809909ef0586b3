"""Facts about the current request for the log and the metrics: recorded here, read after sending.

They contain no token, variable or address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple

_TRACEPARENT = re.compile(rb"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
"""Version 00 of the header of W3C Trace Context, section 3.2.2."""


class Work(NamedTuple):
    """What is logged of an executed operation: name, estimated cost, records in the answer, error code."""

    operation: str | None = None
    """None for a document that was not answered before; empty for an unnamed operation."""
    cost: int = 0
    records: int = 0
    code: str = "OK"

    @property
    def fields(self) -> dict[str, Any]:
        """All facts by name, for a log line."""
        return dict(zip(("operation", "cost", "records", "code"), self, strict=True))


class Seen:
    """What is recorded of one request. `work` is None until an operation was executed or refused."""

    __slots__ = ("trace_id", "work")

    def __init__(self, trace_id: str | None = None) -> None:
        self.work: Work | None = None
        self.trace_id = trace_id


_seen: ContextVar[Seen | None] = ContextVar("kense_seen", default=None)


def begin(headers: Iterable[tuple[bytes, bytes]]) -> Seen:
    """Begin a new record for the current request.

    What its task, and threads working for it, note goes there.
    """
    seen = Seen(trace_id_of(headers))
    _seen.set(seen)
    return seen


def trace_id_of(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The trace id in the `traceparent` header. None if the header is missing, malformed or repeated."""
    given = [value for name, value in headers if name == b"traceparent"]
    match = _TRACEPARENT.fullmatch(given[0]) if len(given) == 1 else None
    return None if match is None else match[1].decode()


def note_work(work: Work | None) -> None:
    """Record the work of the current request, as of an answer taken from a cache.

    Does nothing outside of a request.
    """
    seen = _seen.get()
    if seen is not None:
        seen.work = work


def noted_work() -> Work | None:
    """The recorded work of the current request. None if nothing was recorded, or outside of a request."""
    seen = _seen.get()
    return None if seen is None else seen.work


def note_operation(operation: str | None) -> None:
    """Record the name of the executed operation. Empty if it has none, None if its document is not known."""
    note_work(Work(operation))


def note_body(body: Mapping[str, Any]) -> None:
    """Record cost, records and the code of the first error from an answer.

    Does nothing outside of a request.
    """
    seen = _seen.get()
    if seen is None:
        return
    operation = None if seen.work is None else seen.work.operation
    cost = (body.get("extensions") or {}).get("cost") or {}
    errors = body.get("errors")
    code = _code_of(errors[0]) if errors else "OK"
    seen.work = Work(operation, cost.get("estimated") or 0, cost.get("records") or 0, code)


def note_refusal(error: Mapping[str, Any]) -> None:
    """Record that nothing was executed, and the code of the error."""
    note_work(Work(code=_code_of(error)))


def _code_of(error: Mapping[str, Any]) -> str:
    return str((error.get("extensions") or {}).get("code", "NONE"))
