"""Subscriptions: each stored change of an office, each new edition served, the progress of a job."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from typing import Annotated

import strawberry

from graph.roots.act_roots import job_number
from graph.served.act_desk import ActDesk
from graph.served.context import Context, Info
from graph.served.registry import Registry
from graph.served.subscriber_queue import MOST_WAITING, Inbox
from graph.served.touching import touches
from graph.types.act_jobs import ActJobProgress, progress_view
from graph.types.areas import must_unit
from graph.types.revisions import Revision, revision_event
from model.errors import NotFoundError
from model.office_changes import Revision as Record
from model.public_changes import BadPositionError, Position


@strawberry.type(description="Live changes (graphql-transport-ws and SSE).")
class Subscription:
    """Root fields of subscriptions."""

    @strawberry.subscription(
        description="Each committed change of an office in the territory; a move counts for its old and "
        "its new territory. A client that reads too slowly gets an error with the code "
        "FELL_BEHIND, which ends the subscription. With `since` all later changes come first; "
        "where the server no longer has that position, the code is EDITION_GONE."
    )
    async def office_changed(
        self,
        info: Info,
        within: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Id of the unit; without it the whole country."),
        ] = None,
        since: Annotated[
            str | None,
            strawberry.argument(
                description="Key of an edition, or position of the last received change; without it only new "
                "changes come."
            ),
        ] = None,
    ) -> AsyncGenerator[Revision, None]:
        """Revisions of offices as they are made, within a unit if given.

        With `since` those after that position come first.
        """
        context: Context = info.context
        # Before the first event, so that an error in an argument belongs to the field, and has its path.
        slug = must_unit(context.newest(), within).record.id if within else None
        position = _checked(context.newest(), since) if since else None
        context.delivery.is_replay = position is not None
        return _changes(context, slug, position)

    @strawberry.subscription(
        description="A new edition is being served; a client that reads slowly gets only the newest of "
        "several."
    )
    async def edition_published(self, info: Info) -> AsyncGenerator[int, None]:
        """The number of each edition that enters service from now on; a slow client gets only the newest."""
        context: Context = info.context
        inbox = _opened(context)
        context.delivery.only_newest = True
        try:
            async for _ in inbox.newest():
                newest = context.delivery.edition = context.newest().edition.number
                yield newest
        finally:
            inbox.close()

    @strawberry.subscription(
        description="A job of an act: its present state, then each progress, until it is done or has "
        "failed. For accounts with the right PUBLISH."
    )
    async def act_job_changed(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of an ActJob.")],  # noqa: A002
    ) -> AsyncGenerator[ActJobProgress, None]:
        """The progress of a job, now and after each change until its end.

        Raises NotFoundError for an unknown job.
        """
        context: Context = info.context
        number, desk = job_number(id), ActDesk.of(context)
        if await desk.looked(number) is None:
            raise NotFoundError(f"no job has the id {id!r}")
        return _steps(context, desk, number)


async def _steps(context: Context, desk: ActDesk, number: int) -> AsyncGenerator[ActJobProgress, None]:
    context.let_go()
    context.delivery.is_of_edition, context.delivery.only_newest = False, True
    async for job in desk.changes_of(number):
        yield progress_view(job)


def _opened(context: Context) -> Inbox:
    inbox = Inbox(context.reception)
    context.let_go()
    context.delivery.is_listening = True
    return inbox


async def _changes(
    context: Context, slug: str | None, since: Position | None
) -> AsyncGenerator[Revision, None]:
    """Revisions as they are made, of a unit if `slug` is given, after the stored ones since a position."""
    inbox = _opened(context)
    try:
        # No registry in a variable: the client may take the next event in a day, or never.
        async for revision in _in_order(context, inbox, since):
            if slug is None or touches(context.newest(), revision, slug):
                context.delivery.edition = revision.edition
                yield revision_event(context, revision)
    finally:
        inbox.close()


async def _in_order(context: Context, inbox: Inbox, since: Position | None) -> AsyncIterator[Record]:
    """Each change once: first the stored changes after the position, then new changes.

    Raises FellBehindError. A change published between opening the inbox and reading the log is in both, and
    yielded once.
    """
    stored = _stored_after(context.newest(), since) if since else []
    twice = {(revision.id, revision.at) for revision in stored[-MOST_WAITING:]}
    for revision in stored:
        yield revision
    del stored
    async for revisions in inbox.each():
        for revision in revisions:
            if (revision.id, revision.at) not in twice:
                yield revision


def _stored_after(registry: Registry, since: Position) -> list[Record]:
    """Stored changes after a position, by id."""
    number, last = since.key.number, since.revision
    revisions = [
        revision
        for log in registry.edition.revisions.values()
        for revision in log
        if revision.edition > number
        or (last is not None and revision.edition == number and revision.id > last)
    ]
    return sorted(revisions, key=lambda revision: revision.id)


def _checked(registry: Registry, since: str) -> Position:
    """The position that `since` names, if the log of changes still reaches back to it.

    Raises BadPositionError if it is malformed, EditionGoneError if too old, EditionAheadError if of a newer
    edition.
    """
    position, edition = Position.of(since), registry.edition
    if position.taken is not None:
        raise BadPositionError(f"{since} is a position of changes, not one of officeChanged")
    edition.change_log.check(position.key, edition.key, datetime.now(UTC))
    return position
