"""Rows of `make chaos`: the cost of a fault, printed and written as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL

from bench.chaos.ground import Ground
from bench.chaos.history import Clients, History, lost_and_wrong
from store.tables.engine import make_engine

BACK_S = 5.0
"""Goal: seconds until changes are accepted again."""
STALE_S = 1.0
"""Goal: seconds for which answers may be stale while /readyz says ready; it is checked each second."""
_SLACK_S = 0.5


@dataclass(slots=True)
class Scene:
    """One run of a fault: its servers, its clients' answers, and what was found in the end."""

    ground: Ground
    history: History = field(default_factory=History)
    fault_at: float = 0.0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    gap_s: float = 0.0
    note: str = ""

    @contextmanager
    def clients(
        self, write: Sequence[str], read: Sequence[str], offices: Sequence[str], *, says_edition: bool = True
    ) -> Iterator[History]:
        """Run clients before, during and after the fault, which the body of the context causes."""
        token = self.ground.token
        clients = Clients(write=write, read=read, token=token, offices=offices, says_edition=says_edition)
        self.history = clients.history
        with clients.running():
            time.sleep(self.ground.seconds / 2)
            self.fault_at = time.monotonic()
            yield clients.history
            time.sleep(self.ground.seconds)
            self.gap_s = clients.history.writes_back_s(self.fault_at)

    def judge(self, store: URL) -> None:
        """Compare the clients' answers with the store, and record lost changes and errors."""
        engine = make_engine(store)
        try:
            self.lost, self.wrong = lost_and_wrong(engine, self.history)
        finally:
            engine.dispose()
        if not self.history.accepted:
            self.wrong.append("no change was accepted at all")


Play = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, and what Kense guarantees under it."""

    name: str
    play: Play
    loses: bool = False
    """Whether accepted changes may be lost, because the standby is asynchronous."""
    goes_back: bool = False
    """Whether edition numbers may decrease, because a lost edition was served."""
    reads_fail: bool = False
    """Whether reads may fail, because clients use the killed server directly and no proxy."""
    back_s: float | None = BACK_S
    """Goal: seconds until changes are accepted; None where the fault itself lasts longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one fault."""

    fault: Fault
    scene: Scene
    broken: str = ""

    @property
    def misses(self) -> list[str]:
        """The goals that were missed; empty if all were met."""
        scene, fault, history = self.scene, self.fault, self.scene.history
        if self.broken:
            return [self.broken]
        missed = []
        if scene.lost and not fault.loses:
            missed.append(f"lost {len(scene.lost)}")
        if [one for one in scene.wrong if not (fault.goes_back and one in history.went_back)]:
            missed.append(f"wrong {scene.wrong[0]}")
        if history.reads_failed and not fault.reads_fail:
            missed.append(f"{history.reads_failed} reads failed")
        if fault.back_s is not None and scene.gap_s > fault.back_s:
            missed.append(f"writes back after {scene.gap_s:.1f} s")
        if history.admitted_s > STALE_S + _SLACK_S:
            missed.append(f"stale and ready for {history.admitted_s:.1f} s")
        return missed

    def __str__(self) -> str:
        scene, history = self.scene, self.scene.history
        told = "; ".join(self.misses) or "met"
        return (
            f"{self.fault.name:44}{len(history.accepted):>8}{len(scene.lost):>6}{len(scene.wrong):>7}"
            f"{history.reads:>7}{history.reads_failed:>8}{scene.gap_s:>8.1f}{history.stale_s:>8.2f}   {told}"
            f"{'  ' + scene.note if scene.note else ''}  {dict(history.codes) or ''}"
        )

    def as_json(self) -> dict[str, object]:
        """The row as it is written to the file."""
        scene, history = self.scene, self.scene.history
        return {
            "fault": self.fault.name,
            "lost": len(scene.lost),
            "wrong": len(scene.wrong),
            "reads_failed": history.reads_failed,
            "writes_back_s": round(scene.gap_s, 2),
            "stale_s": round(history.stale_s, 2),
            "accepted": len(history.accepted),
            "reads": history.reads,
            "missed": self.misses,
        }


def heading() -> str:
    """The first line of the table, with the column titles."""
    return (
        f"{'fault':44}{'accepted':>8}{'lost':>6}{'wrong':>7}{'reads':>7}{'failed':>8}"
        f"{'back s':>8}{'stale s':>8}   goals"
    )


def played(fault: Fault, seconds: float) -> Row:
    """Run a fault in a new folder. If it fails with an error, the row says so."""
    with tempfile.TemporaryDirectory(prefix="kense-chaos-") as name:
        scene = Scene(Ground(Path(name), seconds))
        try:
            fault.play(scene)
        except Exception as error:
            print(f"{fault.name}: {type(error).__name__}: {error}", file=sys.stderr)
            return Row(fault, scene, f"BROKEN_{type(error).__name__}")
        return Row(fault, scene)


def written(rows: Sequence[Row], file: Path) -> None:
    """Write the rows to a file as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"rows": [row.as_json() for row in rows]}, indent=1) + "\n", "utf-8")
