"""The roots of the schema: each names its arguments and asks one room."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import datetime
from functools import partial
from typing import Annotated

import strawberry
from strawberry.schema.config import StrawberryConfig

from geo.jurisdiction.nearest import nearest_offices, nearest_psc
from graph.changing.mutations import Mutation
from graph.execution.documents import DocumentLimits
from graph.execution.execution import MeteredExecution
from graph.execution.introspection import HiddenSchema
from graph.roots.evidence_roots import EvidenceRoots
from graph.roots.federation import FederatedSchema, find_node
from graph.roots.nearby import MaxDistance, NearestOfficeConnection, nearest_page, point_of
from graph.roots.pins import PINS_COST, OfficePin, office_pins
from graph.roots.place_roots import PlaceRoots
from graph.roots.search import SearchConnection, search_page
from graph.roots.service_roots import ServiceRoots
from graph.roots.subscriptions import Subscription
from graph.terms.connections import After, Before, First, Last, cut_page, list_size
from graph.terms.errors import BadInputError, ErrorCodes
from graph.terms.limits import spend
from graph.terms.node import Node, slug_of
from graph.terms.points import BoundingBoxInput, PointInput
from graph.terms.scalars import SCALARS
from graph.terms.slots import slots
from graph.types.acts import AsOf, day_of
from graph.types.areas import (
    District,
    RuralOkrug,
    Settlement,
)
from graph.types.corrections import CorrectionConnection, correction_page
from graph.types.editions import EditionInfo, edition_info
from graph.types.office_filter import OfficeFilterInput, OfficeOrder, office_test, ordered_offices
from graph.types.offices import Office, OfficeConnection, OfficeEdge, must_office, office_view
from graph.types.organizations import Organization
from graph.types.passports import ServicePassport
from graph.types.provisions import ServiceProvision
from graph.types.services import (
    Within,
    must_service,
)
from graph.types.user_errors import ValidationUserError, VersionConflictUserError
from graph.types.viewer import Viewer, viewer_of
from model.enums import CorrectionStatus, Language, OfficeKind

GivenId = Annotated[strawberry.ID, strawberry.argument(description="Global id, Type:slug.")]
OptionalServiceId = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only offices that give this PublicService.")
]
Filter = Annotated[OfficeFilterInput | None, strawberry.argument(description="What the offices must be.")]
To = Annotated[PointInput, strawberry.argument(description="Where from.")]
MAX_NODES = 200


@strawberry.type(description="Reading the registry.")
class Query(PlaceRoots, ServiceRoots, EvidenceRoots):
    """Roots of queries."""

    @strawberry.field(description="Anything by its global id.")
    def node(self, info: strawberry.Info, id: GivenId) -> Node | None:  # noqa: A002
        """One object."""
        return find_node(info.context.registry, id)  # type: ignore[return-value]

    @strawberry.field(description="Many by their global ids, at most 200, one slot each, in order.")
    def nodes(
        self,
        info: strawberry.Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Global ids.")],
    ) -> list[Node | None]:
        """An id that names nothing gives null and an error in its own slot."""
        if len(ids) > MAX_NODES:
            raise BadInputError(f"at most {MAX_NODES} ids at once, got {len(ids)}")
        spend(len(ids))
        return slots(partial(find_node, info.context.registry), ids)

    @strawberry.field(
        description="By id; asOf is legal time: contacts, hours and provisions of that day; atVersion is "
        "record time: the office before later changes of people."
    )
    def office(
        self,
        info: strawberry.Info,
        id: GivenId,  # noqa: A002
        as_of: AsOf = strawberry.UNSET,
        at_version: Annotated[
            int | None, strawberry.argument(description="One of the versions the office has had.")
        ] = strawberry.UNSET,
    ) -> Office | None:
        """One office."""
        version = None if at_version is strawberry.UNSET else at_version
        return must_office(info.context.registry, id, day_of(as_of), version)

    @strawberry.federation.field(description="Offices that pass a filter.", directives=[list_size()])
    def offices(
        self,
        info: strawberry.Info,
        filter: Filter = strawberry.UNSET,  # noqa: A002
        order_by: Annotated[
            OfficeOrder | None, strawberry.argument(description="Order of the list.")
        ] = OfficeOrder.NAME_ASC,
        as_of: AsOf = strawberry.UNSET,
        after: After = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        first: First = strawberry.UNSET,
        last: Last = strawberry.UNSET,
    ) -> OfficeConnection | None:
        """A page of offices."""
        spend(5)
        registry, day = info.context.registry, day_of(as_of)
        test = office_test(registry, filter, day)
        found, key = ordered_offices(registry, test, order_by or OfficeOrder.NAME_ASC)
        page = cut_page(found, key, after, before, first, last)
        return page.shown(OfficeConnection, OfficeEdge, lambda office: office_view(registry, office, day))

    @strawberry.federation.field(
        description="Offices by distance; one without a trustworthy position is never among them.",
        directives=[list_size()],
    )
    def nearest_offices(
        self,
        info: strawberry.Info,
        to: To,
        filter: Filter = strawberry.UNSET,  # noqa: A002
        as_of: AsOf = strawberry.UNSET,
        max_distance_meters: MaxDistance = 100000,
        after: After = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        first: First = strawberry.UNSET,
        last: Last = strawberry.UNSET,
    ) -> NearestOfficeConnection | None:
        """Nearest first."""
        registry = info.context.registry
        test = office_test(registry, filter, day_of(as_of))
        service = slug_of(filter.service_id, "PublicService") if filter and filter.service_id else None
        window = (after, before, first, last)
        return nearest_page(registry, nearest_offices, to, test, service, max_distance_meters, as_of, window)

    @strawberry.federation.field(
        description="Nearest public service centres; "
        "a PSC without a trustworthy position is never among them.",
        directives=[list_size()],
    )
    def nearest_psc(
        self,
        info: strawberry.Info,
        to: To,
        service_id: OptionalServiceId = strawberry.UNSET,
        open_at: Annotated[
            datetime | None,
            strawberry.argument(description="Only centres open at this moment; unknown hours are left out."),
        ] = strawberry.UNSET,
        as_of: AsOf = strawberry.UNSET,
        max_distance_meters: MaxDistance = 300000,
        after: After = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        first: First = strawberry.UNSET,
        last: Last = strawberry.UNSET,
    ) -> NearestOfficeConnection | None:
        """Nearest first."""
        registry = info.context.registry
        service = must_service(registry, service_id).record.id if service_id else None
        wanted = OfficeFilterInput(service_id=service_id or None, open_at=open_at or None)
        test = office_test(registry, wanted, day_of(as_of))
        window = (after, before, first, last)
        return nearest_page(registry, nearest_psc, to, test, service, max_distance_meters, as_of, window)

    @strawberry.federation.field(description="Public service centres, by name.", directives=[list_size()])
    def psc_branches(
        self,
        info: strawberry.Info,
        within: Within = strawberry.UNSET,
        service_id: OptionalServiceId = strawberry.UNSET,
        as_of: AsOf = strawberry.UNSET,
        after: After = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        first: First = strawberry.UNSET,
        last: Last = strawberry.UNSET,
    ) -> OfficeConnection | None:
        """A page of public service centres."""
        spend(5)
        registry, day = info.context.registry, day_of(as_of)
        wanted = OfficeFilterInput(
            kinds=[OfficeKind.PSC_BRANCH],
            service_id=service_id or None,
            located_in_unit_id=within or None,
        )
        found, key = ordered_offices(registry, office_test(registry, wanted, day), OfficeOrder.NAME_ASC)
        page = cut_page(found, key, after, before, first, last)
        return page.shown(OfficeConnection, OfficeEdge, lambda office: office_view(registry, office, day))

    @strawberry.federation.field(
        description="What a map draws in a viewport: single offices, or clusters at low zoom. At most 1000 "
        "marks; a viewport with more of them is drawn as at a lower zoom.",
        directives=[PINS_COST],
    )
    def office_pins(
        self,
        info: strawberry.Info,
        bounding_box: Annotated[BoundingBoxInput, strawberry.argument(description="The viewport.")],
        zoom: Annotated[int, strawberry.argument(description="Zoom of a web map, 0 to 22.")],
        filter: Filter = strawberry.UNSET,  # noqa: A002
        as_of: AsOf = strawberry.UNSET,
    ) -> list[OfficePin] | None:
        """Marks for a map."""
        return office_pins(info.context.registry, bounding_box, zoom, filter or None, day_of(as_of))

    @strawberry.field(description="Number and time of the edition that answers.")
    def edition(self, info: strawberry.Info) -> EditionInfo:
        """The edition."""
        return edition_info(info.context.registry)

    @strawberry.field(description="Who is asking and what they may do; null when anonymous.")
    def viewer(self, info: strawberry.Info) -> Viewer | None:
        """The account of the token that came with the request."""
        return viewer_of(info.context.registry, info.context.identity)

    @strawberry.field(
        description="Proposed corrections, oldest first, of the territories of one who edits or reviews."
    )
    def corrections(
        self,
        info: strawberry.Info,
        status: Annotated[
            CorrectionStatus | None, strawberry.argument(description="Only proposals in this state.")
        ] = strawberry.UNSET,
        within: Within = strawberry.UNSET,
        after: After = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        first: First = strawberry.UNSET,
        last: Last = strawberry.UNSET,
    ) -> CorrectionConnection | None:
        """A page of the queue."""
        spend(5)
        context = info.context
        window = (after, before, first, last)
        return correction_page(context.registry, context.identity, status or None, within or None, window)

    @strawberry.federation.field(
        description="Places, services, offices and acts by their names: unfinished, misspelled, in another "
        "script, former. Words may name the place around a record.",
        directives=[list_size()],
    )
    def search(
        self,
        info: strawberry.Info,
        text: Annotated[str, strawberry.argument(description="Words in Kazakh, Russian or Latin letters.")],
        languages: Annotated[
            list[Language] | None, strawberry.argument(description="Only names in these languages.")
        ] = strawberry.UNSET,
        near: Annotated[
            PointInput | None, strawberry.argument(description="Of equal hits those nearer to it come first.")
        ] = strawberry.UNSET,
        autocomplete: Annotated[
            bool, strawberry.argument(description="Whether words may be unfinished.")
        ] = True,
        after: After = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        first: First = strawberry.UNSET,
        last: Last = strawberry.UNSET,
    ) -> SearchConnection | None:
        """A page of hits."""
        origin = point_of(near) if near else None
        window = (after, before, first, last)
        return search_page(info.context.registry, text, languages or None, origin, autocomplete, window)


def build_schema(*, introspection: bool = True) -> FederatedSchema:
    """The schema with its limits and error codes; `introspection` says whether clients may ask for it."""
    hidden = [] if introspection else [HiddenSchema]
    return FederatedSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[
            District,
            RuralOkrug,
            Settlement,
            Organization,
            ServicePassport,
            ServiceProvision,
            ValidationUserError,
            VersionConflictUserError,
        ],
        extensions=[*hidden, DocumentLimits, ErrorCodes],
        config=StrawberryConfig(scalar_map=SCALARS),
        execution_context_class=MeteredExecution,
        federation_version="2.9",
    )
