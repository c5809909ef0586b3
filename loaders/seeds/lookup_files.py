"""Lookups of any folder of seeds, not only the shipped one."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from loaders.seeds.files import BadSeedError
from model.errors import StoreError
from model.lookup_shape import Lookup
from model.lookups import read_lookup

Shape = TypeVar("Shape", bound=Lookup)


def read_seed_lookup(path: Path | Traversable, shape: type[Shape]) -> Shape:
    """The lookup in a file. Raises BadSeedError with the file and the place in it."""
    try:
        return read_lookup(path, shape)
    except StoreError as error:
        raise BadSeedError(str(error)) from None
