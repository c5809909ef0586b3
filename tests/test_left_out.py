"""A run without the folder `shared` says how much it left out."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from model.program_files import PROGRAM

pytestmark = pytest.mark.slow


def test_a_run_without_the_texts_says_how_many_tests_it_left_out(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            "tests/loaders/test_standards.py",
        ],
        cwd=PROGRAM,
        env={**os.environ, "KENSE_SHARED": str(tmp_path / "nothing")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    told = re.search(r"left out: (\d+) tests \((\d+) functions\) that read the folder shared", done.stdout)
    assert told is not None, done.stdout
    tests, functions = map(int, told.groups())
    assert tests >= functions > 0
