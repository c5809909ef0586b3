"""Fixtures that several test files share."""

import fcntl
import gc
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from xdist.workermanage import WorkerController  # type: ignore[import-untyped]

from graph.server.schema import build_schema
from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.loading.load import load
from loaders.seeds import Seeds, read_seeds
from model.edition import Edition
from store.reading.editions import load_edition
from store.tables.engine import is_postgis, make_engine, writing
from store.tables.schema import migrate
from store.tables.tables import metadata
from tests import quick
from tests.effort import register_profiles
from tests.narrow_seeds import narrowed
from tests.printed_acts import Printed, printed_rows
from tests.scheduling import ByGroup, longest_first
from tests.seeded_gazetteer import seeded_gazetteer
from tests.shared_folder import NOT_BESIDE, SHARED

_THRESHOLDS = (20_000, 20, 20)
"""Objects made, and collections of younger ones, until the collector looks: a server's threads make fewer."""


def _shared(folder: str) -> Path:
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"the folder of {folder} {NOT_BESIDE} (KENSE_SHARED says where it is)")
    return path


register_profiles()
gc.disable()  # during collection a third of the time went into scanning objects that stay


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this test suite."""
    quick.add_option(parser)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByGroup:
    """Run the tests of a file in one process, and some files together."""
    return ByGroup(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests that were not requested, and start with the longest groups."""
    quick.leave_out(config, items)
    longest_first(items)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from scanning all modules and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Receive from a worker process the number of tests that it left out."""
    quick.hear(node.config, getattr(node, "workeroutput", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out, and why."""
    for line in quick.lines(terminalreporter.config):
        terminalreporter.write_line(line)
    left_out = [report for report in terminalreporter.stats.get("skipped", []) if _is_left_out(report)]
    if left_out:
        functions = {report.nodeid.partition("[")[0] for report in left_out}
        terminalreporter.write_line(
            f"left out: {len(left_out)} tests ({len(functions)} functions) that read the folder shared, "
            "which is not beside the checkout"
        )


def _is_left_out(report: pytest.TestReport) -> bool:
    return isinstance(report.longrepr, tuple) and NOT_BESIDE in report.longrepr[2]


@pytest.fixture(scope="session", autouse=True)
def one_schema() -> Iterator[None]:
    """Let the servers of a process share their schema: building it takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.server.app.build_schema", cache(build_schema))
        yield


@pytest.fixture(scope="session")
def shared_acts() -> Path:
    """The folder with the texts of the acts."""
    return _shared("acts")


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The folder with small acts that were once read wrongly, and their correct content."""
    return _shared("cases/acts")


@pytest.fixture(scope="session")
def printed() -> tuple[Printed, ...]:
    """The printed rows of all acts: from their texts, or from the seeds where the texts are missing."""
    folder = SHARED / "acts"
    return printed_rows(folder if folder.is_dir() else None)


@pytest.fixture(scope="session")
def shared_gazetteer() -> Path:
    """The folder with places, boundaries and the official classifier."""
    return _shared("gazetteer")


@pytest.fixture(scope="session")
def some_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gazetteer, or one made from the seeds, for tests that need none of its places."""
    folder = SHARED / "gazetteer"
    return folder if folder.is_dir() else seeded_gazetteer(tmp_path_factory.mktemp("seeded") / "gazetteer")


@pytest.fixture(scope="session")
def shared_hsds() -> Path:
    """The folder with the schemas of HSDS."""
    return _shared("hsds")


@pytest.fixture(scope="session")
def shared_standards() -> Path:
    """The folder with the schemas (shapes) that standards publish."""
    return _shared("standards")


@pytest.fixture(scope="session")
def shared_contract() -> Path:
    """The schema that the registry should reach."""
    return _shared("acts").parent / "registry.graphql"


@pytest.fixture(scope="session")
def small_seeds() -> Seeds:
    """Akkol district with seven okrugs, its department and public service centres, from act 1119."""
    return read_seeds(Path(__file__).parent / "seeds_small")


@contextmanager
def _postgis() -> Iterator[URL]:
    """A migrated database of its own on the PostGIS of KENSE_TEST_DATABASE_URL, dropped at the end."""
    given = os.environ.get("KENSE_TEST_DATABASE_URL")
    if not given:
        pytest.fail("KENSE_TEST_DATABASE_URL is not set: run `make test`, it starts a PostGIS", pytrace=False)
    name = f"kense_test_{secrets.token_hex(6)}"
    server = make_url(given)
    # The maintenance database always exists; libpq would otherwise look for one named like the role.
    where = server.set(database=server.database or "postgres")
    admin = create_engine(where, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = server.set(database=name)
    engine = make_engine(url)
    try:
        migrate(engine)
        yield url
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="session")
def postgis_url() -> Iterator[URL]:
    """A database of PostGIS that the tests of a process use one after the other."""
    with _postgis() as url:
        yield url


@pytest.fixture(scope="session")
def shipped_postgis_url() -> Iterator[URL]:
    """A database of PostGIS with the shipped seeds, only for reading; its test files run in one process."""
    with _postgis() as url:
        engine = make_engine(url)
        load(engine, read_seeds())
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One SQLite file with all tables, for tests to copy: the migrations take longer than most tests."""
    file = tmp_path_factory.mktemp("empty") / "kense.sqlite3"
    engine = make_engine(make_url(f"sqlite:///{file}"))
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgis"])
def store_engine(request: pytest.FixtureRequest, empty_store: Path, tmp_path: Path) -> Iterator[Engine]:
    """An empty store with all tables: first SQLite, then PostGIS."""
    if request.param == "sqlite":
        shutil.copyfile(empty_store, tmp_path / "kense.sqlite3")
        engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    else:
        engine = make_engine(request.getfixturevalue("postgis_url"))
    try:
        yield engine
        if is_postgis(engine):
            with writing(engine) as connection:
                tables = ", ".join(table.name for table in metadata.sorted_tables)
                connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def made_seeds(shared_acts: Path, shared_gazetteer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the code makes of the shipped seeds and the texts of all acts."""
    folder = tmp_path_factory.mktemp("made") / "seeds"
    shutil.copytree(Path(__file__).parents[1] / "seeds", folder)
    made = make_seeds(sorted(shared_acts.glob("*.txt")), folder, shared_gazetteer, lambda *_: None)
    replace_seeds(folder, made)
    return folder


@pytest.fixture(scope="session")
def small_edition(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The edition of the small seeds, read from a store."""
    folder = tmp_path_factory.mktemp("small_edition")
    engine = make_engine(make_url(f"sqlite:///{folder}/kense.sqlite3"))
    try:
        load(engine, small_seeds)
        return load_edition(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with the shipped seeds, to be copied or read. All processes of the run share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shipped_store"
    folder.mkdir(exist_ok=True)
    file = folder / "kense.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            draft = folder / "draft.sqlite3"
            engine = make_engine(make_url(f"sqlite:///{draft}"))
            load(engine, read_seeds())
            engine.dispose()
            draft.replace(file)
    return file


@pytest.fixture(scope="session")
def shipped_edition(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The edition of the shipped seeds, read from a store."""
    copy = shutil.copy(shipped_store, tmp_path_factory.mktemp("shipped_edition"))
    engine = make_engine(make_url(f"sqlite:///{copy}"))
    try:
        edition = load_edition(engine)
    finally:
        engine.dispose()
    gc.freeze()  # as a server does: a full collection would take long during some test
    return edition


@pytest.fixture(scope="session")
def bodies_seeds() -> Seeds:
    """A few offices with posts and legal bodies, and every passport, from the shipped seeds."""
    return narrowed()


@pytest.fixture(scope="session")
def bodies_edition(bodies_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The edition of those seeds, read from a store."""
    engine = make_engine(make_url(f"sqlite:///{tmp_path_factory.mktemp('bodies')}/kense.sqlite3"))
    try:
        load(engine, bodies_seeds)
        return load_edition(engine)
    finally:
        engine.dispose()
