"""Makes trace spans with the SDK of OpenTelemetry and sends them as OTLP over HTTP.

The SDK itself reads the variables `OTEL_*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Thread

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from model.program_files import program_version

_NOTHING = nullcontext()
_END_S = 2.0


class OtelSpan:
    """One open span of OpenTelemetry."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        self.trace_id = trace.format_trace_id(span.get_span_context().trace_id)

    def end(self, attributes: Mapping[str, str | int | float | bool], *, has_failed: bool) -> None:
        """Set the attributes that are known at the end, and whether the work failed."""
        self._span.set_attributes(attributes)
        if has_failed:
            self._span.set_status(StatusCode.ERROR)


class OtelTracing:
    """Makes the spans of one tracer provider."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("kense", program_version())
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def root(
        self, name: str, attributes: Mapping[str, str | int | float | bool], parent: Mapping[str, str]
    ) -> Iterator[OtelSpan]:
        """A server span, as a child of the trace that the headers in `parent` name, else of a new trace.

        Errors are not recorded in it: their text may contain what somebody typed.
        """
        context = self._propagator.extract(parent)
        # What an error says may hold what somebody typed: only that there was one is kept.
        with self._tracer.start_as_current_span(
            name,
            context,
            SpanKind.SERVER,
            attributes,
            record_exception=False,
        ) as span:
            yield OtelSpan(span)

    def inner(
        self, name: str, attributes: Mapping[str, str | int | float | bool]
    ) -> AbstractContextManager[object]:
        """A span inside the open span. Nothing if no span is open, as for background reads of the store."""
        if not trace.get_current_span().get_span_context().is_valid:
            return _NOTHING
        return self._tracer.start_as_current_span(
            name, attributes=attributes, record_exception=False, set_status_on_exception=False
        )

    def stop(self) -> None:
        """Send the spans that were not sent yet. Waits for the collector for at most 2 s."""
        ending = Thread(target=self._provider.shutdown, name="kense-tracing-end", daemon=True)
        ending.start()
        ending.join(_END_S)


def exporting() -> OtelTracing:
    """Makes spans for the collector that `OTEL_*` names. The service is called `kense` if they name none."""
    resource = Resource.create()
    if str(resource.attributes.get("service.name", "")).startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": "kense"}))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return OtelTracing(provider)
