"""A file of folded names, and of addresses taken apart, beside the edition file.

Folding anew takes longer than reading it. The texts are names and addresses of the registry: they are public.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from geo.names.remembered import Memory, learning
from geo.names.type_words import TypeWord
from model.program_files import PROGRAM, shipped_seeds
from model.settings import Settings
from store.reading.edition_file import kept_place
from store.reading.private_file import read_private, replace_private, tidy

_TEXTS = ("exact_key", "mild_key", "skeleton_key", "spelled_key", "tight_key")
_STRIPPED = "strip_type"
_PARTS = ("kazakh_parts", "russian_parts")
"""Functions that take an address apart (`geo.contradictions.address_contradictions`)."""
_SOURCES = ("names", "addresses", "contradictions")
"""Folders of `geo` with the code on which these results depend."""
_FEW = 0.02
"""Share of new names below which the file is not rewritten."""
_KEPT = 2

logger = logging.getLogger("kense.geo.folds")


class _Folds(msgspec.Struct, frozen=True):
    program: str
    texts: dict[str, dict[str, str]]
    stripped: dict[str, tuple[str, TypeWord | None]]
    parts: dict[str, dict[str, tuple[str, str, str]]]

    def memory(self) -> Memory:
        return {**self.texts, **self.parts, _STRIPPED: self.stripped}


@contextmanager
def kept_folds(settings: Settings) -> Iterator[None]:
    """A context manager around the building of indexes at a start.

    Within it the folds in the file beside the edition are used; at its end new ones are added to the file.
    The file is not written for less than 2 % new folds, nor where edition files are not wanted.
    """
    place = kept_place(settings)
    if place is None:
        yield
        return
    folder, name = place
    path = folder / f".{name}.folds-{_program()[:12]}"
    known = _read(path)
    with learning(known.memory()) as learned:
        yield
    new = sum(len(of_function) for of_function in learned.values())
    old = sum(len(of_function) for of_function in known.memory().values())
    if new > _FEW * old:
        _write(path, _with(known, learned))


def _read(path: Path) -> _Folds:
    """The folds of the file; empty where it is missing, damaged or made by another version of the program."""
    content = read_private(path)
    if content is not None:
        digest, packed = content[:32], content[32:]
        try:
            if hashlib.sha256(packed).digest() == digest:
                found = msgspec.msgpack.decode(packed, type=_Folds)
                if found.program == _program():
                    return found
        except msgspec.MsgspecError:
            logger.info("the kept foldings of names are rebuilt")
    return _Folds(_program(), {}, {}, {})


def _with(known: _Folds, learned: Memory) -> _Folds:
    texts: dict[str, dict[str, Any]] = {
        name: {**known.texts.get(name, {}), **learned.get(name, {})} for name in _TEXTS
    }
    parts: dict[str, dict[str, Any]] = {
        name: {**known.parts.get(name, {}), **learned.get(name, {})} for name in _PARTS
    }
    return _Folds(known.program, texts, {**known.stripped, **learned.get(_STRIPPED, {})}, parts)


def _write(path: Path, folds: _Folds) -> None:
    """Write the file and remove old files; failures are only logged."""
    packed = msgspec.msgpack.encode(folds)
    try:
        replace_private(path, [hashlib.sha256(packed).digest(), packed])
        tidy(path.parent, path.name.rpartition("-")[0], _KEPT)
    except OSError as error:
        logger.info("the foldings of names are not stored in %s: %s", path.parent, error.strerror)


@cache
def _program() -> str:
    """Digest of everything that influences how a name is folded, or an address taken apart."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    code = [path for folder in _SOURCES for path in (PROGRAM / "geo" / folder).glob("*.py")]
    sources = [*code, *(shipped_seeds() / "lookups").glob("*.yaml")]
    for path in sorted(sources):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
