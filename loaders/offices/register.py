"""The extract of the state register of services that an act prints, by the services of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.acts.outlines import register_row
from loaders.acts.reader import read_register
from loaders.errors import UnreadableRow
from loaders.problems import Problem
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.rows import ActTableRow, RegisterRow, ServiceRow

_COLUMNS = 7
"""Number, name, recipients, responsible body, providers, who takes applications, form with its result."""


@dataclass(frozen=True, slots=True)
class RegisterBuilt:
    """Rows of `register.csv`, a problem for each number that no service has, and the table.

    `table` is None if the act prints no register.
    """

    rows: tuple[RegisterRow, ...]
    problems: tuple[Problem, ...]
    table: ActTableRow | None = None


def build_register(act: str, path: Path, services: Iterable[ServiceRow]) -> RegisterBuilt:
    """The register in the text of an act; empty if it prints none.

    The extract prints no titles of columns; their meaning is that of the register as approved by the
    Government on 20 July 2010, No 745. Rows with an unknown number are left out and become problems. Raises
    UnreadableRow for a row without exactly seven cells.
    """
    known = {service.register_number: service.id for service in services if service.register_number}
    rows: list[RegisterRow] = []
    problems: list[Problem] = []
    table: ActTableRow | None = None
    for printed in read_register(path):
        table = table or register_row(act, printed)
        if len(printed.cells) != _COLUMNS:
            raise UnreadableRow(path, f"{len(printed.cells)} cells in the register of services", printed.line)
        number, name, recipients, responsible, providers, acceptors, form = printed.cells
        source = format_citation(CitationToken(act, line=printed.line))
        if number not in known:
            problems.append(Problem("unknown service", source, f"no service has the number {number}"))
            continue
        rows.append(
            RegisterRow(
                service=known[number],
                number=number,
                name=name,
                recipients=recipients,
                responsible=responsible,
                providers=providers,
                acceptors=acceptors,
                form=form,
                source=source,
            )
        )
    return RegisterBuilt(tuple(rows), tuple(problems), table)
