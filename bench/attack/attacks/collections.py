"""Filters of features that are costly or malformed, unbounded intervals, and pages after the last one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of
from graph.terms.connections import encode_cursor

_COLLECTIONS = ("offices", "units", "settlements", "provisions", "coverage")
_TIMES = 60
_AT_ONCE = 20
_SIDES = 300


def _word(answer: httpx2.Response) -> Mapping[str, Any]:
    """A response as an answer of GraphQL with the same error code; empty for status 200."""
    if answer.status_code == 200:
        return {}
    is_problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    code = answer.json().get("code", "INTERNAL") if is_problem else "INTERNAL"
    return {"errors": [{"extensions": {"code": code}}]}


def _ask(ground: Ground, client: httpx2.Client, asked: tuple[str, Mapping[str, str]]) -> Mapping[str, Any]:
    """The answer to one request for features."""
    collection, query = asked
    base = ground.server.url.removesuffix("/graphql")
    return _word(client.get(f"{base}/collections/{collection}/items", params=query))


def _told(ground: Ground, questions: Iterator[tuple[str, Mapping[str, str]]]) -> str:
    """The codes of the answers to all requests, 20 at a time."""
    with ground.client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return told_of(pool.map(partial(_ask, ground, client), questions))


def _star(number: int) -> str:
    """A polygon with many corners over the whole country."""
    inner, outer = 50.0 + number * 1e-6, 86.0
    teeth = ", ".join(
        f"{outer if side % 2 else inner} {41 + side / _SIDES * 14:.6f}" for side in range(_SIDES)
    )
    return f"POLYGON((49 41, {teeth}, 49 55, 49 41))"


def _dear(number: int) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Costly requests; no two are equal."""
    likes = " OR ".join([f"name_ru LIKE '%а%{number}%о%е%и%'"] * 30)
    for collection in ("offices", "units", "settlements"):
        yield collection, {"filter": likes}
        yield collection, {"filter": f"S_WITHIN(geometry, {_star(number)})", "limit": "200"}
    yield "provisions", {"filter": " AND ".join([f"rule <> '{number}'"] * 30), "crs": "EPSG:3857"}
    yield "coverage", {"filter": likes, "service": "PublicService:preschool-queue"}


@attack(
    "filters of features with as much work as they may have", refused="ANSWERED RATE_LIMITED LIMIT_EXCEEDED"
)
def dear_filters(ground: Ground) -> str:
    """Each filter differs, so that no answer comes from a cache; many run at once."""
    return _told(ground, (each for number in range(ground.times(_TIMES, 2)) for each in _dear(number)))


_NO_FILTERS = (
    {"filter": "(" * 5_000},
    {"filter": "NOT " * 4_000},
    {"filter": "'" * 5_001},
    {"filter": "[" * 5_000, "filter-lang": "cql2-json"},
    {"filter": json.dumps({"op": "and", "args": [True] * 2_000}), "filter-lang": "cql2-json"},
    {"filter": f"S_INTERSECTS(geometry, POLYGON({'(' * 5_000}"},
    {"filter": "S_INTERSECTS(geometry, LINESTRING(" + "1 1," * 1_500 + "1e999 1))"},
    {"bbox": "1e999,nan,,"},
    {"bbox": ",".join(["1"] * 4_000)},
    {"limit": "9" * 4_000},
    {"after": "W1tb" * 3_000},
    {"datetime": "/" * 5_000},
    {"crs": "x" * 8_000},
)


@attack("filters and parameters of features that are none", refused="BAD_USER_INPUT RATE_LIMITED")
def no_filters(ground: Ground) -> str:
    """Malformed filters: unclosed brackets, coordinates that overflow, cursors without meaning."""
    return _told(
        ground,
        (
            (collection, query)
            for _ in range(ground.times(_TIMES, 1))
            for collection in _COLLECTIONS
            for query in _NO_FILTERS
        ),
    )


@attack("wide intervals, and pages far behind in all coverage", refused="ANSWERED RATE_LIMITED")
def far_pages(ground: Ground) -> str:
    """Intervals before and after all known law, and cursors that the server never gave out."""

    def questions() -> Iterator[tuple[str, Mapping[str, str]]]:
        for number in range(ground.times(_TIMES, 2)):
            for collection in _COLLECTIONS:
                yield collection, {"datetime": f"0001-01-01/{2000 + number}-01-01", "limit": "200"}
            yield "coverage", {"after": _cursor(f"s{number}"), "limit": "200"}

    return _told(ground, questions())


def _cursor(service: str) -> str:
    return encode_cursor((service, "m"))
