"""The identity of clients, over HTTP and WebSocket: tokens, refusals, and answers for one account only."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from starlette.websockets import WebSocketDisconnect

from graph.execution.settling import API_VERSION
from graph.server.requests import GRAPHQL_JSON
from model.edition import Edition
from tests.api_client import ApiClient
from tests.issuer import (
    ISSUER,
    PublishedKeys,
    claims,
    forged,
    jwk,
    key_file,
    public_pem,
    published_keys,
    rsa_key,
    signed,
)
from tests.slow_issuer import SLOW_PARTS, slow_issuer

VIEWER = "{ viewer { subject roles territories { id } } }"
SUBPROTOCOL = ["graphql-transport-ws"]


@pytest.fixture(scope="module")
def api(small_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> ApiClient:
    """A server that accepts the first RSA key of the issuer."""
    return ApiClient(small_edition, key_file(tmp_path_factory.mktemp("keys"), public_pem(rsa_key())))


def ask(api: ApiClient, token: str | None, query: str = VIEWER, **headers: str) -> Any:
    bearer = {} if token is None else {"authorization": f"Bearer {token}"}
    with structlog.testing.capture_logs():
        return api.http.post("/graphql", json={"query": query}, headers={**bearer, **headers})


def viewer(api: ApiClient, token: str | None) -> Any:
    answer = ask(api, token)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["viewer"]


def test_reading_needs_no_token(api: ApiClient) -> None:
    assert viewer(api, None) is None


def test_the_viewer_is_told_what_they_may_do(api: ApiClient) -> None:
    said = claims(roles=["reviewer", "editor", "guest"], territories=["akm-akkol", "nowhere"])
    assert viewer(api, signed(said)) == {
        "subject": "aigul",
        "roles": ["editor", "reviewer"],
        "territories": [{"id": "District:akm-akkol"}],
    }
    everywhere = viewer(api, signed(claims(territories=["*"])))
    assert everywhere["territories"] == [{"id": "Region:akm"}]
    assert viewer(api, signed(claims(territories=None)))["territories"] == []


@pytest.mark.parametrize("media", ["application/json", GRAPHQL_JSON])
def test_a_bad_token_is_refused_with_its_reason_and_reads_nothing(api: ApiClient, media: str) -> None:
    answer = ask(api, signed(claims(exp=1)), "{ edition { number } }", accept=media)
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["www-authenticate"] == (
        'Bearer realm="kense", error="invalid_token", error_description="the token has expired"'
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "errors": [{"message": "the token has expired", "extensions": {"code": "UNAUTHENTICATED"}}],
        "extensions": {"apiVersion": API_VERSION},
    }


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        (forged({"alg": "none"}, claims(roles=["admin"])), "not signed by RS256 or ES256"),
        (signed(claims(), rsa_key("foreign")), "not that of its issuer"),
        (signed(claims(aud="another")), "not for this audience"),
        (signed(claims(iss="https://evil.example")), "of another issuer"),
        ("x" * 9_000, "longer than 8192"),
        ("../../etc/passwd", "not a signed JWT"),
        ("a.b.c", "not a signed JWT"),
        ("", "Bearer tokens only"),
    ],
)
def test_every_attack_on_a_token_ends_in_401(api: ApiClient, token: str, reason: str) -> None:
    answer = ask(api, token)
    assert answer.status_code == 401
    assert reason in answer.json()["errors"][0]["message"]
    for secret in (str(api.settings.home), "Traceback", "BEGIN PUBLIC", "jwt."):
        assert secret not in answer.text


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "bearer ", "Token x", "\xff\xfe"])
def test_other_ways_of_signing_in_are_refused(api: ApiClient, header: str) -> None:
    answer = api.http.post(
        "/graphql", json={"query": VIEWER}, headers=[(b"authorization", header.encode("latin-1"))]
    )
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


def test_two_tokens_are_none(api: ApiClient) -> None:
    bearer = f"Bearer {signed(claims())}".encode()
    answer = api.http.post(
        "/graphql",
        json={"query": VIEWER},
        headers=[(b"authorization", bearer), (b"authorization", bearer)],
    )
    assert answer.status_code == 401


def test_a_name_of_a_claim_in_any_letters_does_not_break_the_refusal(
    small_edition: Edition, tmp_path: Path
) -> None:
    settings = key_file(tmp_path, public_pem(rsa_key()))
    api = ApiClient(small_edition, {**settings, "KENSE_AUTH_ROLES_CLAIM": 'рөл"\\'})
    answer = ask(api, signed({**claims(), 'рөл"\\': 7}))
    assert answer.status_code == 401
    assert "рөл" in answer.json()["errors"][0]["message"]
    assert "the claim ???'/ of the token" in answer.headers["www-authenticate"]


# No account gets the cached answer of another one.


def get(api: ApiClient, token: str | None, tag: str = "") -> Any:
    headers = {"if-none-match": tag} if tag else {}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    return api.http.get("/graphql", params={"query": VIEWER}, headers=headers)


def test_an_answer_is_cached_for_the_one_who_asked(api: ApiClient) -> None:
    aigul, bolat = signed(claims()), signed(claims(sub="bolat"))
    mine, nobodys = get(api, aigul), get(api, None)
    assert mine.headers["cache-control"] == "private, no-cache"
    assert nobodys.headers["cache-control"] == "public, no-cache"
    assert "authorization" in mine.headers["vary"].lower()
    assert "authorization" in nobodys.headers["vary"].lower()
    assert get(api, aigul, mine.headers["etag"]).status_code == 304
    for other in (bolat, None, signed(claims(roles=["admin"])), signed(claims(territories=["akm"]))):
        answer = get(api, other, mine.headers["etag"])
        assert answer.status_code == 200
        assert answer.headers["etag"] != mine.headers["etag"]
    assert get(api, aigul, nobodys.headers["etag"]).json()["data"]["viewer"]["subject"] == "aigul"
    # The same person with a newer token keeps the answer.
    assert get(api, signed(claims(iat=1)), mine.headers["etag"]).status_code == 304


def test_a_bad_token_is_never_answered_from_a_cache(api: ApiClient) -> None:
    tag = get(api, None).headers["etag"]
    assert get(api, signed(claims(exp=1)), tag).status_code == 401


# WebSockets.


def connect(api: ApiClient, payload: Any) -> Iterator[Any]:
    with api.http.websocket_connect("/graphql", subprotocols=SUBPROTOCOL) as socket:
        socket.send_json({"type": "connection_init", **({} if payload is None else {"payload": payload})})
        yield socket


def over_socket(api: ApiClient, payload: Any, query: str) -> Any:
    for socket in connect(api, payload):
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": query}})
        return socket.receive_json()
    return None


def test_a_token_comes_with_the_beginning_of_a_websocket(api: ApiClient) -> None:
    payload = {"authorization": f"Bearer {signed(claims())}"}
    event = over_socket(api, payload, VIEWER)
    assert event["payload"]["data"]["viewer"]["subject"] == "aigul"
    assert over_socket(api, None, VIEWER)["payload"]["data"] == {"viewer": None}


def in_headers(token: str) -> dict[str, Any]:
    return {"headers": {"Authorization": token}}


@pytest.mark.parametrize("write", [lambda token: {"Authorization": token}, in_headers])
def test_a_token_is_not_overlooked_for_how_clients_write_it(api: ApiClient, write: Any) -> None:
    """Who sends a bad one would else go on as nobody, and not know."""
    event = over_socket(api, write(f"Bearer {signed(claims())}"), VIEWER)
    assert event["payload"]["data"]["viewer"]["subject"] == "aigul"
    for bad in (write("Bearer x"), {"authorization": f"Bearer {signed(claims())}", **write("Bearer x")}):
        for socket in connect(api, bad):
            with pytest.raises(WebSocketDisconnect) as closed:
                socket.receive_json()
            assert closed.value.code == 4403


@pytest.mark.parametrize(
    "given", [f"Bearer {signed(claims(exp=1))}", signed(claims()), "", 7, ["Bearer x"], {"a": 1}]
)
def test_a_websocket_with_a_bad_token_is_closed(api: ApiClient, given: Any) -> None:
    for socket in connect(api, {"authorization": given}):
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 4403


def test_a_websocket_carries_no_mutation(api: ApiClient) -> None:
    event = over_socket(api, {"authorization": f"Bearer {signed(claims())}"}, "mutation { __typename }")
    assert event["type"] == "error"
    (error,) = event["payload"]
    assert error["message"] in (
        "a mutation is sent by POST",
        "Schema is not configured to execute mutation operation.",
    )


# Keys of an issuer's address.


@pytest.fixture
def published() -> Iterator[PublishedKeys]:
    with published_keys() as server:
        server.publish(jwk(rsa_key(), "k1"))
        yield server


def test_a_server_fetches_the_keys_of_its_issuer_once(
    small_edition: Edition, published: PublishedKeys
) -> None:
    api = ApiClient(small_edition, {"KENSE_AUTH_KEYS": published.url, "KENSE_AUTH_ISSUER": ISSUER})
    token = signed(claims(), headers={"kid": "k1"})
    assert published.asked == 0
    assert [viewer(api, token)["subject"] for _ in range(3)] == ["aigul"] * 3
    made_up = [ask(api, signed(claims(), headers={"kid": f"k{number}"})) for number in range(2, 12)]
    assert {answer.status_code for answer in made_up} == {401}
    assert published.asked == 1


def test_one_bad_key_of_the_issuer_turns_no_token_away(
    small_edition: Edition, published: PublishedKeys
) -> None:
    good = jwk(rsa_key(), "k1")
    published.publish({**good, "kid": "k0", "alg": "none"}, {"kty": "oct", "k": "AAAA", "kid": "k2"}, good)
    api = ApiClient(small_edition, {"KENSE_AUTH_KEYS": published.url, "KENSE_AUTH_ISSUER": ISSUER})
    assert viewer(api, signed(claims(), headers={"kid": "k1"}))["subject"] == "aigul"
    for kid in ("k0", "k2", "k3"):
        answer = ask(api, signed(claims(), headers={"kid": kid}))
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (
            401,
            "UNAUTHENTICATED",
        )
    for header in ({"alg": "none", "kid": "k0"}, {"alg": ["RS256"]}, {"alg": "RS256", "kid": 7}):
        assert ask(api, forged(header, claims(), b"x")).status_code == 401


def test_an_issuer_that_sends_by_the_byte_makes_nobody_wait_longer_than_a_request_may(
    small_edition: Edition,
) -> None:
    with slow_issuer(*SLOW_PARTS["headers"]) as url:
        settings = {"KENSE_AUTH_KEYS": url, "KENSE_AUTH_ISSUER": ISSUER, "KENSE_REQUEST_DEADLINE_S": "1"}
        api = ApiClient(small_edition, settings)
        begun = time.monotonic()
        answer = ask(api, signed(claims(), headers={"kid": "k1"}))
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (
            503,
            "KEYS_UNAVAILABLE",
        )
        assert time.monotonic() - begun < 3
        assert viewer(api, None) is None


def test_while_the_issuer_gives_no_keys_readers_are_served_and_tokens_told_to_wait(
    small_edition: Edition, published: PublishedKeys
) -> None:
    published.status = 503
    api = ApiClient(small_edition, {"KENSE_AUTH_KEYS": published.url, "KENSE_AUTH_ISSUER": ISSUER})
    assert viewer(api, None) is None
    answer = ask(api, signed(claims(), headers={"kid": "k1"}))
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "KEYS_UNAVAILABLE"
    assert answer.headers["retry-after"] == "30"
    assert published.url not in json.dumps(answer.json())


def test_a_server_without_keys_takes_no_token(small_edition: Edition) -> None:
    api = ApiClient(small_edition, {"KENSE_AUTH_KEYS": "none", "KENSE_ENV": "production"})
    assert viewer(api, None) is None
    answer = ask(api, signed(claims()))
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
        401,
        "nobody can sign in to this server",
    )
