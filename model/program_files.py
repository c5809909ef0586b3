"""Where the files lie that come with the program: its seeds, the built page, what stands beside a checkout.

The program is the folder that holds its packages: a checkout, or the `site-packages` of an installation. It
is found by this package, which is a regular one. `seeds` has no `__init__.py`: asked by its own name, a
folder `seeds` anywhere on the path of modules would be mixed with it.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

PROGRAM = Path(str(files("model"))).resolve().parent
"""The folder with `graph`, `store`, `seeds` and the others."""


def shipped_seeds() -> Path:
    """The folder of seeds that came with the program."""
    return PROGRAM / "seeds"


def built_page() -> Path:
    """The folder that the build of the page makes; it is not there where that was not built."""
    return PROGRAM / "web" / "dist"


def checkout() -> Path | None:
    """The checkout that the program runs from; None once it is installed."""
    return PROGRAM if (PROGRAM / "pyproject.toml").is_file() else None


def program_version() -> str:
    """The version of the checkout, else of the installed package; `unknown` for bare files."""
    home = checkout()
    if home is None:
        try:
            return version("kense")
        except PackageNotFoundError:
            return "unknown"
    project = tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def beside_checkout(name: str) -> Path | None:
    """A folder of `shared`, which stands beside a checkout; None where it is not there."""
    home = checkout()
    folder = None if home is None else home.parent / "shared" / name
    return folder if folder is not None and folder.is_dir() else None


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False for one that may not be looked for, and for a name too long."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether anything is there; True for what may not be looked for, as nothing can be made there."""
    try:
        return path.exists()
    except OSError:
        return True
