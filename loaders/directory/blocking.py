"""Blocks offices whose territory is not understood: they never count for the whole country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from loaders.directory.seeded import cite
from loaders.offices.act_services import read_jurisdictions
from loaders.offices.bodies import Body
from loaders.offices.join_evidence import Placed
from loaders.offices.reconcile import OfficesBuilt
from loaders.problems import Problem

BLOCKED_ROW = "blocked row"
"""The kind of the problem."""


def without_unplaced(
    built: OfficesBuilt, rows: Sequence[Placed], bodies: Iterable[Body], profiles: Path
) -> tuple[OfficesBuilt, tuple[Problem, ...]]:
    """The directory without offices whose territory is unknown, and a problem for each of their rows.

    The rows stay among the printed rows; the office is added when the profile or the text names its
    territory. Offices that a lookup, or a profile in the folder `profiles`, assigns to the whole country
    stay. Raises BadProfileError.
    """
    nationwide = set(_nationwide_rows(rows, bodies, profiles))
    of_country = {built.office_of[token] for token in nationwide if token in built.office_of}
    blocked = {office.id for office in built.offices if not office.territory} - of_country
    if not blocked:
        return built, ()
    problems = tuple(
        Problem(BLOCKED_ROW, row.token, f"{row.record.name}: {_why(row)}")
        for row in rows
        if built.office_of.get(row.token) in blocked
    )
    gone = {problem.where for problem in problems}
    kept = replace(
        built,
        offices=tuple(office for office in built.offices if office.id not in blocked),
        office_of={token: office for token, office in built.office_of.items() if office not in blocked},
        joins=tuple(join for join in built.joins if join.row not in gone),
        doubts=tuple(doubt for doubt in built.doubts if not gone & {doubt.row, doubt.other}),
        rekeyed=tuple(row for row in built.rekeyed if row.new not in blocked),
    )
    return kept, problems


def _nationwide_rows(rows: Iterable[Placed], bodies: Iterable[Body], profiles: Path) -> Iterator[str]:
    """Citations of the rows that a lookup or a profile assigns to the whole country."""
    yield from (cite(body.record) for body in bodies if body.is_nationwide)
    listed = {rule.list_key for rule in read_jurisdictions(profiles) if rule.territory == "nation"}
    for row in rows:
        if (row.act, row.record.standard, row.record.annex, row.record.category) in listed:
            yield row.token


def _why(row: Placed) -> str:
    """Why the territory of a row is not known, for the message."""
    record = row.record
    if row.region is None:
        printed = (
            f"no region of its day is {record.region!r}" if record.region else "nothing names its region"
        )
    else:
        printed = (
            f"no district of its region is {record.district!r}" if record.district else "no district is named"
        )
    return f"{printed}; say it in the profile (`region`, `district`, `headings`)"
