"""The kinds of record in the schema, and lazy references to their types without importing their files.

A type in a higher file is referred to lazily: Strawberry looks it up when it builds the schema, and its kind
gives the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.served.views import Kind
from graph.terms.node import unit_slug

if TYPE_CHECKING:
    from graph.types.acts import LegalAct
    from graph.types.areas import AdministrativeUnit
    from graph.types.contradictions import Contradiction
    from graph.types.corrections import Correction
    from graph.types.office_views import OfficeView, OfficeViewConnection
    from graph.types.offices import Office, OfficeConnection
    from graph.types.organizations import Organization
    from graph.types.passports import ServicePassport
    from graph.types.provisions import ServiceProvision
    from graph.types.revisions import Revision
    from graph.types.services import PublicService, PublicServiceConnection

ACTS: Kind[LegalAct, None] = Kind("LegalAct", "no legal act has the id {id}")
UNITS: Kind[AdministrativeUnit, None] = Kind("Unit", "no administrative unit has the id {id}", unit_slug)
CONTRADICTIONS: Kind[Contradiction, None] = Kind("Contradiction", "no contradiction has the id {id}")
CORRECTIONS: Kind[Correction, None] = Kind("Correction", "no correction has the id {id}")
OFFICES: Kind[Office, OfficeConnection] = Kind("Office", "no office has the id {id}")
OFFICE_VIEWS: Kind[OfficeView, OfficeViewConnection] = Kind(
    "OfficeView", "no view of an office has the id {id}"
)
ORGANIZATIONS: Kind[Organization, None] = Kind("Organization", "no organization has the id {id}")
PASSPORTS: Kind[ServicePassport, None] = Kind("ServicePassport", "no passport of a service has the id {id}")
PROVISIONS: Kind[ServiceProvision, None] = Kind("ServiceProvision", "no provision has the id {id}")
REVISIONS: Kind[Revision, None] = Kind("Revision", "no revision has the id {id}")
SERVICES: Kind[PublicService, PublicServiceConnection] = Kind(
    "PublicService", "no public service has the id {id}: publicServices lists them"
)

ENTITIES = {
    kind.name: kind for kind in (OFFICES, SERVICES, PROVISIONS, ACTS, ORGANIZATIONS, PASSPORTS, CORRECTIONS)
}
"""By type: what other subgraphs may refer to, besides the units."""
NODES = {**ENTITIES, **{kind.name: kind for kind in (CONTRADICTIONS, REVISIONS, OFFICE_VIEWS)}}
"""By type: what `node` finds, besides the units."""

LazyUnit = Annotated["AdministrativeUnit", strawberry.lazy("graph.types.areas")]
LazyOffice = Annotated["Office", strawberry.lazy("graph.types.offices")]
LazyOfficeViewPage = Annotated["OfficeViewConnection", strawberry.lazy("graph.types.office_views")]
LazyOfficePage = Annotated["OfficeConnection", strawberry.lazy("graph.types.offices")]
LazyRevision = Annotated["Revision", strawberry.lazy("graph.types.revisions")]
LazyService = Annotated["PublicService", strawberry.lazy("graph.types.services")]
LazyServicePage = Annotated["PublicServiceConnection", strawberry.lazy("graph.types.services")]
