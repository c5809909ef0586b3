"""Keys from an issuer's address: fetched once, renewed, and not refetched whenever a client likes."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from changes import keys
from changes.jwks import read_jwks
from changes.keys import FetchedKeys, KeysUnavailableError, verifying_key
from tests.issuer import BAD, GOOD, PublishedKeys, ec_key, jwk, published_keys, rsa_key
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


# One bad entry does not affect the others.


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
        "its numbers are not a valid key (InvalidKeyError)",
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


# An issuer that is slow, or sends malformed documents.


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


def test_keys_stay_good_while_their_issuer_sends_by_the_byte(
    published: PublishedKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_FRESH_S", 0.0)
    monkeypatch.setattr(keys, "_FETCH_TIMEOUT_S", 0.3)
    fetched = FetchedKeys(published.url)
    assert fetched.find("k1") is not None
    with slow_issuer(*SLOW_PARTS["body"]) as url:
        monkeypatch.setattr(fetched, "_url", url)
        begun = time.monotonic()
        assert [fetched.find("k1") is not None for _ in range(50)] == [True] * 50
        assert time.monotonic() - begun < 2  # it was fetched once
        monkeypatch.setattr(keys, "_STALE_S", 0.0)
        with pytest.raises(KeysUnavailableError):
            fetched.find("k1")
        assert time.monotonic() - begun < 2


def test_keys_are_keys_under_any_media_type(published: PublishedKeys) -> None:
    published.headers["content-type"] = "text/html; charset=koi8-r"
    assert FetchedKeys(published.url).find("k1") is not None
