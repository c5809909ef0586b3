"""The same questions to Kense and to PostGraphile 5, over HTTP, on the same PostGIS, side by side.

PostGraphile is given what makes it fast: plain tables with the values that answers show, every foreign key
indexed, statistics renewed, Kense's own SQL functions for officeFor and nearestPsc, production mode, a pool.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from bench.timing import Timing, timing_of
from geo.earth.point import Point
from geo.names.shown_name import name_in
from model.edition import Edition, Office
from model.enums import Language
from model.program_files import PROGRAM
from tests.conformance.serving import serving

_HERE = Path(__file__).parent / "postgraphile"
_SERVICE = "preschool-queue"
_WARM_S = 8.0
"""Both do some work beside their first requests."""

_TABLES = """
CREATE SCHEMA bench;
CREATE TABLE bench.office (slug text PRIMARY KEY, kind text NOT NULL, category text NOT NULL,
    shown text NOT NULL, shown_ru text NOT NULL, latitude float8, longitude float8, precision text);
CREATE TABLE bench.office_name (office_slug text NOT NULL REFERENCES bench.office, language text NOT NULL,
    value text NOT NULL, PRIMARY KEY (office_slug, language));
CREATE TABLE bench.contact (office_slug text NOT NULL REFERENCES bench.office, ordinal int NOT NULL,
    kind text NOT NULL, value text NOT NULL, PRIMARY KEY (office_slug, ordinal));
CREATE TABLE bench.service (slug text PRIMARY KEY, shown text NOT NULL);
CREATE TABLE bench.provision (slug text PRIMARY KEY, office_slug text NOT NULL REFERENCES bench.office,
    service_slug text NOT NULL REFERENCES bench.service, roles text[] NOT NULL);
"""
_INDEXES = """
CREATE INDEX ON bench.office (shown, slug);
CREATE INDEX ON bench.provision (office_slug);
CREATE INDEX ON bench.provision (service_slug);
CREATE FUNCTION bench.who_serves(service text, unit text) RETURNS SETOF bench.office
LANGUAGE sql STABLE AS $$
    SELECT o.* FROM kense.office_for(service, unit) f JOIN bench.office o ON o.slug = f.office_id $$;
CREATE FUNCTION bench.nearest_centres(lon float8, lat float8) RETURNS SETOF bench.office
LANGUAGE sql STABLE AS $$
    SELECT o.* FROM kense.nearest_psc(lon, lat, 5) f JOIN bench.office o ON o.slug = f.office_id $$;
ANALYZE;
"""


@dataclass(frozen=True, slots=True)
class _Question:
    """One question in both schemas, and its variables for the n-th time it is asked."""

    name: str
    ours: str
    theirs: str
    variables: Callable[[int], tuple[dict[str, Any], dict[str, Any]]]


_OURS_OFFICE = "id kind category name contacts { kind value }"
_THEIR_OFFICE = "slug kind category shown contactsByOfficeSlug { nodes { kind value } }"


def _questions(edition: Edition, ids: list[str], points: list[Point]) -> list[_Question]:
    offices = list(edition.offices)

    def unit(i: int) -> tuple[dict[str, Any], dict[str, Any]]:
        one = ids[i % len(ids)]
        return {"unit": f"Settlement:{one}"}, {"unit": one}

    def place(i: int) -> tuple[dict[str, Any], dict[str, Any]]:
        one = points[i % len(points)]
        return {"at": {"latitude": one.lat, "longitude": one.lon}}, {"lon": one.lon, "lat": one.lat}

    def office(i: int) -> tuple[dict[str, Any], dict[str, Any]]:
        one = offices[i * 7 % len(offices)]
        return {"id": f"Office:{one}"}, {"id": one}

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
            "nearestPsc, five",
            "query($at: PointInput!) { nearestPsc(to: $at, first: 5) "
            f"{{ edges {{ node {{ {_OURS_OFFICE} }} }} }} }}",
            "query($lon: Float!, $lat: Float!) { nearestCentres(lon: $lon, lat: $lat) "
            f"{{ nodes {{ {_THEIR_OFFICE} }} }} }}",
            place,
        ),
        _Question(
            "a list of 200 offices",
            "{ offices(first: 200) { edges { node { id kind name(language: RU) names { value language } "
            "contacts { kind value } location { latitude longitude } } } } }",
            "{ allOffices(first: 200, orderBy: [SHOWN_ASC]) { nodes { slug kind shownRu "
            "officeNamesByOfficeSlug { nodes { value language } } "
            "contactsByOfficeSlug { nodes { kind value } } latitude longitude } } }",
            lambda _: ({}, {}),
        ),
        _Question(
            "one office in detail",
            f"query($id: ID!) {{ office(id: $id) {{ {_OURS_OFFICE} names {{ value language }} "
            "location { latitude longitude precision } "
            "provisions(first: 50) { totalCount edges { node { roles service { id name } } } } } }",
            f"query($id: String!) {{ officeBySlug(slug: $id) {{ {_THEIR_OFFICE} "
            "officeNamesByOfficeSlug { nodes { value language } } latitude longitude precision "
            "provisionsByOfficeSlug(first: 50) { totalCount nodes { roles "
            "serviceByServiceSlug { slug shown } } } } }",
            office,
        ),
    ]


def print_beside_postgraphile(
    url: sa.URL, engine: sa.Engine, edition: Edition, ids: list[str], points: list[Point]
) -> None:
    """Median and 95th percentile of each question to both, and how many times the one takes the other's."""
    node = shutil.which("node")
    if node is None or not (_HERE / "node_modules").is_dir():
        print("\nPostGraphile: `npm ci` was not run in bench/postgraphile, the comparison is left out")
        return
    _fill(engine, edition)
    print(f"\n{'over HTTP, one client':28} {'Kense':>21} {'PostGraphile 5':>21}   ratio of medians")
    kense = [sys.executable, str(PROGRAM / "kense.py"), "serve", "--host", "127.0.0.1", "--port", "0"]
    text = url.render_as_string(hide_password=False)
    with (
        _environment(PGDATABASE=url.database, NODE_ENV="production", GRAPHILE_ENV="production"),
        serving([*kense, "--database", text]) as ours,
        serving([node, str(_HERE / "server.mjs")]) as theirs,
    ):
        time.sleep(_WARM_S)
        for one in _questions(edition, ids, points):
            rounds = 100 if "200" in one.name else 400
            given = [one.variables(i) for i in range(rounds)]
            mine = _asked(ours, one.ours, [mine for mine, _ in given])
            other = _asked(theirs, one.theirs, [other for _, other in given])
            print(f"{one.name:28} {mine} {other}   {other.median_s / mine.median_s:.1f} times")


def _fill(engine: sa.Engine, edition: Edition) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(_TABLES)
        for table, rows in _rows(edition).items():
            marks = ", ".join(["%s"] * len(rows[0]))
            connection.exec_driver_sql(f"INSERT INTO bench.{table} VALUES ({marks})", rows)
        connection.exec_driver_sql(_INDEXES)


def _rows(edition: Edition) -> dict[str, list[tuple[Any, ...]]]:
    return {
        "office": [_office(one) for one in edition.offices.values()],
        "office_name": [
            (one.id, str(language), name_in(one.names, language, ""))
            for one in edition.offices.values()
            for language in Language
        ],
        "contact": [
            (one.id, ordinal, str(contact.kind), contact.value)
            for one in edition.offices.values()
            for ordinal, contact in enumerate(one.contacts)
        ],
        "service": [(one.id, name_in(one.names, Language.KK, "")) for one in edition.services.values()],
        "provision": [
            (one.id, one.office_id, one.service_id, [str(role) for role in one.roles])
            for one in edition.provisions.values()
        ],
    }


def _office(one: Office) -> tuple[Any, ...]:
    at = one.position
    shown, shown_ru = (name_in(one.names, language, "") for language in (Language.KK, Language.RU))
    place = (at.lat, at.lon, str(at.precision)) if at is not None else (None, None, None)
    return one.id, str(one.kind), one.category, shown, shown_ru, *place


def _asked(address: str, query: str, variables: list[dict[str, Any]]) -> Timing:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    path = "/graphql"

    def ask(i: int) -> None:
        body = json.dumps({"query": query, "variables": variables[i]})
        connection.request("POST", path, body, headers)
        answer = json.loads(connection.getresponse().read())
        if "errors" in answer:
            raise RuntimeError(str(answer["errors"])[:500])

    try:
        return timing_of(ask, len(variables))
    finally:
        connection.close()


@contextmanager
def _environment(**given: str | None) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update({name: value for name, value in given.items() if value is not None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
