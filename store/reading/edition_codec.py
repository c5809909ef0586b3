"""Encodes an edition as bytes that are fast to read; objects that records share stay shared.

The bytes are an untrusted pickle: it may name the records of `model` and the few types inside them, and no
other function or class. Whoever can write such a file can only falsify answers. A record is first written
empty, and its fields follow in a column of all records of its class: to fill the columns takes a third of the
time that records take which fill themselves. Several pickles with one common memo follow each other: the
edition, then the columns, then the columns of the records in those, until there are no more; `None` ends
them.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
import sys
from array import _array_reconstructor, array  # type: ignore[attr-defined]  # what a pickled array names
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MemberDescriptorType, ModuleType
from typing import IO, Any

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
    """The edition as bytes, for `decode_edition` of the same program."""
    content = io.BytesIO()
    pickler = _Pickler(content, _PROTOCOL)
    pickler.dump(found)
    while pickler.empty:
        empty, pickler.empty = pickler.empty, {}
        for kind, of_kind in empty.items():
            pickler.dump((kind, of_kind, [[*map(getter, of_kind)] for getter, _ in _columns(kind)]))
    pickler.dump(None)
    return content.getvalue()


@undisturbed()
def decode_edition(content: bytes | memoryview) -> Edition:
    """The edition that bytes of `encode_edition` hold. Raises UnreadableEditionError for any other bytes."""
    try:
        unpickler = _Unpickler(io.BytesIO(content))
        edition = unpickler.load()
        while (filled := unpickler.load()) is not None:
            _fill(*filled)
    except Exception as error:  # broken or hostile bytes can make a pickle raise anything
        raise UnreadableEditionError(f"the bytes are not an edition: {error}") from error
    if not isinstance(edition, Edition):
        raise UnreadableEditionError(f"the bytes are not an edition, but {type(edition).__name__}")
    return edition


@cache
def program_fingerprint() -> str:
    """Digest of all that decides how tables become an edition.

    That is the records, the code of `model` and `store`, the lookups, and the versions of libraries.
    """
    digest = hashlib.sha256()
    for line in _marks():
        digest.update(f"{line}\n".encode())
    for path in sorted(_sources()):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """The files of code in `model` and `store`, with the migrations, and the lookups."""
    for folder in ("model", "store"):
        yield from (PROGRAM / folder).rglob("*.py")
    yield from (shipped_seeds() / "lookups").glob("*.yaml")


def _marks() -> Iterator[str]:
    """A line for each of: Python's version, the libraries' versions, the fields of each record."""
    yield f"python {sys.version_info[:2]}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} unknown"
    for (module, name), kind in sorted(_records().items()):
        yield f"{module}.{name} {_shape_of(kind)}"


def _shape_of(kind: type) -> str:
    """The fields and types of a record, or the members of an enumeration, as a text."""
    if issubclass(kind, msgspec.Struct):
        return " ".join(f"{field.name}:{field.type}" for field in msgspec.structs.fields(kind))
    if is_dataclass(kind):
        return " ".join(f"{field.name}:{field.type}" for field in fields(kind))
    return " ".join(f"{one}" for one in kind) if issubclass(kind, StrEnum) else ""


@cache
def _records() -> dict[tuple[str, str], type]:
    """The records and enumerations of `model` that an edition may contain, by module and name."""
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
    def __init__(self, file: IO[bytes], protocol: int) -> None:
        super().__init__(file, protocol)
        self.empty: dict[type, list[Any]] = {}
        """Records that were written without their fields, by class."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, shapely.Geometry):
            return _shape, (shapely.to_wkb(value),)
        if is_dataclass(value) and not isinstance(value, type) and _columns(type(value)):
            self.empty.setdefault(type(value), []).append(value)
            return copyreg.__newobj__, (type(value),)  # type: ignore[attr-defined]  # the opcode NEWOBJ
        return NotImplemented


@cache
def _columns(kind: type) -> tuple[tuple[Callable[[Any], Any], Callable[[Any, Any], None]], ...]:
    """How to read and write each field of a record with slots; empty for any other class.

    Writing to the slot itself bypasses the class, whose records are frozen.
    """
    if not is_dataclass(kind):
        return ()
    slots = [vars(kind).get(field.name) for field in fields(kind)]
    if not all(isinstance(slot, MemberDescriptorType) for slot in slots):
        return ()
    return tuple((slot.__get__, slot.__set__) for slot in slots if slot is not None)


def _fill(kind: type, records: list[Any], columns: list[list[Any]]) -> None:
    """Set the fields of records that were read empty. Raises UnreadableEditionError if the counts differ."""
    if {len(column) for column in columns} != {len(records)}:
        raise UnreadableEditionError(
            "the edition is damaged: its columns have other lengths than its records"
        )
    for (_, write), column in zip(_columns(kind), columns, strict=True):
        deque(map(write, records, column), maxlen=0)  # no loop of Python: there are a million fields


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _allowed()[module, name]
        except KeyError:
            raise UnreadableEditionError(f"an edition holds no {module}.{name}") from None
