"""Addresses of HTML pages and embedded frames: malformed, long, each different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_AT_ONCE = 20
_TIMES = 60
_MALFORMED = (
    "/ru/offices/100%",
    "/kk/places/%ff",
    "/en/acts/%00",
    f"/ru/{'a/' * 4_000}",
    "/sitemap/offices-%.xml",
)
_CHEAP = ("/robots.txt", "/service-worker.js", "/manifest.webmanifest", "/icon.svg", "/embed/kense.js")
_PLACES = ("Акколь", "Кына, Аккольский район", "село Нигде", "Алматы мкр Самал-2 дом 5", "қ. Көкшетау")


def _asked(client: httpx2.Client, address: str) -> Mapping[str, Any]:
    """The response as an answer of GraphQL with the error code of its status."""
    answer = client.get(address)
    codes = {400: "BAD_USER_INPUT", 404: "NOT_FOUND", 429: "RATE_LIMITED", 414: "URL_TOO_LONG"}
    if answer.status_code in codes:
        return {"errors": [{"message": "", "extensions": {"code": codes[answer.status_code]}}]}
    return {"data": {}} if answer.status_code == 200 else {}


def _told(ground: Ground, paths: Iterator[str]) -> str:
    base = ground.server.url.removesuffix("/graphql")
    with ground.client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return told_of(pool.map(lambda path: _asked(client, base + path), list(paths)))


@attack(
    "pages of answers to texts, each another one", refused="ANSWERED BAD_USER_INPUT NOT_FOUND RATE_LIMITED"
)
def answers(ground: Ground) -> str:
    """No text occurs twice, so that each page is rendered again; also as a page for a frame."""
    texts = (f"{place} {number}" for number in range(ground.times(_TIMES)) for place in _PLACES)
    return _told(
        ground,
        (
            path
            for text in texts
            for path in (
                f"/ru/answer?service=preschool-queue&name={text}",
                f"/kk/answer?ask=детский сад {text}",
                f"/en/nearest?name={text}",
                f"/embed/answer?service=preschool-queue&name={text}",
                f"/embed/nearest?name={text}",
            )
        ),
    )


@attack(
    "addresses of pages that nobody can read, and files",
    refused="ANSWERED BAD_USER_INPUT NOT_FOUND RATE_LIMITED",
)
def malformed(ground: Ground) -> str:
    """Invalid percent encoding, long paths, thousands of parameters, and files that exist."""
    times = ground.times(_TIMES)
    parameters = "&".join(f"p{number}=" for number in range(1_000))
    paths = [*_MALFORMED, *_CHEAP, f"/ru/answer?{parameters}", f"/embed/nearest?{parameters}", "/ru/nothing"]
    return _told(ground, (path for _ in range(times) for path in paths))


@attack("the whole map of the site, again and again", refused="ANSWERED RATE_LIMITED")
def sitemap(ground: Ground) -> str:
    """Each part of the sitemap is generated at each request, in slices."""
    parts = ("/sitemap.xml", "/sitemap/places-1.xml", "/sitemap/offices-1.xml", "/sitemap/services-1.xml")
    return _told(ground, (path for _ in range(ground.times(_TIMES) // 2 + 1) for path in parts))
