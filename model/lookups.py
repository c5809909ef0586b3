"""Reads `seeds/lookups/*.yaml`: aliases, abbreviations, codes and misprints that are data, not code.

Each file has a Struct that describes its content, so that a typing error is found when the file is read and
not when its value is missing.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar, cast

import msgspec
import yaml

from model import lookup_asking as asking
from model import lookup_changes as changes
from model import lookup_distributions as distributions
from model import lookup_facts as facts
from model import lookup_offices as offices
from model import lookup_pages as pages
from model import lookup_places as places
from model import lookup_words as words
from model.errors import StoreError
from model.lookup_shape import Lookup
from model.program_files import shipped_seeds
from model.yaml_files import parse_yaml

LOOKUPS: tuple[type[Lookup], ...] = tuple(
    shape
    for module in (asking, changes, distributions, facts, offices, pages, places, words)
    for shape in vars(module).values()
    if isinstance(shape, type) and issubclass(shape, Lookup) and shape is not Lookup
)
"""The Struct of each file."""

Shape = TypeVar("Shape", bound=Lookup)


def lookup(shape: type[Shape]) -> Shape:
    """The shipped lookup with the content of this Struct, read once.

    Raises StoreError, which names file and place.
    """
    return cast(Shape, _shipped(shape))


def check_lookups() -> None:
    """Read all lookups now, so that a typing error stops the program at its start. Raises StoreError.

    Takes some 50 ms; a server needs most lookups anyway.
    """
    for shape in LOOKUPS:
        lookup(shape)


def file_name(shape: type[Lookup]) -> str:
    """The file name of a Struct: `stated_conditions.yaml` for `StatedConditions`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", shape.__name__).lower() + ".yaml"


def read_lookup(path: Path | Traversable, shape: type[Shape]) -> Shape:
    """The lookup in a file. Raises StoreError, which names the file and the place in it."""
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"))
        # A file with comments alone is read as an empty mapping, so that its required keys are reported
        # missing.
        return msgspec.convert({} if content is None else content, shape)
    except FileNotFoundError as error:
        raise StoreError(f"the lookup {path} is missing: reinstall kense or check out seeds/") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise StoreError(f"the lookup {path} is not readable as YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise StoreError(f"the lookup {path} is wrong: {error}") from error


@cache
def _shipped(shape: type[Lookup]) -> Lookup:
    return read_lookup(shipped_seeds() / "lookups" / file_name(shape), shape)
