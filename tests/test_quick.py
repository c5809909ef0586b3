"""A quick run has tests of every room, and says what it leaves out."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from model.program_files import PROGRAM
from tests.quick import long_tests, reason_to_leave_out

ROOMS = {"changes", "geo", "graph", "loaders", "model", "store"}
FILES = sum("node_modules" not in file.parts for file in (PROGRAM / "tests").rglob("test_*.py"))
"""A run of all these is one of the whole suite."""

pytestmark = pytest.mark.slow


def quick_run(*words: str) -> str:
    """What pytest prints of a quick run; it must end well."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--quick", *words]
    # Without a database: what asks for one would fail.
    environ = {key: value for key, value in os.environ.items() if key != "KENSE_TEST_DATABASE_URL"}
    done = subprocess.run(command, cwd=PROGRAM, env=environ, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_a_quick_run_needs_no_postgis_and_says_what_it_leaves_out() -> None:
    some = ("store/test_publish.py", "store/test_stress.py", "conformance/test_browser.py")
    printed = quick_run("-n", "1", *(f"tests/{file}" for file in some))
    (told,) = re.findall(r"quick: \d+ tests were not run \((.*)\)", printed)
    reasons = {re.sub(r"\d+ ", "", each) for each in told.split(", ")}
    assert reasons == {"need PostGIS", "are slow", "need npm or a browser"}
    assert " passed" in printed


def test_a_quick_run_has_tests_of_every_room_and_none_of_a_browser(request: pytest.FixtureRequest) -> None:
    if (
        len({file_of(item) for item in request.session.items}) < FILES
    ):  # not the whole suite: have it collected
        printed = quick_run("-n", "0", "--collect-only", "tests")
        files = set(re.findall(r"^(tests/\S+\.py)", printed, re.MULTILINE))
        assert "need npm or a browser" in printed
    else:
        files = {file_of(item) for item in request.session.items if reason_to_leave_out(item) is None}
    assert {file.split("/")[1] for file in files} >= ROOMS
    assert not any(file.startswith(("tests/browser", "tests/conformance")) for file in files)


def test_what_is_slow_by_measure_is_there() -> None:
    assert len(long_tests()) > 20
    texts = {file: file.read_text("utf-8") for file, _ in long_tests()}
    gone = [(file.name, name) for file, name in long_tests() if f"def {name}(" not in texts[file]]
    assert gone == []


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
