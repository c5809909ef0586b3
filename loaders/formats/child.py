"""`python -m loaders.formats.child KIND SECONDS MEGABYTES`: parses one file, in a process with limits.

It reads the file from standard input and writes its lines to standard output as MessagePack. The file is
untrusted: an error in a library only ends this process, which opens no connection, starts no program and
writes no file.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
from collections.abc import Callable

import msgspec

from loaders.formats.places import PlacedLine, UnreadableFormatError

MOST_LINES = 500_000
MOST_LETTERS = 50_000_000
"""Letters of all lines; the largest act so far has 2.4 million bytes."""
_RECURSION = 4_000
"""A parser of HTML goes 256 elements deep, each of which takes a few calls."""
_MODULES = {
    "html": ("loaders.formats.html_reading", "read_html"),
    "docx": ("loaders.formats.docx_reading", "read_docx"),
    "xlsx": ("loaders.formats.xlsx_reading", "read_xlsx"),
    "pdf": ("loaders.formats.pdf_reading", "read_pdf"),
}
_ARCHIVES = frozenset({"docx", "xlsx"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove")


class Answer(msgspec.Struct):
    """The result for a file: its lines, or why it has none; `missing` is a package that is not installed."""

    lines: list[PlacedLine] = []
    problem: str = ""
    missing: str = ""


def main() -> None:
    """Read a file from standard input, set the limits, parse it, and write the Answer to standard output."""
    kind, seconds, megabytes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    content = sys.stdin.buffer.read()
    _limit(seconds, megabytes * 2**20)
    sys.stdout.buffer.write(msgspec.msgpack.encode(_answer(kind, content, megabytes)))


def _answer(kind: str, content: bytes, megabytes: int) -> Answer:
    """The lines of a file, or the problem. No error is raised."""
    try:
        return Answer(_bounded(_reader(kind)(content)))
    except UnreadableFormatError as error:
        return Answer(problem=str(error))
    except ModuleNotFoundError as error:
        return Answer(missing=error.name or str(error))
    except MemoryError:
        return Answer(problem=f"the file needs more than {megabytes} MB of memory to be read")
    except RecursionError:
        return Answer(problem="the file is nested too deep")


def _reader(kind: str) -> Callable[[bytes], list[PlacedLine]]:
    """The function that reads a kind of file; for archives, a function that checks the archive first."""
    module, name = _MODULES[kind]
    read: Callable[[bytes], list[PlacedLine]] = getattr(importlib.import_module(module), name)
    if kind not in _ARCHIVES:
        return read
    check: Callable[[bytes], None] = importlib.import_module("loaders.formats.archives").check_archive

    def checked(content: bytes) -> list[PlacedLine]:
        check(content)
        return read(content)

    return checked


def _bounded(lines: list[PlacedLine]) -> list[PlacedLine]:
    """The lines unchanged. Raises UnreadableFormatError above MOST_LINES or MOST_LETTERS."""
    if len(lines) > MOST_LINES:
        raise UnreadableFormatError(f"the file has more than {MOST_LINES:,} lines")
    if sum(len(line.text) for line in lines) > MOST_LETTERS:
        raise UnreadableFormatError(f"the file has more than {MOST_LETTERS:,} letters")
    return lines


def _limit(seconds: float, memory: int) -> None:
    """Set limits of memory (bytes), CPU time and file size, above which the kernel ends the process.

    From now on, connections, programs and written files are refused. The parent also limits the time.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    whole = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(_RECURSION)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raises UnreadableFormatError if the file's reader writes a file, connects or starts a program."""
    is_write = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITES)
    if is_write or event.startswith(_FORBIDDEN):
        raise UnreadableFormatError(
            f"reading the file tried what is forbidden ({event}): do not use this file"
        )


if __name__ == "__main__":
    main()
