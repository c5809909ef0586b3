"""Tries changes in a copy of the checkout, each with the tests of its room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from model.program_files import PROGRAM
from tests.mutation.mutants import Mutant
from tests.mutation.rooms import Room
from tests.shared_folder import SHARED

_PASSED, _FAILED, _INTERRUPTED, _NO_CONFTEST = 0, 1, 2, 4
"""Exit codes of pytest; for a file that cannot be imported the third, or by way of conftest.py the fourth."""
_PATIENCE_S = 60.0
"""A run may take three times as long as without a change, and this more: longer is an endless loop."""


class BrokenError(Exception):
    """The run has no result: the tests of a room fail without a change, or there are none."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the checkout; the checkout itself is never changed."""

    folder: Path
    environ: Mapping[str, str]

    def seconds_unchanged(self, room: Room) -> float:
        """How long the tests of a room take without a change. Raises BrokenError where they fail."""
        started = monotonic()
        code, printed = self._pytest(room, None)
        if code != _PASSED:
            raise BrokenError(f"without a change the tests of a room do not pass:\n{printed[-3000:]}")
        return monotonic() - started

    def notices(self, room: Room, mutant: Mutant, usual_s: float) -> bool:
        """Whether a test of the room fails or times out. Raises BrokenError where pytest itself fails."""
        original, changed = PROGRAM / mutant.path, self.folder / mutant.path
        changed.write_text(mutant.applied(original.read_text(encoding="utf-8")), encoding="utf-8")
        try:
            code, printed = self._pytest(room, 3 * usual_s + _PATIENCE_S)
        except subprocess.TimeoutExpired:
            return True
        finally:
            shutil.copy2(original, changed)
        if code not in {_PASSED, _FAILED, _INTERRUPTED, _NO_CONFTEST}:
            raise BrokenError(f"pytest ended with {code} at {mutant}:\n{printed[-3000:]}")
        return code != _PASSED

    def _pytest(self, room: Room, seconds: float | None) -> tuple[int, str]:
        """The exit code and the words of the first tests that do not pass, else of the last ones."""
        if room.alone:
            # Neither the fixtures of all tests nor the plugins: they take longer than these tests.
            code, printed = self._run(
                ["--noconftest", *room.alone], seconds, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"
            )
            if code != _PASSED or not room.tests:
                return code, printed
        return self._run(["-n", "0", "-k", "not postgis", *room.tests], seconds)

    def _run(self, words: Sequence[str], seconds: float | None, **environ: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *words],
            cwd=self.folder,
            env={**self.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
        )
        return done.returncode, done.stdout


@contextmanager
def copied() -> Iterator[Copy]:
    """A copy of the tracked and the new files of the checkout; it is removed at the end."""
    with TemporaryDirectory(prefix="kense-mutants-") as name:
        folder = Path(name) / "kense"
        for path in _files():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROGRAM / path, folder / path)
        environ = {
            key: value for key, value in os.environ.items() if not key.startswith(("KENSE_", "PYTEST_"))
        }
        # With CI set Hypothesis tries the same examples each time, and remembers none for the next change.
        yield Copy(folder, environ | {"KENSE_SHARED": str(SHARED), "CI": "1"})


def _files() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROGRAM, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path and (PROGRAM / path).is_file()]
