"""Texts that name a place, with the places they mean: `tests/names/*.jsonl`, a file a kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from loaders.seeds.files import BadSeedError
from model.lookup_shape import Row

Typed = Annotated[str, Meta(pattern=r"^[A-Z][A-Za-z]+:[a-z0-9-]+$")]
"""An id of the schema: `Settlement:akm-akkol-karasai-kyna`."""


class NameLabel(Row, frozen=True, kw_only=True):
    """A text as people write it, with the right answer.

    `one_of` are the units or offices of which any is right; `first` requires that it comes first, and
    `certain: false` that no answer is certain. `refuse` marks a text that names no place, or whose parts
    contradict each other.
    """

    text: Annotated[str, Meta(min_length=1)]
    one_of: tuple[Typed, ...] = ()
    refuse: bool = False
    first: bool = False
    certain: bool = True

    @property
    def slugs(self) -> frozenset[str]:
        """The ids without the type in front, such as `Settlement:`."""
        return frozenset(each.partition(":")[2] for each in self.one_of)


class KindOfNames(Row, frozen=True, kw_only=True):
    """The labels of one kind."""

    kind: str
    labels: tuple[NameLabel, ...]


def read_name_labels(path: Path) -> tuple[KindOfNames, ...]:
    """The labels of a file, or of each `*.jsonl` in a folder.

    Raises BadSeedError by file and line: no file, a line that is not valid, or a text that occurs twice in a
    file.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise BadSeedError(f"{path}: no labels, *.jsonl")
    return tuple(KindOfNames(kind=file.stem, labels=tuple(_read(file))) for file in files)


def _read(file: Path) -> Iterator[NameLabel]:
    """The labels of one file. Raises BadSeedError."""
    decoder = msgspec.json.Decoder(NameLabel)
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise BadSeedError(f"{file}: {error.strerror}") from None
    known: set[str] = set()
    for number, line in enumerate(lines, 1):
        try:
            label = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadSeedError(f"{file}: line {number}: {error}") from None
        if label.refuse == bool(label.one_of):
            raise BadSeedError(f"{file}: line {number}: needs either one_of or refuse")
        if label.text in known:
            raise BadSeedError(f"{file}: line {number}: the text stands twice: {label.text}")
        known.add(label.text)
        yield label
