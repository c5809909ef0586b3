"""`make stress`: 200 editors, 5,000 updates of 50 offices, on PostGIS with 4 servers, on SQLite with one."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

from loaders.loading.load import load
from loaders.seeds import read_seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.stress.editors import Editing, agree_within_s, newest_edition, wrongs_of_log
from tests.stress.servers import servers


def main(editors: int = 200, updates: int = 5_000, offices: int = 50) -> int:
    """Run the stress on both stores and print the figures; returns the number of errors found."""
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        server = sa.make_url(os.environ["KENSE_TEST_DATABASE_URL"])
        name = f"kense_stress_{os.getpid()}"
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        with admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        try:
            found += _stress("PostGIS", server.set(database=name), Path(folder), 4, editors, updates, offices)
        finally:
            with admin.connect() as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
            admin.dispose()
        store = sa.make_url(f"sqlite:///{folder}/kense.sqlite3")
        found += _stress("SQLite", store, Path(folder), 1, editors, updates, offices)
    return found


def _stress(
    name: str, url: sa.URL, home: Path, processes: int, editors: int, updates: int, offices: int
) -> int:
    """Run the stress on one store and print the figures; returns the number of errors found."""
    engine = make_engine(url)
    migrate(engine)
    load(engine, read_seeds())
    ids = sorted(load_edition(engine).offices)[:offices]
    with servers(url, home, processes) as running:
        outcome = Editing(running, home, ids, editors, updates).run()
        agreed_s = agree_within_s(running, newest_edition(engine))
    wrongs = [*wrongs_of_log(engine, ids, outcome), *map(str, outcome.torn), *map(str, outcome.took_back)]
    lags = sorted(outcome.lags_s) or [0.0]
    print(f"{name}, {processes} server processes, {editors} editors on {len(ids)} offices")
    print(f"  accepted {len(outcome.accepted):,}, refused {dict(outcome.refused)}", end="")
    print(f", failed and sent again {dict(outcome.failures)}")
    print(
        f"  {outcome.seconds:.1f} s, {len(outcome.accepted) / outcome.seconds:.1f} accepted updates a second"
    )
    print(
        f"  reads {outcome.reads:,}, torn {len(outcome.torn)}, of an older edition {len(outcome.took_back)}"
    )
    print(f"  served by all processes after {statistics.median(lags) * 1000:.0f} ms (median)", end="")
    print(f", {lags[int(len(lags) * 0.99)] * 1000:.0f} ms (p99), {lags[-1] * 1000:.0f} ms (longest", end="")
    print(f" of {len(lags)}), after the last update {agreed_s * 1000:.0f} ms")
    print(f"  wrongs {len(wrongs)}" + "".join(f"\n    {wrong}" for wrong in wrongs[:20]), flush=True)
    engine.dispose()
    return len(wrongs)


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
