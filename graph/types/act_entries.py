"""The result of a job on an act, entry by entry: lines, tables, problems, changes, doubts."""

import strawberry

from graph.terms.connections import Connection, pages_of
from model import act_results as results
from model.act_results import Effect, LineOf, NoticeKind, RunOutcome, Subject


@strawberry.type(description="A line of the text of an act, and its kind.")
class ActLine:
    """One line of an act, and how it was read."""

    line: int = strawberry.field(description="Its number, from 1.")
    kind: LineOf = strawberry.field(description="What it is.")
    text: str = strawberry.field(description="The line, without white space around it.")
    standard: int | None = strawberry.field(description="The standard that it stands in.")
    annex: int | None = strawberry.field(description="The annex that it stands in.")
    paragraph: int | None = strawberry.field(description="The paragraph that it stands in.")
    table: int | None = strawberry.field(description="Line where its table begins.")
    row: int | None = strawberry.field(description="Line where its row begins.")
    reason: str | None = strawberry.field(description="Why it was not read, or got its kind.")
    place: str | None = strawberry.field(
        description="Page, sheet, table and row of a file that is not plain text."
    )


@strawberry.type(description="Lines of an act that look like a table, and how they were handled.")
class ActRun:
    """Consecutive lines of an act that look like a table, and how they were handled."""

    first: int = strawberry.field(description="Its first line.")
    last: int = strawberry.field(description="Its last line.")
    form: str = strawberry.field(description="How it is printed: with TABs, pipes, columns, as a list.")
    outcome: RunOutcome = strawberry.field(description="Whether it was read, blocked or skipped.")
    rows: int = strawberry.field(description="Rows that were read.")
    standard: int | None = strawberry.field(description="The standard that it stands in.")
    annex: int | None = strawberry.field(description="The annex that it stands in.")
    title: str | None = strawberry.field(description="Its title.")
    reason: str | None = strawberry.field(description="Why it was blocked or skipped, or what is doubtful.")
    place: str | None = strawberry.field(description="Where it begins in a file that is not plain text.")


@strawberry.type(description="A problem that the act's text left unsolved.")
class ActProblem:
    """One problem that a job found in an act."""

    kind: str = strawberry.field(description="What kind of problem it is.")
    where: str = strawberry.field(description="The table, row or line that it is about.")
    text: str = strawberry.field(description="What is wrong.")
    is_blocked: bool = strawberry.field(
        description="Whether a part of the act stays out of the edition because of it."
    )


@strawberry.type(
    description="What begins, changes or ends when an act is published: an office, a provision or a unit."
)
class ActChange:
    """One change that publishing an act makes, with the printed rows behind it."""

    effect: Effect = strawberry.field(description="Whether it begins, changes or ends.")
    subject: Subject = strawberry.field(description="What it is.")
    id: str = strawberry.field(description="Its id in the seeds: the slug of its global id.")
    name: str | None = strawberry.field(
        description="Its name, of a provision that of its office; in Russian."
    )
    territory_id: str | None = strawberry.field(
        description="Slug of the district, else the region, where it counts; null for the whole country."
    )
    territory_name: str | None = strawberry.field(description="Name of that unit in Russian.")
    service_id: str | None = strawberry.field(description="Slug of the service, of a provision.")
    field: str | None = strawberry.field(description="The field that changes.")
    before: str | None = strawberry.field(description="Its value before.")
    before_source: str | None = strawberry.field(description="Citation of the value or the row before.")
    after: str | None = strawberry.field(description="Its value after.")
    after_source: str | None = strawberry.field(description="Citation of the value or the row after.")
    until: str | None = strawberry.field(description="First day without it, if it ends on a day.")
    is_by_act: bool = strawberry.field(
        description="False for a change that comes from newer rules of the program, not from the act."
    )


@strawberry.type(description="How much of a service begins, changes and ends in a territory.")
class ActTotal:
    """Counts of changes for one territory and service."""

    territory_id: str | None = strawberry.field(
        description="Slug of the district or region; null for the whole country."
    )
    territory_name: str | None = strawberry.field(description="Its name in Russian.")
    service_id: str | None = strawberry.field(
        description="Slug of the service; null for offices and units themselves."
    )
    begins: int = strawberry.field(description="How many begin.")
    changes: int = strawberry.field(description="How many fields change.")
    ends: int = strawberry.field(description="How many end.")


@strawberry.type(description="One of two printed rows that may be one office.")
class ActDoubtRow:
    """A printed row of a doubtful pair."""

    source: str = strawberry.field(description="Its citation, such as akm-2019-999/a1/l25.")
    name: str = strawberry.field(description="The name that was read.")
    columns: list[str] = strawberry.field(description="Titles of the columns.")
    cells: list[str | None] = strawberry.field(
        description="Its cells; null for one that names a person, which is never shown."
    )


@strawberry.type(description="Two printed rows that may be one office: a person decides.")
class ActDoubt:
    """Two rows that may be the same office, side by side, and the reasons for doubt."""

    row: ActDoubtRow = strawberry.field(description="One row.")
    other: ActDoubtRow = strawberry.field(description="The other row.")
    reasons: list[str] = strawberry.field(description="What speaks for and against it.")


@strawberry.type(description="A piece of a cell that no rule understood.")
class ActUnread:
    """A piece of a printed cell that no rule understood, and why."""

    source: str = strawberry.field(description="Citation of the row.")
    cell: int = strawberry.field(description="Number of the cell.")
    text: str = strawberry.field(description="The piece.")
    reason: str = strawberry.field(description="Why it was not understood.")


@strawberry.type(description="Anything else that a person should know before an act is published.")
class ActNotice:
    """Something to know before an act is published."""

    kind: NoticeKind = strawberry.field(description="What it is about.")
    about: str | None = strawberry.field(description="The affected id; null where it has none yet.")
    text: str = strawberry.field(description="What to know.")


@pages_of("line", "lines")
class ActLineConnection(Connection[ActLine]):
    """A page of lines, in the order of the text."""


@pages_of("table", "tables")
class ActRunConnection(Connection[ActRun]):
    """A page of tables, in the order of the text."""


@pages_of("problem", "problems")
class ActProblemConnection(Connection[ActProblem]):
    """A page of problems."""


@pages_of("change", "changes")
class ActChangeConnection(Connection[ActChange]):
    """A page of changes: what begins, what changes, what ends."""


@pages_of("total", "totals")
class ActTotalConnection(Connection[ActTotal]):
    """A page of numbers of changes, by territory and service."""


@pages_of("doubt", "doubts")
class ActDoubtConnection(Connection[ActDoubt]):
    """A page of pairs of rows that may be the same office."""


@pages_of("piece", "pieces")
class ActUnreadConnection(Connection[ActUnread]):
    """A page of unread pieces of cells."""


@pages_of("notice", "notices")
class ActNoticeConnection(Connection[ActNotice]):
    """A page of notices."""


def line_view(entry: results.LineEntry) -> ActLine:
    """A line of an act as a type of the schema."""
    return ActLine(
        line=entry.line,
        kind=entry.kind,
        text=entry.text,
        standard=entry.standard,
        annex=entry.annex,
        paragraph=entry.paragraph,
        table=entry.table,
        row=entry.row,
        reason=entry.reason or None,
        place=entry.place or None,
    )


def run_view(entry: results.RunEntry) -> ActRun:
    """A table of an act as a type of the schema."""
    return ActRun(
        first=entry.first,
        last=entry.last,
        form=entry.form,
        outcome=entry.outcome,
        rows=entry.rows,
        standard=entry.standard,
        annex=entry.annex,
        title=entry.title or None,
        reason=entry.reason or None,
        place=entry.place or None,
    )


def problem_view(entry: results.ProblemEntry) -> ActProblem:
    """A problem of a job as a type of the schema."""
    return ActProblem(kind=entry.kind, where=entry.where, text=entry.text, is_blocked=entry.is_blocked)


def change_view(entry: results.ChangeEntry) -> ActChange:
    """A change by an act as a type of the schema."""
    return ActChange(
        effect=entry.effect,
        subject=entry.subject,
        id=entry.id,
        name=entry.name or None,
        territory_id=entry.territory_id,
        territory_name=entry.territory_name or None,
        service_id=entry.service_id,
        field=entry.field,
        before=entry.before,
        before_source=entry.before_source,
        after=entry.after,
        after_source=entry.after_source,
        until=entry.until,
        is_by_act=entry.is_by_act,
    )


def total_view(entry: results.TotalEntry) -> ActTotal:
    """Counts of changes as a type of the schema."""
    return ActTotal(
        territory_id=entry.territory_id,
        territory_name=entry.territory_name or None,
        service_id=entry.service_id,
        begins=entry.begins,
        changes=entry.changes,
        ends=entry.ends,
    )


def doubt_view(entry: results.DoubtEntry) -> ActDoubt:
    """A doubtful pair of rows as a type of the schema."""
    return ActDoubt(row=_row(entry.row), other=_row(entry.other), reasons=list(entry.reasons))


def _row(row: results.DoubtRow) -> ActDoubtRow:
    return ActDoubtRow(source=row.source, name=row.name, columns=list(row.columns), cells=list(row.cells))


def unread_view(entry: results.UnreadEntry) -> ActUnread:
    """An unread piece of a cell as a type of the schema."""
    return ActUnread(source=entry.source, cell=entry.cell, text=entry.text, reason=entry.reason)


def notice_view(entry: results.NoticeEntry) -> ActNotice:
    """A notice as a type of the schema."""
    return ActNotice(kind=entry.kind, about=entry.about or None, text=entry.text)
