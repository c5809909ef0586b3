"""Builds the client packages from the sources in the repository: `python -m sdk.build FOLDER`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TOOLS = HERE.parent / "tests" / "conformance" / "node_modules"


def javascript(folder: Path) -> Path:
    """The tarball of @kense/client, compiled by TypeScript."""
    with tempfile.TemporaryDirectory() as made:
        project = Path(made) / "client"
        shutil.copytree(HERE / "js", project, ignore=shutil.ignore_patterns("dist", "node_modules"))
        (project / "node_modules").symlink_to(TOOLS)
        _run(["node", str(TOOLS / "typescript" / "bin" / "tsc"), "-p", "."], project)
        _run(["npm", "pack", "--silent", "--pack-destination", str(folder.absolute())], project)
    return max(folder.glob("*.tgz"), key=lambda file: file.stat().st_mtime)


def python(folder: Path) -> Path:
    """The wheel of kense_client."""
    _run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder.absolute())],
        HERE / "python",
    )
    return max(folder.glob("*.whl"), key=lambda file: file.stat().st_mtime)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def main() -> None:
    """Build both packages and print their paths."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for build in (javascript, python):
        print(build(folder))


if __name__ == "__main__":
    main()
