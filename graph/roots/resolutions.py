"""The roots `officeFor` and `officesFor`: who serves a place, and why."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry

from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.jurisdiction.nearest import NearbyOffice
from geo.jurisdiction.steps import ResolutionStep as Step
from geo.jurisdiction.unlisted import UnlistedProvider
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from graph.roots.nearby import NearestOfficeEdge, nearest_edge, point_of
from graph.roots.understanding import PlaceUnderstanding, understanding_of
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.terms.errors import BadInputError
from graph.terms.languages import InLanguage
from graph.terms.limits import short_text, spend
from graph.terms.node import unit_slug
from graph.terms.points import PointInput
from graph.terms.slots import slots
from graph.types.acts import ActCitation, cite
from graph.types.areas import AdministrativeUnit, unit_view
from graph.types.freshness import Freshness, freshness_view
from graph.types.office_views import ShownDays
from graph.types.provisions import ServiceProvision, provision_view
from model.enums import ActStatus, Language, PlaceBasis, ResolutionOutcome, Role

MAX_PLACES = 200


@strawberry.input(
    description="Exactly one of unitId, katoCode, point and name; the other fields narrow a name."
)
class PlaceInput:
    """A place as a client gives it: by id, code, point or name."""

    unit_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Id of an administrative unit."
    )
    kato_code: str | None = strawberry.field(
        default=strawberry.UNSET, description="Code of the official classifier."
    )
    point: PointInput | None = strawberry.field(default=strawberry.UNSET, description="A position.")
    name: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="A place as people write it, in Kazakh, Russian or Latin letters: a name of today or of "
        "another period, an address in either order, a code or a post code.",
    )
    within: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Narrows a name: id of a unit around the place."
    )
    district: str | None = strawberry.field(
        default=strawberry.UNSET, description="Narrows a name: name of a district."
    )
    region: str | None = strawberry.field(
        default=strawberry.UNSET, description="Narrows a name: name of a region."
    )


def place_of(registry: Registry, given: PlaceInput) -> PlaceFound:
    """The units that the client may mean. Raises UsageError unless the place is given in exactly one way."""
    unit_id = unit_slug(given.unit_id) if given.unit_id else None
    return find_place(
        registry.atlas,
        PlaceQuery(
            unit_id=registry.edition.current_id(unit_id) if unit_id else None,
            kato_code=given.kato_code or None,
            point=point_of(given.point) if given.point else None,
            name=short_text(given.name, "name") if given.name else None,
            within=unit_slug(given.within) if given.within else None,
            district=short_text(given.district, "district") if given.district else None,
            region=short_text(given.region, "region") if given.region else None,
        ),
        locator_of(registry),
    )


@strawberry.type(description="One step of the reasoning, with the act behind it.")
class ResolutionStep:
    """One sentence of an explanation, and the unit and citation that it rests on."""

    unit: AdministrativeUnit | None = strawberry.field(description="The unit the step is about.")
    source: ActCitation | None = strawberry.field(description="Where the law says so.")
    step: strawberry.Private[Step]

    @strawberry.field(description="The step as a sentence.")
    def text(self, language: InLanguage = Language.KK) -> str:
        """The sentence in Kazakh, Russian or English."""
        return self.step.text(language)


@strawberry.type(
    description="A class of organisations that an act names as givers of a service without listing them."
)
class UnlistedProviders:
    """A class of providers that no act lists one by one, such as schools and universities."""

    code: str = strawberry.field(description="Code of the class, such as `schools`.")
    roles: list[Role] = strawberry.field(description="What they do; empty where the act was not read for it.")
    source: ActCitation | None = strawberry.field(description="The paragraph that names them.")
    named: strawberry.Private[UnlistedProvider]

    @strawberry.field(description="The class in words.")
    def name(self, language: InLanguage = Language.KK) -> str:
        """Name of the class in Kazakh, Russian or English."""
        return self.named.name.text(language)


@strawberry.type(description="Who serves a place, and why.")
class ServiceResolution:
    """The answer to `officeFor`: who serves a place, or why nobody can be named."""

    outcome: ResolutionOutcome = strawberry.field(description="What kind of answer this is.")
    as_of: date | None = strawberry.field(description="Null when latest known was asked for.")
    law_status: ActStatus = strawberry.field(
        description="Legal force, on that date (or today), of the act the answer rests on."
    )
    place_basis: PlaceBasis | None = strawberry.field(
        description="How the place was understood; null when it was not."
    )
    found: strawberry.Private[Resolution]
    registry: strawberry.Private[Registry]

    @strawberry.field(
        description="The recognised place; null where none was recognised or several are possible."
    )
    def place(self) -> AdministrativeUnit | None:
        """The unit that the place was found to be. None if the place is not a single unit."""
        return unit_view(self.registry, self.found.place) if self.found.place else None

    @strawberry.field(
        description="Competent offices, most specific territory first, then by role. Where several places "
        "are possible, the offices if they are the same for all of them, else empty."
    )
    def provisions(self) -> list[ServiceProvision]:
        """The provisions of the answer: which offices serve the place. Empty if nobody is named."""
        return [provision_view(self.registry, provision) for provision in self.found.provisions]

    @strawberry.field(
        description="How old the acts of the provisions are, and whether they are in force on the "
        "requested day, by default today."
    )
    def freshness(self) -> Freshness:
        """How old the acts behind all provisions of the answer are."""
        basis = (citation for provision in self.found.provisions for citation in provision.basis)
        return freshness_view(self.registry, basis, self.found.as_of)

    @strawberry.field(
        description="Organisations that also give the service, or are the only ones, and that the act "
        "does not list; null where it lists every provider. It accompanies any outcome: "
        "people may also go to their own school."
    )
    def unlisted_providers(self) -> UnlistedProviders | None:
        """The class of providers that also give the service and that the act does not list.

        None if it lists all.
        """
        named = self.found.unlisted
        if named is None:
            return None
        return UnlistedProviders(
            code=named.code,
            roles=list(named.roles),
            source=cite(self.registry, named.source) if named.source else None,
            named=named,
        )

    @strawberry.field(description="PSCs and others that may accept the application instead, nearest first.")
    def alternatives(
        self, first: Annotated[int | None, strawberry.argument(description="How many, 200 at most.")] = 5
    ) -> list[NearestOfficeEdge]:
        """Service centres that people may use instead, nearest first, at most `first` (200)."""
        return [self._edge(near) for near in self.found.alternatives[: clamp(first)]]

    @strawberry.field(
        description="The nearest office giving the service, competent or not, and why it is not the answer."
    )
    def nearest(self) -> NearestOfficeEdge | None:
        """The nearest office that gives the service, competent or not.

        None if no distance can be measured.
        """
        near = self.found.nearest
        if near is None:
            return None
        return self._edge(NearbyOffice(near.office, near.distance_m, near.error_m))

    @strawberry.field(description="Why the nearest office is not the answer; null when it is.")
    def nearest_differs(self, language: InLanguage = Language.KK) -> str | None:
        """Why the nearest office is not the answer, as a sentence. None if it is the answer, or not known."""
        return self.found.nearest.text(language) if self.found.nearest else None

    @strawberry.field(
        description="How the text of the place was understood; null where it was given by id, code or point."
    )
    def understanding(self) -> PlaceUnderstanding | None:
        """How the name of the place was understood. None for an id, a code or a point."""
        return understanding_of(self.found.asked)

    @strawberry.field(
        description="The possible places, the most important first: namesakes from which the client must "
        "choose, and for UNKNOWN_PLACE places whose names resemble the text."
    )
    def candidates(self) -> list[AdministrativeUnit]:
        """The places that the text may mean, the most important first. Empty if a single place was found."""
        return [unit_view(self.registry, unit) for unit in self.found.candidates]

    @strawberry.field(description="The reasoning, step by step.")
    def explanation(self) -> list[ResolutionStep]:
        """The steps of the explanation, from the place to the conclusion."""
        return [
            ResolutionStep(
                unit=unit_view(self.registry, step.unit) if step.unit else None,
                source=cite(self.registry, step.source) if step.source else None,
                step=step,
            )
            for step in self.found.explanation
        ]

    @strawberry.field(description="Where no act is in force on the date: the last answer that law gave.")
    def last_known(self) -> "ServiceResolution | None":
        """The answer by the law in force last, if no act is in force on the day. Else None."""
        return shown(self.registry, self.found.last_known) if self.found.last_known else None

    def _edge(self, near: NearbyOffice) -> NearestOfficeEdge:
        competent = any(provision.office_id == near.office.id for provision in self.found.provisions)
        days = ShownDays(of_view=self.found.as_of)  # the same office stands in `provisions` as it is now
        return nearest_edge(self.registry, near, competent if self.found.place else None, days)


def shown(registry: Registry, found: Resolution) -> ServiceResolution:
    """A resolution as a type of the schema."""
    return ServiceResolution(
        outcome=found.outcome,
        as_of=found.as_of,
        law_status=found.law_status,
        place_basis=found.basis if found.place else None,
        found=found,
        registry=registry,
    )


def resolve(registry: Registry, service: str, place: PlaceInput, day: date | None) -> ServiceResolution:
    """Who provides a service at one place. Raises UsageError unless the place is given in exactly one way."""
    spend(5)
    return shown(registry, office_for(registry.atlas, service, place_of(registry, place), day))


def resolve_all(
    registry: Registry, service: str, places: Sequence[PlaceInput], day: date | None
) -> list[Any]:
    """For each place its answer or a UsageError, in order. Raises BadInputError above 200 places."""
    if len(places) > MAX_PLACES:
        raise BadInputError(f"at most {MAX_PLACES} places at once, got {len(places)}")
    return slots(lambda place: resolve(registry, service, place, day), places)


def clamp(first: int | None, default: int = 5) -> int:
    """The size of a list: `first`, at most 200, or `default` for None.

    Raises BadInputError if it is negative.
    """
    if first is None:
        return default
    if first < 0:
        raise BadInputError(f"first must not be negative, got {first}")
    return min(first, MAX_PLACES)
