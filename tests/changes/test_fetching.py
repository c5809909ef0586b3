"""Documents fetched over HTTP from a server that is slow, or sends malformed content."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator

import pytest

from changes.fetching import THREAD, FetchError, fetch
from tests.issuer import GOOD, PublishedKeys, published_keys
from tests.slow_issuer import SLOW_HANDSHAKE, SLOW_PARTS, slow_issuer


@pytest.fixture
def published() -> Iterator[PublishedKeys]:
    with published_keys() as server:
        yield server


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


def test_nor_is_who_shakes_hands_by_the_byte() -> None:
    with slow_issuer(*SLOW_HANDSHAKE) as url:
        begun = time.monotonic()
        with pytest.raises(FetchError, match=r"did not answer within 0\.3 s"):
            fetch(url.replace("http:", "https:"), 0.3, 1_000_000)
        assert 0.25 < time.monotonic() - begun < 2
        assert ends(THREAD)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_comes_packed_is_not_unpacked(published: PublishedKeys, coding: str) -> None:
    published.headers["content-encoding"] = coding
    published.body = gzip.compress(b" " * 10_000_000)
    assert fetch(published.url, 5, 100_000) == published.body


def test_a_document_of_any_size_is_not_read(published: PublishedKeys) -> None:
    published.body = b"x" * 200_000
    assert fetch(published.url, 5, 200_000) == published.body
    with pytest.raises(FetchError, match="more than 199999 bytes"):
        fetch(published.url, 5, 199_999)


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
