"""`python -m bench.grow --times 4 --times 16`: the cost of countries with so many times the offices.

Each size is loaded into SQLite, served by one process and by two workers, queried over HTTP and changed. The
last column is the exponent by which a figure grows from the smallest size to the largest: 0 means constant, 1
means linear. Processor times are valid on a busy machine, the others only on an idle one. Sizes above ×1 take
minutes.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from bench.grow.asking import change_s, cost_of, memory_mb, settle, started
from bench.grow.country import grown
from changes.development import issue_token
from changes.identity import AccountRole
from loaders.loading.load import load
from loaders.seeds import read_seeds
from model.edition import Edition
from model.enums import Level, OfficeKind
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.stress.servers import Server

OFFICE_FOR = """query F($id: ID!) {
  officeFor(serviceId: "PublicService:preschool-queue", place: {unitId: $id}) {
  outcome provisions { roles office { id name contacts { kind value } } } } }"""
NEAREST = """query N($at: PointInput!) { nearestPsc(to: $at, first: 5) {
  edges { distanceMeters node { id name } } } }"""
SEARCH = "query S($text: String!) { search(text: $text, first: 10) { edges { score node { __typename } } } }"
PINS = """query P($box: BoundingBoxInput!, $zoom: Int!) { officePins(boundingBox: $box, zoom: $zoom) {
  count } }"""
UPDATE = """mutation U($id: ID!, $expected: Int!, $name: String!) {
  officeUpdate(id: $id, expectedVersion: $expected,
  patch: {nameKk: $name}, reason: "bench") { revision { edition } userErrors { code message } } }"""
ROUNDS = 60
CHANGES = 7
_SETTINGS = {"KENSE_CLIENT_SHARE": "1000"}

Figures = dict[str, float]


def main() -> None:
    """Print a column of figures for each size, and the exponents by which they grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, action="append", default=[], help="Size; may be given again.")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(figures_of(given.one)))
        return
    sizes = sorted({1, *given.times})
    columns = [_in_own_process(size) for size in sizes]
    print_table(sizes, columns)


def _in_own_process(size: int) -> Figures:
    """Measure a size in a new process, so that its memory contains nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.grow", "--one", str(size)], check=True, stdout=subprocess.PIPE
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def print_table(sizes: Sequence[int], columns: Sequence[Mapping[str, float]]) -> None:
    """Print all figures with the exponent by which each of them grows."""
    print(f"{'':34}" + "".join(f"{f'×{size}':>11}" for size in sizes) + f"{'law':>9}")
    for name in columns[0]:
        values = [column[name] for column in columns]
        law = exponent(sizes, values)
        shown = "" if law is None else f"n^{law:.2f}"
        print(f"{name:34}" + "".join(f"{value:>11,.6g}" for value in values) + f"{shown:>9}")


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float | None:
    """The exponent by which a figure grows: the slope of log(figure) over log(size), from first to last.

    None for a single size and if a figure is zero.
    """
    if len(sizes) < 2 or values[0] <= 0 or values[-1] <= 0:
        return None
    return math.log(values[-1] / values[0]) / math.log(sizes[-1] / sizes[0])


def figures_of(size: int) -> Figures:
    """Measure all figures of one size."""
    with tempfile.TemporaryDirectory(prefix="kense-grow-") as name:
        home = Path(name)
        url = make_url(f"sqlite:///{home / 'kense.sqlite3'}")
        figures, edition = _loaded(url, size)
        server, pair = (Server(url, home, {**_SETTINGS, "KENSE_WORKERS": workers}) for workers in ("1", "2"))
        try:
            _started(server, pair, figures)
            _asked(server, edition, figures)
            token = issue_token(home, "bench", [AccountRole("admin")], ["*"], hours=1)
            changes = _changes(edition)
            figures["change until served elsewhere, s"] = change_s(server, pair, token, changes, UPDATE)
        finally:
            server.stop()
            pair.stop()
    return figures


def _loaded(url: URL, size: int) -> tuple[Figures, Edition]:
    """Load a country of this size; returns the figures of loading, and the edition."""
    seeds = grown(read_seeds(), size)
    engine = make_engine(url)
    begun, begun_cpu = time.perf_counter(), time.process_time()
    load(engine, seeds)
    took = {"load, s": time.perf_counter() - begun, "load, CPU s": time.process_time() - begun_cpu}
    edition = load_edition(engine)
    engine.dispose()
    return {"offices": len(edition.offices), "units": len(edition.units), **took}, edition


def _started(server: Server, pair: Server, figures: Figures) -> None:
    """Add figures of starting a server and of its memory."""
    _, figures["first start, CPU s"] = started(server)
    server.stop()
    figures["start, s"], figures["start, CPU s"] = started(server)
    figures["RSS of one process, MB"] = memory_mb(server, "Rss")
    started(pair)
    figures["PSS of two workers, MB"] = memory_mb(pair, "Pss")


def _asked(server: Server, edition: Edition, figures: Figures) -> None:
    """Add figures of each question: processor time, waits and refusals."""
    chance = random.Random(1)
    villages = [
        unit
        for unit in edition.units.values()
        if unit.level is Level.SETTLEMENT and unit.position is not None
    ]
    some = chance.sample(villages, ROUNDS)
    points = [
        {"at": {"latitude": unit.position.lat, "longitude": unit.position.lon}}
        for unit in some
        if unit.position
    ]
    boxes = [_box(index) for index in range(ROUNDS)]
    questions: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "officeFor": (OFFICE_FOR, [{"id": f"Settlement:{unit.id}"} for unit in some]),
        "nearest": (NEAREST, points),
        "search": (SEARCH, [{"text": unit.names[0].value} for unit in some]),
        "search, half a word": (SEARCH, [{"text": unit.names[0].value[:4]} for unit in some]),
        "pins of the country": (PINS, boxes),
    }
    settle(server)
    for name, (query, variables) in questions.items():
        cost = cost_of(server, query, variables)
        figures[f"{name}, CPU ms"] = cost.cpu_ms
        figures[f"{name}, p95 ms"] = cost.p95_ms
        figures[f"{name}, refused of {ROUNDS - 1}"] = cost.refused


def _box(index: int) -> dict[str, Any]:
    """A view of the whole country that differs each time, so that no cache answers."""
    west = 46 + index / 1_000
    return {"box": {"west": west, "south": 40.0, "east": 88.0, "north": 56.0}, "zoom": 5}


def _changes(edition: Edition) -> list[dict[str, Any]]:
    """Variables of changes that rename random service centres."""
    centres = [office for office in edition.offices.values() if office.kind is OfficeKind.PSC_BRANCH]
    return [
        {"id": f"Office:{office.id}", "expected": office.version, "name": f"Орталық {number}"}
        for number, office in enumerate(random.Random(2).sample(centres, CHANGES))
    ]


if __name__ == "__main__":
    main()
