"""Anonymous clients read the metrics of a production server, and add label values to them."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import httpx2

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, ask
from graph.server.metrics import MOST_OPERATIONS

_NAMES = 2_000


def _apart(_: Path) -> Mapping[str, str]:
    """Settings that serve the metrics at another address, on a port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return {"KENSE_METRICS_ADDRESS": f"127.0.0.1:{free.getsockname()[1]}"}


@attack("metrics asked for at the public port", refused="NOT_FOUND", settings=_apart)
def asked_for(ground: Ground) -> str:
    """The metrics are requested at the public port, also by other spellings of the path."""
    base = ground.server.url.removesuffix("/graphql")
    with httpx2.Client() as client:
        answers = [client.get(f"{base}/{path}") for path in ("metrics", "metrics/", "%6detrics")]
    leaks = any("kense_requests" in answer.text for answer in answers)
    return "LEAKED" if leaks or any(answer.status_code != 404 for answer in answers) else "NOT_FOUND"


@attack("2,000 names of operations for the metrics", refused="ANSWERED")
def names(ground: Ground) -> str:
    """Each operation name could become a time series that is never removed: their number is limited."""
    base = ground.server.url.removesuffix("/graphql")
    with httpx2.Client() as client:
        for number in range(ground.times(_NAMES)):
            for _ in range(2):
                ask(client, ground.server.url, f"query Name{number} {{ edition {{ number }} }}")
        text = client.get(f"{base}/metrics").text
    counted = {
        line for line in text.splitlines() if line.startswith("kense_requests_total{") and "Name" in line
    }
    if not counted:
        return "NOT_COUNTED"
    return "ANSWERED" if len(counted) <= MOST_OPERATIONS else "UNBOUNDED"
