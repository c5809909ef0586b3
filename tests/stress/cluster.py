"""A PostgreSQL with PostGIS of a test's own, that may crash without anybody else's tests noticing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

from tests.stress.servers import free_port


class Cluster:
    """A cluster in a folder of its own, on a free port of this machine."""

    def __init__(self, folder: Path, of: Cluster | None = None, log_folder: Path | None = None) -> None:
        """A new one, or a hot standby of another that runs; its write-ahead log may lie elsewhere."""
        self._data = folder / "data"
        self.port = free_port()
        if of is not None:
            self._run(
                "pg_basebackup", "-D", str(self._data), "-R", "-c", "fast", "-X", "stream", "-N",
                "-d", f"host=127.0.0.1 port={of.port} user=postgres",
            )  # fmt: skip
            return
        self._run(
            "initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8",
            "--locale=C.UTF-8", *([] if log_folder is None else ["-X", str(log_folder)]),
        )  # fmt: skip

    @property
    def url(self) -> URL:
        """Its database."""
        return make_url(f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres")

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = self._data.parent / "log"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(log), "-o", options, "-w", "start")

    def promote(self) -> None:
        """Make a standby the primary."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "promote")

    def kill(self) -> None:
        """Kill the postmaster as the system does when memory is short: nothing is written any more."""
        pid = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 20
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.01)

    def end(self) -> None:
        """End whatever runs of it."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop", fails=True)

    def stop(self) -> None:
        """End it in order; what runs in it is cut off."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "fast", "-w", "stop")

    def set(self, name: str, value: str) -> None:
        """Give a setting another value, from now on."""
        self.ask(f"ALTER SYSTEM SET {name} = '{value}'")
        self.ask("SELECT pg_reload_conf()")

    def ask(self, statement: str) -> object:
        """The first value that a statement gives; None for none."""
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres connect_timeout=5"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            row = cursor.fetchone() if cursor.description is not None else None
        return None if row is None else row[0]

    def crash(self) -> None:
        """End all its processes at once, without a checkpoint: it recovers from its log when it starts."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str, fails: bool = False) -> None:
        # PostgreSQL does not run as root.
        who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*who, str(_programs() / program), *arguments],
            cwd=self._data.parent,
            stdout=subprocess.DEVNULL,  # a pipe would be kept open by what pg_ctl starts
            stderr=subprocess.DEVNULL,
        )
        assert fails or done.returncode == 0, f"{program} ended with {done.returncode}"


@contextmanager
def cluster(of: Cluster | None = None, disk: Path | None = None) -> Iterator[Cluster]:
    """A running cluster, or a hot standby of another one, gone at the end.

    With `disk` its data lie in that folder, and its write-ahead log outside, as it should be.
    """
    folders = [Path(tempfile.mkdtemp(prefix="kense-cluster-", dir=place)) for place in (disk, None)]
    if os.geteuid() == 0:
        for folder in folders:
            shutil.chown(folder, "postgres", "postgres")
    made = Cluster(folders[0], of, None if disk is None else folders[1] / "wal")
    made.start()
    try:
        yield made
    finally:
        made.end()
        for folder in folders:
            shutil.rmtree(folder)


def _programs() -> Path:
    """The folder of the newest PostgreSQL that has PostGIS."""
    found = sorted(
        Path("/usr/share/postgresql").glob("*/extension/postgis.control"),
        key=lambda control: int(control.parts[4]),
    )
    if found:
        return Path("/usr/lib/postgresql") / found[-1].parts[4] / "bin"
    elsewhere = shutil.which("pg_ctl")
    assert elsewhere is not None, "install PostgreSQL with PostGIS (Debian: postgresql-15-postgis-3)"
    return Path(elsewhere).parent
