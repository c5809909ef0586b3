"""A SQLite store whose disk is full, or whose file is moved away."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from bench.chaos.ground import loaded, until
from bench.chaos.rows import Scene


def disk_full(scene: Scene) -> None:
    """The disk is full for some seconds, then it has space again."""
    with small_disk(scene.ground.home, 24) as folder:
        url = sa.make_url(f"sqlite:///{folder}/kense.sqlite3")
        offices = loaded(url)
        with scene.ground.servers(url, 1) as (one,):
            with scene.clients([one.url], [one.url] * 2, offices):
                with filled_up(folder):
                    time.sleep(4)
        scene.judge(url)


def moved_away(scene: Scene) -> None:
    """The file is moved: no change may be accepted. It is moved back, and all continues."""
    folder = scene.ground.home
    url = sa.make_url(f"sqlite:///{folder}/kense.sqlite3")
    offices = loaded(url)
    with scene.ground.servers(url, 1) as (server,):
        with scene.clients([server.url], [server.url] * 2, offices) as history:
            for name in _FILES:
                if (folder / name).exists():
                    (folder / name).rename(folder / f"away-{name}")
            noticed_s = until(lambda: server.status() == 503)
            time.sleep(0.5)
            accepted = len(history.accepted)
            time.sleep(3)
            taken = len(history.accepted) - accepted
            made_anew = (folder / "kense.sqlite3").exists()
            for name in _FILES:
                if (folder / f"away-{name}").exists():
                    (folder / f"away-{name}").rename(folder / name)
            until(lambda: server.status() == 200)
        scene.note = f"not ready after {noticed_s:.1f} s"
    scene.judge(url)
    if taken or made_anew:
        scene.wrong.append(f"{taken} changes went into a file that was moved; made anew: {made_anew}")


_FILES = ("kense.sqlite3", "kense.sqlite3-wal", "kense.sqlite3-shm")


@contextmanager
def filled_up(folder: Path) -> Iterator[None]:
    """Fill the disk of a folder while the context is open."""
    ballast = folder / "ballast"
    try:
        with suppress(OSError), ballast.open("wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
        yield
    finally:
        ballast.unlink()


@contextmanager
def small_disk(home: Path, size_mb: int) -> Iterator[Path]:
    """A folder on a small disk for it alone, which every user may enter.

    Raises AssertionError if the disk cannot be mounted: that needs root.
    """
    folder = home / "disk"
    folder.mkdir()
    home.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=755", "kense-chaos", str(folder)]
    done = subprocess.run(mount, capture_output=True)
    assert done.returncode == 0, f"a file system of {size_mb} MB cannot be mounted here: run it as root"
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
