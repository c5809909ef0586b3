"""A file of any kind as lines: texts are read here, everything else by a child process with limits."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import lru_cache

import msgspec

from loaders.formats.child import Answer
from loaders.formats.csv_reading import read_csv
from loaders.formats.decoding import decoded
from loaders.formats.kinds import Kind, kind_of
from loaders.formats.places import Place, PlacedLine, UnreadableFormatError
from model.program_files import PROGRAM
from model.settings import ReadingLimits, reading_limits

LARGEST_FILE = 50 * 2**20
"""Bytes of a file; the largest act so far has 2.4 MB."""
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR")
"""Environment variables passed to a child: no setting of the registry, as some are secrets."""


class Document(msgspec.Struct, frozen=True):
    """The lines of a file; `places` has the place of each, and is empty for a plain text."""

    kind: Kind
    lines: tuple[str, ...]
    places: tuple[Place, ...] = ()
    is_list: bool = False
    """Whether the file is a table and nothing else: a list of offices that is no act."""
    is_closed: bool = True
    """False for a text whose last line has no end: it may be cut off."""


def read_content(content: bytes) -> Document:
    """The lines of a file. The last four that a child process read are cached.

    Raises UnreadableFormatError (also above 50 MB), BadEncodingError for a text in an unknown encoding, and
    BadSettingError.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFormatError(f"the file has more than {LARGEST_FILE // 2**20} MB")
    kind = kind_of(content)
    if kind is not Kind.TEXT:
        lines = _by_child(kind, content, reading_limits(os.environ))
        return _placed(kind, lines, is_list=kind is Kind.XLSX)
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    rows = read_csv(text)
    if rows is not None:
        return _placed(kind, tuple(rows), is_list=True)
    lines_of_text = text.split("\n")
    is_closed = lines_of_text[-1] == ""
    if is_closed:
        lines_of_text.pop()
    return Document(kind, tuple(lines_of_text), is_closed=is_closed)


def _placed(kind: Kind, lines: tuple[PlacedLine, ...], is_list: bool) -> Document:
    """The lines and their places as a Document. Raises UnreadableFormatError if there is no text."""
    if not any(line.text.strip() for line in lines):
        raise UnreadableFormatError("the file holds no text")
    return Document(kind, tuple(line.text for line in lines), tuple(line.place for line in lines), is_list)


@lru_cache(maxsize=4)
def _by_child(kind: Kind, content: bytes, limits: ReadingLimits) -> tuple[PlacedLine, ...]:
    """The lines that a child process reads from a file.

    Raises UnreadableFormatError, also after the time limit.
    """
    command = [
        sys.executable,
        "-m",
        "loaders.formats.child",
        kind,
        str(limits.seconds),
        str(limits.memory_mb),
    ]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - the words of the command are ours
            command,
            input=content,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            cwd=PROGRAM,
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFormatError(_too_long(limits)) from None
    return _lines_of(done, kind, limits)


def _lines_of(
    done: subprocess.CompletedProcess[bytes], kind: Kind, limits: ReadingLimits
) -> tuple[PlacedLine, ...]:
    """The lines in the child's answer.

    Raises UnreadableFormatError if it has a problem, lacks a package, or ended with an error.
    """
    if done.returncode != 0:
        # Killed by the kernel for its time, or a library crashed: the user gets no traceback.
        reason = _too_long(limits) if done.returncode in _KILLED else f"the {kind.upper()} cannot be read"
        if b"MemoryError" in done.stderr or b"failed to map" in done.stderr:
            reason = f"the file needs more than {limits.memory_mb} MB of memory to be read"
        raise UnreadableFormatError(reason)
    answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    if answer.missing:
        raise UnreadableFormatError(
            f"{kind.upper()} is read with the package {answer.missing}, which is not installed: "
            "pip install 'kense[formats]'"
        )
    if answer.problem:
        raise UnreadableFormatError(answer.problem)
    return tuple(answer.lines)


_KILLED = frozenset({-9, -24})
"""SIGKILL and SIGXCPU, as `subprocess` writes them."""


def _too_long(limits: ReadingLimits) -> str:
    return f"the file takes longer than {limits.seconds:g} s to be read (KENSE_READING_LIMIT_S)"
