"""A profile as text: every key with a comment that explains it, every guess marked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

GUESSED = "guessed"
"""The word that marks a guess in a comment."""
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a profile with its value and what a person should know about it."""

    name: str
    value: object
    comment: str = ""
    guess: str = ""
    """What the value is guessed from; empty where the text states it."""


def write_keys(keys: Iterable[Key]) -> str:
    """The keys as YAML, each with its comments above it."""
    return "".join(_key(key) for key in keys)


def write_entry(keys: Iterable[Key]) -> str:
    """The keys as one entry of a YAML list."""
    lines = list(_lines(write_keys(keys)))
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return "".join(
        f"{'- ' if at == first else '  '}{line}\n" if line else "\n" for at, line in enumerate(lines)
    )


def write_comment(text: str) -> str:
    """A YAML comment, wrapped to several lines if needed; empty for an empty text."""
    wrapped = textwrap.wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in wrapped)


def _key(key: Key) -> str:
    comment = write_comment(key.comment) if key.comment else ""
    guess = write_comment(f"{GUESSED}: {key.guess}") if key.guess else ""
    value = yaml.safe_dump({key.name: key.value}, allow_unicode=True, sort_keys=False, width=10_000)
    return f"{comment}{guess}{value}"


def _lines(text: str) -> Iterator[str]:
    return iter(text.rstrip("\n").split("\n"))
