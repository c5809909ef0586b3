"""Sends queries and changes to a server, and reads its processor time and memory from the system."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from tests.stress.servers import Server

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE_S, _QUIET_S = 60.0, 0.1


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor milliseconds per request, the 95th percentile of waits, and the number of refusals."""

    cpu_ms: float
    p95_ms: float
    refused: int


def processes(server: Server) -> list[int]:
    """Process ids of the server and its workers."""
    assert server.process is not None
    found = [server.process.pid]
    for pid in found:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        found += [int(child) for child in children]
    return found


def memory_mb(server: Server, kind: str) -> float:
    """`Rss` or `Pss` of all processes of a server, in MB (10^6 bytes)."""
    total = 0
    for pid in processes(server):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                total += int(line.split()[1]) * 1024
    return total / 1e6


def cpu_s(server: Server) -> float:
    """Processor seconds that all processes of a server have used so far."""
    total = 0
    for pid in processes(server):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def started(server: Server) -> tuple[float, float]:
    """Start a server; returns the seconds until it is ready, and its processor seconds until then."""
    begun = time.perf_counter()
    server.start()
    server.wait()
    return time.perf_counter() - begun, cpu_s(server)


def settle(server: Server) -> None:
    """Wait until a server has no background work left, for at most 60 s.

    Then only requests are measured.
    """
    end = time.monotonic() + _PATIENCE_S
    quiet = 0
    while quiet < 3 and time.monotonic() < end:
        before = cpu_s(server)
        time.sleep(1)
        quiet = quiet + 1 if cpu_s(server) - before < _QUIET_S else 0


class Client:
    """Sends requests over one connection."""

    def __init__(self, server: Server, token: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
        self._headers = {"content-type": "application/json"}
        if token:
            self._headers["authorization"] = f"Bearer {token}"

    def ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The whole answer to a query."""
        body = json.dumps({"query": query, "variables": variables})
        self._connection.request("POST", "/graphql", body, self._headers)
        answer: dict[str, Any] = json.loads(self._connection.getresponse().read())
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def cost_of(server: Server, query: str, variables: Sequence[Mapping[str, Any]]) -> Cost:
    """The cost of a query, sent once with each of the variables but the first.

    The first request compiles the query and is not counted.
    """
    client = Client(server)
    client.ask(query, variables[0])
    waits, refused, before = [], 0, cpu_s(server)
    for given in variables[1:]:
        begun = time.perf_counter()
        answer = client.ask(query, given)
        waits.append(1_000 * (time.perf_counter() - begun))
        refused += "errors" in answer
    spent = cpu_s(server) - before
    client.close()
    waits.sort()
    return Cost(1_000 * spent / len(waits), waits[int(0.95 * len(waits))], refused)


def change_s(
    writer: Server, follower: Server, token: str, changes: Sequence[Mapping[str, Any]], query: str
) -> float:
    """Median seconds from sending a change to `writer` until `follower` answers with its edition.

    Raises RuntimeError for a refused change.
    """
    client, other = Client(writer, token), Client(follower)
    waits_s = []
    for given in changes:
        begun = time.perf_counter()
        payload = next(iter(client.ask(query, given)["data"].values()))
        if payload["userErrors"]:
            raise RuntimeError(str(payload["userErrors"]))
        for number in _editions(other):
            if number >= payload["revision"]["edition"]:
                break
        waits_s.append(time.perf_counter() - begun)
    client.close()
    other.close()
    return median(waits_s)


def _editions(client: Client) -> Iterator[int]:
    while True:
        yield client.ask("{ edition { number } }", {})["data"]["edition"]["number"]
        time.sleep(0.005)
