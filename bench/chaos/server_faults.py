"""Servers that are killed, restarted and stopped."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import httpx2

from bench.chaos.ground import USUAL, loaded, proxy, until
from bench.chaos.rows import Scene
from tests.stress.cluster import cluster
from tests.stress.servers import Server

BEHIND = {"KENSE_TRUSTED_PROXIES": "127.0.0.1"}
SUBSCRIBE = "subscription { officeChanged { office { id } } }"


def killed(scene: Scene) -> None:
    """One of two servers behind a proxy is killed and started again."""
    with cluster() as database:
        offices = loaded(database.url)
        with (
            scene.ground.servers(database.url, 2, BEHIND) as (first, second),
            proxy(scene.ground.home, [first, second]) as front,
        ):
            with scene.clients([front], [front] * 3, offices):
                first.kill()
                time.sleep(2)
                first.start()
                first.wait()
        scene.judge(database.url)


def rolling_restart(scene: Scene) -> None:
    """Two servers behind a proxy are stopped cleanly and started again, one after the other."""
    with cluster() as database:
        offices = loaded(database.url)
        with (
            scene.ground.servers(database.url, 2, BEHIND) as both,
            proxy(scene.ground.home, both) as front,
        ):
            with scene.clients([front], [front] * 3, offices):
                for one in both:
                    one.stop()
                    one.start()
                    one.wait()
                    time.sleep(2)  # until the proxy has checked it
        scene.judge(database.url)


def terminated_with_streams(scene: Scene) -> None:
    """A server with open streams and changes is stopped: it ends within KENSE_DRAIN_S (6 s)."""
    with cluster() as database:
        offices = loaded(database.url)
        with scene.ground.servers(database.url, 1, {"KENSE_DRAIN_S": "6"}) as (server,):
            with (
                scene.clients([server.url], [server.url], offices),
                httpx2.Client(timeout=30) as client,
                client.stream(
                    "POST", server.url, json={"query": SUBSCRIBE}, headers={"accept": "text/event-stream"}
                ) as stream,
            ):
                began = time.monotonic()
                server.terminate()
                text = stream.read().decode()
                assert server.process is not None
                server.process.wait(20)
                ended_s = time.monotonic() - began
                server.start()
                server.wait()
            scene.note = f"ended after {ended_s:.1f} s"
        scene.judge(database.url)
        if ended_s > 6.5:
            scene.wrong.append(scene.note)
        if "the server ends" not in text or "event: complete" in text:
            scene.wrong.append(f"the stream ended with {text[-60:]!r}")


def parent_killed(scene: Scene) -> None:
    """The parent process of two workers is killed: they end and free the port for the next server."""
    with cluster() as database:
        offices = loaded(database.url)
        server = Server(database.url, scene.ground.home, {**USUAL, "KENSE_WORKERS": "2"})
        server.start()
        try:
            server.wait()
            with scene.clients([server.url], [server.url], offices):
                assert server.process is not None
                workers = children(server.process.pid)
                os.kill(server.process.pid, signal.SIGKILL)
                server.process.wait(10)
                gone_s = until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
                server.start()
                server.wait()
            scene.note = f"{len(workers)} processes gone after {gone_s:.1f} s"
        finally:
            server.stop()
        scene.judge(database.url)
        if len(workers) < 2:
            scene.wrong.append("there were no workers")


def children(pid: int) -> list[int]:
    """Process ids of the running child processes of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
