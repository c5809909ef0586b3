"""Why a change was not made, as data: each problem has a code, a message that says what to do, and a path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class UserErrorCode(StrEnum):
    """Machine-readable reason a mutation did nothing."""

    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    EVIDENCE_REQUIRED = "EVIDENCE_REQUIRED"
    DUPLICATE = "DUPLICATE"
    OUT_OF_TERRITORY = "OUT_OF_TERRITORY"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a change was not made.

    `path` leads to the argument; `confirm` is the word that accepts a doubtful value, None if nothing does.
    """

    code: UserErrorCode
    message: str
    path: tuple[str, ...] = ()
    confirm: str | None = None

    def under(self, *path: str) -> Problem:
        """The same problem with these arguments in front of its path."""
        return replace(self, path=(*path, *self.path))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed the office first: its current version, and the fields that both changes have."""

    office_id: str
    current_version: int
    fields: tuple[str, ...]


class RefusedError(Exception):
    """Nothing was changed, for these reasons; raising it rolls the transaction back."""

    def __init__(self, problems: Iterable[Problem], conflict: Conflict | None = None) -> None:
        self.problems = tuple(problems)
        self.conflict = conflict
        super().__init__("; ".join(problem.message for problem in self.problems))


def refuse(code: UserErrorCode, message: str, *path: str) -> RefusedError:
    """The error for one problem; the caller raises it."""
    return RefusedError([Problem(code, message, path)])
