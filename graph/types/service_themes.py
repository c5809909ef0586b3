"""Types for themes of services: the events in life that lead people to them."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

import strawberry

from graph.terms.errors import BadInputError
from graph.terms.languages import InLanguage
from model.enums import Language
from model.lookup_words import EverydayWords, ThreeLanguages
from model.lookups import lookup


@strawberry.type(
    description="An event of a life that leads people to services, such as a child before school. The list "
    "is Kense's own: no act groups services so."
)
class ServiceTheme:
    """A theme of `seeds/lookups/everyday_words.yaml`: its code and its name."""

    code: str = strawberry.field(description="What `publicServices(theme:)` takes.")
    record: strawberry.Private[ThreeLanguages]

    @strawberry.field(description="Its name; every theme has one in each language.")
    def name(self, language: InLanguage = Language.KK) -> str:
        """The name of the theme in that language."""
        return self.record.of(language)


def service_themes() -> list[ServiceTheme]:
    """All themes, in the order of their file."""
    return [ServiceTheme(code=code, record=names) for code, names in lookup(EverydayWords).themes.items()]


def theme_of(service_id: str) -> ServiceTheme | None:
    """The theme of a service. None for a service without a theme."""
    words = lookup(EverydayWords)
    service = words.services.get(service_id)
    return ServiceTheme(code=service.theme, record=words.themes[service.theme]) if service else None


def services_of_theme(code: str) -> frozenset[str]:
    """Ids of the services of a theme. Raises BadInputError for an unknown code."""
    words = lookup(EverydayWords)
    if code not in words.themes:
        raise BadInputError(f"no theme has the code {code!r}: serviceThemes lists them")
    return frozenset(slug for slug, service in words.services.items() if service.theme == code)
