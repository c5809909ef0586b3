"""`python -m bench.answers OUT`: sends many questions to a registry and writes each answer on its own line.

A file made before a change and one made after it differ only in the answers that changed: `python -m
bench.answers --compare BEFORE AFTER` lists them. Each unit is asked about for one service of each group of
services that are answered alike, each name is sent to locate and to search; all offices, units, services,
acts and exports are read completely.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from typing import Any

from model.program_files import PROGRAM

_AT_ONCE = 100
_START_S = 300

_OFFICE = """id kind category version status lastConfirmedOn names { value language isTransliteration }
  organization { id } address(language: RU) { full postalCode }
  location { latitude longitude precision errorMeters }
  settlement { id } contacts { kind value } schedules { purpose openingHours breaks rrule }
  openNow(at: "2026-03-02T10:00:00+05:00") { state } parent { id } identifiers { scheme value }
  jurisdiction { units(first: 50) { edges { node { id } } } }
  provenance { field value wins rule agreement }
  provisions(first: 50) { edges { node { id roles service { id }
    basis { act { id } standard annex row } } } }"""
_UNIT = """id level katoCode names { value language } parent { id } location { latitude longitude precision }
  ancestors { id } changes { kind on source } identifiers { scheme value }"""
_SERVICE = """id registerNumber names { value language } status passports { id } responsibleBody { id }"""
_RESOLUTION = """outcome lawStatus placeBasis place { id } provisions { id roles }
  alternatives(first: 3) { node { id } distanceMeters } nearest { node { id } distanceMeters }
  candidates { id } explanation { kk: text(language: KK) ru: text(language: RU) en: text(language: EN) }"""
_EXPORTS = (
    "/offices.geojson",
    "/units.geojson",
    "/coverage.geojson?service=PublicService:preschool-queue",
    "/tiles/offices.json",
    *(
        f"/tiles/{layer}/{z}/{x}/{y}.mvt"
        for layer in ("offices", "units")
        for z, x, y in ((4, 11, 5), (5, 22, 10), (6, 44, 21), (8, 177, 85), (10, 708, 343))
    ),
)


class Asker:
    """Sends requests to a server on this machine, over one connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def graphql(self, query: str, **variables: Any) -> Any:
        """The whole answer to a query, with its errors."""
        body = json.dumps({"query": query, "variables": variables})
        self._connection.request("POST", "/graphql", body, {"content-type": "application/json"})
        return json.loads(self._connection.getresponse().read())

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a path."""
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def walk(self, root: str, fields: str) -> Iterator[dict[str, Any]]:
        """All nodes of a connection, page by page. Raises SystemExit for an answer with errors."""
        after = None
        while True:
            query = (
                f"query($after: String) {{ {root} {{ edges {{ node {{ {fields} }} }}"
                " pageInfo { hasNextPage endCursor } } }"
            )
            answer = self.graphql(query, after=after)
            if answer.get("errors"):
                raise SystemExit(f"{root}: {answer['errors'][0]['message']}")
            connection = next(iter(answer["data"].values()))
            yield from (edge["node"] for edge in connection["edges"])
            if not connection["pageInfo"]["hasNextPage"]:
                return
            after = connection["pageInfo"]["endCursor"]


def answers(asker: Asker) -> Iterator[tuple[str, Any]]:
    """Pairs of a key, which names the question, and the answer."""
    for office in asker.walk("offices(first: 50, after: $after)", _OFFICE):
        yield f"office {office['id']}", office
    services = list(asker.walk("publicServices(first: 50, after: $after)", _SERVICE))
    for service in services:
        yield f"service {service['id']}", service
    for act in asker.walk(
        "legalActs(first: 50, after: $after)", "id number title status amends { id } repeals { id }"
    ):
        yield f"act {act['id']}", act
    for item in asker.walk(
        "contradictions(first: 100, after: $after)",
        "id field rule office { id } unit { id } values { value }",
    ):
        yield f"contradiction {item['id']}", item
    units = list(_units(asker))
    for unit in units:
        yield f"unit {unit['id']}", unit
    yield from _resolutions(asker, units, [service["id"] for service in services])
    yield from _names(asker, units)
    for path in _EXPORTS:
        status, body = asker.get(path)
        yield f"export {path}", [status, len(body), hashlib.sha256(body).hexdigest()]


def _units(asker: Asker) -> Iterator[dict[str, Any]]:
    """All units, from the regions down. Raises SystemExit for a unit with more than 200 children."""
    top = asker.graphql(f"{{ regions {{ {_UNIT} }} }}")["data"]["regions"]
    waiting = list(top)
    while waiting:
        unit = waiting.pop()
        yield unit
        query = (
            "query($id: ID!) { administrativeUnit(id: $id) { children(first: 200) {"
            f" edges {{ node {{ {_UNIT} }} }} pageInfo {{ hasNextPage }} }} }} }}"
        )
        children = asker.graphql(query, id=unit["id"])["data"]["administrativeUnit"]["children"]
        if children["pageInfo"]["hasNextPage"]:
            raise SystemExit(f"{unit['id']} has more than 200 children")
        waiting += [edge["node"] for edge in children["edges"]]


def _resolutions(asker: Asker, units: list[dict[str, Any]], services: list[str]) -> Iterator[tuple[str, Any]]:
    """The answers for each unit, for one service of each group of services that are answered alike."""
    query = (
        "query($service: ID!, $places: [PlaceInput!]!)"
        f" {{ officesFor(serviceId: $service, places: $places) {{ {_RESOLUTION} }} }}"
    )

    def ask(service: str, ids: list[str]) -> list[Any]:
        answer = asker.graphql(query, service=service, places=[{"unitId": unit} for unit in ids])
        if answer.get("data") is None:
            raise SystemExit(f"{service}: {answer['errors'][0]['message']}")
        return list(answer["data"]["officesFor"])

    ids = [unit["id"] for unit in units]
    sample = ids[:: max(1, len(ids) // 60)]
    # Services with equal answers at the sampled units form a group; the first one represents it.
    shapes: dict[str, str] = {}
    for service in services:
        shapes.setdefault(json.dumps([_shape(answer) for answer in ask(service, sample)]), service)
    print(f"{len(shapes)} shapes of {len(services)} services, {len(ids)} units", file=sys.stderr)
    for service in shapes.values():
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            for unit, answer in zip(some, ask(service, some), strict=True):
                yield f"officeFor {service} {unit}", answer


def _shape(answer: dict[str, Any] | None) -> Any:
    return answer and [answer["outcome"], [provision["roles"] for provision in answer["provisions"]]]


def _names(asker: Asker, units: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The answers of locate and of search to each name of a unit."""
    names = sorted({name["value"] for unit in units for name in unit["names"]})
    locate = (
        "query($text: String!) { locate(text: $text) {"
        " unit { id } confidence stage explanation rejected location { latitude longitude } } }"
    )
    search = (
        "query($text: String!) { search(text: $text, first: 5) { edges { node { ... on Node { id } } } } }"
    )
    for name in names:
        yield f"locate {name}", asker.graphql(locate, text=name)
        yield f"search {name}", asker.graphql(search, text=name)


@contextmanager
def server() -> Iterator[int]:
    """Run a server of this checkout with the shipped seeds and without rate limits. Gives its port."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "KENSE_HOME": home, "KENSE_WORK_LIMIT_MS": "60000"}
        environ |= {"KENSE_REQUEST_DEADLINE_S": "120", "KENSE_LOG_LEVEL": "error"}
        command = [sys.executable, str(PROGRAM / "kense.py"), "serve", "--port", str(port)]
        process = subprocess.Popen(
            command, env=environ, cwd=PROGRAM, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait(process, port)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server is ready. Raises SystemExit if it ends, or is not ready after 300 s."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("the server ended")
        try:
            if Asker(port).get("/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def compare(before: Path, after: Path) -> int:
    """Print each answer that differs or is in one file only; returns how many."""
    old, new = _lines(before), _lines(after)
    differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    for key in differing:
        print(f"{key}\n  before {old.get(key, 'nothing')[:600]}\n  after  {new.get(key, 'nothing')[:600]}")
    print(f"{len(differing)} of {len({**old, **new})} answers differ")
    return len(differing)


def _lines(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        return {json.loads(line)[0]: line for line in file}


def main() -> None:
    """Write all answers, or compare two files of them. The exit code is 1 if they differ."""
    if sys.argv[1:2] == ["--compare"]:
        raise SystemExit(min(1, compare(Path(sys.argv[2]), Path(sys.argv[3]))))
    started = time.monotonic()
    with server() as port, Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        for line in answers(Asker(port)):
            out.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    print(f"all answers written in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
