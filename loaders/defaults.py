"""Default folders of commands whose options name none: of seeds, and of a gazetteer."""

from __future__ import annotations

from pathlib import Path

from loaders.seeds.files import BadSeedError
from model.errors import BadSettingError
from model.program_files import beside_checkout, checkout, shipped_seeds
from model.settings import Settings

_HERE = Path("seeds")
_MARKS = ("areas.csv", "acts")
"""Files that identify a folder of seeds."""


def seeds_to_read(given: Path | None) -> Path:
    """The given folder of seeds, else `seeds` of the current folder, else the delivered folder.

    Raises BadSeedError if the given folder is missing.
    """
    if given is not None:
        return _present(given)
    return _HERE if _is_here() else shipped_seeds()


def seeds_to_renew(given: Path | None) -> Path:
    """The given folder of seeds, else `seeds` of the current folder, else the folder of the checkout.

    An installed program never renews its own seeds: they are what the next store is loaded from. Raises
    BadSeedError if the given folder is missing or there is no default.
    """
    if given is not None:
        return _present(given)
    if _is_here():
        return _HERE
    if checkout() is None:
        raise BadSeedError("there is no folder of seeds here: name the one to renew with --seeds")
    return shipped_seeds()


def gazetteer_folder(given: Path | None, settings: Settings) -> Path | None:
    """The given folder of a gazetteer.

    Without it, the folder that KENSE_GAZETTEER names, else the folder beside a checkout. None if there is no
    folder. Raises BadSettingError if the given folder is missing.
    """
    if given is None:
        return settings.gazetteer or beside_checkout("gazetteer")
    if not given.is_dir():
        raise BadSettingError(f"--gazetteer is {str(given)!r}, not an existing folder")
    return given


def needed_gazetteer(given: Path | None, settings: Settings) -> Path:
    """The folder by `gazetteer_folder`.

    Raises BadSettingError if there is no folder or the given folder is missing.
    """
    folder = gazetteer_folder(given, settings)
    if folder is None:
        raise BadSettingError("name the folder of a gazetteer: --gazetteer or KENSE_GAZETTEER")
    return folder


def _present(folder: Path) -> Path:
    if not folder.is_dir():
        raise BadSeedError(f"{folder}: no such folder of seeds")
    return folder


def _is_here() -> bool:
    return any((_HERE / mark).exists() for mark in _MARKS)
