"""`make bench`: the cost of a start, and of a question in the process, in GraphQL and in PostGIS.

PostGIS is measured where KENSE_TEST_DATABASE_URL names a server; all figures come from one run.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bench.beside_postgraphile import print_beside_postgraphile
from bench.boundaries import print_boundaries
from bench.locating import print_locating
from bench.overlays import print_overlays
from bench.slots import print_slots
from bench.timing import Timing, timing_of, took
from bench.worst_documents import print_worst_documents
from geo.earth.point import Point
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import nearest_psc
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from graph.served.context import Context, Reception, Registry
from graph.server.schema import build_schema
from loaders.loading.load import load
from loaders.seeds import read_seeds
from model.edition import Edition
from model.enums import Level, Precision
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from store.tables.schema import migrate

SERVICE = "preschool-queue"
OFFICE_FOR = """query($id: ID!) {
  officeFor(serviceId: "PublicService:preschool-queue", place: {unitId: $id}) {
  outcome provisions { roles office { id name contacts { kind value } } basis { standard annex row } } } }"""
NEAREST = """query($at: PointInput!) { nearestPsc(to: $at, first: 5) {
  edges { distanceMeters node { id name } } } }"""
SCREEN = """{ offices(first: 200) { edges { node {
  id kind name(language: RU) names { value language } contacts { kind value } location { latitude longitude }
} } } }"""


def main() -> None:
    """Print all figures; `overlays` prints only those of changed offices, `beside` only answers over HTTP."""
    url = os.environ.get("KENSE_TEST_DATABASE_URL")
    if "beside" in sys.argv:
        _beside(url)
        return
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(sa.make_url(f"sqlite+pysqlite:///{Path(folder) / 'bench.sqlite3'}"))
        edition = _starting(engine)
        print_overlays(engine, "SQLite")
        engine.dispose()
    if "overlays" in sys.argv:
        return
    ids, points = _villages(edition)
    in_process = _in_process(edition, ids, points)
    print_locating(edition)
    _graphql(edition, ids, points)
    print_boundaries(edition)
    if url:
        _postgis(sa.make_url(url), edition, points, ids, in_process)
    else:
        print("PostGIS: KENSE_TEST_DATABASE_URL is not set, the comparison is left out")


def _villages(edition: Edition) -> tuple[list[str], list[Point]]:
    """Ids and points of the settlements with a position of their own, in one shuffled order."""
    villages = [
        unit
        for unit in edition.units.values()
        if unit.level is Level.SETTLEMENT
        and unit.position is not None
        and unit.position.precision is Precision.SETTLEMENT
    ]
    random.Random(0).shuffle(villages)
    points = [Point(unit.position.lon, unit.position.lat) for unit in villages if unit.position is not None]
    return [unit.id for unit in villages], points


def _beside(url: str | None) -> None:
    """Compare with PostGraphile only. Prints a note if `url`, a server with PostGIS, is None."""
    if url is None:
        print("KENSE_TEST_DATABASE_URL is not set: it names a server with PostGIS")
        return
    with _database(sa.make_url(url)) as engine:
        edition = load_edition(engine)
        print_beside_postgraphile(engine.url, engine, edition, *_villages(edition))


@contextmanager
def _database(server: sa.URL) -> Iterator[sa.Engine]:
    """A database with the shipped registry; it is dropped at the end."""
    name = f"kense_bench_{os.getpid()}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine = make_engine(server.set(database=name))
    try:
        migrate(engine)
        _once("load all seeds into PostGIS", took(lambda: load(engine, read_seeds())))
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.dispose()


def _starting(engine: sa.Engine) -> Edition:
    """Print what loading and reading the shipped registry costs; returns its edition."""
    print(f"{'starting':44} {'once':>10}")
    seeds = read_seeds()
    migrate(engine)
    _once("load all seeds into SQLite", took(lambda: load(engine, seeds)))
    editions: list[Edition] = []
    _once("read the edition from SQLite", took(lambda: editions.append(load_edition(engine))))
    edition = editions[0]
    _once("index it (atlas and names)", took(lambda: Registry(edition)))
    unit = 1024 if sys.platform == "darwin" else 1
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024
    print(f"{'peak memory of this process, with the seeds':44} {memory_mb:>7.0f} MB\n")
    return edition


def _in_process(edition: Edition, ids: list[str], points: list[Point]) -> dict[str, Timing]:
    """Print and return the times of answers that the edition itself gives."""
    atlas = Atlas.of(edition)
    print(f"{'in the process':44} {'median':>10} {'p95':>10}")
    return {
        "office for a village": _line(
            "office for a village",
            lambda i: office_for(atlas, SERVICE, find_place(atlas, PlaceQuery(unit_id=ids[i % len(ids)]))),
        ),
        "nearest five PSC": _line(
            "nearest five PSC", lambda i: nearest_psc(atlas, points[i % len(points)], limit=5)
        ),
    }


def _graphql(edition: Edition, ids: list[str], points: list[Point]) -> None:
    """Print the times of answers by GraphQL without HTTP. Raises RuntimeError for an answer with errors."""
    schema = build_schema()
    reception = Reception()
    reception.serve(edition)
    registry = reception.registry
    if registry is None:
        raise RuntimeError("the reception serves no edition")

    def ask(query: str, variables: dict[str, object]) -> None:
        answer = schema.execute_sync(query, variables, context_value=Context(registry, reception, 10.0))
        if answer.errors:
            raise RuntimeError(str(answer.errors))

    print(f"\n{'in GraphQL, without HTTP':44} {'median':>10} {'p95':>10}")
    _line("officeFor with contacts and citations", lambda i: ask(OFFICE_FOR, {"id": _settlement(ids, i)}))
    _line("nearestPsc, five", lambda i: ask(NEAREST, {"at": _at(points, i)}))
    _line("a screen of 200 offices", lambda _: ask(SCREEN, {}), rounds=50)
    print_worst_documents(reception)
    print_slots(reception)
    print()


def _postgis(
    server: sa.URL, edition: Edition, points: list[Point], ids: list[str], in_process: dict[str, Timing]
) -> None:
    """Print the times of the same questions by SQL functions on PostGIS, and their ratios to `in_process`."""
    with _database(server) as engine:
        print(f"{'in SQL on PostGIS':44} {'median':>10} {'p95':>10}")
        with engine.connect() as connection:
            serving = sa.text("SELECT * FROM kense.office_for(:service, :unit)")
            nearest = sa.text("SELECT * FROM kense.nearest_psc(:lon, :lat, 5)")

            def serve(i: int) -> object:
                return connection.execute(serving, {"service": SERVICE, "unit": ids[i % len(ids)]}).all()

            def near(i: int) -> object:
                point = points[i % len(points)]
                return connection.execute(nearest, {"lon": point.lon, "lat": point.lat}).all()

            asked = {
                "office for a village": _line("office for a village", serve, rounds=200),
                "nearest five PSC": _line("nearest five PSC", near, rounds=200),
            }
        for question, timing in asked.items():
            ratio = timing.median_s / in_process[question].median_s
            print(f"{question}: the edition answers in 1/{ratio:.0f} of PostGIS's time")
        print_beside_postgraphile(engine.url, engine, edition, ids, points)


def _settlement(ids: list[str], index: int) -> str:
    return f"Settlement:{ids[index % len(ids)]}"


def _at(points: list[Point], index: int) -> dict[str, float]:
    point = points[index % len(points)]
    return {"latitude": point.lat, "longitude": point.lon}


def _once(what: str, seconds: float) -> None:
    print(f"{what:44} {seconds:>8.2f} s")


def _line(what: str, call: Callable[[int], object], rounds: int = 1_000) -> Timing:
    """Print the time of one call, and return it."""
    timing = timing_of(call, rounds)
    print(f"{what:44} {timing}")
    return timing


if __name__ == "__main__":
    main()
