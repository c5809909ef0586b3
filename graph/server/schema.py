"""The schema, composed of its roots and types."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph.changing.mutations import Mutation
from graph.execution.documents import DocumentLimits
from graph.execution.execution import MeteredExecution
from graph.execution.introspection import HiddenSchema
from graph.libraries.graphql_core import show_deprecated_arguments
from graph.libraries.strawberry_schema import FEDERATION, RememberedNames, core_schema
from graph.roots.act_roots import ActRoots
from graph.roots.ask_roots import AskRoots
from graph.roots.change_roots import ChangeRoots
from graph.roots.desk_roots import DeskRoots
from graph.roots.evidence_roots import EvidenceRoots
from graph.roots.federation import FederatedSchema
from graph.roots.node_roots import NodeRoots
from graph.roots.office_roots import OfficeRoots
from graph.roots.place_roots import PlaceRoots
from graph.roots.position_roots import PositionRoots
from graph.roots.registry_roots import RegistryRoots
from graph.roots.service_roots import ServiceRoots
from graph.roots.subscriptions import Subscription
from graph.server.enum_descriptions import describe_values
from graph.server.federation_descriptions import describe_federation
from graph.terms.errors import ErrorCodes
from graph.terms.scalars import SCALARS
from graph.types.areas import District, RuralOkrug, Settlement
from graph.types.organizations import Organization
from graph.types.passports import ServicePassport
from graph.types.provisions import ServiceProvision
from graph.types.user_errors import ValidationUserError, VersionConflictUserError


@strawberry.type(description="Reading the registry.")
class Query(
    PlaceRoots,
    ServiceRoots,
    EvidenceRoots,
    DeskRoots,
    NodeRoots,
    OfficeRoots,
    PositionRoots,
    RegistryRoots,
    AskRoots,
    ActRoots,
    ChangeRoots,
):
    """Roots of queries."""


def build_schema(*, introspection: bool = True) -> FederatedSchema:
    """The schema with its limits and error codes. Without `introspection` clients cannot ask for it."""
    hidden = [] if introspection else [HiddenSchema]
    schema = FederatedSchema(
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
        config=StrawberryConfig(scalar_map=SCALARS, name_converter=RememberedNames()),
        execution_context_class=MeteredExecution,
        federation_version=FEDERATION,
    )
    describe_values(core_schema(schema))
    describe_federation(core_schema(schema))
    show_deprecated_arguments()
    return schema
