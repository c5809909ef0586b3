"""A command runs the garbage collector rarely, a server as often as Python does."""

from __future__ import annotations

import gc
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


def test_what_is_made_undisturbed_leaves_the_thresholds_as_they_were() -> None:
    rarely()
    before = gc.get_threshold()
    with undisturbed():
        assert gc.get_threshold()[2] > 1_000_000
    assert gc.get_threshold() == before
