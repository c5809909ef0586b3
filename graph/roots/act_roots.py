"""Roots about acts that are being published: uploads, jobs, staged acts. They are for publishers."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.served.act_desk import ActDesk
from graph.served.context import Info
from graph.terms.connections import Window, cut_page, windowed
from graph.terms.limits import spend
from graph.terms.node import slug_of, whole_number
from graph.types.act_jobs import (
    ActJob,
    ActJobConnection,
    ActUploadConnection,
    StagedActConnection,
    job_view,
    staged_view,
    upload_view,
)


def job_number(job_id: str) -> int:
    """The number in the id of a job. 0, which no job has, if it is no number.

    Raises BadInputError for an id of another type.
    """
    return whole_number(slug_of(job_id, "ActJob")) or 0


@strawberry.type
class ActRoots:
    """Root fields for publishers: uploads, jobs and acts that are not published yet."""

    @strawberry.field(
        description="Files of acts that publishers sent, the newest first. For accounts with the right "
        "PUBLISH, as all that asks of acts on their way."
    )
    @windowed
    def act_uploads(self, info: Info, *, window: Window) -> ActUploadConnection | None:
        """A page of uploaded files, the newest first. Raises ForbiddenError, ReadOnlyError."""
        found = ActDesk.of(info.context).uploads()
        page = cut_page(found, lambda one: (-one.sent_at.timestamp(), one.id), window)
        return page.shown(ActUploadConnection, upload_view)

    @strawberry.field(description="Acts that wait beside the published edition, by id.")
    @windowed
    def staged_acts(self, info: Info, *, window: Window) -> StagedActConnection | None:
        """A page of staged acts, by id. Raises ForbiddenError, ReadOnlyError."""
        page = cut_page(ActDesk.of(info.context).staged(), lambda one: (one.act,), window)
        return page.shown(StagedActConnection, staged_view)

    @strawberry.field(description="Jobs of acts, the newest first.")
    @windowed
    def act_jobs(self, info: Info, *, window: Window) -> ActJobConnection | None:
        """A page of the newest 300 jobs, the newest first. Raises ForbiddenError, ReadOnlyError."""
        desk = ActDesk.of(info.context)
        page = cut_page(desk.jobs(), lambda one: (-one.id,), window)
        return page.shown(ActJobConnection, lambda one: job_view(desk, one))

    @strawberry.field(
        description="A job of an act with its results so far; null where it is unknown or already deleted."
    )
    def act_job(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of an ActJob.")],  # noqa: A002
    ) -> ActJob | None:
        """One job; None for an unknown id. Raises ForbiddenError, ReadOnlyError, BadInputError."""
        desk = ActDesk.of(info.context)
        spend(1)
        found = desk.job(job_number(id))
        return None if found is None else job_view(desk, found)
