"""Types for changes of an office by people, and the office as it was before."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from datetime import datetime

import strawberry

from graph.served.context import Context, Registry
from graph.terms.connections import Connection, Key, Window, cut_page, pages_of
from graph.terms.node import Node, global_id
from graph.types.corrections import Correction, correction_of
from graph.types.field_changes import FieldChange, change_view
from graph.types.kinds import OFFICES, REVISIONS, LazyOffice
from model import edition as records
from model.errors import NotFoundError
from model.office_changes import Revision as Record
from model.public_changes import Position


@strawberry.type(description="One stored change.")
class Revision(Node):
    """One stored change of one office."""

    edition: int = strawberry.field(description="Number of the edition that first showed it.")
    version: int = strawberry.field(description="Version of the office that it made.")
    at: datetime = strawberry.field(description="When it was stored.")
    actor: str = strawberry.field(description="Who changed it.")
    summary: str | None = strawberry.field(description="The reason given; null where none was.")
    changes: list[FieldChange] = strawberry.field(description="Fields before and after.")
    evidence: list[str] = strawberry.field(description="Citations of acts and testimony it rests on.")
    record: strawberry.Private[Record]
    position: str | None = strawberry.field(
        description="The position right after it, from which `officeChanged` goes on; null where the edition "
        "is not known any more."
    )
    registry_now: strawberry.Private[Callable[[], Registry]]
    """Gives the registry for showing it: the event of a subscription may wait long for the next."""

    @strawberry.field(description="The office as it is now.")
    def office(self) -> LazyOffice:
        """The office that was changed, as it is now."""
        return OFFICES.show(self.registry_now(), self.record.office_id)

    @strawberry.field(description="The accepted correction it came from; null for a direct change.")
    def correction(self) -> Correction | None:
        """The correction that led to the change. None for a direct change."""
        return correction_of(self.registry_now(), self.record.office_id, self.record.version)


@pages_of("revision", "revisions", is_counted=False)
class RevisionConnection(Connection[Revision]):
    """Revisions, oldest first."""


def revision_page(registry: Registry, office_id: str, window: Window) -> RevisionConnection:
    """A page of the changes of an office, oldest first. Empty for an office that nobody changed."""
    page = cut_page(registry.edition.revisions.get(office_id, ()), _key, window)
    return page.shown(RevisionConnection, lambda one: revision_view(registry, one))


def find_revision(registry: Registry, slug: str) -> Revision | None:
    """The revision with the slug `office@version`. None for an unknown slug."""
    office_id, _, version = slug.rpartition("@")
    found = registry.edition.revisions.get(office_id, ())
    return next((revision_view(registry, one) for one in found if str(one.version) == version), None)


REVISIONS.enrol(find_revision)


def office_at(registry: Registry, office: records.Office, version: int) -> records.Office:
    """The record of an office in one of its versions. Raises NotFoundError for a version it never had."""
    if version == office.version:
        return office
    earlier = registry.edition.earlier.get((office.id, version))
    if earlier is None:
        raise NotFoundError(f"Office:{office.id} has versions 1 to {office.version}, not {version}")
    return earlier


def _key(one: Record) -> Key:
    return one.version, one.office_id


def revision_view(registry: Registry, one: Record) -> Revision:
    """A revision as a type of the schema."""
    return _revision(one, lambda: registry)


def revision_event(context: Context, one: Record) -> Revision:
    """A revision as an event of a subscription.

    It holds no registry, as its executor keeps it until the next event.
    """
    return _revision(one, lambda: context.registry)


def _position(one: Record, edition: records.Edition) -> str | None:
    """The position of the change in the log, to resume a subscription from.

    None if the log no longer has it.
    """
    key = edition.key if edition.number == one.edition else edition.change_log.key_of(one.edition)
    return None if key is None else str(Position(key, revision=one.id))


def _revision(record: Record, registry_now: Callable[[], Registry]) -> Revision:
    return Revision(
        id=global_id("Revision", f"{record.office_id}@{record.version}"),
        edition=record.edition,
        version=record.version,
        at=record.at,
        actor=record.actor,
        summary=record.summary or None,
        changes=[change_view(change) for change in record.changes],
        evidence=list(record.evidence),
        position=_position(record, registry_now().edition),
        record=record,
        registry_now=registry_now,
    )
