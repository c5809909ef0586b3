"""Server processes over one store that can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import socket

from sqlalchemy.engine import URL

CHECKOUT = Path(__file__).parents[2]
UNHURRIED = {"KENSE_WORK_LIMIT_MS": "10000", "KENSE_REQUEST_DEADLINE_S": "60"}
"""Settings under which no request is given up, however busy the machine is."""
_START_S = 600


class Server:
    """`kense serve` on a port and in a process group of its own; it keeps the port when started again."""

    def __init__(self, database: URL, home: Path, settings: Mapping[str, str] = UNHURRIED) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/graphql"
        self.ready_url = f"http://127.0.0.1:{self.port}/readyz"
        self._environ = {
            **os.environ,
            "KENSE_DATABASE_URL": database.render_as_string(hide_password=False),
            "KENSE_HOME": str(home),
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = home / f"server-{self.port}.log"
        """What it logs; a failure that it told nobody of stands there."""

    def start(self) -> None:
        """Start it; `wait` tells when it answers."""
        command = [sys.executable, str(CHECKOUT / "kense.py"), "serve", "--port", str(self.port)]
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--host", "127.0.0.1"],
                env=self._environ,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + _START_S
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(self.ready_url, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                assert self.process is not None
                assert self.process.poll() is None, "the server ended"
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        assert self.process is not None
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def status(self) -> int:
        """Status of /readyz; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.ready_url, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def terminate(self) -> None:
        """Tell it to end."""
        assert self.process is not None
        self.process.terminate()

    def stop(self) -> None:
        """End it in order."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def servers(
    database: URL, home: Path, count: int, settings: Mapping[str, str] = UNHURRIED
) -> Iterator[list[Server]]:
    """So many servers that answer, over one store."""
    made = [Server(database, home, settings) for _ in range(count)]
    try:
        for server in made:
            server.start()
        for server in made:
            server.wait()
        yield made
    finally:
        for server in made:
            server.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
