"""Spans of traces (OpenTelemetry): made where `OTEL_*` asks for them, and nothing at all elsewhere.

What makes them is imported only then (`model/otel_tracing.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any, Protocol

from model.errors import BadSettingError

Attribute = str | int | float | bool
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_ONLY_PROTOCOL = "http/protobuf"


class Span(Protocol):
    """One span that is open."""

    trace_id: str
    """32 hexadecimal digits."""

    def end(self, attributes: Mapping[str, Attribute], *, has_failed: bool) -> None:
        """Say what came of it; it ends when its context is left."""


class Tracing(Protocol):
    """What makes spans."""

    def root(
        self, name: str, attributes: Mapping[str, Attribute], parent: Mapping[str, str]
    ) -> AbstractContextManager[Span]:
        """A span of a server, within the trace that headers name (W3C Trace Context), or of its own."""

    def inner(self, name: str, attributes: Mapping[str, Attribute]) -> AbstractContextManager[object]:
        """A span within the one that is open; none where none is."""

    def stop(self) -> None:
        """Send what was not sent yet, and make no more."""


class _State:
    tracing: Tracing | None = None


_NOTHING = nullcontext()


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment asks for traces, as the specification of OpenTelemetry says."""
    exporter = environ.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true" or exporter == "none":
        return False
    return exporter == "otlp" or any(environ.get(name, "").strip() for name in _ENDPOINTS)


def check_tracing(environ: Mapping[str, str]) -> None:
    """Raise BadSettingError where the packages are missing, and for a protocol that is not spoken."""
    if is_wanted(environ):
        _module(environ)


def start_tracing(environ: Mapping[str, str]) -> None:
    """Make spans from now on, where the environment asks for it; again changes nothing.

    It starts a thread, so that a process that is to be forked leaves it to its children. Raises
    BadSettingError as `check_tracing` does.
    """
    if _State.tracing is None and is_wanted(environ):
        _State.tracing = _module(environ).exporting()


def _module(environ: Mapping[str, str]) -> Any:
    for name in _PROTOCOLS:
        if environ.get(name, "").strip() not in ("", _ONLY_PROTOCOL):
            raise BadSettingError(f"{name} is {environ[name]!r}, not {_ONLY_PROTOCOL}")
    try:
        return import_module("model.otel_tracing")
    except ImportError as error:
        raise BadSettingError(
            f"OTEL_* asks for traces, and {error.name or 'a package'} is missing: install kense[otel]"
        ) from error


def stop_tracing() -> None:
    """Send what was not sent yet, and make no more spans."""
    tracing, _State.tracing = _State.tracing, None
    if tracing is not None:
        tracing.stop()


def use_tracing(tracing: Tracing | None) -> None:
    """Make spans by something else, as tests do."""
    _State.tracing = tracing


def root_span(
    name: str, attributes: Mapping[str, Attribute] | None = None, parent: Mapping[str, str] | None = None
) -> AbstractContextManager[Span | None]:
    """A span of its own while the context is open; None where tracing is off."""
    tracing = _State.tracing
    return _NOTHING if tracing is None else tracing.root(name, attributes or {}, parent or {})


def inner_span(name: str, **attributes: Attribute) -> AbstractContextManager[object]:
    """A span within that of the request or the job in work; None without one."""
    tracing = _State.tracing
    return _NOTHING if tracing is None else tracing.inner(name, attributes)


def traces() -> bool:
    """Whether spans are made."""
    return _State.tracing is not None
