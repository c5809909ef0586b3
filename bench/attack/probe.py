"""A second client: requests the edition's number every 50 ms and measures its waits.

It is a process of its own, so that an attack slows only the server: `python -m bench.attack.probe PORT`
prints `begun` with its first answer, and its waits in milliseconds when its standard input closes.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time

EVERY_S = 0.05
PATIENCE_S = 120.0
_ADDRESS = "127.0.0.2"
"""Another address than the attacker's: the server tells clients apart by address."""
_ASKED = json.dumps({"query": "{edition{number}}"})
_HEADERS = {"content-type": "application/json"}


class Probe:
    """Sends requests over one connection, and measures how long each waits.

    A failed request is repeated; its wait ends with the next good answer.
    """

    def __init__(self, port: int) -> None:
        self.waits_ms: list[float] = []
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=PATIENCE_S, source_address=(_ADDRESS, 0)
        )

    def ask(self) -> None:
        """Request the edition's number until an answer is good, and note the wait. Gives up after 120 s."""
        began = time.perf_counter()
        end = began + PATIENCE_S
        while not self._answered() and time.perf_counter() < end:
            time.sleep(EVERY_S)
        self.waits_ms.append((time.perf_counter() - began) * 1000)

    def _answered(self) -> bool:
        """Send one request; whether the answer is good."""
        try:
            self._connection.request("POST", "/graphql", _ASKED, _HEADERS)
            answer = self._connection.getresponse()
            document = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            self._connection.close()
            return False
        return answer.status == 200 and isinstance(document["data"]["edition"]["number"], int)


def _wait_for_the_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def main() -> None:
    """Send requests until the standard input closes, then print the waits."""
    probe, over = Probe(int(sys.argv[1])), threading.Event()
    probe.ask()
    probe.waits_ms.clear()  # the first one opened the connection
    print("begun", flush=True)
    threading.Thread(target=_wait_for_the_end, args=(over,), daemon=True).start()
    while not over.is_set():
        began = time.perf_counter()
        probe.ask()
        over.wait(max(0.0, EVERY_S - (time.perf_counter() - began)))
    print(json.dumps([round(wait, 3) for wait in probe.waits_ms]), flush=True)


if __name__ == "__main__":
    main()
