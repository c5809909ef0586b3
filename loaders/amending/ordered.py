"""The operations of an act: read from its text, or given by its profile in place of a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from loaders.acts.amending_account import amending_of
from loaders.acts.amending_lines import TextRow
from loaders.acts.amending_text import AmendingLine, AmendingText, Operation, Part
from loaders.acts.profiles import ActProfile, BadProfileError
from loaders.acts.reader import Survey
from model.enums import OperationKind

NO_OPERATION = "NONE"
"""The kind by which a profile says that a line orders nothing; `why` gives the reason."""
_KEYS = frozenset(
    {
        "line",
        "kind",
        "of",
        "standard",
        "annex",
        "row",
        "paragraph",
        "before",
        "after",
        "unit",
        "cells",
        "since",
        "why",
    }
)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An operation; `of` and `unit` are ids in the profile, `claimed` says that the profile gives it."""

    operation: Operation
    of: str = ""
    unit: str = ""
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """The operations in the order of lines, and the operative lines that were not understood."""

    operations: tuple[Ordered, ...]
    blocked: tuple[AmendingLine, ...]

    @property
    def is_amending(self) -> bool:
        """Whether there is an operation or a blocked line."""
        return bool(self.operations or self.blocked)


def orders_of(found: Survey, profile: ActProfile) -> Orders:
    """The operations of a text. Those that the profile gives replace what was read on the same line.

    Raises BadProfileError.
    """
    text: AmendingText = amending_of(found)
    claims = {_line(profile, entry): entry for entry in profile.amendments}
    given = [claimed for entry in claims.values() if (claimed := _claimed(profile, entry)) is not None]
    read = [Ordered(operation) for operation in text.operations if operation.line not in claims]
    blocked = [line for line in text.lines if line.part is Part.BLOCKED and line.line not in claims]
    return Orders(
        tuple(sorted([*given, *read], key=lambda one: one.operation.line)),
        tuple(blocked),
    )


def _line(profile: ActProfile, entry: Mapping[str, object]) -> int:
    """The line of an entry of `amendments`. Raises BadProfileError for an unknown key or no line number."""
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise BadProfileError(
            f"{profile.id}: amendments: {unknown[0]!r} is none of {', '.join(sorted(_KEYS))}"
        )
    line = entry.get("line")
    if not isinstance(line, int) or line < 1:
        raise BadProfileError(
            f"{profile.id}: amendments: line is {line!r}: it has to be a whole number from 1"
        )
    return line


def _claimed(profile: ActProfile, entry: Mapping[str, object]) -> Ordered | None:
    """The operation of an entry of `amendments`; None if it says that the line orders nothing.

    Raises BadProfileError for a missing reason, an unknown kind or a wrong value.
    """
    where, kind = f"{profile.id}: amendments: line {entry['line']}", entry.get("kind")
    if kind == NO_OPERATION:
        if not entry.get("why"):
            raise BadProfileError(f"{where}: say `why` it orders nothing")
        return None
    if kind not in list(OperationKind):
        raise BadProfileError(
            f"{where}: kind is {kind!r}, not {NO_OPERATION} or one of {', '.join(OperationKind)}"
        )
    line = _line(profile, entry)
    since = entry.get("since")
    if since is not None and type(since) is not date:
        raise BadProfileError(f"{where}: since is {since!r}, not a day such as 2013-05-15")
    operation = Operation(
        kind=OperationKind(str(kind)),
        line=line,
        last=line,
        says=str(entry.get("why") or f"{kind} by the profile"),
        standard=_number(where, entry, "standard"),
        annex=_number(where, entry, "annex"),
        row=str(entry.get("row") or ""),
        paragraph=_number(where, entry, "paragraph"),
        before=str(entry.get("before") or ""),
        after=str(entry.get("after") or ""),
        rows=tuple(_cells(where, line, entry)),
        since=since,
    )
    return Ordered(operation, str(entry.get("of") or ""), str(entry.get("unit") or ""), claimed=True)


def _number(where: str, entry: Mapping[str, object], key: str) -> int | None:
    """The number under a key, None if it is missing. Raises BadProfileError if it is not a number from 1."""
    value = entry.get(key)
    if value is None or (isinstance(value, int) and value > 0):
        return value
    raise BadProfileError(f"{where}: {key} is {value!r}, not a number from 1")


def _cells(where: str, line: int, entry: Mapping[str, object]) -> Iterator[TextRow]:
    """The row of `cells`, none if the key is missing. Raises BadProfileError if it is not a list of texts."""
    cells = entry.get("cells")
    if cells is None:
        return
    if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise BadProfileError(f"{where}: cells is {cells!r}, not a list of the texts of one row")
    yield TextRow(line, tuple(cells))
