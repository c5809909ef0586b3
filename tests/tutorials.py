"""The tutorials as a newcomer meets them: their blocks, in their order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from model.program_files import PROGRAM

FOLDER = PROGRAM / "docs" / "tutorials"
TUTORIALS = tuple(sorted(FOLDER.glob("*.md")))
STARTED = "kense serve"
"""The line that a reader leaves running; the tests have a server of their own."""
ADDRESS = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


class Block(NamedTuple):
    """One block of code and its language."""

    language: str
    code: str


def blocks(tutorial: Path, language: str) -> list[str]:
    """The code of all blocks of a language."""
    found = (Block(*match.groups()) for match in _BLOCK.finditer(tutorial.read_text("utf-8")))
    return [block.code for block in found if block.language == language]


def typed_lines() -> set[str]:
    """Every line that a reader types."""
    return {line for each in TUTORIALS for block in blocks(each, "sh") for line in block.splitlines()}
