"""Keys of an issuer's address: fetched once, renewed, and not asked for at a stranger's pleasure."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from changes import keys
from changes.keys import FetchedKeys, KeysUnavailableError, verifying_key
from tests.issuer import PublishedKeys, ec_key, jwk, published_keys, rsa_key


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
