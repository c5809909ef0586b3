"""Real servers for clients that are not Python: each in a process and on a free port of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_LISTENING = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
_START_S = 180


@contextmanager
def serving(
    command: Sequence[str], environ: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[str]:
    """The address of what `command` (a Uvicorn server asked for port 0) serves while the context is open."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environ,
        cwd=cwd,
    )
    assert process.stderr is not None
    lines: list[str] = []
    address: list[str] = []
    heard = threading.Event()

    def listen() -> None:
        # Read to the end: a full pipe would stop the server.
        for line in process.stderr or ():
            lines.append(line)
            found = _LISTENING.search(line)
            if found:
                address.append(found.group(1))
                heard.set()
        heard.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        heard.wait(_START_S)
        assert address, f"{' '.join(command)} does not serve:\n{''.join(lines)}"
        yield address[0]
    finally:
        process.terminate()
        process.wait(30)
        listener.join()
        process.stderr.close()


def agency(module: str) -> list[str]:
    """The command that serves a subgraph of another agency."""
    return [
        *(sys.executable, "-m", "uvicorn", "--factory", f"tests.federation.{module}:create_app"),
        *("--host", "127.0.0.1", "--port", "0"),
    ]
