"""Keys of an issuer's address: fetched once, renewed, and not asked for at a stranger's pleasure."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changes import keys
from changes.fetching import THREAD, FetchError, fetch
from changes.jwks import UnreadableJwksError, read_jwks
from changes.keys import FetchedKeys, KeysUnavailableError, verifying_key
from tests.issuer import PublishedKeys, ec_key, jwk, published_keys, rsa_key
from tests.slow_issuer import SLOW_PARTS, slow_issuer


@pytest.fixture
def published() -> Iterator[PublishedKeys]:
    with published_keys() as server:
        server.publish(jwk(rsa_key(), "k1"))
        yield server


def test_keys_are_fetched_once_and_then_known_without_waiting(published: PublishedKeys) -> None:
    fetched = FetchedKeys(published.url)
    assert fetched.known("k1") is None
    assert published.asked == 0
    found = fetched.find("k1")
    assert found is not None
    assert (found.kid, found.algorithm, found.public) == ("k1", "RS256", rsa_key().public_key())
    assert fetched.known("k1") == fetched.find("k1") == fetched.find(None) == found
    assert published.asked == 1


def test_made_up_names_of_keys_ask_the_issuer_for_nothing(published: PublishedKeys) -> None:
    fetched = FetchedKeys(published.url)
    assert [fetched.find(f"made-up-{number}") for number in range(50)] == [None] * 50
    assert published.asked == 1


def test_a_new_key_is_found_when_the_pause_is_over(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_BETWEEN_FETCHES_S", 0.0)
    fetched = FetchedKeys(published.url)
    assert fetched.find("k2") is None
    published.publish(jwk(rsa_key(), "k1"), jwk(ec_key(), "k2"))
    found = fetched.find("k2")
    assert found is not None
    assert found.algorithm == "ES256"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"keys": []}', b'{"keys": [7]}', b"\xff", b"[" * 9_999]
)
def test_an_answer_without_keys_is_a_failure_and_not_asked_for_again_at_once(
    published: PublishedKeys, body: bytes
) -> None:
    published.body = body
    fetched = FetchedKeys(published.url)
    for _ in range(3):
        with pytest.raises(KeysUnavailableError, match="cannot be fetched now"):
            fetched.find("k1")
    assert published.asked == 1


def test_an_issuer_that_fails_is_asked_once_in_a_while_and_its_keys_stay_for_an_hour(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_FRESH_S", 0.001)
    fetched = FetchedKeys(published.url)
    assert fetched.find("k1") is not None
    published.status = 500
    for _ in range(5):
        time.sleep(0.002)
        assert fetched.known("k1") is None
        assert fetched.find("k1") is not None
    assert published.asked == 2
    time.sleep(0.002)
    monkeypatch.setattr(keys, "_STALE_S", 0.0)
    with pytest.raises(KeysUnavailableError):
        fetched.find("k1")


def test_a_redirect_is_not_followed_and_a_slow_issuer_not_waited_for(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_FETCH_TIMEOUT_S", 0.05)
    published.delay_s = 0.3
    with pytest.raises(KeysUnavailableError):
        FetchedKeys(published.url).find("k1")
    published.delay_s, published.status = 0.0, 302
    with pytest.raises(KeysUnavailableError):
        FetchedKeys(published.url).find("k1")


def test_a_key_that_is_refused_is_not_taken_from_the_issuer(published: PublishedKeys) -> None:
    fetched = FetchedKeys(published.url, refused=verifying_key(rsa_key()))
    assert fetched.find("k1") is None


# One bad entry spoils nothing but itself.

GOOD = jwk(rsa_key(), "k1")
BAD: dict[str, Any] = {
    "alg none": {**GOOD, "kid": "x", "alg": "none"},
    "alg None of EC": {**jwk(ec_key(), "x"), "alg": "None"},
    "alg of a secret": {**GOOD, "kid": "x", "alg": "HS256"},
    "alg of the other kind": {**GOOD, "kid": "x", "alg": "ES256"},
    "alg no text": {**GOOD, "kid": "x", "alg": ["RS256"]},
    "alg an object": {**GOOD, "kid": "x", "alg": {"RS256": 1}},
    "kty unknown": {"kty": "AKP", "kid": "x", "pub": "AAAA"},
    "kty missing": {name: value for name, value in GOOD.items() if name != "kty"},
    "kty no text": {**GOOD, "kty": ["RSA"]},
    "oct": {"kty": "oct", "kid": "x", "k": "c2VjcmV0"},
    "OKP": {"kty": "OKP", "crv": "Ed25519", "kid": "x", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    "n missing": {name: value for name, value in GOOD.items() if name != "n"},
    "n no text": {**GOOD, "n": 7},
    "n null": {**GOOD, "n": None},
    "n no base64": {**GOOD, "n": "\u0000!"},
    "n empty": {**GOOD, "n": ""},
    "n small": jwk(rsa_key("small", 1024), "x"),
    "n enormous": {**GOOD, "n": "_" * 100_000},
    "e one": {**GOOD, "e": "AQ"},
    "e enormous": {**GOOD, "e": "_" * 10_000},
    "d broken": {**GOOD, "d": "AQ"},
    "crv unknown": {**jwk(ec_key(), "x"), "crv": "P-999"},
    "crv no text": {**jwk(ec_key(), "x"), "crv": ["P-256"]},
    "point on no curve": {**jwk(ec_key(), "x"), "x": "A" * 43},
    "point no text": {**jwk(ec_key(), "x"), "y": [1]},
    "use enc": {**GOOD, "kid": "x", "use": "enc"},
    "use no text": {**GOOD, "kid": "x", "use": ["sig"]},
    "kid no text": {**GOOD, "kid": 7},
    "kid a list": {**GOOD, "kid": ["k1"]},
    "a number": 7,
    "a text": "k1",
    "null": None,
    "a list": [GOOD],
    "empty": {},
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_entry_is_passed_over_and_told_once(
    published: PublishedKeys, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keys, "_FRESH_S", 0.0)
    published.publish(BAD[name], GOOD, BAD[name])
    fetched = FetchedKeys(published.url)
    with caplog.at_level(logging.WARNING, "kense"):
        found = [fetched.find("k1"), fetched.find("k1")]
    assert [one and one.public for one in found] == [rsa_key().public_key()] * 2
    assert published.asked == 2
    lines = [record.getMessage() for record in caplog.records]
    places = [line.removeprefix("a key of the issuer is passed over: ")[:7] for line in lines]
    assert places == ["entry 1", "entry 3"]
    assert "c2VjcmV0" not in caplog.text
    assert all(len(line) < 400 for line in lines)


@pytest.mark.parametrize("name", BAD)
def test_a_set_without_a_good_key_is_a_failure(published: PublishedKeys, name: str) -> None:
    published.publish(BAD[name])
    fetched = FetchedKeys(published.url)
    for kid in ("k1", None):
        with pytest.raises(KeysUnavailableError):
            fetched.find(kid)
    assert published.asked == 1


def test_good_keys_stay_believed_while_only_bad_ones_are_published(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_FRESH_S", 0.0)
    fetched = FetchedKeys(published.url)
    assert fetched.find("k1") is not None
    for body in (
        b'{"keys": []}',
        b"[]",
        b"{}",
        b'{"keys": {"k1": 1}}',
        json.dumps({"keys": [BAD["oct"]]}).encode(),
    ):
        published.body = body
        monkeypatch.setattr(keys, "_BETWEEN_FETCHES_S", 0.0)
        assert fetched.find("k1") is not None
    assert published.asked == 6
    monkeypatch.setattr(keys, "_STALE_S", 0.0)
    with pytest.raises(KeysUnavailableError):
        fetched.find("k1")


def test_of_two_keys_with_one_kid_the_first_counts(published: PublishedKeys) -> None:
    published.publish(BAD["n missing"], GOOD, jwk(rsa_key("second"), "k1"), GOOD, jwk(ec_key(), "k2"))
    fetched = FetchedKeys(published.url)
    first, other = fetched.find("k1"), fetched.find("k2")
    assert first is not None
    assert first.public == rsa_key().public_key()
    assert other is not None
    told = read_jwks(published.body).passed_over
    assert [sentence.partition(": ")[2] for sentence in told] == [
        "its numbers make no key (InvalidKeyError)",
        "another key before it bears its kid",
    ]


def test_keys_without_a_kid_are_good_for_tokens_without_one_where_they_stand_alone(
    published: PublishedKeys,
) -> None:
    nameless = {name: value for name, value in GOOD.items() if name != "kid"}
    published.publish(nameless, BAD["oct"])
    assert FetchedKeys(published.url).find(None) is not None
    published.publish(nameless, jwk(ec_key(), "k2"))
    fetched = FetchedKeys(published.url)
    assert fetched.find(None) is None
    assert fetched.find("k2") is not None


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["AQAB", "sig"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(["kty", "alg", "use", "kid", "n", "e", "d", "crv", "x", "y", "k"]), json_values
    ),
    st.sampled_from([GOOD, jwk(ec_key(), "k1"), {"kty": "RSA"}, {"kty": "EC", "crv": "P-256"}, {}]),
)
def test_whatever_an_entry_holds_the_others_are_read(changed: dict[str, Any], base: dict[str, Any]) -> None:
    last = jwk(ec_key("last"), "last")
    found = read_jwks(json.dumps({"keys": [{**base, **changed}, last]}).encode())
    assert found.keys[-1].public == ec_key("last").public_key()
    assert len(found.keys) + len(found.passed_over) == 2


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"7",
        b"null",
        b"[]",
        b"{}",
        b'{"keys": null}',
        b'{"keys": {}}',
        b"[" * 99_999,
        b"9" * 9_999,
        b"\xff",
    ],
)
def test_a_text_that_is_no_set_is_told_so(text: bytes) -> None:
    with pytest.raises(UnreadableJwksError):
        read_jwks(text)


# An issuer that takes its time, or sends whatever it likes.


def ends(thread_name: str) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if not [one for one in threading.enumerate() if one.name == thread_name]:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("part", SLOW_PARTS)
def test_who_sends_by_the_byte_is_not_waited_for(part: str) -> None:
    with slow_issuer(*SLOW_PARTS[part]) as url:
        begun = time.monotonic()
        with pytest.raises(FetchError, match=r"did not answer within 0\.3 s"):
            fetch(url, 0.3, 1_000_000)
        assert 0.25 < time.monotonic() - begun < 2
        # Nor does a thread go on listening to it.
        assert ends(THREAD)


def test_a_fetch_takes_no_longer_than_who_asks_can_wait() -> None:
    with slow_issuer(*SLOW_PARTS["headers"]) as url:
        begun = time.monotonic()
        with pytest.raises(KeysUnavailableError):
            FetchedKeys(url, patience_s=0.2).find("k1")
        assert time.monotonic() - begun < 2


def test_a_set_of_any_size_is_not_read(published: PublishedKeys) -> None:
    published.body += b" " * (keys._MOST_BYTES - len(published.body))
    assert FetchedKeys(published.url).find("k1") is not None
    published.body += b" "
    with pytest.raises(KeysUnavailableError):
        FetchedKeys(published.url).find("k1")
    with pytest.raises(FetchError, match=f"more than {keys._MOST_BYTES} bytes"):
        fetch(published.url, 5, keys._MOST_BYTES)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["{other}", "file:///etc/passwd", "ftp://127.0.0.1:9/", "data:,{}", "//127.0.0.1:9/"]
)
def test_no_redirect_is_followed(published: PublishedKeys, status: int, target: str) -> None:
    with published_keys() as other:
        other.publish(GOOD)
        published.status = status
        published.headers["location"] = target.replace("{other}", other.url)
        with pytest.raises(FetchError, match=f"the status {status}"):
            fetch(published.url, 5, 1_000_000)
        assert other.asked == 0


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1:9/", "data:,{}", "nonsense", "http://["]
)
def test_only_http_is_fetched(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, 5, 1_000_000)


def test_who_has_a_key_does_not_wait_beside_somebody_who_fetches(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_FRESH_S", 0.0)
    fetched = FetchedKeys(published.url)
    assert fetched.find("k1") is not None
    published.delay_s = 1.0
    waiting = threading.Thread(target=fetched.find, args=("k1",))
    waiting.start()
    while published.asked < 2:
        time.sleep(0.01)
    begun = time.monotonic()
    assert fetched.find("k1") is not None
    assert time.monotonic() - begun < 0.5
    waiting.join()
    published.delay_s = 0.0
