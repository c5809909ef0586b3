"""What people changed of an office, and the office as it was before."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import strawberry

from graph.served.context import Context, Registry
from graph.terms.connections import Key, PageInfo, cut_page
from graph.terms.node import Node, global_id
from graph.types.passport_diff import FieldChange
from model import edition as records
from model.change_values import AddressReading, FieldValue, value_to_json
from model.errors import NotFoundError
from store.log.revision_log import FieldChange as ChangeRecord
from store.log.revision_log import Revision as Record

if TYPE_CHECKING:
    from graph.types.corrections import Correction
    from graph.types.offices import Office


@strawberry.type(description="One stored change.")
class Revision(Node):
    """What one person changed of one office at once."""

    edition: int = strawberry.field(description="Number of the edition that first showed it.")
    version: int = strawberry.field(description="Version of the office that it made.")
    at: datetime = strawberry.field(description="When it was stored.")
    actor: str = strawberry.field(description="Who changed it.")
    summary: str | None = strawberry.field(description="The reason given; null where none was.")
    changes: list[FieldChange] = strawberry.field(description="Fields before and after.")
    evidence: list[str] = strawberry.field(description="Citations of acts and testimony it rests on.")
    record: strawberry.Private[Record]
    registry_now: strawberry.Private[Callable[[], Registry]]
    """Gives the registry that it is shown from: the event of a subscription may wait long for the next."""

    @strawberry.field(description="The office as it is now.")
    def office(self) -> Annotated["Office", strawberry.lazy("graph.types.offices")]:
        """The office that was changed."""
        from graph.types.offices import must_office

        return must_office(self.registry_now(), f"Office:{self.record.office_id}")

    @strawberry.field(description="The accepted correction it came from; null for a direct change.")
    def correction(self) -> Annotated["Correction", strawberry.lazy("graph.types.corrections")] | None:
        """The correction."""
        from graph.types.corrections import correction_of

        return correction_of(self.registry_now(), self.record.office_id, self.record.version)


@strawberry.type(description="Revision in a page.")
class RevisionEdge:
    """A revision and its cursor."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: Revision = strawberry.field(description="The revision.")


@strawberry.type(description="Page of revisions.")
class RevisionConnection:
    """Revisions, oldest first."""

    edges: list[RevisionEdge] = strawberry.field(description="The revisions of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")


def revision_page(
    registry: Registry, office_id: str, window: tuple[Any, Any, Any, Any]
) -> RevisionConnection:
    """The changes of an office; `window` is after, before, first, last."""
    page = cut_page(registry.edition.revisions.get(office_id, ()), _key, *window)
    edges = [
        RevisionEdge(cursor=cursor, node=revision_view(registry, one))
        for cursor, one in zip(page.cursors, page.items, strict=True)
    ]
    return RevisionConnection(edges=edges, page_info=page.info)


def find_revision(registry: Registry, slug: str) -> Revision | None:
    """The revision of that slug, `office@version`."""
    office_id, _, version = slug.rpartition("@")
    found = registry.edition.revisions.get(office_id, ())
    return next((revision_view(registry, one) for one in found if str(one.version) == version), None)


def office_at(registry: Registry, office: records.Office, version: int) -> records.Office:
    """The office at one of its versions. Raises NotFoundError for a version it never had."""
    if version == office.version:
        return office
    earlier = registry.edition.earlier.get((office.id, version))
    if earlier is None:
        raise NotFoundError(f"Office:{office.id} has versions 1 to {office.version}, not {version}")
    return earlier


def _key(one: Record) -> Key:
    return one.version, one.office_id


def revision_view(registry: Registry, one: Record) -> Revision:
    """A revision as a client sees it."""
    return _revision(one, lambda: registry)


def revision_event(context: Context, one: Record) -> Revision:
    """The same as an event of a subscription, which its executor keeps until the next one: without a registry."""
    return _revision(one, lambda: context.registry)


def _revision(one: Record, registry_now: Callable[[], Registry]) -> Revision:
    return Revision(
        id=global_id("Revision", f"{one.office_id}@{one.version}"),
        edition=one.edition,
        version=one.version,
        at=one.at,
        actor=one.actor,
        summary=one.summary or None,
        changes=[change_view(change) for change in one.changes],
        evidence=list(one.evidence),
        record=one,
        registry_now=registry_now,
    )


def change_view(change: ChangeRecord) -> FieldChange:
    """A change as a client sees it."""
    return FieldChange(field=change.field, before=_json(change.before), after=_json(change.after))


def _json(value: FieldValue) -> str | None:
    """The value as JSON; of an address the line that people write."""
    plain = value.full if isinstance(value, AddressReading) else value_to_json(value)
    return None if plain is None else orjson.dumps(plain).decode()
