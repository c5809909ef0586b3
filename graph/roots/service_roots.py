"""Root fields about services, their passports, and legal acts."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.served.context import Info
from graph.served.name_index import Subject, words_of
from graph.terms.connections import Window, cut_page, windowed
from graph.terms.errors import BadInputError
from graph.terms.limits import short_text
from graph.terms.node import GivenId
from graph.types.acts import LegalAct, LegalActConnection, act_page
from graph.types.kinds import ACTS
from graph.types.passport_diff import PassportDiff, passport_diff
from graph.types.service_themes import ServiceTheme, service_themes, services_of_theme
from graph.types.services import PublicService, PublicServiceConnection, must_service, service_page
from model.edition import Act
from model.errors import NotFoundError


@strawberry.type
class ServiceRoots:
    """Root fields about public services and legal acts."""

    @strawberry.field(description="Public services, by name.")
    @windowed
    def public_services(
        self,
        info: Info,
        text: Annotated[
            str | None,
            strawberry.argument(
                description="Each word begins a word of the service's name, or of what people call it."
            ),
        ] = strawberry.UNSET,
        theme: Annotated[
            str | None, strawberry.argument(description="Code of a theme (see serviceThemes).")
        ] = strawberry.UNSET,
        *,
        window: Window,
    ) -> PublicServiceConnection | None:
        """A page of services, by name.

        `text` restricts the page to services with such a name, `theme` to services of a theme. Raises
        BadInputError for an unknown theme, and above 300 characters.
        """
        registry = info.context.registry
        services = registry.edition.services
        found = list(services.values())
        if text:
            slugs = words_of(registry).bearers(short_text(text, "text"), Subject.SERVICE, also_called=True)
            found = [services[slug] for slug in slugs]
        if theme:
            of_theme = services_of_theme(short_text(theme, "theme"))
            found = [service for service in found if service.id in of_theme]
        return service_page(registry, found, window)

    @strawberry.field(description="The events of a life under which services are found.")
    def service_themes(self) -> list[ServiceTheme]:
        """All themes of services, about a dozen."""
        return service_themes()

    @strawberry.field(description="A service by its id or by its number in the state register.")
    def public_service(
        self,
        info: Info,
        id: Annotated[  # noqa: A002
            strawberry.ID | None, strawberry.argument(description="Id of a PublicService.")
        ] = strawberry.UNSET,
        register_number: Annotated[
            str | None, strawberry.argument(description="Number in the state register of services.")
        ] = strawberry.UNSET,
    ) -> PublicService | None:
        """One service.

        Raises BadInputError unless exactly one argument is given, NotFoundError if there is none.
        """
        registry = info.context.registry
        if bool(id) == bool(register_number):
            raise BadInputError("pass exactly one of id and registerNumber")
        if id:
            return must_service(registry, id)
        for service in registry.edition.services.values():
            if service.register_number == register_number:
                return must_service(registry, f"PublicService:{service.id}")
        raise NotFoundError(f"no public service has the registerNumber {register_number!r}")

    @strawberry.field(description="What one passport states otherwise than another.")
    def passport_diff(
        self,
        info: Info,
        from_: Annotated[
            strawberry.ID, strawberry.argument(name="from", description="Id of the ServicePassport before.")
        ],
        to: Annotated[strawberry.ID, strawberry.argument(description="Id of the ServicePassport after.")],
    ) -> PassportDiff | None:
        """The differences between two passports of services."""
        return passport_diff(info.context.registry, from_, to)

    @strawberry.field(description="Legal acts, in order of adoption.")
    @windowed
    def legal_acts(
        self,
        info: Info,
        *,
        window: Window,
    ) -> LegalActConnection | None:
        """A page of legal acts, by the day of adoption."""
        registry = info.context.registry
        acts = sorted(registry.edition.acts.values(), key=_act_key)
        return act_page(registry, cut_page(acts, _act_key, window))

    @strawberry.field(description="A legal act by its id.")
    def legal_act(self, info: Info, id: GivenId) -> LegalAct | None:  # noqa: A002
        """One legal act. Raises NotFoundError for an unknown id."""
        return ACTS.must(info.context.registry, id)


def _act_key(act: Act) -> tuple[str, str]:
    return act.adopted_on.isoformat(), act.id
