"""Types for public services, and who gives them where."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import strawberry

from geo.jurisdiction.law import service_status
from geo.jurisdiction.reach import touches
from geo.names.alphabet import name_key
from graph.served.context import Registry
from graph.terms.connections import Connection, Key, Window, cut_page, pages_of, windowed
from graph.terms.languages import InLanguage, name_in
from graph.terms.limits import spend
from graph.terms.node import Node, global_id
from graph.types.acts import ActCitation, AsOf, cite, day_of, today
from graph.types.areas import must_unit
from graph.types.freshness import Freshness, freshness_view
from graph.types.kinds import SERVICES
from graph.types.organizations import Organization, find_organization
from graph.types.passports import ServicePassport, passport_view
from graph.types.provisions import ServiceProvisionConnection, provision_page
from graph.types.service_themes import ServiceTheme, theme_of
from graph.types.texts import LocalizedText, localized
from model import edition as records
from model.enums import Language, LifecycleStatus
from model.lookup_words import EverydayWords
from model.lookups import lookup
from model.passports import Passport

Within = Annotated[
    strawberry.ID | None, strawberry.argument(description="Id of an administrative unit to stay within.")
]


@strawberry.type(
    description="A row of the state register of services as an act prints it: bodies by name, or by class."
)
class RegisterEntry:
    """The row of the state register about a service, in its printed words."""

    number: str = strawberry.field(description="Number in the register.")
    recipients: str = strawberry.field(description="Who may ask for the service.")
    responsible: str = strawberry.field(description="Body responsible for it.")
    providers: str = strawberry.field(description="Who gives it.")
    acceptors: str = strawberry.field(description="Who takes applications.")
    form: str = strawberry.field(description="Form of the service and, in brackets, its result.")
    source: ActCitation = strawberry.field(description="The row.")


def register_entry(registry: Registry, entry: records.RegisterEntry) -> RegisterEntry:
    """A row of the state register as a type of the schema."""
    return RegisterEntry(
        number=entry.number,
        recipients=entry.recipients,
        responsible=entry.responsible,
        providers=entry.providers,
        acceptors=entry.acceptors,
        form=entry.form,
        source=cite(registry, entry.citation),
    )


@strawberry.federation.type(
    keys=["id"], description="A public service with its passports (CPSV-AP PublicService)."
)
class PublicService(Node):
    """A public service, for which people come to an office."""

    register_number: str | None = strawberry.field(
        description="Number in the state register of services; many services have none."
    )
    record: strawberry.Private[records.Service]
    registry: strawberry.Private[Registry]

    @strawberry.field(
        description="Name in the language asked for, else in the first language known (see names)."
    )
    def name(self, language: InLanguage = Language.KK) -> str:
        """The name in that language, else transliterated for English, else the first known name."""
        return name_in(self.record.names, language)

    @strawberry.field(
        description="The name in every language, each with its source and origin: where no act prints it in "
        "a language it is TRANSLATED."
    )
    def names(self) -> list[LocalizedText]:
        """Official names, with a transliteration marked as such if there is no English name."""
        return localized(self.registry, self.record.names)

    @strawberry.field(
        description="Common name of at most 40 letters, written by Kense and not printed in an act; null "
        "for a service without one."
    )
    def short_name(self, language: InLanguage = Language.KK) -> str | None:
        """The everyday name in that language. None if the service has none."""
        words = lookup(EverydayWords).services.get(self.record.id)
        return words.short.of(language) if words else None

    @strawberry.field(description="The life event that leads to it; null for a service without one.")
    def theme(self) -> ServiceTheme | None:
        """The theme of the service by `seeds/lookups/everyday_words.yaml`. None if it has none."""
        return theme_of(self.record.id)

    @strawberry.field(
        description="Life-cycle state on a day, by default today: ACTIVE while an act that describes it "
        "is not known to be repealed, PLANNED before all such acts, CLOSED after them."
    )
    def status(self, as_of: AsOf = strawberry.UNSET) -> LifecycleStatus:
        """The state on a day (default: today), by the force of the acts that describe the service."""
        return service_status(self.registry.edition, self.record, day_of(as_of) or today())

    @strawberry.field(
        description="How old its acts are, and whether they are in force on a day, by default today."
    )
    def freshness(self, as_of: AsOf = strawberry.UNSET) -> Freshness:
        """How old the acts are that describe the service."""
        return freshness_view(self.registry, self.record.citations, day_of(as_of))

    @strawberry.field(description="Body responsible for the service; null where no act names one.")
    def responsible_body(self) -> Organization | None:
        """The legal body responsible for the service. None if it is not known."""
        slug = self.record.responsible_id
        return find_organization(self.registry, slug) if slug else None

    @strawberry.field(description="The passport in force on a day; without a day the latest known.")
    def passport(self, as_of: AsOf = strawberry.UNSET) -> ServicePassport | None:
        """The passport in force on a day (default: on any); of several, the passport adopted last.

        None without a passport.
        """
        found = self._passports(day_of(as_of))
        return passport_view(self.registry, found[-1]) if found else None

    @strawberry.field(description="All its passports, in order of adoption of their acts.")
    def passports(self) -> list[ServicePassport]:
        """All passports: one passport for each standard that describes the service."""
        found = self._passports(None)
        spend(len(found))
        return [passport_view(self.registry, one) for one in found]

    def _passports(self, day: date | None) -> list[Passport]:
        edition = self.registry.edition
        found = (edition.passports[key] for key in edition.passports_of_service.get(self.record.id, ()))
        return [one for one in found if day is None or edition.acts[one.act].force.holds_on(day)]

    @strawberry.field(description="Row of the state register of services; null where the service has none.")
    def register_entry(self) -> RegisterEntry | None:
        """The row of the state register about the service. None if it is not in it."""
        entry = self.record.register_entry
        return register_entry(self.registry, entry) if entry else None

    @strawberry.field(description="Acts that describe the service; with a day only those in force then.")
    def legal_basis(self, as_of: AsOf = strawberry.UNSET) -> list[ActCitation]:
        """Citations of the standards that describe the service, on a day only of those in force."""
        day = day_of(as_of)
        acts = self.registry.edition.acts
        return [
            cite(self.registry, citation)
            for citation in self.record.citations
            if day is None or acts[citation.act_id].force.holds_on(day)
        ]

    @strawberry.field(description="The provisions of the service: which office gives it, and where.")
    @windowed
    def provisions(
        self,
        as_of: AsOf = strawberry.UNSET,
        within: Within = strawberry.UNSET,
        *,
        window: Window,
    ) -> ServiceProvisionConnection:
        """A page of the provisions of the service. With `within`, those that cover a part of that unit."""
        registry, day = self.registry, day_of(as_of)
        slug = must_unit(registry, within).record.id if within else None
        edition = registry.edition
        given = (edition.provisions[key] for key in edition.provisions_of_service.get(self.record.id, ()))
        shown = [
            provision
            for provision in given
            if (day is None or provision.holds_on(day))
            and (slug is None or touches(registry.atlas, provision, slug))
        ]
        return provision_page(registry, shown, window)


def find_service(registry: Registry, slug: str) -> PublicService | None:
    """The service with that slug. None for an unknown slug."""
    return registry.view("PublicService", slug, registry.edition.services, _service)


def service_view(registry: Registry, service: records.Service) -> PublicService:
    """A service as a type of the schema."""
    return registry.must("PublicService", service, _service)


def must_service(registry: Registry, service_id: str) -> PublicService:
    """The service with that global id.

    Raises BadInputError for an id of another type, NotFoundError for an unknown id.
    """
    return SERVICES.must(registry, service_id)


def _service(registry: Registry, service: records.Service) -> PublicService:
    return PublicService(
        id=global_id("PublicService", service.id),
        register_number=service.register_number,
        record=service,
        registry=registry,
    )


@pages_of("service", "services")
class PublicServiceConnection(Connection[PublicService]):
    """Services by name."""


def service_key(service: records.Service) -> Key:
    """Sort key of lists of services: the name shown, then the id."""
    return name_key(service.names, service.id), service.id


def service_page(
    registry: Registry, services: Iterable[records.Service], window: Window
) -> PublicServiceConnection:
    """A page of services; they are sorted by name here."""
    page = cut_page(sorted(services, key=service_key), service_key, window)
    return page.shown(PublicServiceConnection, lambda service: service_view(registry, service))


SERVICES.enrol(find_service, lambda registry, found, window, _day: service_page(registry, found, window))
