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
    """Build @kense/client with TypeScript; returns its tarball in `folder`.

    Raises SystemExit if a tool fails.
    """
    with tempfile.TemporaryDirectory() as made:
        project = Path(made) / "client"
        shutil.copytree(HERE / "js", project, ignore=shutil.ignore_patterns("dist", "node_modules"))
        (project / "node_modules").symlink_to(TOOLS)
        _run(["node", str(TOOLS / "typescript" / "bin" / "tsc"), "-p", "."], project)
        _run(["npm", "pack", "--silent", "--pack-destination", str(folder.absolute())], project)
    return max(folder.glob("*.tgz"), key=lambda file: file.stat().st_mtime)


def python(folder: Path) -> Path:
    """Build kense_client; returns its wheel in `folder`. Raises SystemExit if the build fails."""
    _run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder.absolute())],
        HERE / "python",
    )
    return max(folder.glob("*.whl"), key=lambda file: file.stat().st_mtime)


def _run(command: list[str], folder: Path) -> None:
    """Run a command. Raises SystemExit with its output if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def main() -> None:
    """Build both packages into the folder of the command line, and print their paths."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for build in (javascript, python):
        print(build(folder))


if __name__ == "__main__":
    main()
