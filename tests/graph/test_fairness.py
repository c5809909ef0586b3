"""A client in debt is refused on each route before anything is executed; honest clients never are."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.execution.accounts import Accounts, Asker
from model.edition import Edition
from tests.api_client import ApiClient

ASKED = {"query": "{ edition { number } }"}
DEAR = {"query": "{ offices(first: 200) { edges { node { " + "provenance { field } " * 5 + "} } } }"}
STINGY = {"KENSE_CLIENT_SHARE": "0.001", "KENSE_CLIENT_BURST_S": "0.001"}


@pytest.fixture
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition, STINGY)


@pytest.fixture
def hasty(api: ApiClient) -> TestClient:
    """A client that has used more than its share, while others wait."""
    client = TestClient(api.http.app, client=("192.0.2.1", 50_000))
    for _ in range(3):
        assert client.post("/graphql", json=DEAR).status_code == 200
    assert api.data("{ edition { number } }")
    return client


def other(api: ApiClient) -> None:
    """Other clients send requests and are answered."""
    calm = TestClient(api.http.app, client=("192.0.2.2", 50_000))
    assert calm.post("/graphql", json=ASKED).json()["data"] == {"edition": {"number": 1}}


WAYS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/graphql", {"json": ASKED}),
    ("GET", "/graphql", {"params": ASKED}),
    ("POST", "/graphql", {"json": ASKED, "headers": {"accept": "text/event-stream"}}),
    ("POST", "/graphql", {"json": {**ASKED, "variables": {"long": "a" * 50_000}}}),
    ("POST", "/graphql", {"json": {"query": 'mutation { officeClose(id: "x") { office { id } } }'}}),
    ("GET", "/offices.geojson", {}),
    ("GET", "/units.geojson", {}),
    ("GET", "/offices/akm-akkol-psc.jsonld", {}),
    ("GET", "/style.json", {}),
    ("GET", "/tiles/offices.json", {}),
    ("GET", "/tiles/offices/5/20/10.mvt", {}),
    ("GET", "/", {}),
    ("GET", "/ru/services", {}),
    ("GET", "/offices/akm-akkol-psc", {}),
]


@pytest.mark.parametrize(("method", "path", "request_"), WAYS)
def test_debt_is_refused_on_each_way_in(
    api: ApiClient, hasty: TestClient, method: str, path: str, request_: dict[str, Any]
) -> None:
    answer = hasty.request(method, path, **request_)
    assert answer.status_code == 429
    wait_s = int(answer.headers["retry-after"])
    assert wait_s >= 1
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfter": wait_s}
    assert "data" not in answer.json()
    assert answer.headers["cache-control"] == "no-store"
    other(api)


@pytest.mark.parametrize("query", [ASKED["query"], "subscription { editionPublished }"])
def test_debt_is_refused_over_a_websocket_which_stays_open(
    api: ApiClient, hasty: TestClient, query: str
) -> None:
    with hasty.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        for number in ("1", "2"):
            socket.send_json({"id": number, "type": "subscribe", "payload": {"query": query}})
            told = socket.receive_json()
            assert (told["id"], told["type"]) == (number, "error")
            (error,) = told["payload"]
            assert error["extensions"]["code"] == "RATE_LIMITED"
            assert error["extensions"]["retryAfter"] >= 1
    other(api)


def test_health_is_told_to_everybody(hasty: TestClient) -> None:
    assert hasty.get("/healthz").status_code == hasty.get("/readyz").status_code == 200


def test_who_is_alone_is_never_refused(small_edition: Edition) -> None:
    api = ApiClient(small_edition, STINGY)
    for _ in range(30):
        assert api.http.post("/graphql", json=DEAR).status_code == 200


def test_who_signed_in_does_not_pay_for_others_of_the_same_address(api: ApiClient, hasty: TestClient) -> None:
    assert hasty.post("/graphql", json=ASKED).status_code == 429
    api.sign_in("akm", subject="anna")
    told = hasty.post("/graphql", json=ASKED, headers={"authorization": api.http.headers["authorization"]})
    assert told.status_code == 200


def test_a_trusted_gateway_is_never_refused(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {**STINGY, "KENSE_TRUSTED_CLIENTS": "192.0.2.0/28"})
    gateway = TestClient(api.http.app, client=("192.0.2.7", 50_000))
    for _ in range(10):
        other(api)
        assert gateway.post("/graphql", json=DEAR).status_code == 200


def test_large_answers_are_as_whole_as_before(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    features = api.http.get("/offices.geojson").json()["features"]
    assert len(features) == len(small_edition.offices)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("requests_a_second", "each_s"),
    [
        (90, 0.003),  # a map: 30 queries, 40 tiles and a letter typed after the other
        (160, 0.0025),  # 200 people behind one address, each a page in 5 s, a page being four requests
    ],
)
def test_honest_clients_are_never_in_debt(requests_a_second: int, each_s: float) -> None:
    clock = Clock()
    accounts, honest = Accounts(clock=clock), Asker("honest")
    for _ in range(300):
        for _ in range(requests_a_second):  # all requests of a second at once
            accounts.admit(honest)
            accounts.charge(honest, each_s)
        accounts.admit(Asker("another"))
        clock.now += 1
