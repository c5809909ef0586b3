"""Where the program's own files are: its seeds, the built page, folders beside a checkout.

The program's folder is the one that holds its packages: a checkout, or the `site-packages` of an
installation. It is derived from this package, which is a regular one. `seeds` has no `__init__.py`: if it
were imported by name, any other folder `seeds` on the module path would be merged into it.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

PROGRAM = Path(str(files("model"))).resolve().parent
"""The folder with `graph`, `store`, `seeds` and the others."""


def shipped_seeds() -> Path:
    """The folder of the shipped seeds."""
    return PROGRAM / "seeds"


def built_page() -> Path:
    """The folder in which the page is built; it does not exist before the build."""
    return PROGRAM / "web" / "dist"


def checkout() -> Path | None:
    """The folder of the checkout that the program runs from; None for an installed program."""
    return PROGRAM if (PROGRAM / "pyproject.toml").is_file() else None


def program_version() -> str:
    """The version of the checkout, else of the installed package; `unknown` if there is neither."""
    home = checkout()
    if home is None:
        try:
            return version("kense")
        except PackageNotFoundError:
            return "unknown"
    project = tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def beside_checkout(name: str) -> Path | None:
    """The folder `shared/<name>` beside the checkout; None if it does not exist, or without a checkout."""
    home = checkout()
    folder = None if home is None else home.parent / "shared" / name
    return folder if folder is not None and folder.is_dir() else None


def is_folder(path: Path) -> bool:
    """Whether the path is an existing folder. False if access is denied or the name is too long."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether the path exists. True if access is denied, as nothing can be created there."""
    try:
        return path.exists()
    except OSError:
        return True
