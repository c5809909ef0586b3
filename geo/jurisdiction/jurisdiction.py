"""Which offices serve a place for a service, and why: named village > okrug > district > region > nation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from geo.jurisdiction.competent import (
    Competence,
    CompetentProvision,
    competent_provisions,
    ranked,
    rivals,
)
from geo.jurisdiction.explanation import (
    climbed,
    concluded,
    given_elsewhere,
    how_understood,
    served_alike,
    today_of,
    unlisted,
    without_law,
)
from geo.jurisdiction.law import (
    Counts,
    counting_before,
    counting_latest,
    counting_on,
    status_of,
    today_in_kazakhstan,
)
from geo.jurisdiction.nearest import NearbyOffice
from geo.jurisdiction.not_in_list import not_in_list
from geo.jurisdiction.shared import counted, shared_unit
from geo.jurisdiction.steps import ResolutionStep
from geo.jurisdiction.unlisted import UnlistedProvider, unlisted_provider
from geo.jurisdiction.within_reach import NearestGiver, alternatives, nearest_giver, origin_of
from geo.locator.places import PlaceFound
from geo.units.edition_index import Atlas
from model.edition import Provision, Service, Unit
from model.enums import ActStatus, PlaceBasis, ResolutionOutcome
from model.errors import NotFoundError
from model.lazy import Lazy

_NO_CENTRES: Lazy[tuple[NearbyOffice, ...]] = Lazy.of(())
_NONE_NEAR: Lazy[NearestGiver | None] = Lazy.of(None)
_NO_STEPS: Lazy[tuple[ResolutionStep, ...]] = Lazy.of(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The offices that serve a place, and why; every outcome is an answer.

    `provisions` are the competent provisions, sorted as by `ranked`. For a name of several places they are
    the provisions of the unit around all these places, if the same offices serve each place. Otherwise they
    are empty. `alternatives` are service centres of the same district or city, including competent ones;
    without such centres, they are those of the same oblast. `unlisted` is the class of organisations that
    also give the service, or give it alone, and that no table of the act names.
    """

    outcome: ResolutionOutcome
    service: Service
    as_of: date | None
    law_status: ActStatus
    asked: PlaceFound
    provisions: tuple[Provision, ...] = ()
    unlisted: UnlistedProvider | None = None
    candidates: tuple[Unit, ...] = ()
    later_alternatives: Lazy[tuple[NearbyOffice, ...]] = _NO_CENTRES
    later_nearest: Lazy[NearestGiver | None] = _NONE_NEAR
    later_explanation: Lazy[tuple[ResolutionStep, ...]] = _NO_STEPS
    """The part of the answer that takes longer; it is worked out on first use."""
    last_known: Resolution | None = None
    """The answer under the latest known law, where no act is in force on `as_of`."""

    @property
    def alternatives(self) -> tuple[NearbyOffice, ...]:
        """Service centres that people may use instead, nearest first.

        Empty where no distance can be measured.
        """
        return self.later_alternatives.value

    @property
    def nearest(self) -> NearestGiver | None:
        """The nearest office that gives the service to anybody; None where no distance can be measured."""
        return self.later_nearest.value

    @property
    def explanation(self) -> tuple[ResolutionStep, ...]:
        """The steps of the reasoning, from the place to the conclusion."""
        return self.later_explanation.value

    @property
    def place(self) -> Unit | None:
        """The one unit that was understood; None where none or several were."""
        return self.asked.unit

    @property
    def basis(self) -> PlaceBasis:
        """How the place was understood: by name, code, boundary or nearness."""
        return self.asked.basis

    @property
    def distance_m(self) -> float | None:
        """Metres from the given point to the settlement that stands for it.

        None without a point or settlement.
        """
        return self.asked.distance_m


def office_for(
    atlas: Atlas, service_id: str, place: PlaceFound, as_of: date | None = None, today: date | None = None
) -> Resolution:
    """The offices that serve `place` for the service, with the reasoning.

    Raises NotFoundError for an unknown service. Without `as_of` the latest known law answers, in force or
    not. With it only acts in force that day do; an act whose repeal is unknown still counts, as `law_status`
    says. Without any the outcome is NO_ACT_IN_FORCE, and `last_known` is the answer under the last law.
    `today` is the day of `law_status` without `as_of`.
    """
    service = service_of(atlas, service_id)
    day = as_of or today or today_in_kazakhstan()
    if place.unit is None:
        return _without_place(atlas, service, place, as_of, day)
    covered = competent_provisions(atlas, service.id, place.unit)
    here = [each.provision for each in covered.found]
    resolved = partial(
        _resolve, atlas, service=service, place=place, unit=place.unit, covered=covered, day=day
    )
    if as_of is None:
        counts = counting_latest(here or atlas.provisions_of(service.id), day)
        return resolved(counts=counts, as_of=None)
    counts = counting_on(as_of)
    if any(map(counts, here)) or not _law_is_missing(atlas, service, here, counts):
        return resolved(counts=counts, as_of=as_of)
    before = counting_before(here or atlas.provisions_of(service.id), as_of)
    last_known = resolved(counts=before, as_of=None)
    return Resolution(
        outcome=ResolutionOutcome.NO_ACT_IN_FORCE,
        service=service,
        as_of=as_of,
        law_status=last_known.law_status,
        asked=place,
        later_explanation=Lazy(partial(_without_law, place, place.unit, as_of, last_known)),
        last_known=last_known,
    )


def _law_is_missing(atlas: Atlas, service: Service, here: Sequence[Provision], counts: Counts) -> bool:
    """Whether none of the provisions of the place (`here`), or without any none of the service, counts.

    False for a service without provisions.
    """
    everywhere = here or atlas.provisions_of(service.id)
    return bool(everywhere) and not any(map(counts, everywhere))


def _resolve(
    atlas: Atlas,
    *,
    service: Service,
    place: PlaceFound,
    unit: Unit,
    covered: Competence,
    counts: Counts,
    as_of: date | None,
    day: date,
) -> Resolution:
    """The answer from the provisions that count; `day` is the day on which the force of the law is told."""
    origin = origin_of(atlas, place)
    order = ranked([each for each in covered.found if counts(each.provision)], origin)
    competent = frozenset(each.office.id for each in order if each.gives)
    outcome = _outcome(service, order)
    classes = unlisted_provider(service)

    def steps() -> tuple[ResolutionStep, ...]:
        silent = outcome is ResolutionOutcome.NOT_PROVIDED_HERE
        return (
            *how_understood(place),
            *today_of(atlas, unit),
            *climbed(atlas, unit, order),
            *covered.excluded,
            *not_in_list(atlas, service, unit, order),
            *unlisted(classes),
            *concluded(outcome, order),
            *(given_elsewhere(atlas, service.id, counts) if silent else ()),
        )

    return Resolution(
        outcome=outcome,
        service=service,
        as_of=as_of,
        law_status=status_of(atlas.edition, order[0].provision.basis if order else service.citations, day),
        asked=place,
        provisions=tuple(each.provision for each in order),
        unlisted=classes,
        later_alternatives=Lazy(lambda: tuple(alternatives(atlas, service.id, unit, origin, counts))),
        later_nearest=Lazy(lambda: nearest_giver(atlas, service.id, unit, origin, counts, competent)),
        later_explanation=Lazy(steps),
    )


def _without_law(
    place: PlaceFound, unit: Unit, day: date, last_known: Resolution
) -> tuple[ResolutionStep, ...]:
    return (*how_understood(place), *without_law(unit, day, last_known.provisions))


def service_of(atlas: Atlas, service_id: str) -> Service:
    """The service with that id, or the one that replaced it. Raises NotFoundError for an unknown id."""
    service = atlas.edition.services.get(atlas.edition.current_id(service_id))
    if service is None:
        raise NotFoundError(f"no service has the id {service_id!r}")
    return service


def _without_place(
    atlas: Atlas, service: Service, place: PlaceFound, as_of: date | None, day: date
) -> Resolution:
    """The answer where no single place is known.

    For several possible places it has the offices that serve them all alike.
    """
    known = atlas.provisions_of(service.id)
    counts = counting_on(as_of) if as_of is not None else counting_latest(known, day)
    origin = origin_of(atlas, place)
    # For several places that the text may mean, the offices that serve all of them.
    is_ambiguous = outcome_without_place(place) is ResolutionOutcome.AMBIGUOUS_PLACE
    around = shared_unit(atlas, service.id, place.units, counts) if is_ambiguous else None
    order = ranked(counted(atlas, service.id, around, counts), origin) if around is not None else []
    giving = frozenset(each.office.id for each in order if each.gives)
    return Resolution(
        outcome=outcome_without_place(place),
        service=service,
        as_of=as_of,
        law_status=status_of(atlas.edition, order[0].provision.basis if order else service.citations, day),
        asked=place,
        provisions=tuple(each.provision for each in order),
        candidates=place.units or place.proposed,
        later_nearest=Lazy(
            lambda: nearest_giver(
                atlas, service.id, around, origin, counts, giving, is_abroad=place.is_abroad
            )
        ),
        later_explanation=Lazy(
            lambda: (*how_understood(place), *(served_alike(atlas, around, order) if around else ()))
        ),
    )


def outcome_without_place(place: PlaceFound) -> ResolutionOutcome:
    """The outcome where no single place is known: abroad, ambiguous or unknown."""
    if place.is_abroad:
        return ResolutionOutcome.ABROAD
    return ResolutionOutcome.AMBIGUOUS_PLACE if place.units else ResolutionOutcome.UNKNOWN_PLACE


def _outcome(service: Service, order: Sequence[CompetentProvision]) -> ResolutionOutcome:
    """The outcome by the provisions that count; offices that only hear complaints are ignored."""
    giving = [each for each in order if each.gives]
    if not giving:
        without_list = service.unlisted_providers is not None
        return ResolutionOutcome.PROVIDER_NOT_LISTED if without_list else ResolutionOutcome.NOT_PROVIDED_HERE
    if all(each.unit is None for each in giving):
        return ResolutionOutcome.NATIONWIDE
    return ResolutionOutcome.SEVERAL_OFFICES if rivals(giving) else ResolutionOutcome.RESOLVED
