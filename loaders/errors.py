"""Errors of reading acts; each names the file, the line where one is to blame, and the reason."""

from pathlib import Path
from typing import Self

from model.errors import RegistryError


class ActError(RegistryError):
    """Base of the errors of reading acts: `file` is the path as given, `line` counts from 1 or is None."""

    def __init__(self, file: Path, reason: str, line: int | None = None) -> None:
        place = str(file) if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {reason}")
        self.file = file
        self.reason = reason
        self.line = line

    def at(self, place: str) -> Self:
        """Add `place` (page, sheet) to the message; returns this error, unchanged if it has no line.

        An empty place changes nothing.
        """
        if place and self.line is not None:
            self.args = (f"{self.file}:{self.line} ({place}): {self.reason}",)
        return self


class UnreadableAct(ActError):  # noqa: N818 - named for what is wrong, as its base class tells it is an error
    """The file is not the whole text of an act: missing, empty, incomplete, of another encoding or kind."""


class UnreadableFile(UnreadableAct):
    """The file is of an unsupported kind, encrypted, damaged or too large: commands end with exit code 2."""

    exit_code = 2


class UnknownLayout(ActError):  # noqa: N818
    """The text is an act, but no layout finds a table of offices in it."""


class UnreadableRow(ActError):  # noqa: N818
    """A row does not fit its table, and no rule can repair it."""


class UnknownColumn(ActError):  # noqa: N818
    """The title of a column is not understood: the table it stands in is blocked, the others are read."""
