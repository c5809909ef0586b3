"""The reasoning behind an answer, step by step: place, rungs, provisions with their citations, conclusion."""

from __future__ import annotations

from collections.abc import Sequence

from geo.explanations.office_texts import StepKind
from geo.jurisdiction.competent import CompetentProvision, rivals
from geo.jurisdiction.steps import ResolutionStep
from geo.locator.places import PlaceFound
from geo.units.edition_index import Atlas
from model.edition import Unit
from model.enums import Level, PlaceBasis, ResolutionOutcome

_UNDERSTOOD = {
    PlaceBasis.NAMED: StepKind.PLACE_NAMED,
    PlaceBasis.CODE: StepKind.PLACE_CODED,
    PlaceBasis.POLYGON: StepKind.PLACE_IN_BOUNDARY,
    PlaceBasis.NEAREST_SETTLEMENT: StepKind.PLACE_NEAREST,
}


def understood(place: PlaceFound) -> ResolutionStep:
    """How the place was understood."""
    if len(place.units) > 1:
        return ResolutionStep(StepKind.PLACE_AMBIGUOUS, asked=place.asked, count=len(place.units))
    if place.unit is None:
        return ResolutionStep(StepKind.PLACE_UNKNOWN, asked=place.asked)
    source = place.unit.citations[0] if place.unit.citations else None
    if place.former_name is not None:
        period = place.former_name.validity
        return ResolutionStep(
            StepKind.PLACE_FORMERLY_NAMED, place.unit, source, asked=place.asked, period=period
        )
    kind = _UNDERSTOOD[place.basis]
    if place.basis is PlaceBasis.CODE and place.asked.strip() != place.unit.kato_code:
        kind = StepKind.PLACE_FORMERLY_CODED
    return ResolutionStep(kind, place.unit, source, asked=place.asked, distance_m=place.distance_m or 0.0)


def climbed(atlas: Atlas, unit: Unit, ranked: Sequence[CompetentProvision]) -> list[ResolutionStep]:
    """A step for each rung, followed by its provisions: the row that names the office, then the grounds."""
    steps: list[ResolutionStep] = []
    rungs: list[Unit | None] = [*atlas.chain(unit.id), None]
    for rung, territory in enumerate(rungs):
        here = [each for each in ranked if each.rung == rung]
        if territory is not None:
            kind = StepKind.RUNG_SPEAKS if here else StepKind.RUNG_SILENT
            steps.append(ResolutionStep(kind, territory, count=len({each.office.id for each in here})))
            if not here and _lacks_okrug(atlas, territory, ranked):
                steps.append(ResolutionStep(StepKind.NO_OKRUG, territory))
        elif here:
            steps.append(ResolutionStep(StepKind.NATION_SPEAKS, count=len({each.office.id for each in here})))
        for each in here:
            row, *grounds = each.provision.basis or (None,)
            roles = each.provision.roles
            steps.append(ResolutionStep(StepKind.PROVISION, territory, row, each.office, roles))
            steps.extend(
                ResolutionStep(StepKind.AUTHORITY, territory, ground, each.office) for ground in grounds
            )
    return steps


def _lacks_okrug(atlas: Atlas, place: Unit, ranked: Sequence[CompetentProvision]) -> bool:
    """Whether a village lies in a raion directly, which answers for it: such as a centre that no list has."""
    around = atlas.edition.units.get(place.parent_id or "")
    is_outside = place.level is Level.SETTLEMENT and around is not None and around.level is Level.DISTRICT
    return is_outside and place.id not in atlas.towns and any(each.unit is around for each in ranked)


def concluded(outcome: ResolutionOutcome, ranked: Sequence[CompetentProvision]) -> list[ResolutionStep]:
    """What follows from the rungs, where it is not plain from them."""
    if outcome is ResolutionOutcome.NOT_PROVIDED_HERE:
        return [ResolutionStep(StepKind.SILENCE)]
    if outcome is ResolutionOutcome.PROVIDER_NOT_LISTED:
        return [ResolutionStep(StepKind.NOT_LISTED)]
    if outcome is ResolutionOutcome.NATIONWIDE:
        return [ResolutionStep(StepKind.NATIONWIDE)]
    if outcome is ResolutionOutcome.SEVERAL_OFFICES:
        equal = rivals([each for each in ranked if each.gives])
        return [ResolutionStep(StepKind.SEVERAL, count=len({each.office.id for each in equal}))]
    return []
