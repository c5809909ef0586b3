"""Many editors at once on real servers: nothing accepted is lost, nothing half is stored, whatever fails.

`make stress` runs the same with 200 editors and 5,000 updates, and prints figures.
"""

import resource
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.loading.load import load
from loaders.seeds import Seeds
from store.reading.editions import load_edition
from store.tables.engine import is_postgis, make_engine
from store.tables.schema import migrate
from tests.effort import examples
from tests.stress.cluster import cluster
from tests.stress.editors import Editing, Told, agree_within_s, newest_edition, wrongs_of_log
from tests.stress.servers import Server, servers

pytestmark = pytest.mark.slow

OFFICES = 5


@pytest.fixture
def loaded(store_engine: Engine, small_seeds: Seeds) -> Engine:
    """A store with the small seeds."""
    load(store_engine, small_seeds)
    return store_engine


def offices_of(engine: Engine) -> list[str]:
    return sorted(load_edition(engine).offices)[:OFFICES]


def assert_nothing_is_wrong(engine: Engine, offices: list[str], told: Told, updates: int) -> None:
    assert wrongs_of_log(engine, offices, told) == []
    assert (told.torn, told.took_back) == ([], [])
    assert len(told.accepted) + sum(told.refused.values()) == updates
    assert set(told.refused) <= {"CONFLICT"}
    assert told.reads


def test_twenty_editors_on_five_offices(loaded: Engine, tmp_path: Path) -> None:
    offices = offices_of(loaded)
    with servers(loaded.url, tmp_path, 4 if is_postgis(loaded) else 1) as running:
        outcome = Editing(running, tmp_path, offices, editors=20, updates=examples(120)).run()
        assert agree_within_s(running, newest_edition(loaded)) < 1
    assert_nothing_is_wrong(loaded, offices, outcome, examples(120))
    assert not outcome.failures
    assert outcome.accepted
    assert outcome.refused


@contextmanager
def meanwhile(editing: Editing) -> Iterator[None]:
    """The editors work in a thread until they are done."""
    thread = threading.Thread(target=editing.run)
    thread.start()
    try:
        while len(editing.told.accepted) < 5:
            time.sleep(0.01)
        yield
    finally:
        thread.join()


def test_a_server_that_is_killed_amid_writes_loses_nothing(loaded: Engine, tmp_path: Path) -> None:
    offices = offices_of(loaded)
    with servers(loaded.url, tmp_path, 2 if is_postgis(loaded) else 1) as running:
        editing = Editing(running, tmp_path, offices, editors=8, updates=40)
        with meanwhile(editing):
            running[0].kill()
            running[0].start()
        running[0].wait()
        agree_within_s(running, newest_edition(loaded))
    assert_nothing_is_wrong(loaded, offices, editing.told, 40)
    assert editing.told.failures  # the server was killed under somebody


def test_a_database_that_crashes_under_load_loses_nothing(small_seeds: Seeds, tmp_path: Path) -> None:
    with cluster() as database:
        engine = make_engine(database.url)
        migrate(engine)
        load(engine, small_seeds)
        offices = offices_of(engine)
        with servers(engine.url, tmp_path, 2) as running:
            editing = Editing(running, tmp_path, offices, editors=8, updates=40)
            with meanwhile(editing):
                reads = editing.told.reads
                database.crash()
                time.sleep(2)
                database.start()
            assert editing.told.reads > reads
            assert not editing.told.failed_reads  # editions are answered from memory
            agree_within_s(running, newest_edition(engine))
        assert_nothing_is_wrong(engine, offices, editing.told, 40)
        assert set(editing.told.failures) == {"STORE_UNAVAILABLE"}
        engine.dispose()


@contextmanager
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that is soon full where one can be mounted, else a plain folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "kense-test", str(folder)], capture_output=True
    )
    try:
        yield folder
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as out:
        while True:
            out.write(bytes(4096))


@contextmanager
def full(folder: Path, server: Server) -> Iterator[None]:
    """The disk has no byte left; where none could be mounted, the server's files may not grow."""
    process = server.process
    assert process is not None
    if folder.is_mount():
        ballast = folder / "ballast"
        with pytest.raises(OSError, match="No space left"):
            fill(ballast)
        yield
        ballast.unlink()
        return
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


def test_a_full_disk_refuses_writes_and_then_takes_them(small_seeds: Seeds, tmp_path: Path) -> None:
    with small_disk(tmp_path) as folder:
        engine = make_engine(make_url(f"sqlite:///{folder}/kense.sqlite3"))
        migrate(engine)
        load(engine, small_seeds)
        offices = offices_of(engine)
        home = tmp_path / "home"
        with servers(engine.url, home, 1) as running:
            editing = Editing(running, home, offices, editors=8, updates=80)
            with meanwhile(editing), full(folder, running[0]):
                end = time.monotonic() + 60
                while not editing.told.failures and time.monotonic() < end:
                    time.sleep(0.01)
                accepted, reads = len(editing.told.accepted), editing.told.reads
                time.sleep(1)
                assert editing.told.failures
                assert editing.told.reads > reads
                assert len(editing.told.accepted) <= accepted + 8
            assert not editing.told.failed_reads
        assert_nothing_is_wrong(engine, offices, editing.told, 80)
        assert set(editing.told.failures) == {"STORE_UNAVAILABLE"}
        engine.dispose()
