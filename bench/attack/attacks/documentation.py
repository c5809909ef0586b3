"""Addresses below the documentation that do not exist, or lead out of its folder."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_TIMES = 1_000
_AT_ONCE = 20
_PATHS = ("", "{}/", "%2e%2e/{}", "..%2f..%2fetc/passwd?{}", "{}%00", "search.json?{}")


def _asked(client: httpx2.Client, address: str) -> Mapping[str, Any]:
    answer = client.get(address)
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    return dict(answer.json()) if is_json and answer.status_code >= 400 else {}


@attack("6,000 addresses below the documentation", refused="ANSWERED RATE_LIMITED", growth_mb=20)
def addresses(ground: Ground) -> str:
    """No answer is cached, and no file outside the folder is read."""
    base = ground.server.url.removesuffix("/graphql")
    asked = [
        f"{base}/docs/{path.format(number)}" for number in range(ground.times(_TIMES)) for path in _PATHS
    ]
    with ground.client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return told_of(pool.map(lambda address: _asked(client, address), asked))
