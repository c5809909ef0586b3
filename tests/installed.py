"""The program as users install it: from a wheel, or run from a clone, each with its own home."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from model.program_files import PROGRAM

_NOT_CLONED = shutil.ignore_patterns(
    ".venv", ".git", "var", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "*.sqlite3*"
)
_SCRIPT = """#!/bin/sh
exec "{python}" -c 'import sys; sys.path.remove(""); from kense import main; sys.exit(main())' "$@"
"""


@dataclass(frozen=True)
class Program:
    """One installation of `kense`, the home it writes to and the folder it is run in."""

    bin: Path
    files: Path
    """Where its packages and seeds lie."""
    user: Path
    cwd: Path

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a fresh account: no variable of Kense or of Python."""
        return {"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(self.user), "LANG": "C.UTF-8"}

    def shell(self, command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a line of a document as a shell does."""
        return subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.cwd,
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    def told(self, command: str, code: int = 0, **environ: str) -> str:
        """The output of the line with its errors; asserts the exit code, and that there is no traceback."""
        done = self.shell(command, **environ)
        printed = done.stdout + done.stderr
        assert done.returncode == code, f"{command}: exit code {done.returncode}\n{printed[-4000:]}"
        assert "Traceback" not in printed, f"{command}\n{printed[-4000:]}"
        return printed


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout, built as pip builds it, without a network."""
    if find_spec("hatchling") is None:
        pytest.fail("hatchling is not installed: run `make test`, it installs it", pytrace=False)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(PROGRAM))
    (wheel,) = folder.glob("kense-*.whl")
    return wheel


def installed_program(wheel: Path, folder: Path) -> Program:
    """The wheel installed into an environment that holds nothing else of this checkout."""
    python = _environment(folder / "env")
    _pip("--python", str(python), "install", "--no-deps", "--no-compile", str(wheel))
    site = _see_third_parties(folder / "env")
    return _program(folder, python.parent, site)


def cloned_program(folder: Path) -> Program:
    """The files of this checkout elsewhere, as `make install` sets them up."""
    clone = folder / "work" / "kense"
    shutil.copytree(PROGRAM, clone, ignore=_NOT_CLONED)
    python = _environment(folder / "env")
    site = _see_third_parties(folder / "env")
    (site / "kense.pth").write_text(f"{clone}\n", "utf-8")
    script = python.with_name("kense")
    script.write_text(_SCRIPT.format(python=python), "utf-8")
    script.chmod(0o755)
    return _program(folder, python.parent, clone)


def _environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder / "bin" / "python"


def _see_third_parties(env: Path) -> Path:
    """Let the environment import the packages of this one, but not Kense: its .pth file is not read."""
    (site,) = env.glob("lib/python3*/site-packages")
    others = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (site / "third_parties.pth").write_text("".join(f"{path}\n" for path in others), "utf-8")
    return site


def _program(folder: Path, scripts: Path, files: Path) -> Program:
    user, cwd = folder / "user", folder / "elsewhere"
    user.mkdir()
    cwd.mkdir()
    return Program(scripts, files, user, cwd)


def _pip(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words],
        env=os.environ | {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
