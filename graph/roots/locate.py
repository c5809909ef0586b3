"""The root `locate`: which places a text may mean, each with an explanation."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

import strawberry

from geo.explanations.place_texts import Doubt
from geo.explanations.sentence import Sentence, join
from geo.locator.candidates import Candidate, LocateQuery
from geo.locator.evidence import label
from graph.roots.resolutions import clamp
from graph.served.context import Registry
from graph.served.locators import locator_of
from graph.terms.languages import InLanguage
from graph.terms.limits import short_text, spend
from graph.terms.node import unit_slug
from graph.terms.points import GeoPoint, geo_point
from graph.types.areas import AdministrativeUnit, unit_view
from model.edition import Position
from model.enums import Language


@strawberry.type(description="One reading of a text as a place.")
class LocateCandidate:
    """A place that the text may mean: a unit, or a locality in none of the registry's units."""

    evidence: strawberry.Private[tuple[Sentence, ...]]
    unit: AdministrativeUnit | None = strawberry.field(description="The unit; null for a bare address.")
    location: GeoPoint = strawberry.field(
        description="Its own position, else the position of the smallest unit around it that has one."
    )
    confidence: float = strawberry.field(
        description="Measured share of right answers of its stage, shared between namesakes."
    )
    stage: str = strawberry.field(description="Rule that found the candidate, as a code.")
    explanation: list[str] = strawberry.field(description="How the text was read, in Kazakh and in Russian.")
    rejected: list[str] = strawberry.field(description="Other places that the text may mean.")
    importance: float = strawberry.field(
        description="From 0 to 1: among namesakes a town or an administrative centre ranks above "
        "villages, a larger place above a smaller one."
    )
    is_certain: bool = strawberry.field(
        description="Whether the text identifies the place; false for a mere possibility, such as a "
        "misspelt name."
    )
    doubts: list[Doubt] = strawberry.field(description="What speaks against taking it for certain.")
    left_out: list[str] = strawberry.field(
        description="Parts of the text that did not help: unknown names, and the street."
    )

    @strawberry.field(description="How the text was read, in one language.")
    def explanation_in(self, language: InLanguage = Language.KK) -> str:
        """Why the text may mean it, in Kazakh, Russian or English."""
        return join(self.evidence, language)


def candidates(registry: Registry, text: str, within: str | None, first: int | None) -> list[LocateCandidate]:
    """Places that `text` may mean, surest first, at most `first`; those without a position are left out.

    If no place has the name, the territory around it is found instead. `within` is the id of a unit around
    the places. Raises BadInputError above 300 characters.
    """
    spend(5)
    query = LocateQuery(short_text(text, "text"), within=unit_slug(within) if within else None)
    found = locator_of(registry).locate(query)
    answers = (_candidate(registry, candidate, found) for candidate in found)
    return [answer for answer in answers if answer is not None][: clamp(first)]


def _candidate(
    registry: Registry, candidate: Candidate, found: tuple[Candidate, ...]
) -> LocateCandidate | None:
    """A candidate as a type of the schema, with all others as rejected candidates.

    None without a position.
    """
    location = geo_point(_position(candidate))
    if location is None:
        return None
    rejected = [each.name.text(Language.KK) for each in candidate.rejected]
    rejected += [
        label(registry.atlas, other.unit).text(Language.KK)
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
        evidence=candidate.evidence,
        importance=candidate.importance,
        is_certain=candidate.is_certain,
        doubts=[doubt for doubt in Doubt if doubt in candidate.doubts],
        left_out=list(candidate.left_out),
    )


def _position(candidate: Candidate) -> Position:
    """The position of the candidate's point, with its precision."""
    own = candidate.unit.position if candidate.unit is not None else None
    place = candidate.unit or candidate.locality
    source = candidate.source_id or ""
    return Position(
        lon=candidate.point.lon,
        lat=candidate.point.lat,
        precision=candidate.precision,
        method=own.method if own is not None else candidate.stage.value,
        confidence=candidate.confidence,
        source=source.partition(":")[0] or None,
        source_id=source.partition(":")[2] or None,
        people=place.population if place is not None else None,
    )
