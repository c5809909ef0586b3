"""The root `ask`: one typed line, how it was understood, and the answers of other roots to it."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import date
from typing import Annotated

import strawberry

from geo.asking.asked import Asked, ServiceRead
from geo.asking.asked_sentences import how_asked, not_held
from geo.asking.office_names import find_offices
from geo.asking.vocabulary import NamedBy
from geo.earth.point import Point
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.explanations.sentence import join
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import nearest_psc
from graph.roots.locate import LocateCandidate, candidates
from graph.roots.nearby import NearestOfficeConnection, nearest_page
from graph.roots.resolutions import ServiceResolution, shown
from graph.roots.search import SearchConnection, hits_page
from graph.roots.understanding import PlaceUnderstanding, understanding_of
from graph.served.asking import asking_of
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.served.name_index import search_of
from graph.terms.connections import Window, list_size, windowed
from graph.terms.languages import InLanguage
from graph.terms.limits import short_text, spend
from graph.terms.points import PointInput
from graph.types.office_filter import office_test
from graph.types.office_views import ShownDays
from graph.types.services import PublicService, service_view
from model.enums import Language
from model.lookup_asking import NotHeld
from model.lookups import lookup

First = Annotated[int | None, strawberry.argument(description="How many, 200 at most.")]


@strawberry.type(description="A service that a typed line names, or may name.")
class AskedService:
    """A service recognised in the line, and by which of its names.

    Also who provides it at the place of the line.
    """

    service: PublicService = strawberry.field(description="The service.")
    named_by: NamedBy = strawberry.field(description="By what kind of name it was recognised.")
    name: str = strawberry.field(description="That name.")
    words: list[str] = strawberry.field(description="The words of the line that name it.")
    is_whole_name: bool = strawberry.field(description="Whether the line holds every word of that name.")
    read: strawberry.Private[ServiceRead]
    asked: strawberry.Private[Asked]
    day: strawberry.Private[date | None]
    registry: strawberry.Private[Registry]

    @strawberry.field(
        description="The offices that give this service at the place of the line; null where the line "
        "names no place."
    )
    def office_for(self) -> ServiceResolution | None:
        """The answer of the root `officeFor`. None if the line names no place, or does not ask who serves."""
        place = self.asked.place
        if place is None or self.asked.asked_for is not AskedFor.WHO_SERVES:
            return None
        spend(5)
        return shown(self.registry, office_for(self.registry.atlas, self.read.service_id, place, self.day))


@strawberry.type(description="A service that no act of the registry holds, and where to ask for it.")
class ServiceNotHeld:
    """A topic that people ask for and the registry does not hold."""

    code: str = strawberry.field(description="Code of the topic, such as `passport`.")
    portal: str = strawberry.field(description="Address of the portal to ask at.")
    call_centre: str = strawberry.field(description="Telephone number to ask at.")

    @strawberry.field(description="What people ask for.")
    def name(self, language: InLanguage = Language.KK) -> str:
        """Name of the topic in Kazakh, Russian or English."""
        return lookup(NotHeld).topics[self.code].name.of(language)

    @strawberry.field(description="That the registry holds no such service and where to ask, in words.")
    def text(self, language: InLanguage = Language.KK) -> str:
        """Where to ask instead, in Kazakh, Russian or English."""
        return not_held(self.code).text(language)


@strawberry.type(
    description="The meaning of a typed line, and its answer. Each kind of question fills one answer "
    "field; the others are null or empty."
)
class AskAnswer:
    """How a line was understood, and the answers that the other roots would give."""

    question: AskedFor = strawberry.field(description="What kind of question the line is.")
    is_certain: bool = strawberry.field(
        description="Whether the line identifies one service and one place, and every word was recognised."
    )
    doubts: list[AskDoubt] = strawberry.field(
        description="What speaks against it; empty where it is certain."
    )
    place_text: str | None = strawberry.field(
        description="The words that were read as the place, in the nominative; null without any."
    )
    connecting: list[str] = strawberry.field(
        description="Words that name neither service nor place and were left aside: `where`, `телефон`."
    )
    left_out: list[str] = strawberry.field(description="Words that were not understood.")
    did_you_mean: str | None = strawberry.field(
        description="The line with its spelling corrected; null where no word is misspelt."
    )
    asked: strawberry.Private[Asked]
    near: strawberry.Private[Point | None]
    day: strawberry.Private[date | None]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="The services that may be meant, at most eight, the likeliest first.")
    def services(self) -> list[AskedService]:
        """The services that the line may mean, the likeliest first, at most eight."""
        return [
            AskedService(
                service=service_view(self.registry, self.registry.edition.services[read.service_id]),
                named_by=read.by,
                name=read.name,
                words=list(read.words),
                is_whole_name=read.is_whole,
                read=read,
                asked=self.asked,
                day=self.day,
                registry=self.registry,
            )
            for read in self.asked.services
        ]

    @strawberry.field(description="How the text of the place was read; null where the line names no place.")
    def understanding(self) -> PlaceUnderstanding | None:
        """How the place of the line was understood. None without a place."""
        return understanding_of(self.asked.place) if self.asked.place is not None else None

    @strawberry.field(description="What the registry does not hold; null for all other questions.")
    def not_held(self) -> ServiceNotHeld | None:
        """What the line asks for that the registry does not hold, and where to ask instead. Else None."""
        if self.asked.topic is None:
            return None
        held = lookup(NotHeld)
        return ServiceNotHeld(code=self.asked.topic, portal=held.portal, call_centre=held.call_centre)

    @strawberry.field(description="Sentences that say what was recognised and what was not.")
    def explanation(self, language: InLanguage = Language.KK) -> str:
        """How the line was understood, as a sentence in Kazakh, Russian or English."""
        return join(how_asked(self.asked, self.registry.edition.services), language)

    @strawberry.field(
        description="WHO_SERVES: the offices that give the likeliest service at the place; `services` has "
        "the other services."
    )
    def office_for(self) -> ServiceResolution | None:
        """The answer of the root `officeFor` for the first service. None without a service or a place."""
        first = next(iter(self.services()), None)
        return first.office_for() if first is not None else None

    @strawberry.federation.field(
        description="NEAREST_CENTRE: public service centres nearest to the place, or to `near` where the "
        "line names no place; null without either.",
        directives=[list_size(slice_required=False)],
    )
    @windowed
    def nearest_psc(self, *, window: Window) -> NearestOfficeConnection | None:
        """The answer of the root `nearestPsc`.

        None if the line does not ask for it, or no position is known.
        """
        origin = self._origin()
        if origin is None or self.asked.asked_for is not AskedFor.NEAREST_CENTRE:
            return None
        return nearest_page(
            self.registry,
            search=nearest_psc,
            to=PointInput(latitude=origin.lat, longitude=origin.lon),
            keep=office_test(self.registry, None, self.day),
            service=None,
            max_distance_m=None,
            days=ShownDays(of_view=self.day),
            window=window,
        )

    @strawberry.federation.field(
        description="OFFICE_BY_NAME: the offices that are called so, as search finds them.",
        directives=[list_size(slice_required=False)],
    )
    @windowed
    def search(self, *, window: Window) -> SearchConnection | None:
        """The answer of the root `search`, with only offices of the kind that the line names.

        None if it names none.
        """
        if self.asked.category is None or self.asked.asked_for is not AskedFor.OFFICE_BY_NAME:
            return None
        spend(5)
        found = find_offices(
            search_of(self.registry), locator_of(self.registry), self.registry.atlas, self.asked
        )
        return hits_page(self.registry, found, self.near, window)

    @strawberry.field(description="The places that the line may mean; empty where it names none.")
    def locate(self, first: First = 5) -> list[LocateCandidate]:
        """The answer of the root `locate` to the words of the place. Empty without such words."""
        text = self.asked.place_text
        return candidates(self.registry, text, None, first) if text is not None else []

    def _origin(self) -> Point | None:
        """The position of the place that the line names, None if that has none.

        If the line names no place, `near`.
        """
        place = self.asked.place
        if place is None:
            return self.near
        position = place.unit.position if place.unit is not None else None
        return Point(lon=position.lon, lat=position.lat) if position is not None else None


def answer_line(registry: Registry, text: str, near: Point | None, day: date | None) -> AskAnswer:
    """The meaning of a line. Raises BadInputError above 300 characters. `near` is the client's position."""
    spend(5)
    asked = asking_of(registry).understood(short_text(text, "text"), near)
    return AskAnswer(
        question=asked.asked_for,
        is_certain=asked.is_certain,
        doubts=[doubt for doubt in AskDoubt if doubt in asked.doubts],
        place_text=asked.place_text,
        connecting=list(asked.connecting),
        left_out=list(asked.left_out),
        did_you_mean=asked.did_you_mean,
        asked=asked,
        near=near,
        day=day,
        registry=registry,
    )
