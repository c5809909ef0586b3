"""A command runs the garbage collector rarely, a server as often as Python does."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

import kense
from model.collecting import as_usual, rarely, undisturbed

Threshold = tuple[int, int, int]


@pytest.fixture(autouse=True)
def threshold() -> Iterator[Threshold]:
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def test_a_command_looks_seldom_and_a_server_as_python_does(monkeypatch: pytest.MonkeyPatch) -> None:
    as_usual()
    of_a_server = gc.get_threshold()
    seen: list[Threshold] = []
    monkeypatch.setattr(kense, "app", lambda: seen.append(gc.get_threshold()))
    kense.main()
    assert seen[0][0] >= 10 * of_a_server[0]


def test_at_the_end_of_a_program_nothing_is_walked_and_what_was_registered_runs() -> None:
    program = (
        "import atexit, gc\n"
        "atexit.register(lambda: print(gc.isenabled(), gc.get_freeze_count() > 10_000))\n"
        "import kense; kense.main()"
    )
    before = "import atexit; atexit.register(lambda: print('saved'))\n"
    done = subprocess.run(
        [sys.executable, "-c", before + program, "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1:] == ["False True", "saved"]


def test_what_is_made_undisturbed_leaves_the_thresholds_as_they_were() -> None:
    rarely()
    before = gc.get_threshold()
    with undisturbed():
        assert gc.get_threshold()[2] > 1_000_000
    assert gc.get_threshold() == before
