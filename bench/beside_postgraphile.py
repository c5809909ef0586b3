"""The same questions to Kense, to PostGraphile 5 and to a server of fixed bytes, compared over HTTP.

All three are measured by wrk, one after the other in rounds, so that other load of the machine affects all of
them. `fresh` sends other variables each time, and Kense caches no whole answers; `again` repeats one
question. PostGraphile gets what makes it fast: tables made for the questions (bench/rival.py), Kense's own
SQL functions, production mode, a connection pool. The figures go to var/bench.json.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.rival import fill
from bench.search_quality import labelled_queries
from bench.wrk import find_wrk, p50_ms
from geo.earth.point import Point
from graph.served.registry import office_order
from graph.terms.connections import encode_cursor
from model.edition import Edition
from model.enums import Level
from model.program_files import PROGRAM
from tests.conformance.serving import serving

CLIENTS = (1, 16, 64)
ROUNDS = 5
_BODIES = 2_000
_HERE = PROGRAM / "bench" / "postgraphile"
_SERVICE = "preschool-queue"
_WARM_S = 8.0
"""Seconds to wait before the measurement: both servers do extra work after their start."""
_OURS_OFFICE = "id kind category name contacts { kind value }"
_THEIR_OFFICE = "slug kind category shown contactsByOfficeSlug { nodes { kind value } }"

Variables = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Question:
    """One question in both schemas. `variables` makes the variables of both for the n-th request."""

    op: str
    ours: str
    theirs: str
    variables: Callable[[int], Variables]


def _questions(edition: Edition, ids: list[str], points: list[Point]) -> list[_Question]:
    return [*_of_places(ids, points), *_of_offices(edition), *_of_names(edition)]


def _of_places(ids: list[str], points: list[Point]) -> list[_Question]:
    """Questions with a unit or a point."""

    def unit(i: int) -> Variables:
        one = ids[i % len(ids)]
        return {"unit": f"Settlement:{one}"}, {"unit": one}

    def place(i: int) -> Variables:
        one = points[i % len(points)]
        return {"at": {"latitude": one.lat, "longitude": one.lon}}, {"lon": one.lon, "lat": one.lat}

    return [
        _Question(
            "officeFor",
            f'query($unit: ID!) {{ officeFor(serviceId: "PublicService:{_SERVICE}", place: {{unitId: $unit}})'
            f" {{ provisions {{ office {{ {_OURS_OFFICE} }} }} }} }}",
            f'query($unit: String!) {{ whoServes(service: "{_SERVICE}", unit: $unit)'
            f" {{ nodes {{ {_THEIR_OFFICE} }} }} }}",
            unit,
        ),
        _Question(
            "nearestPsc",
            "query($at: PointInput!) { nearestPsc(to: $at, first: 5) "
            f"{{ edges {{ node {{ {_OURS_OFFICE} }} }} }} }}",
            "query($lon: Float!, $lat: Float!) { nearestCentres(lon: $lon, lat: $lat) "
            f"{{ nodes {{ {_THEIR_OFFICE} }} }} }}",
            place,
        ),
    ]


def _of_offices(edition: Edition) -> list[_Question]:
    """Questions with offices: a page, one office, a hundred."""
    offices = list(edition.offices)
    by_name = sorted(office_order(office) for office in edition.offices.values())
    many = len(by_name) - 200

    def behind(i: int) -> Variables:
        key, slug = by_name[i * 7 % many]
        return {"after": encode_cursor((key, slug))}, {"name": _shown(edition, slug), "id": slug}

    def office(i: int) -> Variables:
        one = offices[i * 7 % len(offices)]
        return {"id": f"Office:{one}"}, {"id": one}

    def hundred(i: int) -> Variables:
        some = [offices[(i * 100 + place) % len(offices)] for place in range(100)]
        return {"of": [{"__typename": "Office", "id": f"Office:{one}"} for one in some]}, {"ids": some}

    return [
        _Question(
            "offices200",
            "query($after: String) { offices(first: 200, after: $after) { edges { node { id kind "
            "name(language: RU) names { value language } contacts { kind value } "
            "location { latitude longitude } } } } }",
            "query($name: String!, $id: String!) { officesBehind(name: $name, id: $id) { nodes { slug kind "
            "shownRu officeNamesByOfficeSlug { nodes { value language } } "
            "contactsByOfficeSlug { nodes { kind value } } latitude longitude } } }",
            behind,
        ),
        _Question(
            "officeDetail",
            f"query($id: ID!) {{ office(id: $id) {{ {_OURS_OFFICE} names {{ value language }} "
            "location { latitude longitude precision } "
            "provisions(first: 50) { totalCount edges { node { roles service { id name } } } } } }",
            f"query($id: String!) {{ officeBySlug(slug: $id) {{ {_THEIR_OFFICE} "
            "officeNamesByOfficeSlug { nodes { value language } } latitude longitude precision "
            "provisionsByOfficeSlug(first: 50) { totalCount nodes { roles "
            "serviceByServiceSlug { slug shown } } } } }",
            office,
        ),
        _Question(
            "entities100",
            "query($of: [_Any!]!) { _entities(representations: $of) "
            f"{{ ... on Office {{ {_OURS_OFFICE} }} }} }}",
            f"query($ids: [String]!) {{ officesOf(ids: $ids) {{ nodes {{ {_THEIR_OFFICE} }} }} }}",
            hundred,
        ),
    ]


def _of_names(edition: Edition) -> list[_Question]:
    """Questions with a region or a text."""
    regions = [slug for slug, unit in edition.units.items() if unit.level is Level.REGION]
    texts = [query.text for query in labelled_queries()]

    def region(i: int) -> Variables:
        one = regions[i % len(regions)]
        return {"id": f"Region:{one}"}, {"id": one}

    def text(i: int) -> Variables:
        one = texts[i % len(texts)]
        return {"text": one}, {"text": one}

    return [
        _Question(
            "regionWalk",
            "query($id: ID!) { administrativeUnit(id: $id) { id name ... on Region { districts(first: 50) "
            "{ edges { node { id name ruralOkrugs(first: 100) { edges { node { id name } } } } } } } } }",
            "query($id: String!) { regionBySlug(slug: $id) { slug shown districtsByRegionSlug(first: 50) "
            "{ nodes { slug shown okrugsByDistrictSlug(first: 100) { nodes { slug shown } } } } } }",
            region,
        ),
        _Question(
            "search",
            "query($text: String!) { search(text: $text, first: 10) { edges { node { __typename "
            "... on Node { id } } matchedText } } }",
            "query($text: String!) { found(term: $text) { nodes { slug shown } } }",
            text,
        ),
    ]


def _shown(edition: Edition, slug: str) -> str:
    return next((name.value for name in edition.offices[slug].names), "")


@dataclass(frozen=True, slots=True)
class _Servers:
    """Addresses of the measured servers."""

    fresh: str
    again: str
    theirs: str


@dataclass(frozen=True, slots=True)
class _Bench:
    """The path of wrk, the folder of request bodies, and the addresses of the servers."""

    wrk: str
    folder: Path
    servers: _Servers
    floor: str

    def round(self, op: str, clients: int, column: str) -> tuple[float, float, float]:
        """Median milliseconds of Kense, PostGraphile and fixed bytes, measured one after the other."""
        mine, other = (self.folder / f"{op}.{whose}.{column}" for whose in ("ours", "theirs"))
        ours = self.servers.fresh if column == "fresh" else self.servers.again
        return (
            p50_ms(self.wrk, f"{ours}/graphql", mine, clients),
            p50_ms(self.wrk, f"{self.servers.theirs}/graphql", other, clients),
            p50_ms(self.wrk, f"{self.floor}/{op}", mine, clients),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One question with so many clients: in each round the medians of Kense, PostGraphile and fixed bytes."""

    op: str
    clients: int
    column: str
    rounds: Sequence[tuple[float, float, float]]

    @property
    def medians(self) -> tuple[float, float, float]:
        """The median of all rounds for Kense, PostGraphile and fixed bytes, in milliseconds."""
        ours, theirs, floor = (statistics.median(each) for each in zip(*self.rounds, strict=True))
        return ours, theirs, floor

    def __str__(self) -> str:
        ours, theirs, floor = self.medians
        times = sorted(other / own for own, other, _ in self.rounds)
        return (
            f"{self.op:12} {self.clients:>3} {self.column:6} {ours:>9.2f} {theirs:>9.2f} {floor:>9.2f}"
            f"   {theirs / ours:>6.1f} times ({times[0]:.1f} to {times[-1]:.1f}), "
            f"{ours / floor:.1f} of ready bytes"
        )

    @property
    def as_json(self) -> dict[str, Any]:
        """The row as it is in var/bench.json."""
        ours, theirs, floor = (round(each, 3) for each in self.medians)
        return {
            "op": self.op,
            "clients": self.clients,
            "column": self.column,
            "kense_p50_ms": ours,
            "postgraphile_p50_ms": theirs,
            "floor_p50_ms": floor,
        }


def print_beside_postgraphile(
    url: sa.URL, engine: sa.Engine, edition: Edition, ids: list[str], points: list[Point]
) -> None:
    """Print the medians of each question and their ratios, and write them to var/bench.json.

    Prints a note instead if PostGraphile or wrk is not installed.
    """
    node, wrk = shutil.which("node"), find_wrk()
    if node is None or not (_HERE / "node_modules").is_dir():
        print("\nPostGraphile: `npm ci` was not run in bench/postgraphile, the comparison is left out")
        return
    if wrk is None:
        print("\nwrk is not installed (apt-get install wrk), the comparison over HTTP is left out")
        return
    fill(engine, edition)
    questions = _questions(edition, ids, points)
    with tempfile.TemporaryDirectory() as name, _serving(url, node, Path(name)) as servers:
        folder = Path(name)
        time.sleep(_WARM_S)
        for one in questions:
            _write_bodies(folder, one)
            (folder / "ready" / one.op).write_bytes(_post(servers.again, folder / f"{one.op}.ours.again"))
        with serving(*_floor(folder)) as floor:
            rows = list(_measured(_Bench(wrk, folder, servers, floor), questions))
    (PROGRAM / "var").mkdir(exist_ok=True)
    (PROGRAM / "var" / "bench.json").write_text(json.dumps({"rows": [row.as_json for row in rows]}, indent=1))


def _measured(bench: _Bench, questions: list[_Question]) -> Iterator[_Row]:
    """Measure each question with each number of clients, and print each row."""
    print(f"\n{'over HTTP, p50 in ms':23} {'Kense':>9} {'PostGr.':>9} {'ready':>9}   how many times faster")
    for question in questions:
        for clients in CLIENTS:
            for column in ("fresh", "again"):
                row = _Row(
                    question.op,
                    clients,
                    column,
                    [bench.round(question.op, clients, column) for _ in range(ROUNDS)],
                )
                print(row, flush=True)
                yield row


def _write_bodies(folder: Path, one: _Question) -> None:
    """Write the request bodies of a question to files, one per line."""
    given = [one.variables(i) for i in range(_BODIES)]
    for whose, query, side in (("ours", one.ours, 0), ("theirs", one.theirs, 1)):
        lines = [json.dumps({"query": query, "variables": each[side]}) for each in given]
        (folder / f"{one.op}.{whose}.fresh").write_text("\n".join(lines) + "\n")
        (folder / f"{one.op}.{whose}.again").write_text(lines[0] + "\n")


def _post(address: str, body: Path) -> bytes:
    """The answer to a request. Raises RuntimeError for one with errors."""
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    request = urllib.request.Request(f"{address}/graphql", body.read_bytes(), headers)
    with urllib.request.urlopen(request) as answer:  # of this machine
        read: bytes = answer.read()
    if b'"errors"' in read:
        raise RuntimeError(read[:500].decode())
    return read


def _floor(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The command and environment of the server of fixed bytes."""
    command = [
        *(sys.executable, "-m", "uvicorn", "bench.ready:app", "--host", "127.0.0.1", "--port", "0"),
        *("--loop", "uvloop", "--http", "graph.server.connections:LimitedHttp", "--no-access-log"),
    ]
    return command, {**os.environ, "KENSE_READY_FOLDER": str(folder / "ready")}


@contextmanager
def _serving(url: sa.URL, node: str, folder: Path) -> Iterator[_Servers]:
    """Run Kense with and without cached answers, and PostGraphile, on one database."""
    (folder / "ready").mkdir()
    text = url.render_as_string(hide_password=False)
    kense = [sys.executable, str(PROGRAM / "kense.py"), "serve", "--host", "127.0.0.1", "--port", "0"]
    ours = [*kense, "--database", text]
    theirs = {"PGDATABASE": str(url.database), "NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    with ExitStack() as stack:
        yield _Servers(
            stack.enter_context(serving(ours, {**os.environ, "KENSE_KEPT_ANSWERS_BYTES": "0"})),
            stack.enter_context(serving(ours)),
            stack.enter_context(serving([node, str(_HERE / "server.mjs")], {**os.environ, **theirs})),
        )
