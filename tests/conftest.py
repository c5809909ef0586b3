"""Fixtures that several test files share."""

import os
from pathlib import Path

import pytest

from loaders.seeds import Seeds, read_seeds

_SHARED = Path(os.environ.get("KENSE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def _shared(folder: str) -> Path:
    path = _SHARED / folder
    if not path.is_dir():
        pytest.skip(f"the folder of {folder} is not beside the checkout (KENSE_SHARED says where it is)")
    return path


@pytest.fixture(scope="session")
def shared_acts() -> Path:
    """The folder with the texts of the acts."""
    return _shared("acts")


@pytest.fixture(scope="session")
def shared_gazetteer() -> Path:
    """The folder with places, boundaries and the official classifier."""
    return _shared("gazetteer")


@pytest.fixture(scope="session")
def small_seeds() -> Seeds:
    """Akkol district with seven okrugs, its department and public service centres, from act 1119."""
    return read_seeds(Path(__file__).parent / "seeds_small")
