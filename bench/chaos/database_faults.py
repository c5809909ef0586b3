"""Databases that crash, are replaced or locked, are loaded, or are reached through a connection pooler."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import sqlalchemy as sa

from bench.chaos.file_faults import filled_up, small_disk
from bench.chaos.ground import SEEDS, loaded, of_both, pooler, primary_and_standby, until
from bench.chaos.rows import Scene
from loaders.loading.load import load
from loaders.seeds import read_seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.stress.cluster import Cluster, cluster
from tests.stress.servers import Server


def failover(scene: Scene) -> None:
    """The primary is killed, and its synchronous standby is promoted at once."""
    with primary_and_standby(synchronous=True) as (primary, standby):
        _promoted(scene, primary, standby, primary.kill)


def switchover(scene: Scene) -> None:
    """The primary is shut down cleanly; its standby is promoted."""
    with primary_and_standby(synchronous=True) as (primary, standby):
        _promoted(scene, primary, standby, primary.stop)


def _promoted(scene: Scene, primary: Cluster, standby: Cluster, end: object) -> None:
    """Run clients while `end` ends the primary and the standby is promoted."""
    url, offices = of_both(primary, standby), _offices(primary.url)
    with scene.ground.servers(url, 2) as both:
        with scene.clients([one.url for one in both], [one.url for one in both], offices):
            assert callable(end)
            end()
            standby.promote()
            # It would wait for the standby, which no longer runs.
            standby.set("synchronous_standby_names", "")
    scene.judge(standby.url)


def crashed_and_started(scene: Scene) -> None:
    """A single primary is killed and started again after a second.

    The time without changes counts from its start.
    """
    with cluster() as database:
        offices = loaded(database.url)
        with scene.ground.servers(database.url, 2) as both:
            with scene.clients([one.url for one in both], [one.url for one in both], offices):
                database.kill()
                time.sleep(1)
                database.start()
                scene.fault_at = time.monotonic()
        scene.judge(database.url)


def read_from_standby(scene: Scene) -> None:
    """One server reads from a hot standby. The primary is killed, and the standby is promoted."""
    with primary_and_standby(synchronous=True) as (primary, standby):
        offices = _offices(primary.url)
        with (
            scene.ground.servers(primary.url, 1) as (writer,),
            scene.ground.servers(standby.url, 1) as (reader,),
        ):
            urls = [writer.url, reader.url]
            with scene.clients(urls, urls, offices):
                primary.kill()
                standby.promote()
                standby.set("synchronous_standby_names", "")
        scene.judge(standby.url)


def lost_commit(scene: Scene) -> None:
    """The standby is asynchronous and behind: it is promoted without the last accepted changes."""
    with primary_and_standby(synchronous=False) as (primary, standby):
        url, offices = of_both(primary, standby), _offices(primary.url)
        with scene.ground.servers(url, 2) as both:
            urls = [one.url for one in both]
            with scene.clients(urls, urls, offices, says_edition=False):  # its number is given again
                standby.kill()
                time.sleep(1.5)  # changes that do not reach the standby
                primary.kill()
                standby.start()
                standby.promote()
                # Acknowledged edition numbers are given again, so nobody waits for the lost editions.
                scene.history.editions.clear()
        scene.judge(standby.url)
        scene.note = "asynchronous: what the standby lacked is lost, and told as such in docs/operating.md"
        if not scene.lost:
            scene.wrong.append("nothing was lost: the fault did not happen")


def pooled_sessions(scene: Scene) -> None:
    """A pooler in session mode is killed and started again."""
    _pooled(scene, "session")


def pooled_transactions(scene: Scene) -> None:
    """A pooler in transaction mode is killed and started again.

    Such a pooler has neither LISTEN nor prepared statements.
    """
    _pooled(scene, "transaction")


def _pooled(scene: Scene, mode: str) -> None:
    """Run clients through PgBouncer in a mode, while it is killed and started again."""
    with cluster() as database:
        offices = loaded(database.url)
        with (
            pooler(scene.ground.home, database, mode) as (program, url),
            scene.ground.servers(url, 2) as both,
        ):
            with scene.clients([one.url for one in both], [one.url for one in both], offices):
                program.kill()
                time.sleep(0.5)
                program.start()
        scene.judge(database.url)


def locked(scene: Scene) -> None:
    """Another session locks a table for 12 s, longer than a request may take."""
    with cluster() as database:
        offices = loaded(database.url)
        with scene.ground.servers(database.url, 2) as both:
            with scene.clients([one.url for one in both], [one.url for one in both], offices):
                engine = sa.create_engine(database.url)
                with engine.begin() as connection:
                    connection.execute(sa.text("LOCK TABLE revision IN ACCESS EXCLUSIVE MODE"))
                    time.sleep(12)
                engine.dispose()
        scene.judge(database.url)


def disk_full(scene: Scene) -> None:
    """The disk of the tables is full for some seconds. Changes may only be refused as STORE_UNAVAILABLE."""
    with small_disk(scene.ground.home, 200) as disk, cluster(disk=disk) as database:
        offices = loaded(database.url)
        with scene.ground.servers(database.url, 2) as both:
            urls = [one.url for one in both]
            with scene.clients(urls, urls, offices) as history, filled_up(disk):
                until(lambda: history.codes["STORE_UNAVAILABLE"] > 0, 60)
                time.sleep(3)
        scene.judge(database.url)
        others = {
            code: count for code, count in history.codes.items() if count and code != "STORE_UNAVAILABLE"
        }
        if others:
            scene.wrong.append(f"changes were refused with {others}")


def two_loads(scene: Scene) -> None:
    """Two programs load different seeds at the same time, while editors write."""
    with cluster() as database:
        offices = loaded(database.url)
        with scene.ground.servers(database.url, 2) as both:
            with scene.clients([one.url for one in both], [one.url for one in both], offices):
                jobs = [threading.Thread(target=_load_less, args=(database.url, kept)) for kept in (0, 1)]
                for job in jobs:
                    job.start()
                for job in jobs:
                    job.join()
        scene.judge(database.url)


def _load_less(url: sa.URL, kept: int) -> None:
    """Load the small seeds with only the first `kept` toponyms."""
    seeds = read_seeds(SEEDS)
    engine = make_engine(url)
    load(engine, replace(seeds, toponyms=tuple(seeds.toponyms)[:kept]))
    engine.dispose()


def started_first(scene: Scene) -> None:
    """A server is started while its database is down: it becomes ready without a restart."""
    with cluster() as database:
        offices = loaded(database.url)
        database.stop()
        server = Server(database.url, scene.ground.home, {"KENSE_MAX_LAG_S": "2"})
        server.start()
        try:
            until(lambda: server.status() == 503, 120)
            database.start()
            ready_s = until(lambda: server.status() == 200, 60)
            scene.note = f"ready {ready_s:.1f} s after its database"
            with scene.clients([server.url], [server.url], offices):
                time.sleep(0.1)
        finally:
            server.stop()
        scene.judge(database.url)


def _offices(url: sa.URL) -> list[str]:
    engine = make_engine(url)
    try:
        return sorted(load_edition(engine).offices)
    finally:
        engine.dispose()
