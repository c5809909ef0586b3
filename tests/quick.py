"""`make test-quick`: the fast tests, and a summary of the tests that it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

_TESTS = Path(__file__).parent
_CLIENTS = (_TESTS / "browser", _TESTS / "conformance")
_DEAR = frozenset({"check", "made_seeds", "places", "standing"})
"""Fixtures that take many seconds: whatever asks for one is slow."""
_DATABASES = frozenset({"postgis_url", "shipped_postgis_url"})
"""Fixtures that are a database of PostGIS."""
_LONG = frozenset(
    (_TESTS / file, function)
    for file, functions in yaml.safe_load((_TESTS / "long_tests.yaml").read_text("utf-8")).items()
    for function in functions
)
"""Files and functions of tests that are slow by measure."""
_COUNTED = pytest.StashKey[Counter[str]]()
_KEY = "kense_quick"
"""Under which a process of pytest-xdist tells what it left out."""

POSTGIS = "need PostGIS"
CLIENTS = "need npm or a browser"
SLOW = "are slow"


def add_option(parser: pytest.Parser) -> None:
    """Add `--quick`."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out what needs PostGIS, npm or a browser, and what is slow",
    )


def reason_to_leave_out(item: pytest.Item) -> str | None:
    """The reason why a quick run leaves a test out; None for those that it runs."""
    if any(item.path.is_relative_to(folder) for folder in _CLIENTS):
        return CLIENTS
    # A fixture with a parameter for the store asks for the database by name only while its test runs.
    asked_for = getattr(item, "fixturenames", ())
    if not _DATABASES.isdisjoint(asked_for) or "postgis" in item.nodeid.partition("[")[2]:
        return POSTGIS
    is_long = (item.path, getattr(item, "originalname", item.name)) in _LONG
    return SLOW if is_long or item.get_closest_marker("slow") or not _DEAR.isdisjoint(asked_for) else None


def long_tests() -> frozenset[tuple[Path, str]]:
    """Files and functions that were measured as slow."""
    return _LONG


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests that a quick run leaves out."""
    if not config.getoption("quick"):
        return
    reasons = {item: reason_to_leave_out(item) for item in items}
    counted = Counter(reason for reason in reasons.values() if reason)
    config.stash[_COUNTED] = counted
    if hasattr(config, "workeroutput"):
        config.workeroutput[_KEY] = dict(counted)
    config.hook.pytest_deselected(items=[item for item in items if reasons[item]])
    items[:] = [item for item in items if not reasons[item]]


def hear(config: pytest.Config, worker_output: Mapping[str, Any]) -> None:
    """Read what a worker of pytest-xdist left out; all of them leave out the same."""
    if _KEY in worker_output:
        config.stash[_COUNTED] = Counter(worker_output[_KEY])


def lines(config: pytest.Config) -> Sequence[str]:
    """The summary at the end of a quick run."""
    if not config.getoption("quick"):
        return ()
    counted = config.stash.get(_COUNTED, Counter[str]())
    told = ", ".join(f"{count} {reason}" for reason, count in counted.most_common())
    return (f"quick: {counted.total()} tests were not run ({told}); `make test` runs them",)
