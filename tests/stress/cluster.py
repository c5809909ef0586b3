"""A PostgreSQL with PostGIS of a test's own, that may crash without anybody else's tests noticing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from tests.stress.servers import free_port


class Cluster:
    """A cluster in a folder of its own, on a free port of this machine."""

    def __init__(self, folder: Path, of: Cluster | None = None) -> None:
        """A new one, or a hot standby of another that runs."""
        self._data = folder / "data"
        self._port = free_port()
        if of is not None:
            self._run(
                "pg_basebackup", "-D", str(self._data), "-R", "-c", "fast", "-X", "stream", "-N",
                "-d", f"host=127.0.0.1 port={of._port} user=postgres",
            )  # fmt: skip
            return
        self._run(
            "initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8",
            "--locale=C.UTF-8",
        )  # fmt: skip

    @property
    def url(self) -> URL:
        """Its database."""
        return make_url(f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres")

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = self._data.parent / "log"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(log), "-o", options, "-w", "start")

    def promote(self) -> None:
        """Make a standby the primary."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "promote")

    def crash(self) -> None:
        """End all its processes at once, without a checkpoint: it recovers from its log when it starts."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        # PostgreSQL does not run as root.
        who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*who, str(_programs() / program), *arguments],
            cwd=self._data.parent,
            stdout=subprocess.DEVNULL,  # a pipe would be kept open by what pg_ctl starts
            stderr=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}"


@contextmanager
def cluster(of: Cluster | None = None) -> Iterator[Cluster]:
    """A running cluster, or a hot standby of another one, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kense-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    made = Cluster(folder, of)
    made.start()
    try:
        yield made
    finally:
        made.crash()
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
