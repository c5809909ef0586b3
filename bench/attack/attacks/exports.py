"""Export addresses whose parameters are costly to parse and mean nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of

_PATHS = (
    "/offices.geojson",
    "/units.geojson",
    "/coverage.geojson",
    "/changes",
    "/changes/start",
    "/changes.atom",
    "/style.json",
    "/tiles/offices.json",
    "/tiles/offices/5/22/10.mvt",
    "/tiles/basemap/4/11/5.mvt",
    "/offices/akm-akkol-psc.jsonld",
    "/services.jsonld",
    "/catalog.jsonld",
    "/hsds/services",
    "/hsds/organizations",
    "/hsds/service_at_locations",
)
_TIMES = 40
_AT_ONCE = 20
_MANY = 2_000


def _queries(number: int) -> Iterator[str]:
    yield "&".join(f"s{number}{each}=" for each in range(_MANY))
    yield f"servise={number}"
    yield f"{'levl' * 2_000}=1&kinds={number}"
    yield "bbox=1e999,nan,,&within=%00"


def _asked(client: httpx2.Client, address: str) -> Mapping[str, Any]:
    answer = client.get(address)
    is_json = answer.headers.get("content-type", "").startswith("application/json")
    return dict(answer.json()) if is_json or answer.status_code >= 300 else {}


@attack(
    "thousands of parameters and misspelt filters to all exports",
    refused="BAD_USER_INPUT LIMIT_EXCEEDED RATE_LIMITED",
)
def parameters(ground: Ground) -> str:
    """Each name differs, so that no cache answers; many run at once."""
    base = ground.server.url.removesuffix("/graphql")
    addresses = [
        f"{base}{path}?{query}"
        for number in range(ground.times(_TIMES))
        for path in _PATHS
        for query in _queries(number)
    ]
    with ground.client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return told_of(pool.map(lambda address: _asked(client, address), addresses))
