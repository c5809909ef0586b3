"""A row of the table: the cost of an attack, and whether the goals were met."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.attack.enrolled import Attack
from bench.attack.ground import Ground, ground
from bench.attack.probe import PATIENCE_S
from bench.attack.watching import Watched, wait_until_idle, watched

_SETTLING_S = 1.0
"""Seconds for which the second client continues, because an attack may have later effects."""


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one attack."""

    attack: Attack
    watched: Watched
    refused: str
    is_broken: bool = False

    @property
    def missed(self) -> list[str]:
        """The goals that were not met; empty if all were."""
        attack, measured = self.attack, self.watched
        goals = {
            f"waits of {attack.longest_wait_ms:.0f} ms": (measured.longest_wait_ms <= attack.longest_wait_ms),
            "the code": not self.is_broken
            and (set(self.refused.split()) <= attack.refused or not attack.refused),
            f"{attack.growth} times the memory": attack.growth is None
            or measured.after_mb <= attack.growth * measured.before_mb,
            f"{attack.growth_mb} MB more afterwards": attack.growth_mb is None
            or measured.after_mb <= measured.before_mb + attack.growth_mb,
        }
        return [goal for goal, is_met in goals.items() if not is_met]

    def __str__(self) -> str:
        found = self.watched
        verdict = "missed: " + ", ".join(self.missed) if self.missed else "met"
        return (
            f"{self.attack.name:52}{found.cpu_s:8.2f}{found.longest_wait_ms:10.0f}{found.growth_mb:10.1f}"
            f"   {self.refused:28} {verdict}"
        )

    def as_json(self) -> dict[str, str | float]:
        """The row as it is written to the file."""
        return {
            "attack": self.attack.name,
            "cpu_s": round(self.watched.cpu_s, 2),
            "longest_wait_ms": round(self.watched.longest_wait_ms, 1),
            "memory_growth_mb": round(self.watched.growth_mb, 1),
            "refused": self.refused,
        }


def heading() -> str:
    """The first line of the table, with the column titles."""
    return f"{'attack':52}{'cpu s':>8}{'wait ms':>10}{'peak +MB':>10}   {'refused':28} goals"


def played(attack: Attack, loaded: Path, folder: Path, scale: float = 1.0) -> Row:
    """Run an attack on a server for it alone with a copy of a loaded store.

    If the server does not start, the row says so: then no client is answered.
    """
    folder.mkdir()
    try:
        with ground(loaded, folder, attack.settings(folder), scale) as place:
            wait_until_idle(place.pid)
            return played_on(place, attack)
    except Exception as error:
        return _broken(attack, error, Watched(waits_ms=[PATIENCE_S * 1000]))


def played_on(place: Ground, attack: Attack) -> Row:
    """Run an attack on a running server, which must have the settings of the attack.

    If the attack fails with an error, the row says so.
    """
    found = Watched(waits_ms=[PATIENCE_S * 1000])
    try:
        with watched(place.pid, place.server.port) as found:
            refused = attack.play(place)
            time.sleep(_SETTLING_S)
    except Exception as error:
        return _broken(attack, error, found)
    return Row(attack, found, refused)


def _broken(attack: Attack, error: Exception, found: Watched) -> Row:
    """The row of an attack that failed with an error, which is printed."""
    print(f"{attack.name}: {type(error).__name__}: {error}", file=sys.stderr)
    return Row(attack, found, f"BROKEN_{type(error).__name__}", is_broken=True)


def written(rows: Sequence[Row], file: Path) -> None:
    """Write the rows to a file as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        json.dumps({"rows": [row.as_json() for row in rows]}, indent=1, ensure_ascii=False) + "\n"
    )
