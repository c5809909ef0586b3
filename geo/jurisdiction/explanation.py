"""The reasoning behind an answer, step by step: place, territories, provisions with citations, conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geo.explanations.office_texts import StepKind
from geo.explanations.place_texts import Doubt
from geo.explanations.sentence import Sentence
from geo.jurisdiction.competent import CompetentProvision, rivals
from geo.jurisdiction.law import Counts
from geo.jurisdiction.steps import ResolutionStep
from geo.jurisdiction.unlisted import UnlistedProvider
from geo.locator.places import PlaceFound
from geo.names.ladder import Stage
from geo.units.edition_index import Atlas
from model.edition import ALWAYS, Provision, Unit
from model.enums import Level, PlaceBasis, ResolutionOutcome, Role

_FEW_REGIONS = 3
"""Up to this many regions are listed as those in which a service is given; a longer list would not help."""

_UNDERSTOOD = {
    PlaceBasis.NAMED: StepKind.PLACE_NAMED,
    PlaceBasis.CODE: StepKind.PLACE_CODED,
    PlaceBasis.POLYGON: StepKind.PLACE_IN_BOUNDARY,
    PlaceBasis.NEAREST_SETTLEMENT: StepKind.PLACE_NEAREST,
}


_FEW_PROPOSED = 5
"""Up to this many places are listed as those that may be meant."""


def how_understood(place: PlaceFound) -> list[ResolutionStep]:
    """Steps on how the place was understood, and with what doubts.

    They also name the part of the text that was read as the place, and the parts that were not used.
    """
    steps, read = [understood(place)], place.read
    if read is None:
        return steps
    head = read.case.reading.head
    if read.stage is not None and (read.stage is not Stage.EXACT or head != place.asked):
        reason = Sentence(read.stage)
        steps.append(ResolutionStep(StepKind.PLACE_READ, asked=head, reason=reason))
    if read.left_out:
        steps.append(ResolutionStep(StepKind.PLACE_LEFT_OUT, asked=", ".join(read.left_out)))
    steps += [
        ResolutionStep(StepKind.PLACE_DOUBTED, reason=Sentence(doubt))
        for doubt in Doubt
        if doubt in read.doubts
    ]
    return steps


def understood(place: PlaceFound) -> ResolutionStep:
    """The step that says which place was understood, or that it is ambiguous, abroad, proposed or unknown."""
    if len(place.units) > 1:
        return ResolutionStep(StepKind.PLACE_AMBIGUOUS, asked=place.asked, count=len(place.units))
    if place.is_abroad:
        return ResolutionStep(StepKind.PLACE_ABROAD, asked=place.asked)
    if not place.units and place.proposed:
        proposed = place.proposed[:_FEW_PROPOSED]
        return ResolutionStep(StepKind.PLACE_PROPOSED, asked=place.asked, units=proposed)
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


def served_alike(atlas: Atlas, around: Unit, ranked: Sequence[CompetentProvision]) -> list[ResolutionStep]:
    """A step saying that the same offices serve each of the possible places.

    Then the steps of `climbed` from `around` on.
    """
    return [ResolutionStep(StepKind.SERVED_ALIKE, around), *climbed(atlas, around, ranked)]


def today_of(atlas: Atlas, unit: Unit) -> list[ResolutionStep]:
    """A step with the district and region in the acts and those of today; empty if both are the same."""
    acts = _around(atlas.chain(unit.id)[1:])
    today = _around(atlas.division.ancestors(unit.id))
    if not acts or acts == today:
        return []
    return [ResolutionStep(StepKind.PLACE_TODAY, unit, units=acts, today=today)]


def _around(units: Sequence[Unit]) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit.level in (Level.DISTRICT, Level.REGION))


def climbed(atlas: Atlas, unit: Unit, ranked: Sequence[CompetentProvision]) -> list[ResolutionStep]:
    """A step for the unit, each unit around it, and the country if provisions for all of it count.

    Each is followed by its offices and their citations.
    """
    steps: list[ResolutionStep] = []
    rungs: list[Unit | None] = [*atlas.chain(unit.id), None]
    for rung, territory in enumerate(rungs):
        here = [each for each in ranked if each.rung == rung]
        if territory is not None:
            steps.append(_rung(territory, rung, here, ranked))
            if not here and _lacks_okrug(atlas, territory, ranked):
                steps.append(ResolutionStep(StepKind.NO_OKRUG, territory))
        elif here:
            steps.append(ResolutionStep(StepKind.NATION_SPEAKS, count=len({each.office.id for each in here})))
        steps += _named(territory, here)
    return steps


def _named(territory: Unit | None, here: Sequence[CompetentProvision]) -> list[ResolutionStep]:
    """Steps for the offices of one territory, each with its roles and its first citation.

    A further step follows for each further citation. Equal provisions of two annexes become one.
    """
    alike: dict[tuple[str, tuple[Role, ...]], list[CompetentProvision]] = {}
    for each in here:
        alike.setdefault((each.office.id, each.provision.roles), []).append(each)
    steps = []
    for (_, roles), group in alike.items():
        office = group[0].office
        row, *grounds = dict.fromkeys(ground for each in group for ground in each.provision.basis) or (None,)
        steps.append(ResolutionStep(StepKind.PROVISION, territory, row, office, roles))
        steps += [ResolutionStep(StepKind.AUTHORITY, territory, ground, office) for ground in grounds]
    return steps


def _rung(
    territory: Unit, rung: int, here: Sequence[CompetentProvision], ranked: Sequence[CompetentProvision]
) -> ResolutionStep:
    """The step of one territory: how many offices the acts name for it.

    Without any, it names the wider territory whose office serves it too, or says that there is none.
    """
    if here:
        return ResolutionStep(StepKind.RUNG_SPEAKS, territory, count=len({each.office.id for each in here}))
    wider = next((each.unit for each in ranked if each.rung > rung and each.unit and each.gives), None)
    if wider is None:
        return ResolutionStep(StepKind.RUNG_SILENT, territory)
    return ResolutionStep(StepKind.RUNG_WITHIN, territory, units=(wider,))


def given_elsewhere(atlas: Atlas, service_id: str, counts: Counts) -> list[ResolutionStep]:
    """A step with the regions to which the acts limit the service.

    Empty for more than three or a nationwide service.
    """
    regions: dict[str, Unit] = {}
    for provision in atlas.provisions_of(service_id):
        if not counts(provision) or not provision.gives:
            continue
        if provision.is_nationwide or len(regions) > _FEW_REGIONS:
            return []
        tops = (atlas.chain(unit_id)[-1] for unit_id in provision.unit_ids)
        regions |= {region.id: region for region in tops}
    named = tuple(regions[region_id] for region_id in sorted(regions))
    return [ResolutionStep(StepKind.ELSEWHERE, units=named)] if 0 < len(named) <= _FEW_REGIONS else []


def without_law(unit: Unit, as_of: date, last_known: Sequence[Provision]) -> list[ResolutionStep]:
    """A step saying that no act is in force on a day.

    A second one gives the period of the last act, if it is known.
    """
    steps = [ResolutionStep(StepKind.NO_ACT, unit, asked=as_of.isoformat())]
    period = last_known[0].validity if last_known else ALWAYS
    if period != ALWAYS:
        steps.append(ResolutionStep(StepKind.LAST_ACT, unit, period=period))
    return steps


def unlisted(provider: UnlistedProvider | None) -> list[ResolutionStep]:
    """A step for the class of providers that the act names without a list; empty where `provider` is None."""
    if provider is None:
        return []
    return [
        ResolutionStep(StepKind.NOT_LISTED, source=provider.source, roles=provider.roles, providers=provider)
    ]


def _lacks_okrug(atlas: Atlas, place: Unit, ranked: Sequence[CompetentProvision]) -> bool:
    """Whether a village (not a town) lies directly in a district, and offices of that district serve it."""
    around = atlas.edition.units.get(place.parent_id or "")
    is_outside = place.level is Level.SETTLEMENT and around is not None and around.level is Level.DISTRICT
    return is_outside and place.id not in atlas.towns and any(each.unit is around for each in ranked)


def concluded(outcome: ResolutionOutcome, ranked: Sequence[CompetentProvision]) -> list[ResolutionStep]:
    """A step for the conclusion where the territories do not show it; empty for a plain answer."""
    if outcome is ResolutionOutcome.NOT_PROVIDED_HERE:
        return [ResolutionStep(StepKind.SILENCE)]
    if outcome is ResolutionOutcome.NATIONWIDE:
        return [ResolutionStep(StepKind.NATIONWIDE)]
    if outcome is ResolutionOutcome.SEVERAL_OFFICES:
        equal = rivals([each for each in ranked if each.gives])
        return [ResolutionStep(StepKind.SEVERAL, count=len({each.office.id for each in equal}))]
    return []
