"""A standard's paragraphs as a ServicePassport: the files of `seeds/passports/`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from model.passports import BadPassportError, Passport, passport_of
from model.program_files import shipped_seeds
from model.yaml_files import parse_yaml


def read_passport(file: Path | Traversable) -> Passport:
    """The passport of one file.

    Raises BadPassportError, also if the file has another name than the passport.
    """
    try:
        passport = _passport(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadPassportError(f"{file.name}: not readable as YAML: {error}") from None
    except BadPassportError as error:
        raise BadPassportError(f"{file.name}: {error}") from None
    if file.name != f"{passport.id}.yaml":
        raise BadPassportError(f"{file.name}: holds the passport {passport.id}")
    return passport


@lru_cache(maxsize=128)
def _passport(text: str) -> Passport:
    """The passport in a text; cached, because staging an act reads the same files several times."""
    return passport_of(parse_yaml(text))


def read_passports(folder: Path | Traversable | None = None) -> tuple[Passport, ...]:
    """All passports of a folder (by default the delivered passports), by id; empty if the folder is missing.

    Raises BadPassportError.
    """
    root = shipped_seeds() / "passports" if folder is None else folder
    if not root.is_dir():
        return ()
    files = sorted(
        (file for file in root.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )
    return tuple(read_passport(file) for file in files)
