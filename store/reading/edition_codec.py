"""Encodes an edition as bytes that are fast to read; shared objects stay shared.

The bytes are an untrusted pickle: it may name the records of `model` and the few types inside them, and no
other function or class. Whoever can write such a file can only falsify answers.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from array import _array_reconstructor, array  # type: ignore[attr-defined]  # what a pickled array names
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import shapely
from msgspec._utils import rebuild  # type: ignore[attr-defined]  # what a pickled Struct names

from model import (
    amendments,
    change_values,
    edition,
    enums,
    location_attempts,
    office_changes,
    passports,
    printed_acts,
    public_changes,
    records,
    resolution,
    validity,
)
from model.collecting import undisturbed
from model.edition import Edition
from model.edition_key import EditionKey
from model.errors import StoreError
from model.program_files import PROGRAM, shipped_seeds

_MODULES: tuple[ModuleType, ...] = (
    amendments,
    change_values,
    edition,
    enums,
    location_attempts,
    office_changes,
    passports,
    printed_acts,
    public_changes,
    records,
    resolution,
    validity,
)
_LIBRARIES = ("msgspec", "opening-hours-py", "phonenumbers", "rapidfuzz", "shapely", "sqlalchemy")
"""Packages that influence how an edition is read."""
_PROTOCOL = 5


class UnreadableEditionError(StoreError):
    """The bytes are not an edition of this program."""


def encode_edition(found: Edition) -> bytes:
    """The edition as bytes."""
    content = io.BytesIO()
    _Pickler(content, _PROTOCOL).dump(found)
    return content.getvalue()


@undisturbed()
def decode_edition(content: bytes | memoryview) -> Edition:
    """The inverse of `encode_edition`. Raises UnreadableEditionError for any other bytes."""
    try:
        edition = _Unpickler(io.BytesIO(content)).load()
    except Exception as error:  # broken or hostile bytes can make a pickle raise anything
        raise UnreadableEditionError(f"the bytes are not an edition: {error}") from error
    if not isinstance(edition, Edition):
        raise UnreadableEditionError(f"the bytes are not an edition, but {type(edition).__name__}")
    return edition


@cache
def program_fingerprint() -> str:
    """Digest of all that decides how tables become an edition: records, code, lookups and libraries."""
    digest = hashlib.sha256()
    for line in _marks():
        digest.update(f"{line}\n".encode())
    for path in sorted(_sources()):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """The code of `model` and of `store`, with the migrations, and the lookups."""
    for folder in ("model", "store"):
        yield from (PROGRAM / folder).rglob("*.py")
    yield from (shipped_seeds() / "lookups").glob("*.yaml")


def _marks() -> Iterator[str]:
    yield f"python {sys.version_info[:2]}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} unknown"
    for (module, name), kind in sorted(_records().items()):
        yield f"{module}.{name} {_shape_of(kind)}"


def _shape_of(kind: type) -> str:
    if issubclass(kind, msgspec.Struct):
        return " ".join(f"{field.name}:{field.type}" for field in msgspec.structs.fields(kind))
    if is_dataclass(kind):
        return " ".join(f"{field.name}:{field.type}" for field in fields(kind))
    return " ".join(f"{one}" for one in kind) if issubclass(kind, StrEnum) else ""


@cache
def _records() -> dict[tuple[str, str], type]:
    """The records and enumerations of `model` that an edition may hold, by module and name."""
    return {
        (kind.__module__, kind.__qualname__): kind
        for module in _MODULES
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__.startswith("model.") and _is_record(kind)
    }


def _is_record(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, msgspec.Struct | StrEnum) or kind is EditionKey


def _shape(content: bytes) -> shapely.Geometry:
    """A shape from its bytes (WKB)."""
    return shapely.from_wkb(content)


_OTHERS = (_array_reconstructor, array, date, datetime, timedelta, timezone, rebuild, _shape)


@cache
def _allowed() -> dict[tuple[str, str], Any]:
    others = {(one.__module__, one.__qualname__): one for one in _OTHERS}
    return {**others, **_records()}


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, shapely.Geometry):
            return _shape, (shapely.to_wkb(value),)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _allowed()[module, name]
        except KeyError:
            raise UnreadableEditionError(f"an edition holds no {module}.{name}") from None
