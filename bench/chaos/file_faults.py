"""An embedded store whose disk is full, and whose file is moved away."""

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
    """Not a byte is left for some seconds, then there is room again."""
    with _small_disk(scene.ground.home) as folder:
        url = sa.make_url(f"sqlite:///{folder}/kense.sqlite3")
        offices = loaded(url)
        with scene.ground.servers(url, 1) as (one,):
            with scene.clients([one.url], [one.url] * 2, offices):
                ballast = folder / "ballast"
                with suppress(OSError), ballast.open("wb", buffering=0) as out:
                    while True:
                        out.write(bytes(4096))
                time.sleep(4)
                ballast.unlink()
        scene.judge(url)


def moved_away(scene: Scene) -> None:
    """The file is moved: nothing is accepted into it; it comes back, and all goes on."""
    folder = scene.ground.home
    url = sa.make_url(f"sqlite:///{folder}/kense.sqlite3")
    offices = loaded(url)
    with scene.ground.servers(url, 1) as (one,):
        with scene.clients([one.url], [one.url] * 2, offices) as history:
            for name in _FILES:
                if (folder / name).exists():
                    (folder / name).rename(folder / f"away-{name}")
            noticed_s = until(lambda: one.status() == 503)
            time.sleep(0.5)
            accepted = len(history.accepted)
            time.sleep(3)
            taken = len(history.accepted) - accepted
            made_anew = (folder / "kense.sqlite3").exists()
            for name in _FILES:
                if (folder / f"away-{name}").exists():
                    (folder / f"away-{name}").rename(folder / name)
            until(lambda: one.status() == 200)
        scene.note = f"not ready after {noticed_s:.1f} s"
    scene.judge(url)
    if taken or made_anew:
        scene.wrong.append(f"{taken} changes went into a file that was moved; made anew: {made_anew}")


_FILES = ("kense.sqlite3", "kense.sqlite3-wal", "kense.sqlite3-shm")


@contextmanager
def _small_disk(home: Path) -> Iterator[Path]:
    folder = home / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "kense-chaos", str(folder)]
    done = subprocess.run(mount, capture_output=True)
    assert done.returncode == 0, "a file system of 24 MB cannot be mounted here: run it as root"
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
