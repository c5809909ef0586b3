"""The outcome of each line of an import: for a preview, and in a stored answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from changes.problems import Problem, RefusedError, UserErrorCode
from model.office_changes import FieldChange


class ImportOutcome(StrEnum):
    """What an import did with a line, or would do."""

    UNCHANGED = "UNCHANGED"
    CHANGED = "CHANGED"
    CREATED = "CREATED"
    AMBIGUOUS = "AMBIGUOUS"
    REFUSED = "REFUSED"


class MatchedBy(StrEnum):
    """How the office of a line was found: by id, by identifier, by name and place, or chosen by a person."""

    ID = "ID"
    IDENTIFIER = "IDENTIFIER"
    NAME_AND_PLACE = "NAME_AND_PLACE"
    CHOICE = "CHOICE"


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of one line below the heading."""

    number: int
    """Line of the text, as in the paths of problems."""
    outcome: ImportOutcome
    office_id: str | None = None
    """The office that it means; None where that is not known, or would be new and is refused."""
    version: int | None = None
    """The version that the line made, or would make."""
    matched_by: MatchedBy | None = None
    changes: tuple[FieldChange, ...] = ()
    """Fields before and after; empty in a stored answer, as the revision of the office has them."""
    candidate_ids: tuple[str, ...] = ()
    """Offices that an ambiguous line may mean, the likeliest first."""
    problems: tuple[Problem, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    """The filled cells of an ambiguous line, to be shown next to its candidates."""


class ImportRefusedError(RefusedError):
    """Nothing was stored, because a line is bad. `lines` has the outcome of every line."""

    def __init__(self, problems: Iterable[Problem], lines: Iterable[LineOutcome]) -> None:
        super().__init__(problems)
        self.lines = tuple(lines)


def answer_of_lines(lines: Iterable[LineOutcome]) -> list[dict[str, Any]]:
    """The outcomes as JSON for a stored answer, without the changed values: the log of changes has these."""
    return [
        {
            "number": line.number,
            "outcome": line.outcome.value,
            "office_id": line.office_id,
            "version": line.version,
            "matched_by": line.matched_by.value if line.matched_by else None,
            "candidate_ids": list(line.candidate_ids),
            "problems": [
                [problem.code.value, problem.message, list(problem.path), problem.confirm]
                for problem in line.problems
            ],
            "cells": [list(pair) for pair in line.cells],
        }
        for line in lines
    ]


def lines_of_answer(kept: Iterable[dict[str, Any]]) -> tuple[LineOutcome, ...]:
    """The outcomes of a stored answer; without the changed values."""
    return tuple(
        LineOutcome(
            number=one["number"],
            outcome=ImportOutcome(one["outcome"]),
            office_id=one["office_id"],
            version=one["version"],
            matched_by=MatchedBy(one["matched_by"]) if one["matched_by"] else None,
            candidate_ids=tuple(one["candidate_ids"]),
            problems=tuple(
                Problem(UserErrorCode(code), message, tuple(path), confirm)
                for code, message, path, confirm in one["problems"]
            ),
            cells=tuple((column, cell) for column, cell in one["cells"]),
        )
        for one in kept
    )
