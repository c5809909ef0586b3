"""Spans of requests as a collector receives them; without a collector none are made."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.seeds import Seeds
from model.edition import Edition
from model.errors import BadSettingError
from model.program_files import PROGRAM
from model.tracing import inner_span, is_wanted, root_span, start_tracing, stop_tracing, traces
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.api_client import ApiClient
from tests.changing import KARASAI, ChangingClient
from tests.filled import fill

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
QUERY = "query Newest { edition { number } }"


class Collector(ThreadingHTTPServer):
    """Stores the spans that it receives over OTLP."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.spans: list[Any] = []
        self.services: set[str] = set()

    def named(self, name: str) -> list[Any]:
        """Spans with that name."""
        return [span for span in self.spans if span.name == name]

    def take(self, body: bytes) -> None:
        """Store the spans of a request."""
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services |= {
                each.value.string_value for each in resource.resource.attributes if each.key == "service.name"
            }
            for scope in resource.scope_spans:
                self.spans += scope.spans


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        """Take spans."""
        assert self.path == "/v1/traces"
        self.server.take(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Turns tracing on for the test; the spans arrive here."""
    server = Collector()
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
    start_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": address})
    try:
        yield server
    finally:
        stop_tracing()
        server.shutdown()
        server.server_close()


def attributes(span: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}


def children(collector: Collector, span: Any) -> set[str]:
    return {each.name for each in collector.spans if each.parent_span_id == span.span_id}


def test_a_request_is_a_span_of_the_clients_trace_on_every_way(
    collector: Collector, small_edition: Edition
) -> None:
    api = ApiClient(small_edition)
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "content-type": "application/json"}
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        for _ in range(3):  # parsed and planned; by its plan; as it was kept
            answer = api.http.post("/graphql", json={"query": QUERY}, headers=headers)
            assert answer.status_code == 200
    assert [line["trace_id"] for line in logs if line["event"] == "request"] == [TRACE] * 3
    stop_tracing()
    assert collector.services == {"kense"}
    long_way, by_plan, kept = collector.named("POST /graphql")
    for span in (long_way, by_plan, kept):
        assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, PARENT)
        said = attributes(span)
        assert (said["http.route"], said["http.response.status_code"]) == ("/graphql", 200)
        assert (said["kense.code"], said["kense.records"]) == ("OK", 0)
    assert (
        attributes(by_plan)["graphql.operation.name"]
        == attributes(kept)["graphql.operation.name"]
        == "Newest"
    )
    (anew, known) = collector.named("graphql.execute")
    assert anew.parent_span_id == long_way.span_id
    assert known.parent_span_id == by_plan.span_id
    assert not children(collector, kept)
    assert children(collector, anew) == {"graphql.parse", "graphql.validate", "graphql.plan"}
    assert QUERY not in str(collector.spans)


def test_a_change_has_spans_of_the_store_and_a_refusal_its_code(
    collector: Collector, small_seeds: Seeds, tmp_path: Any
) -> None:
    engine: Engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    migrate(engine)
    fill(engine, small_seeds)
    client = ChangingClient(engine)
    client.update(KARASAI, {"nameKk": "Құпия ауыл"})
    client.errors("{ nothingOfThatName }")
    client.http.get("/no/such/page/secret")
    stop_tracing()
    engine.dispose()
    (write,) = collector.named("store.write")
    change, refusal = collector.named("POST /graphql")
    assert write.trace_id == change.trace_id
    assert attributes(refusal)["kense.code"] != "OK"
    (missing,) = collector.named("GET /other")
    assert attributes(missing)["http.response.status_code"] == 404
    # Store checks outside a request make no span, and no span contains typed text.
    assert all(each.parent_span_id for each in collector.named("store.read"))
    assert "Құпия" not in str([attributes(each) for each in collector.spans])
    assert "secret" not in str(collector.spans)


def test_a_collector_that_is_away_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    start_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"})
    with root_span("GET /") as span, inner_span("store.read"):
        assert span is not None
    begun = time.monotonic()
    stop_tracing()
    assert time.monotonic() - begun < 3
    assert not traces()


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, False),
        ({"OTEL_SERVICE_NAME": "kense"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_traces_are_made_where_the_environment_asks_for_them(environ: dict[str, str], wanted: bool) -> None:
    assert is_wanted(environ) is wanted


def test_what_cannot_be_done_is_said_before_the_server_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"OTEL_TRACES_EXPORTER": "otlp"}
    with pytest.raises(BadSettingError, match="OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc', not http/protobuf"):
        start_tracing(asked | {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
    monkeypatch.setitem(sys.modules, "model.otel_tracing", None)
    with pytest.raises(BadSettingError, match=r"install kense\[otel\]"):
        start_tracing(asked)


@pytest.mark.slow
def test_nothing_of_it_is_imported_where_nobody_asks() -> None:
    code = (
        "import os, sys, graph.server.app; from model.tracing import start_tracing\n"
        "start_tracing(os.environ); print([name for name in sys.modules if 'opentelemetry' in name])"
    )
    run: Callable[..., Any] = subprocess.run
    done = run([sys.executable, "-c", code], cwd=PROGRAM, capture_output=True, text=True, env={"PATH": ""})
    assert done.stdout.strip() == "[]", done.stderr
