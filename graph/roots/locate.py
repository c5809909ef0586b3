"""Reading a text as a place; every candidate explains itself."""

import strawberry

from geo.locator.candidates import Candidate, LocateQuery
from geo.locator.evidence import join, label
from geo.locator.locator import Locator
from geo.units.changed_offices import ChangedOffices
from graph.roots.resolutions import clamp
from graph.served.context import Registry
from graph.terms.limits import short_text, spend
from graph.terms.node import unit_slug
from graph.terms.points import GeoPoint, geo_point
from graph.types.areas import AdministrativeUnit, unit_view
from model.edition import Position
from model.enums import Language


@strawberry.type(description="One reading of a text as a place.")
class LocateCandidate:
    """A unit that the text may mean."""

    unit: AdministrativeUnit | None = strawberry.field(description="The unit; null for a bare address.")
    location: GeoPoint = strawberry.field(
        description="Where it is: its own position, else that of the finest unit around it that has one."
    )
    confidence: float = strawberry.field(
        description="Measured share of right answers of its stage, shared between namesakes."
    )
    stage: str = strawberry.field(description="Rule that found the candidate, as a code.")
    explanation: list[str] = strawberry.field(description="How the text was read, in Kazakh and in Russian.")
    rejected: list[str] = strawberry.field(description="Other places that the text may mean.")


def candidates(registry: Registry, text: str, within: str | None, first: int | None) -> list[LocateCandidate]:
    """Places that `text` may mean, surest first; the territory around it where nothing bears the name."""
    spend(5)
    query = LocateQuery(short_text(text, "text"), within=unit_slug(within) if within else None)
    found = locator_of(registry).locate(query)
    answers = (_candidate(registry, candidate, found) for candidate in found)
    return [answer for answer in answers if answer is not None][: clamp(first)]


def _candidate(
    registry: Registry, candidate: Candidate, found: tuple[Candidate, ...]
) -> LocateCandidate | None:
    location = geo_point(_position(candidate))
    if location is None:
        return None
    rejected = [each.name.kk for each in candidate.rejected]
    rejected += [
        label(registry.atlas, other.unit).kk
        for other in found
        if other is not candidate and other.unit is not None
    ]
    return LocateCandidate(
        unit=unit_view(registry, candidate.unit) if candidate.unit is not None else None,
        location=location,
        confidence=candidate.confidence,
        stage=candidate.stage.value,
        explanation=[join(candidate.evidence, language) for language in (Language.KK, Language.RU)],
        rejected=rejected,
    )


def _position(candidate: Candidate) -> Position:
    """The candidate's point with the precision that it has for the place that is meant."""
    own = candidate.unit.position if candidate.unit is not None else None
    place = candidate.unit or candidate.locality
    source = candidate.source_id or ""
    return Position(
        candidate.point.lon,
        candidate.point.lat,
        candidate.precision,
        own.method if own is not None else candidate.stage.value,
        candidate.confidence,
        source.partition(":")[0] or None,
        source.partition(":")[2] or None,
        place.population if place is not None else None,
    )


def locator_of(registry: Registry) -> Locator:
    """Finds places in the units of the edition; made once for as long as these stay."""
    return registry.derived("locator", lambda known: Locator(known.atlas), _followed)


def _followed(registry: Registry, locator: Locator, _: ChangedOffices) -> Locator:
    # Not the very same one, which would keep the atlas that it was made for.
    return locator.following(registry.atlas)
