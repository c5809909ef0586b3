"""The metrics of a server: their names, both ways of a request, their address, and their speed."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest
import structlog
import yaml
from prometheus_client.parser import text_string_to_metric_families

from graph.server.listening import CannotListenError
from graph.server.metrics import MOST_OPERATIONS, Metrics, Watched, metrics_served
from graph.server.seen import Work, trace_id_of
from model.edition import Edition
from model.errors import BadSettingError
from model.settings import Settings
from tests.api_client import ApiClient

NAMED = "query OneOffice($id: ID!) { office(id: $id) { id name } }"
OFFICE = "Office:akm-akkol-psc"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"

DEPLOY = Path(__file__).parents[2] / "deploy"
_METRIC = re.compile(r"\b(?:kense|process)_[a-z_]+")


@pytest.fixture
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


def samples(api: ApiClient, name: str) -> dict[tuple[str, ...], float]:
    """Values of a metric by the values of its labels, in the order of their names."""
    answer = api.http.get("/metrics")
    assert answer.status_code == 200
    return {
        tuple(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == name
    }


def metrics_of(api: ApiClient) -> Metrics:
    """Counters of their own over the parts of that server."""
    app = api.http.app
    (endpoint,) = (one.args[0] for one in app.user_middleware if one.cls.__name__ == "LeanWay")  # type: ignore[attr-defined]
    return Metrics(
        Watched(endpoint.reception, endpoint.turns, endpoint.subscriptions, endpoint.queries, endpoint.kept)
    )


def test_a_query_is_counted_by_its_name_once_it_was_answered_before(api: ApiClient) -> None:
    for _ in range(4):  # the long way, the short way, twice the kept answer
        assert api.data(NAMED, id=OFFICE)["office"]["id"] == OFFICE
    counted = samples(api, "kense_requests_total")
    assert counted["graphql", "OK", "other", "200"] == 1
    assert counted["graphql", "OK", "OneOffice", "200"] == 3
    assert samples(api, "kense_request_seconds_count")["graphql", "OneOffice"] == 3
    assert samples(api, "kense_work_cost_total")[()] > 0
    assert samples(api, "kense_cache_hits_total")["answers",] == 2


def test_errors_are_counted_by_their_code(api: ApiClient) -> None:
    told, _ = api.error("query($id: ID!) { office(id: $id) { id } }", id="nonsense")
    assert api.http.post("/graphql", content=b"{", headers={"content-type": "application/json"}).status_code
    api.post("{ nothingOfThatName }")
    codes = {code for area, code, _, _ in samples(api, "kense_requests_total") if area == "graphql"}
    assert codes == {told, "BAD_REQUEST", "GRAPHQL_VALIDATION_FAILED"}


def test_names_and_paths_of_strangers_are_bounded(api: ApiClient) -> None:
    metrics = metrics_of(api)
    for number in range(3 * MOST_OPERATIONS):
        metrics.note(f"/path{number}/{number}", 404, 0.001, None)
        metrics.note("/graphql", 200, 0.001, Work(f"Name{number}"))
    metrics.note("/graphql", 200, 0.001, Work("x" * 1000))
    text = metrics.text().decode()
    operations = set(re.findall(r'kense_requests_total\{.*operation="(Name\d+)"', text))
    assert len(operations) == MOST_OPERATIONS
    assert f'area="other",code="404",operation="",status="404"}} {3 * MOST_OPERATIONS}.0' in text
    assert "xxx" not in text


def test_counting_takes_a_hundredth_of_a_millisecond(api: ApiClient) -> None:
    metrics, work, best = metrics_of(api), Work("OneOffice", 3, 1), 1.0
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(1_000):
            metrics.note("/graphql", 200, 0.001, work)
        best = min(best, (time.perf_counter() - began) / 1_000)
    assert best < 0.00002, "10 µs on a free machine, twice as many on a busy one"


def test_the_state_of_the_process_is_told(api: ApiClient, small_edition: Edition) -> None:
    assert samples(api, "kense_edition_number")[()] == small_edition.number
    assert samples(api, "kense_edition_age_seconds")[()] > 0
    assert set(samples(api, "kense_queue_waiting")) == {
        (one,) for one in ("cheap", "dear", "changes", "strangers")
    }
    assert samples(api, "process_resident_memory_bytes")[()] > 1_000_000
    assert samples(api, "kense_clients_in_debt")[()] == 0


@pytest.mark.parametrize(
    "environ",
    [
        {"KENSE_ENV": "production"},
        {"KENSE_METRICS_ADDRESS": "127.0.0.1:9"},
        {"KENSE_HOST": "0.0.0.0"},
        {"KENSE_WORKERS": "2"},
    ],
)
def test_strangers_cannot_read_them(small_edition: Edition, environ: Mapping[str, str]) -> None:
    environ = {"KENSE_AUTH_KEYS": "none", **environ}
    assert ApiClient(small_edition, environ).http.get("/metrics").status_code == 404


def test_each_worker_takes_a_port_of_its_own(api: ApiClient) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        given = {"KENSE_METRICS_ADDRESS": f"127.0.0.1:{port}", "KENSE_HOME": "var"}
        metrics = metrics_of(api)
        with (
            pytest.raises(CannotListenError, match="KENSE_METRICS_ADDRESS"),
            metrics_served(Settings.from_environment(given), metrics),
        ):
            pass
        many = Settings.from_environment({**given, "KENSE_WORKERS": "8"})
        with metrics_served(many, metrics):
            answered = [text for at in range(port + 1, port + 8) if (text := scraped(at)) is not None]
    assert any("kense_edition_number" in text for text in answered)


def scraped(port: int) -> str | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            return str(answer.read(), "utf-8")
    except OSError:
        return None


@pytest.mark.parametrize("given", ["9464", "host:", ":9464", "h:0", "h:65536", "::1:9464", "h:x"])
def test_an_address_that_is_none_is_refused_by_name(given: str) -> None:
    with pytest.raises(BadSettingError, match="KENSE_METRICS_ADDRESS"):
        Settings.from_environment({"KENSE_METRICS_ADDRESS": given})


def test_an_address_may_be_of_ipv6() -> None:
    settings = Settings.from_environment({"KENSE_METRICS_ADDRESS": "[::1]:9464"})
    assert settings.metrics_address == ("::1", 9464)


def test_a_slow_request_is_logged_with_its_operation_and_without_its_variables(
    small_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = ApiClient(small_edition, {"KENSE_SLOW_MS": "1"})
    monkeypatch.setattr("graph.server.access_log.perf_counter", iter(range(100)).__next__)
    body = json.dumps({"query": NAMED, "variables": {"id": OFFICE}})
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        for _ in range(2):
            api.http.post(
                "/graphql",
                content=body,
                headers={"content-type": "application/json", "traceparent": TRACEPARENT},
            )
    slow = [line for line in lines if line["event"] == "slow request"]
    assert [line["operation"] for line in slow] == [None, "OneOffice"]
    assert {line["trace_id"] for line in lines} == {TRACE}
    assert all(len(line["request_id"]) == 32 for line in lines)
    assert OFFICE not in str(lines)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([TRACEPARENT], TRACE),
        ([], None),
        ([TRACEPARENT, TRACEPARENT], None),
        ([TRACEPARENT.upper()], None),
        ([f"00-{'0' * 32}-00f067aa0ba902b7-01"], None),
        ([f"00-{TRACE}-{'0' * 16}-01"], None),
        (["00-\n"], None),
    ],
)
def test_the_trace_of_a_client_is_read_strictly(given: list[str], expected: str | None) -> None:
    assert trace_id_of([(b"traceparent", one.encode()) for one in given]) == expected


def test_every_metric_is_in_the_operators_page(api: ApiClient) -> None:
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    families = text_string_to_metric_families(api.http.get("/metrics").text)
    ours = {
        one.name + ("_total" if one.type == "counter" else "")
        for one in families
        if one.name.startswith("kense_")
    }
    assert len(ours) > 15
    assert {name for name in ours if f"`{name}`" not in page} == set()


def scraped_names(api: ApiClient) -> set[str]:
    """Names of metrics in rules and dashboards, including counters that are still zero."""
    names = set[str]()
    for family in text_string_to_metric_families(api.http.get("/metrics").text):
        names |= {sample.name for sample in family.samples}
        names.add(family.name + ("_total" if family.type == "counter" else ""))
        if family.type == "histogram":
            names.add(f"{family.name}_bucket")
    return names


def test_the_dashboard_and_the_alerts_ask_for_metrics_that_are_there(api: ApiClient) -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "kense.json").read_text("utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8"))
    asked += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    assert len(asked) > 20
    wanted = {name for expression in asked for name in _METRIC.findall(expression)}
    assert len(wanted) > 14
    assert wanted - scraped_names(api) == set()


def test_records_of_lists_are_counted(api: ApiClient) -> None:
    api.data("{ offices(first: 3) { edges { node { id } } } }")
    assert samples(api, "kense_work_records_total")[()] >= 3
