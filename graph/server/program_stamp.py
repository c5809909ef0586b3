"""A mark of the program in the tags of its answers: another program may word the same edition differently."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from model.program_files import PROGRAM, shipped_seeds

_ROOMS = ("model", "store", "geo", "changes", "graph")
_LIBRARIES = ("strawberry-graphql", "graphql-core")
_LENGTH = 8


def program_stamp(public_url: str | None) -> str:
    """Eight hexadecimal digits that change with the program and with the server's public address."""
    return hashlib.sha256(f"{public_url} {_program()}".encode()).hexdigest()[:_LENGTH]


@cache
def _program() -> str:
    """Digest of the code, lookups and library versions that make answers.

    Printing the schema instead would take ten times as long.
    """
    digest = hashlib.sha256(" ".join(map(version, _LIBRARIES)).encode())
    for path in sorted(_sources()):
        digest.update(path.relative_to(PROGRAM).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for room in _ROOMS:
        yield from (PROGRAM / room).rglob("*.py")
    yield from (shipped_seeds() / "lookups").glob("*.yaml")
