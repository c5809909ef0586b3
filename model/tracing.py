"""Trace spans (OpenTelemetry): made if the variables `OTEL_*` ask for them, otherwise not at all.

The module that makes them is imported only then (`model/otel_tracing.py`).
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
    """One open span."""

    trace_id: str
    """32 hexadecimal digits."""

    def end(self, attributes: Mapping[str, Attribute], *, has_failed: bool) -> None:
        """Set the attributes that are known at the end, and whether the work failed.

        The span itself ends when its context is left.
        """


class Tracing(Protocol):
    """Makes spans."""

    def root(
        self, name: str, attributes: Mapping[str, Attribute], parent: Mapping[str, str]
    ) -> AbstractContextManager[Span]:
        """A server span, inside the trace that headers name (W3C Trace Context), else of a new trace."""

    def inner(self, name: str, attributes: Mapping[str, Attribute]) -> AbstractContextManager[object]:
        """A span inside the open span. Nothing if no span is open."""

    def stop(self) -> None:
        """Send the spans that were not sent yet, and make no more."""


class _State:
    tracing: Tracing | None = None


_NOTHING = nullcontext()


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment variables ask for traces, as the specification of OpenTelemetry says."""
    exporter = environ.get("OTEL_TRACES_EXPORTER", "").strip().lower()
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true" or exporter == "none":
        return False
    return exporter == "otlp" or any(environ.get(name, "").strip() for name in _ENDPOINTS)


def check_tracing(environ: Mapping[str, str]) -> None:
    """Raise BadSettingError if traces are wanted, but packages are missing or the protocol is unknown."""
    if is_wanted(environ):
        _module(environ)


def start_tracing(environ: Mapping[str, str]) -> None:
    """Make spans from now on, if the environment asks for it. A second call changes nothing.

    It starts a thread, so that a process that is to be forked leaves it to its children. Raises
    BadSettingError as `check_tracing` does.
    """
    if _State.tracing is None and is_wanted(environ):
        _State.tracing = _module(environ).exporting()


def _module(environ: Mapping[str, str]) -> Any:
    """The module that makes spans.

    Raises BadSettingError for another protocol, and if packages are missing.
    """
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
    """Send the spans that were not sent yet, and make no more."""
    tracing, _State.tracing = _State.tracing, None
    if tracing is not None:
        tracing.stop()


def use_tracing(tracing: Tracing | None) -> None:
    """Let `tracing` make the spans from now on, as tests do; None makes none."""
    _State.tracing = tracing


def root_span(
    name: str, attributes: Mapping[str, Attribute] | None = None, parent: Mapping[str, str] | None = None
) -> AbstractContextManager[Span | None]:
    """A span of a new or given trace while the context is open. The context gives None if tracing is off."""
    tracing = _State.tracing
    return _NOTHING if tracing is None else tracing.root(name, attributes or {}, parent or {})


def inner_span(name: str, **attributes: Attribute) -> AbstractContextManager[object]:
    """A span inside that of the current request or job. Nothing if there is none or tracing is off."""
    tracing = _State.tracing
    return _NOTHING if tracing is None else tracing.inner(name, attributes)


def traces() -> bool:
    """Whether spans are made."""
    return _State.tracing is not None
