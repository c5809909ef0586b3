"""Requests that wait for editions that never come: each waits briefly and delays no other client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of


@attack("300 requests for editions that do not come", refused="NOT_READY BAD_REQUEST RATE_LIMITED")
def editions(ground: Ground) -> str:
    """Clients ask for the next edition, a distant one, and malformed numbers."""
    said = ["2", "900", "999999999", "9" * 5_000, "-1", "two"]

    def answer(number: int) -> dict[str, object]:
        headers = {"kense-edition": said[number % len(said)]}
        found: dict[str, object] = client.post(
            ground.server.url, json={"query": "{ __typename }"}, headers=headers
        ).json()
        return found

    limits = httpx2.Limits(max_connections=300)
    with httpx2.Client(timeout=60, limits=limits) as client, ThreadPoolExecutor(300) as pool:
        return told_of(pool.map(answer, range(ground.times(300, least=6))))
