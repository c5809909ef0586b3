"""Labelled lines as people type them: `tests/asks`, a folder for each sample, a file for each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from geo.explanations.ask_texts import AskedFor
from loaders.seeds.files import BadSeedError
from model.lookup_shape import Row

HELD_OUT = "held-out"
"""The sample that was never used to correct errors."""
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9-]+$")]


class AskLabel(Row, frozen=True, kw_only=True):
    """A line and its meaning.

    Any of `services`, `places` and `topics` is right (ids, and codes of `not_held.yaml`); empty ones are not
    checked. `certain: false` requires that the answer is proposed and not certain.
    """

    text: Annotated[str, Meta(min_length=1)]
    question: AskedFor
    services: tuple[Slug, ...] = ()
    places: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = ()
    certain: bool = True


class KindOfLines(Row, frozen=True, kw_only=True):
    """The labels of one kind in one sample."""

    sample: str
    kind: str
    labels: tuple[AskLabel, ...]


def read_ask_labels(path: Path) -> tuple[KindOfLines, ...]:
    """The labels of a file, or of all `*.jsonl` in a folder and its folders.

    Raises BadSeedError by file and line: no file, a line that is not valid, or a text that occurs twice.
    """
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise BadSeedError(f"{path}: no labels, *.jsonl")
    known: set[str] = set()
    return tuple(
        KindOfLines(sample=file.parent.name, kind=file.stem, labels=tuple(_read(file, known)))
        for file in files
    )


def _read(file: Path, known: set[str]) -> Iterator[AskLabel]:
    """The labels of one file; their texts are added to `known`. Raises BadSeedError."""
    decoder = msgspec.json.Decoder(AskLabel)
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise BadSeedError(f"{file}: {error.strerror}") from None
    for number, line in enumerate(lines, 1):
        try:
            label = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadSeedError(f"{file}: line {number}: {error}") from None
        if label.text in known:
            raise BadSeedError(f"{file}: line {number}: the text stands twice: {label.text}")
        known.add(label.text)
        yield label
