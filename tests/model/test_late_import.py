"""Packages that are imported when they are needed: whoever asks first does not pay for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import thread_time

import pytest

from graph.terms.limits import Budget, grant
from model.late_import import late

ROOT = Path(__file__).parents[2]
LATE = (
    "alembic",
    "email_validator",
    "geoalchemy2",
    "geopy",
    "holidays",
    "psycopg",
    "pyproj",
    "scipy",
)


def test_a_server_imports_none_of_them_to_begin() -> None:
    program = f"import sys, graph.server.app; print(sorted({{*sys.modules}} & {{*{LATE}}}))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "[]\n"


def test_an_import_is_not_counted_as_work_of_a_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = "from time import thread_time\nuntil = thread_time() + 0.05\nwhile thread_time() < until: pass\n"
    (tmp_path / "slow_package.py").write_text(slow, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    budget = Budget(work_end=thread_time() + 0.02)
    grant(budget)
    try:
        assert late("slow_package").until > 0
        budget.check()
    finally:
        grant(None)
        sys.modules.pop("slow_package", None)


def test_a_package_that_is_not_there_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="no_such_package"):
        late("no_such_package")
