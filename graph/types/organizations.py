"""Types for legal bodies: owners of offices, and those responsible for services."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import date
from typing import Annotated

import strawberry

from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.terms.connections import Window, list_size, windowed
from graph.terms.languages import InLanguage, name_in
from graph.terms.node import Node, global_id
from graph.types.acts import ActCitation, ReplacedAsOf, cite, day_of
from graph.types.contact_points import ContactPoint, contact_point
from graph.types.kinds import OFFICE_VIEWS, OFFICES, ORGANIZATIONS, LazyOfficePage, LazyOfficeViewPage
from graph.types.texts import LocalizedText, localized
from model import edition as records
from model.enums import Language


@strawberry.type(description="The body that replaced another.")
class Succession:
    """The legal body that succeeds another body, with its date and source."""

    organization: "Organization" = strawberry.field(description="The successor.")
    since: str = strawberry.field(description="Day of the succession, or the year where no more is known.")
    source: str = strawberry.field(description="What it rests on.")


@strawberry.federation.type(
    keys=["id", "bin"], description="The legal body (CPOV PublicOrganisation, HSDS organization)."
)
class Organization(Node):
    """A legal body that offices belong to, or that is responsible for services."""

    bin: str | None = strawberry.field(description="Business identification number; null where not known.")
    record: strawberry.Private[records.Organization]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="Name in the language asked for, else in the first language known.")
    def name(self, language: InLanguage = Language.KK) -> str:
        """The name in that language, else transliterated for English, else the first known name."""
        return name_in(self.record.names, language)

    @strawberry.field(description="The name in every language it is known in.")
    def names(self) -> list[LocalizedText]:
        """Official names, with a transliteration marked as such if there is no English name."""
        return localized(self.registry, self.record.names)

    @strawberry.field(description="The body above it.")
    def parent(self) -> "Organization | None":
        """The body above it. None if there is none."""
        return find_organization(self.registry, self.record.parent_id) if self.record.parent_id else None

    @strawberry.field(description="Ways to reach it from the whole country, hotline and portal among them.")
    def contacts(self) -> list[ContactPoint]:
        """Contacts of the body itself, for the whole country."""
        return [contact_point(self.registry, contact) for contact in self.record.contacts]

    @strawberry.field(description="The body that replaced it; null while it exists, as far as is known.")
    def succeeded_by(self) -> Succession | None:
        """The body that succeeds it. None if there is none."""
        record = self.record
        after = find_organization(self.registry, record.successor_id) if record.successor_id else None
        if after is None:
            return None
        return Succession(
            organization=after, since=record.succeeded_in or "", source=record.succession_source or ""
        )

    @strawberry.field(description="Paragraphs that name it.")
    def basis(self) -> list[ActCitation]:
        """Citations of the acts that state the body's facts."""
        return [cite(self.registry, citation) for citation in self.record.citations]

    @strawberry.federation.field(
        description="Its offices, by name.", directives=[list_size(slice_required=False)]
    )
    @windowed
    def offices(
        self,
        as_of: ReplacedAsOf = strawberry.UNSET,
        *,
        window: Window,
    ) -> LazyOfficePage:
        """A page of the offices of the body, by name."""
        found = _offices_of(self.registry).get(self.record.id, [])
        return OFFICES.page(self.registry, found, window, day_of(as_of))

    @strawberry.federation.field(
        description="Its offices as they were on a day, by name.",
        directives=[list_size(slice_required=False)],
    )
    @windowed
    def office_views(
        self,
        as_of: Annotated[date, strawberry.argument(description="Day of legal time.")],
        *,
        window: Window,
    ) -> LazyOfficeViewPage:
        """A page of the offices of the body as they were on a day."""
        found = _offices_of(self.registry).get(self.record.id, [])
        return OFFICE_VIEWS.page(self.registry, found, window, day_of(as_of))


def _offices_of(registry: Registry) -> dict[str, list[records.Office]]:
    """The offices of each legal body, by its id and sorted by name; grouped once for an edition."""
    return registry.derived(_OFFICES)


def _grouped(registry: Registry) -> dict[str, list[records.Office]]:
    groups: dict[str, list[records.Office]] = {}
    for office in registry.offices_by_name:
        if office.organization_id is not None:
            groups.setdefault(office.organization_id, []).append(office)
    return groups


_OFFICES = Derivation("offices of organizations", _grouped)


def find_organization(registry: Registry, slug: str) -> Organization | None:
    """The legal body with that slug. None for an unknown slug."""
    return registry.view("Organization", slug, registry.edition.organizations, _organization)


ORGANIZATIONS.enrol(find_organization)


def _organization(registry: Registry, body: records.Organization) -> Organization:
    return Organization(id=global_id("Organization", body.id), bin=body.bin, record=body, registry=registry)
