"""What faults are caused in: a primary with standbys, poolers, proxies and servers, all on this machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection
from typing import Any

import sqlalchemy as sa

from changes.development import issue_token
from changes.identity import AccountRole
from loaders.loading.load import load
from loaders.seeds import Seeds, read_seeds
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.stress.cluster import Cluster, cluster
from tests.stress.servers import CHECKOUT, Server, free_port, servers

SEEDS = CHECKOUT / "tests" / "seeds_small"
USUAL: Mapping[str, str] = {
    "KENSE_MAX_LAG_S": "1",
    "KENSE_WORK_LIMIT_MS": "10000",
    "KENSE_CLIENT_SHARE": "50",
}


@dataclass(slots=True)
class Ground:
    """A folder for the servers of one fault, and how long clients work."""

    home: Path
    seconds: float = 6.0
    """Seconds for which clients work before and after the fault."""

    @property
    def token(self) -> str:
        """A token with all rights, signed with the development key."""
        return issue_token(self.home, "editor", [AccountRole("admin")], ["*"], hours=1)

    def servers(self, database: sa.URL, count: int, settings: Mapping[str, str] | None = None) -> Any:
        """Run `count` servers on one store while the context is open."""
        return servers(database, self.home, count, {**USUAL, **(settings or {})})


def loaded(url: sa.URL, seeds: Seeds | None = None) -> list[str]:
    """Load the small seeds into a store; returns the ids of its offices."""
    engine = make_engine(url)
    try:
        load(engine, seeds or read_seeds(SEEDS))
        return sorted(load_edition(engine).offices)
    finally:
        engine.dispose()


def of_both(first: Cluster, second: Cluster) -> sa.URL:
    """The URL that connects to the one of two clusters that accepts writes."""
    hosts = [f"127.0.0.1:{one.port}" for one in (first, second)]
    query = {"host": hosts, "target_session_attrs": "read-write"}
    return sa.URL.create("postgresql+psycopg", "postgres", database="postgres", query=query)


@contextmanager
def primary_and_standby(*, synchronous: bool) -> Iterator[tuple[Cluster, Cluster]]:
    """Run two PostgreSQL clusters, the second a standby of the first; the small seeds are loaded.

    With `synchronous` the primary waits for the standby at each commit.
    """
    with cluster() as primary:
        loaded(primary.url)
        with cluster(primary) as standby:
            if synchronous:
                primary.set("synchronous_standby_names", "ANY 1 (*)")
                until(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication") == "quorum")
            yield primary, standby


def until(holds: Callable[[], bool], patience_s: float = 20.0) -> float:
    """Wait until a condition holds; returns the seconds it took. Raises AssertionError after `patience_s`."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < patience_s, "it did not come about"
        time.sleep(0.05)
    return time.monotonic() - began


def listens(port: int) -> bool:
    """Whether a program listens on a port of this machine."""
    try:
        create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Program:
    """A pooler or a proxy that runs beside the servers."""

    def __init__(self, words: Sequence[str], port: int, *, as_postgres: bool = False) -> None:
        who = ["runuser", "-u", "postgres", "--"] if as_postgres and os.geteuid() == 0 else []
        self._words, self.port = [*who, *words], port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program and wait until it accepts connections."""
        self._process = subprocess.Popen(
            self._words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until(lambda: listens(self.port))

    def kill(self) -> None:
        """Kill the program and its child processes, and wait until its port is free."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            until(lambda: not listens(self.port))


@contextmanager
def pooler(folder: Path, database: Cluster, mode: str) -> Iterator[tuple[Program, sa.URL]]:
    """Run PgBouncer in front of a cluster, in the mode `session` or `transaction`.

    Gives the program and the URL through it.
    """
    place = folder / "pooler"
    place.mkdir()
    port = free_port()
    (place / "users").write_text('"postgres" ""\n')
    (place / "pgbouncer.ini").write_text(
        f"[databases]\npostgres = host=127.0.0.1 port={database.port} user=postgres\n"
        f"[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={port}\nunix_socket_dir=\nauth_type=trust\n"
        f"auth_file={place}/users\npool_mode={mode}\ndefault_pool_size=30\nserver_login_retry=1\n"
    )
    if os.geteuid() == 0:
        for path in (folder, place, *place.iterdir()):
            path.chmod(0o755)
    program = Program([_found("pgbouncer"), str(place / "pgbouncer.ini")], port, as_postgres=True)
    program.start()
    try:
        yield program, sa.make_url(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres")
    finally:
        program.kill()


@contextmanager
def proxy(folder: Path, behind: Sequence[Server]) -> Iterator[str]:
    """Run Caddy in front of servers, with the configuration of deploy/Caddyfile.

    Gives its address for GraphQL.
    """
    port = free_port()
    file = folder / "Caddyfile"
    text = (CHECKOUT / "deploy" / "Caddyfile").read_text("utf-8")
    names = " ".join(f"127.0.0.1:{one.port}" for one in behind)
    text, count = re.subn(r"dynamic a \{.*?\}", f"to {names}", text, flags=re.DOTALL)
    assert count == 1, "deploy/Caddyfile names its servers otherwise"
    text = text.replace("{\n", "{\n\tadmin off\n\tauto_https off\n", 1)
    file.write_text(text.replace("{$KENSE_SITE::80}", f"http://127.0.0.1:{port}"), "utf-8")
    program = Program([_found("caddy"), "run", "--adapter", "caddyfile", "--config", str(file)], port)
    program.start()
    try:
        yield f"http://127.0.0.1:{port}/graphql"
    finally:
        program.kill()


def _found(program: str) -> str:
    """The path of an installed program. Raises AssertionError if it is not installed."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    assert found is not None, f"install {program} (Debian: apt install {program})"
    return found
