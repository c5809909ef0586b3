"""The state of a server process at the moment of a metrics scrape."""

from __future__ import annotations

from collections.abc import Iterator
from time import time

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.pool import QueuePool

from graph.execution.fallbacks import fallbacks
from graph.execution.fragments import tally
from graph.execution.known_queries import KnownQueries
from graph.execution.turns import Turns
from graph.served.current_registry import Reception
from graph.server.kept_answers import KeptAnswers
from graph.server.shared_subscriptions import Subscriptions


class ProcessState(Collector):
    """Collects the state of a server process for Prometheus. May be called from any thread."""

    def __init__(
        self,
        reception: Reception,
        turns: Turns,
        subscriptions: Subscriptions,
        queries: KnownQueries,
        answers: KeptAnswers,
    ) -> None:
        self._reception, self._turns, self._subscriptions = reception, turns, subscriptions
        self._queries, self._answers = queries, answers

    def collect(self) -> Iterator[Metric]:
        """All metric families, also those that have no value yet."""
        yield from self._edition()
        yield from self._queues()
        yield from self._caches()
        yield from self._pool()
        fallen = CounterMetricFamily(
            "kense_fallbacks", "Queries left to the reference executor, by reason.", labels=["reason"]
        )
        for reason, count in list(fallbacks.by_reason.items()):
            fallen.add_metric([reason], count)
        yield fallen
        listeners, executed = self._subscriptions.listeners, self._subscriptions.executed
        yield GaugeMetricFamily("kense_listeners", "Subscribers that later changes reach.", listeners)
        yield GaugeMetricFamily("kense_subscriptions", "Different subscriptions that are executed.", executed)

    def _edition(self) -> Iterator[Metric]:
        registry = self._reception.registry
        number = 0 if registry is None else registry.edition.number
        age = 0.0 if registry is None else max(0.0, time() - registry.edition.published_at.timestamp())
        yield GaugeMetricFamily("kense_edition_number", "Edition in service; 0 without one.", number)
        yield GaugeMetricFamily("kense_edition_age_seconds", "Seconds since it was published.", age)

    def _queues(self) -> Iterator[Metric]:
        """Metrics of the lanes: waiting requests, turns in use, clients in debt."""
        waiting = GaugeMetricFamily("kense_queue_waiting", "Requests that wait for a turn.", labels=["lane"])
        taken = GaugeMetricFamily("kense_turns_taken", "Turns in use.", labels=["lane"])
        for kind, lanes in self._turns.lanes.items():
            waiting.add_metric([kind], sum(lane.waiting for lane in lanes))
            taken.add_metric([kind], sum(lane.taken for lane in lanes))
        debts = self._turns.debts()
        yield waiting
        yield taken
        yield GaugeMetricFamily(
            "kense_clients_in_debt", "Clients that used more than their share.", len(debts)
        )
        yield GaugeMetricFamily(
            "kense_largest_debt_seconds",
            "Seconds until the last of them paid it off.",
            max(debts, default=0.0),
        )

    def _caches(self) -> Iterator[Metric]:
        """Metrics of the caches: hits, misses and bytes."""
        hits = CounterMetricFamily("kense_cache_hits", "Found in a cache.", labels=["cache"])
        misses = CounterMetricFamily("kense_cache_misses", "Not found in a cache.", labels=["cache"])
        size = GaugeMetricFamily("kense_cache_bytes", "Bytes that a cache holds.", labels=["cache"])
        for name, cache in (("answers", self._answers), ("documents", self._queries)):
            hits.add_metric([name], cache.hits)
            misses.add_metric([name], cache.misses)
            size.add_metric([name], cache.bytes)
        hits.add_metric(["fragments"], tally.hits)
        misses.add_metric(["fragments"], tally.misses)
        yield hits
        yield misses
        yield size

    def _pool(self) -> Iterator[Metric]:
        engine = self._reception.engine
        pool = None if engine is None else engine.pool
        used = pool.checkedout() if isinstance(pool, QueuePool) else 0
        size = pool.size() if isinstance(pool, QueuePool) else 0
        yield GaugeMetricFamily("kense_pool_used", "Connections to the store that are in use.", used)
        yield GaugeMetricFamily("kense_pool_size", "Connections that are kept open; 0 without a bound.", size)
