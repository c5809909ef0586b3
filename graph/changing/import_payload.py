"""Types for the report of an import: the outcome of each line of the table."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import strawberry

from changes.import_outcomes import ImportOutcome, LineOutcome, MatchedBy
from changes.problems import UserErrorCode, refuse
from graph.changing.office_patches import office_id
from graph.changing.payloads import Payload
from graph.served.context import Registry
from graph.types.field_changes import FieldChange, change_view
from graph.types.offices import Office, find_office, must_office
from graph.types.revisions import find_revision
from graph.types.user_errors import UserError, problems_shown


@strawberry.input(description="A person's decision for an ambiguous line of an import.")
class OfficesImportChoice:
    """The client's choice of the office that a line is about (None: a new office)."""

    line: int = strawberry.field(description="Line of the text, as in `lines` and in the path of errors.")
    office_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the Office that the line means; null for a new office."
    )


@strawberry.type(description="A filled cell of a line.")
class OfficesImportCell:
    """One cell of a line: its column and text."""

    column: str = strawberry.field(description="Name of the column.")
    value: str = strawberry.field(description="The text, as it was read.")


@strawberry.type(description="The outcome of a line of an import, actual or expected.")
class OfficesImportLine:
    """A line of the table, below the heading, and its outcome."""

    line: int = strawberry.field(description="Line of the text; 1 is the heading.")
    outcome: ImportOutcome = strawberry.field(description="Its outcome.")
    matched_by: MatchedBy | None = strawberry.field(
        description="How its office was found; null if none was found."
    )
    office: Office | None = strawberry.field(
        description="The office that it means, as it is or would be; null where that is not known."
    )
    changes: list[FieldChange] = strawberry.field(description="Fields before and after.")
    cells: list[OfficesImportCell] = strawberry.field(
        description="Of an ambiguous line its filled cells, to be laid beside the candidates."
    )
    candidates: list[Office] = strawberry.field(
        description="Offices that an ambiguous line may mean, the likeliest first, ten at most."
    )
    user_errors: list[UserError] = strawberry.field(description="Why the line is not taken.")


@strawberry.type(description="Result of a bulk change; each bad line has a user error: csv, line, column.")
class OfficesImportPayload(Payload):
    """The changed offices, and the outcome of each line."""

    accepted: int = strawberry.field(description="Lines that changed or made an office, or would.")
    unchanged: int = strawberry.field(
        description="Good lines without a change: the offices already have these values."
    )
    offices: list[Office] = strawberry.field(description="Those offices, in the order of the lines.")
    lines: list[OfficesImportLine] = strawberry.field(
        description="Every line with its outcome, also where nothing is stored; empty where the whole "
        "text is refused."
    )


Choices = Annotated[
    list[OfficesImportChoice] | None,
    strawberry.argument(description="Decisions for ambiguous lines; each line at most once."),
]


def choices_given(choices: list[OfficesImportChoice] | None) -> Mapping[int, str | None]:
    """The slug of the chosen office by line (None: a new office).

    Raises RefusedError for a line that is named twice.
    """
    chosen: dict[int, str | None] = {}
    for choice in choices or ():
        if choice.line in chosen:
            raise refuse(UserErrorCode.INVALID, f"line {choice.line} is chosen for twice", "choices")
        chosen[choice.line] = office_id(choice.office_id, "choices") if choice.office_id else None
    return chosen


def lines_shown(registry: Registry, lines: Iterable[LineOutcome]) -> list[OfficesImportLine]:
    """The lines as types of the schema, with the offices as they are in `registry`."""
    return [_line(registry, line) for line in lines]


def _line(registry: Registry, line: LineOutcome) -> OfficesImportLine:
    return OfficesImportLine(
        line=line.number,
        outcome=line.outcome,
        matched_by=line.matched_by,
        office=find_office(registry, line.office_id) if line.office_id else None,
        changes=_changes(registry, line),
        cells=[OfficesImportCell(column=column, value=value) for column, value in line.cells],
        candidates=[must_office(registry, f"Office:{each}") for each in line.candidate_ids],
        user_errors=problems_shown(registry, line.problems),
    )


def _changes(registry: Registry, line: LineOutcome) -> list[FieldChange]:
    """The changed fields of a line: those of its outcome, else those of the stored revision."""
    if line.changes or line.outcome not in (ImportOutcome.CHANGED, ImportOutcome.CREATED):
        return [change_view(change) for change in line.changes]
    # A stored answer has no values: the log of changes has them.
    revision = find_revision(registry, f"{line.office_id}@{line.version}")
    return revision.changes if revision is not None else []
