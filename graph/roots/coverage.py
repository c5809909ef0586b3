"""The root `coverage`: how well a territory is served for one service."""

from datetime import date
from typing import Annotated

import strawberry

from geo.jurisdiction.coverage import Coverage, coverage
from geo.jurisdiction.freshness import AgeClass, ages_of
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.law import today_in_kazakhstan
from geo.locator.places import PlaceQuery, find_place
from graph.roots.resolutions import ServiceResolution, clamp, shown
from graph.served.context import Registry
from graph.terms.connections import PAGE_SIZE
from graph.terms.limits import spend
from graph.types.areas import AdministrativeUnit, must_unit, unit_view

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

Count = Annotated[int | None, strawberry.argument(description="How many, 200 at most.")]


@strawberry.type(description="Served settlements whose newest source has an age.")
class AgeShare:
    """How many of the served settlements rest on acts of one age class."""

    age: AgeClass = strawberry.field(description="Age of the newest act behind the answer.")
    settlements: int = strawberry.field(description="Served settlements of that class.")
    share: float = strawberry.field(description="Of all served settlements, from 0 to 1.")


@strawberry.type(description="How old the law is that the answers of a territory rest on.")
class CoverageFreshness:
    """Served settlements by the age of the acts behind their answers."""

    ages: list[AgeShare] = strawberry.field(
        description="By age, the youngest first; empty age classes are left out."
    )
    resting_on_repealed: int = strawberry.field(
        description="Served settlements whose answer rests on repealed acts alone."
    )
    state_unknown: int = strawberry.field(
        description="Served settlements whose acts are not known to be in force, but may be."
    )


@strawberry.type(description="How well a territory is served for one service.")
class CoverageReport:
    """How many settlements of a territory are served for a service, and at what distance."""

    settlements: int = strawberry.field(description="Settlements of the territory.")
    served: int = strawberry.field(description="Those that some office serves.")
    median_distance_meters: float | None = strawberry.field(
        description="Median distance of served settlements from a competent office; measured only between "
        "trustworthy positions, null where there are none."
    )
    p90_distance_meters: float | None = strawberry.field(
        description="The same for nine tenths of the served settlements."
    )
    service: strawberry.Private[str]
    day: strawberry.Private[date | None]
    found: strawberry.Private[Coverage]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="How old the acts behind the answers are on the day asked for.")
    def freshness(self) -> CoverageFreshness:
        """Served settlements by age class of the acts; classes without any are left out."""
        day = self.day or today_in_kazakhstan()
        spend(self.found.served // 100)
        ages = ages_of(self.registry.edition, self.found.bases, day)
        served = max(self.found.served, 1)
        return CoverageFreshness(
            ages=[
                AgeShare(age=age, settlements=ages.ages[age], share=ages.ages[age] / served)
                for age in AgeClass
                if ages.ages.get(age)
            ],
            resting_on_repealed=ages.resting_on_repealed,
            state_unknown=ages.state_unknown,
        )

    @strawberry.field(description="Settlements that no office serves, by id.")
    def unserved(self, first: Count = PAGE_SIZE) -> list[AdministrativeUnit]:
        """The first of the settlements that no office serves. `first` is at most 200."""
        units = self.found.unserved[: clamp(first, PAGE_SIZE)]
        spend(len(units))
        return [unit_view(self.registry, unit) for unit in units]

    @strawberry.field(description="Settlements that several equally competent offices claim, by id.")
    def contested(self, first: Count = PAGE_SIZE) -> list[ServiceResolution]:
        """The answers for the first of the settlements where the acts name rival offices.

        `first` is at most 200.
        """
        atlas, units = self.registry.atlas, self.found.contested[: clamp(first, PAGE_SIZE)]
        spend(5 * len(units))
        places = (find_place(atlas, PlaceQuery(unit_id=unit.id)) for unit in units)
        answers = (office_for(atlas, self.service, place, self.day) for place in places)
        return [shown(self.registry, answer) for answer in answers]


def coverage_report(registry: Registry, service: str, within: str | None, day: date | None) -> CoverageReport:
    """The report for a service within a unit, or (None) in the whole country.

    Raises NotFoundError for an unknown unit.
    """
    slug = must_unit(registry, within).record.id if within else None
    report = coverage(registry.atlas, service, slug, day, pause=lambda: spend(0))
    spend(report.settlements // 10)  # counted like a list: the whole country costs some hundreds
    return CoverageReport(
        settlements=report.settlements,
        served=report.served,
        median_distance_meters=report.median_m,
        p90_distance_meters=report.p90_m,
        service=service,
        day=day,
        found=report,
        registry=registry,
    )
