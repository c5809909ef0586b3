"""Costly and malformed questions to the geocoders, and uploads that are not tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_SEARCHES = (
    ("/geocode/search", "q"),
    ("/geocode/autocomplete", "q"),
    ("/geocode/photon/api", "q"),
    ("/geocode/nominatim/search", "q"),
    ("/geocode/pelias/v1/search", "text"),
    ("/geocode/pelias/v1/autocomplete", "text"),
)
_TIMES = 120
_AT_ONCE = 20
_CSV = {"content-type": "text/csv"}
_LARGEST = 5_242_880
_BOUNDARY = {"content-type": "multipart/form-data; boundary=b"}


def _word(answer: httpx2.Response) -> Mapping[str, Any]:
    """A response as an answer of GraphQL with the same error code; empty for status 200.

    INTERNAL for a status that the geocoders should not give.
    """
    if answer.status_code == 200:
        return {}
    words = {400: "BAD_USER_INPUT", 413: "PAYLOAD_TOO_LARGE", 415: "BAD_REQUEST", 429: "RATE_LIMITED"}
    return {"errors": [{"extensions": {"code": words.get(answer.status_code, "INTERNAL")}}]}


def _base(ground: Ground) -> str:
    return ground.server.url.removesuffix("/graphql")


def _asked(client: httpx2.Client, ground: Ground, number: int) -> Mapping[str, Any]:
    path, key = _SEARCHES[number % len(_SEARCHES)]
    text = " ".join(f"отдел{number}{part} образоваия акимта" for part in range(9))[:300]
    return _word(client.get(_base(ground) + path, params={key: text, "limit": "50", "size": "40"}))


@attack("texts of 300 misspelt letters to all geocoders", refused="ANSWERED RATE_LIMITED")
def misspelt(ground: Ground) -> str:
    """Each text differs, so that no cache answers; many run at once."""
    with ground.client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return told_of(pool.map(partial(_asked, client, ground), range(ground.times(_TIMES, 12))))


_WRONG = (
    {"lat": "1e999", "lon": "nan", "point.lat": "1e999", "point.lon": "nan"},
    {"q": "a" * 301, "text": "a" * 301},
    {"q": "К\x00", "text": "\x00"},
    {"q": "К", "text": "К", "limit": "9" * 4_000, "size": "٣" * 40},
    {"q": "К", "text": "К", "bbox": ",,,", "viewbox": "1" * 400, "boundary.rect.min_lon": "x"},
)


@attack("wrong values to all geocoders", refused="BAD_USER_INPUT")
def wrong(ground: Ground) -> str:
    """None causes an internal error. A parameter of another protocol is ignored."""
    paths = [path for path, _ in _SEARCHES]
    paths += [f"/geocode{each}/reverse" for each in ("", "/photon", "/nominatim", "/pelias/v1")]
    with ground.client() as client:
        return told_of(
            _word(client.get(_base(ground) + path, params=params)) for path in paths for params in _WRONG
        )


def _tables() -> Iterator[tuple[bytes, Mapping[str, str]]]:
    """Malformed uploads, each with its headers."""
    yield b"a" * (_LARGEST + 1), _CSV
    yield b'address\n"' + b"x\n" * 500_000, _CSV
    yield b"\xff\xfea\x00", _CSV
    yield b"address" + b"," * 1_000_000 + b"\n" + b"x\n" * 500_000, _CSV
    yield b"--b\r\n" * 100_000, _BOUNDARY
    yield b"--b\r\ncontent-type: multipart/mixed; boundary=b\r\n\r\n" * 2_000, _BOUNDARY
    yield b"", {}


@attack(
    "tables that are no tables",
    refused="BAD_USER_INPUT PAYLOAD_TOO_LARGE BAD_REQUEST",
    growth_mb=150,
)
def no_tables(ground: Ground) -> str:
    """Uploads that are no tables: too large, unclosed quotes, a million columns, nested forms."""
    with ground.client() as client:
        return told_of(
            _word(client.post(f"{_base(ground)}/geocode/csv", content=table, headers=headers))
            for table, headers in _tables()
        )


@attack("tables of 5 MB, many at once", refused="ANSWERED RATE_LIMITED", growth_mb=400)
def large_tables(ground: Ground) -> str:
    """Six tables at once; no text occurs twice."""
    rows = ground.times(20_000, 200)
    table = (
        "адрес\n" + "".join(f"село Кына {number}, Аккольский район\n" for number in range(rows))
    ).encode()
    with ground.client() as client, ThreadPoolExecutor(6) as pool:
        send = partial(client.post, f"{_base(ground)}/geocode/csv", content=table, headers=_CSV)
        return told_of(_word(answer) for answer in pool.map(lambda _: send(), range(6)))
