"""A process's counters in the text format of Prometheus: at `/metrics`, or on a separate address.

Each worker process has its own counters and its own port: the first free one from that of
KENSE_METRICS_ADDRESS on. Prometheus scrapes all of them and adds up; nothing is shared between processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    start_http_server,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.execution.known_queries import KnownQueries
from graph.execution.turns import Turns
from graph.exports.answers import Exports
from graph.served.current_registry import Publication, Reception
from graph.server.kept_answers import KeptAnswers
from graph.server.listening import CannotListenError
from graph.server.process_state import ProcessState
from graph.server.seen import Work
from graph.server.shared_subscriptions import Subscriptions
from model.settings import Environment, Settings

# Otherwise each counter would have a second series with its creation time.
disable_created_metrics()  # type: ignore[no-untyped-call]

PATH = "/metrics"
MOST_OPERATIONS = 64
"""Most operation names with a label of their own: clients choose them, and each is a series for ever."""
_LONGEST_NAME = 60
_OTHER = "other"
_AREAS = frozenset(
    {
        "graphql", "healthz", "readyz", "metrics", "geocode", "tiles", "offices", "assets", "docs",
        "kk", "ru", "en", "offices.geojson", "units.geojson", "coverage.geojson", "style.json", "",
    }
)  # fmt: skip
"""First parts of the paths of this server."""
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def area_of(path: str) -> str:
    """The first part of a path, if this server has such paths; `other` for any other."""
    begins = path.split("/", 2)[1] if path.startswith("/") else _OTHER
    return begins if begins in _AREAS else _OTHER


@dataclass(frozen=True, slots=True)
class Watched:
    """The parts of a server whose state is read on each scrape."""

    reception: Reception
    turns: Turns
    subscriptions: Subscriptions
    queries: KnownQueries
    answers: KeptAnswers


class Metrics:
    """The Prometheus counters of one server process."""

    def __init__(self, watched: Watched) -> None:
        self.registry = CollectorRegistry()
        self._operations: set[str] = set()
        self._children: dict[tuple[str, str, int, str], tuple[Counter, Histogram]] = {}
        self._requests = Counter(
            "kense_requests",
            "Requests over HTTP by area of the path, operation, status and code of the first error.",
            ["area", "operation", "status", "code"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "kense_request_seconds",
            "Seconds from the first byte of a request to the last one of its answer.",
            ["area", "operation"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._cost = Counter(
            "kense_work_cost", "Estimated cost of answered operations, in units.", registry=self.registry
        )
        self._records = Counter(
            "kense_work_records", "Records in answers to operations.", registry=self.registry
        )
        self._followed = Histogram(
            "kense_edition_lag_seconds",
            "Seconds from the publication of an edition until this process served it.",
            buckets=(0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0),
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self.registry.register(
            ProcessState(
                watched.reception, watched.turns, watched.subscriptions, watched.queries, watched.answers
            )
        )
        watched.reception.count_by(self._publish)

    def note(self, path: str, status: int, seconds: float, work: Work | None) -> None:
        """Count a request whose answer was sent, by area, operation, status and error code.

        `work` is None if no operation was executed.
        """
        area = area_of(path)
        operation, code = "", str(status)
        if work is not None:
            operation, code = self._label(work.operation), work.code
            self._cost.inc(work.cost)
            self._records.inc(work.records)
        key = area, operation, status, code
        children = self._children.get(key)
        if children is None:
            children = self._children[key] = (
                self._requests.labels(area, operation, str(status), code),
                self._seconds.labels(area, operation),
            )
        children[0].inc()
        children[1].observe(seconds)

    def text(self) -> bytes:
        """All metrics in the text format of Prometheus."""
        return generate_latest(self.registry)

    def _label(self, operation: str | None) -> str:
        """The label of an operation: its name, or `unnamed` if that is empty.

        Unknown or long names, and those after the first 64, are `other`.
        """
        if operation is None or len(operation) > _LONGEST_NAME:
            return _OTHER
        if operation not in self._operations:
            if len(self._operations) >= MOST_OPERATIONS:
                return _OTHER
            self._operations.add(operation)
        return operation or "unnamed"

    def _publish(self, publication: Publication) -> None:
        published_at = publication.registry.edition.published_at.timestamp()
        self._followed.observe(max(0.0, time() - published_at))


def metrics_routes(settings: Settings, metrics: Metrics, exports: Exports) -> list[Route]:
    """The route `/metrics` of a development server with one process on the loopback address. Else empty."""
    is_own = settings.environment is Environment.DEVELOPMENT and settings.host in _LOOPBACK
    if not is_own or settings.metrics_address is not None or settings.workers > 1:
        return []

    def scrape(_: Request) -> Response:
        headers = {"content-type": CONTENT_TYPE_LATEST, "cache-control": "no-store"}
        return Response(metrics.text(), headers=headers)

    return [Route(PATH, exports.cheap_endpoint(scrape))]


@contextmanager
def metrics_served(settings: Settings, metrics: Metrics) -> Iterator[None]:
    """Serve the metrics at the address of the settings until the end of the block.

    Without an address, nothing is served. As many ports as there are workers, from the stated port on, are
    tried: the first free port is used. Raises CannotListenError if no port is free.
    """
    if settings.metrics_address is None:
        yield
        return
    host, first = settings.metrics_address
    for port in range(first, min(first + settings.workers, 65_536)):
        try:
            server, thread = start_http_server(port, host, metrics.registry)
        except OSError:
            continue
        break
    else:
        raise CannotListenError(
            f"no port for metrics is free at {host!r} from {first} on: change KENSE_METRICS_ADDRESS"
        )
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
