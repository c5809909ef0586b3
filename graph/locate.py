"""Reading a text as a place; every candidate explains itself."""

from dataclasses import replace

import strawberry

from geo.explanation import understood
from geo.places import PlaceFound, PlaceQuery, find_place
from graph.areas import AdministrativeUnit, unit_view
from graph.context import Registry
from graph.limits import short_text, spend
from graph.node import unit_slug
from graph.points import GeoPoint, geo_point
from graph.resolutions import clamp
from graph.texts import name_in
from store.edition import Position, Unit
from store.kinds import Language


@strawberry.type(description="One reading of a text as a place.")
class LocateCandidate:
    """A unit that the text may mean."""

    unit: AdministrativeUnit | None = strawberry.field(description="The unit; null for a bare address.")
    location: GeoPoint = strawberry.field(
        description="Where it is: its own position, else that of the finest unit around it that has one."
    )
    confidence: float = strawberry.field(
        description="Confidence of the position, shared between the places that bear the name."
    )
    stage: str = strawberry.field(description="Rule that found the candidate, as a code.")
    explanation: list[str] = strawberry.field(description="How the text was read, in Kazakh and in Russian.")
    rejected: list[str] = strawberry.field(description="Other places that the text may mean.")


def candidates(registry: Registry, text: str, within: str | None, first: int | None) -> list[LocateCandidate]:
    """Units that bear the name in `text`, in order of ids; those without any position are left out."""
    spend(5)
    found = find_place(
        registry.atlas,
        PlaceQuery(name=short_text(text, "text"), within=unit_slug(within) if within else None),
    )
    answers = [_candidate(registry, found, unit) for unit in found.units]
    return [answer for answer in answers if answer is not None][: clamp(first)]


def _candidate(registry: Registry, found: PlaceFound, unit: Unit) -> LocateCandidate | None:
    position = _position(registry, unit)
    location = geo_point(position)
    if position is None or location is None:
        return None
    step = understood(replace(found, units=(unit,)))
    return LocateCandidate(
        unit=unit_view(registry, unit),
        location=location,
        confidence=position.confidence / len(found.units),
        stage="former_name" if found.former_name else "name",
        explanation=[step.text(Language.KK), step.text(Language.RU)],
        rejected=[_address(registry, other) for other in found.units if other.id != unit.id],
    )


def _position(registry: Registry, unit: Unit) -> Position | None:
    return next((one.position for one in registry.atlas.chain(unit.id) if one.position is not None), None)


def _address(registry: Registry, unit: Unit) -> str:
    return ", ".join(name_in(one.names, Language.KK) for one in registry.atlas.chain(unit.id))
