"""The account of a text as entries of the result of a job."""

from __future__ import annotations

from loaders.acts.accounted import Account, AccountedLine, AccountedRun
from model.act_results import Entries, LineEntry, LineOf, ResultSection, RunEntry, RunOutcome


def account_entries(account: Account) -> Entries:
    """The lines and runs of an account as entries of a job's result, in order."""
    return {
        ResultSection.LINES: [_line(line) for line in account.lines],
        ResultSection.RUNS: [_run(run) for run in account.runs],
    }


def _line(line: AccountedLine) -> LineEntry:
    return LineEntry(
        line=line.line,
        kind=LineOf[line.kind.name],
        text=line.text,
        standard=line.standard,
        annex=line.annex,
        paragraph=line.paragraph,
        table=line.table,
        row=line.row,
        reason=line.reason,
        place=line.place,
    )


def _run(run: AccountedRun) -> RunEntry:
    return RunEntry(
        first=run.first,
        last=run.last,
        form=run.form.value,
        outcome=RunOutcome[run.outcome.name],
        rows=run.rows,
        standard=run.standard,
        annex=run.annex,
        title=run.title,
        reason=run.reason,
        place=run.place,
    )
