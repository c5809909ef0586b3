"""The operations of an amending act as lines and runs of the account of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from loaders.acts.accounted import AccountedLine, AccountedRun, LineKind, Outcome
from loaders.acts.amending_text import AmendingText, Part, read_amending
from loaders.acts.reader import Survey
from loaders.acts.runs import Form
from loaders.acts.text import ActText


def amending_of(found: Survey) -> AmendingText:
    """The operations that the text orders; none if its profile describes tables."""
    if found.profile is not None and found.profile.tables:
        return AmendingText()
    return read_amending(found.text, found.marks)


def amending_lines(text: ActText, amending: AmendingText) -> Iterator[AccountedLine]:
    """The lines that order operations, the rows quoted below them, and operative lines that no rule reads.

    Lines that only name a place, and other lines, are left out.
    """
    kinds = {Part.OPERATION: LineKind.OPERATION, Part.ROWS: LineKind.ROW, Part.BLOCKED: LineKind.UNREAD}
    for line in amending.lines:
        if line.part in kinds:
            yield AccountedLine(
                line=line.line,
                kind=kinds[line.part],
                text=text.line(line.line).strip(),
                reason=line.reason,
            )


def given_rows(amending: AmendingText) -> list[AccountedRun]:
    """The rows that operations quote, each as a run of one row in the annex that the operation changes."""
    return [
        AccountedRun(
            first=row.line,
            last=row.line,
            form=Form.TABS,
            outcome=Outcome.READ,
            rows=1,
            annex=operation.annex,
            title=operation.title,
            reason=f"{operation.kind.value} on line {operation.line}",
        )
        for operation in amending.operations
        for row in operation.rows
    ]


def outside(runs: Iterable[AccountedRun], given: Sequence[AccountedRun]) -> Iterator[AccountedRun]:
    """The runs that contain no line of `given`."""
    taken = {run.first for run in given}
    return (run for run in runs if taken.isdisjoint(range(run.first, run.last + 1)))
