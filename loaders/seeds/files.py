"""One file of seeds: sorted CSV with a header, LF ends, one record a line, written all or nothing."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import MISSING, fields
from importlib.resources.abc import Traversable
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_type_hints

from model.errors import RegistryError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")

_SPLIT = re.compile(r"((?:[^\\|]|\\.)*)(?:\||$)")
_LONE_EMPTY = "\\e"


class BadSeedError(RegistryError):
    """A seed cannot be read or written, or is inconsistent; the message names file, line and cell."""


def join_values(values: Iterable[str]) -> str:
    r"""Several values as one cell: `|` between them, `\|` and `\\` inside them, `\e` for one empty value.

    Empty without values.
    """
    escaped = [value.replace("\\", "\\\\").replace("|", "\\|") for value in values]
    return _LONE_EMPTY if escaped == [""] else "|".join(escaped)


def split_values(cell: str) -> tuple[str, ...]:
    """The values of one cell: the inverse of `join_values`; none for an empty cell.

    Raises BadSeedError for a single backslash.
    """
    if not cell:
        return ()
    if cell == _LONE_EMPTY:
        return ("",)
    if "\\" not in cell:
        return tuple(cell.split("|"))
    values: list[str] = []
    start = 0
    while True:
        match = _SPLIT.match(cell, start)
        if match is None:
            raise BadSeedError(f"a stray backslash in {cell!r}: write two for one")
        values.append(re.sub(r"\\(.)", r"\1", match[1]))
        if not cell[match.end(1) :]:
            return tuple(values)
        start = match.end()


def read_rows(path: Path | Traversable, row_class: type[Row]) -> tuple[Row, ...]:
    """The rows of a CSV file in its order.

    Raises BadSeedError if it is missing, not UTF-8, or has other columns or a wrong cell.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise BadSeedError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise BadSeedError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from None
    return tuple(_parse(text, path, row_class))


def write_rows(path: Path, rows: Iterable[Row], row_class: type[Row]) -> None:
    """Write the rows as CSV, sorted by their columns; the file is replaced in one step.

    Raises BadSeedError for a line break or another control character in a cell: one record is one line.
    """
    write_text(path, format_rows(rows, row_class, path))


def format_rows(rows: Iterable[Row], row_class: type[Row], path: Path) -> str:
    """The rows as CSV, sorted by their columns; `path` is only for errors.

    Columns with a default are left out if no row uses them. Raises BadSeedError for a control character.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    rows = list(rows)
    needed, further = _columns(row_class)
    # A column with a default is omitted from a file that does not use it.
    names = needed + (further if any(getattr(row, name) for row in rows for name in further) else [])
    writer.writerow(names)
    cells_of = attrgetter(*names)
    # Not `astuple`: it copies each cell deeply, which takes longer than all the rest.
    for row in sorted(map(cells_of, rows) if len(names) > 1 else ((cells_of(row),) for row in rows)):
        for cell in row:
            if isinstance(cell, str) and not cell.isprintable() and _has_control(cell):
                raise BadSeedError(f"{path}: a control character in {cell!r} of {row[0]!r}")
        writer.writerow(row)
    return text.getvalue()


def write_text(path: Path, text: str) -> None:
    """Replace a file by `text` in one step; an equal file is not written, so that its time shows changes."""
    content = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _columns(row_class: type[Row]) -> tuple[list[str], list[str]]:
    """The columns without a default, and the columns with a default.

    Every file has the first, only some the second.
    """
    needed = [field.name for field in fields(row_class) if field.default is MISSING]
    return needed, [field.name for field in fields(row_class) if field.default is not MISSING]


def _has_control(cell: str) -> bool:
    # Line and paragraph separators break a line for some readers; a lone surrogate is not UTF-8.
    return any(
        ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029" or "\ud800" <= c <= "\udfff" for c in cell
    )


def _parse(text: str, path: Path | Traversable, row_class: type[Row]) -> Iterable[Row]:
    """The rows of a text. Raises BadSeedError with the line."""
    names, further = _columns(row_class)
    types = get_type_hints(row_class)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        names = names + (further if header == names + further else [])
        numbers = [index for index, name in enumerate(names) if types[name] is int]
        if header != names:
            raise BadSeedError(f"{path}:1: the columns are {','.join(header)!r}, not {','.join(names)!r}")
        for cells in lines:
            if len(cells) != len(names):
                raise BadSeedError(f"{path}:{lines.line_num}: {len(cells)} cells instead of {len(names)}")
            values: list[str | int] = [*cells]
            for index in numbers:
                if not (cells[index].isascii() and cells[index].isdigit()):
                    raise BadSeedError(
                        f"{path}:{lines.line_num}: {names[index]} is {cells[index]!r}, not a number"
                    )
                values[index] = int(cells[index])
            yield row_class(**dict(zip(names, values, strict=True)))
    except csv.Error as error:
        raise BadSeedError(f"{path}:{lines.line_num}: {error}") from None
