"""The provisions that cover a place: which, by which territory, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.explanations.office_texts import StepKind
from geo.jurisdiction.steps import ResolutionStep
from geo.jurisdiction.within_reach import Origin, distance_to
from geo.units.edition_index import Atlas
from model.edition import Office, Provision, Unit
from model.enums import OfficeKind, Role

_NATION = ""
_ROLE_ORDER = {role: order for order, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class CompetentProvision:
    """A provision that covers the place.

    `unit` is the territory by which it does, None for the whole country. `rung` is the number of steps from
    the place up to that territory, 0 for the place itself.
    """

    provision: Provision
    office: Office
    rung: int
    unit: Unit | None

    @property
    def gives(self) -> bool:
        """Whether the office does more than hear complaints about the service."""
        return self.provision.gives


@dataclass(frozen=True, slots=True)
class Competence:
    """The provisions that cover the place, finest territory first, and a step for each that excludes it."""

    found: list[CompetentProvision]
    excluded: list[ResolutionStep]


def competent_provisions(atlas: Atlas, service_id: str, unit: Unit) -> Competence:
    """The provisions of the service that cover `unit`, each once with its finest territory.

    With them come steps for the provisions that exclude the unit. A city as a whole is also covered by the
    offices of its districts: each serves a part.
    """
    edition = atlas.edition
    chain = atlas.chain(unit.id)
    rungs: list[Unit | None] = [*chain, None]
    by_provision: dict[str, CompetentProvision] = {}
    excluded: list[ResolutionStep] = []
    for rung, territory in enumerate(rungs):
        keys = [territory.id if territory is not None else _NATION]
        if territory is unit:
            keys += atlas.parts(unit.id)
        named = (each for key in keys for each in edition.provisions_by_unit.get((service_id, key), ()))
        for provision_id in named:
            provision = edition.provisions[provision_id]
            office = edition.offices[provision.office_id]
            left_out = next((each for each in chain if each.id in provision.excluded_unit_ids), None)
            if left_out is not None:
                source = provision.basis[-1] if provision.basis else None
                excluded.append(ResolutionStep(StepKind.EXCLUDED, left_out, source, office))
            elif provision_id not in by_provision:
                by_provision[provision_id] = CompetentProvision(provision, office, rung, territory)
    return Competence(list(by_provision.values()), excluded)


def ranked(valid: Sequence[CompetentProvision], origin: Origin | None) -> list[CompetentProvision]:
    """The provisions sorted, the most specific territory first.

    For one territory authorities come before service centres, and offices that decide before others. Those
    that only hear complaints come last. Ties are decided by role, by distance from `origin` (infinite without
    it) and by id.
    """

    def order(competent: CompetentProvision) -> tuple[object, ...]:
        roles = competent.provision.roles
        return (
            competent.rung,
            not competent.gives,
            competent.office.kind is OfficeKind.PSC_BRANCH,
            Role.DECIDES not in roles,
            min(_ROLE_ORDER[role] for role in roles) if roles else len(_ROLE_ORDER),
            distance_to(origin, competent.office),
            competent.office.id,
            competent.provision.id,
        )

    return sorted(valid, key=order)


def rivals(giving: Sequence[CompetentProvision]) -> list[CompetentProvision]:
    """Equally competent authorities: several of one category for one territory.

    Only the first such group; empty if there is no group. Authorities that decide are compared. If none
    decides, those that only accept are compared. Service centres are no rivals, since people may go to any of
    them; nor are an akim and a department, nor two territories of different size.
    """
    authorities = [competent for competent in giving if competent.office.kind is not OfficeKind.PSC_BRANCH]
    deciding = [authority for authority in authorities if Role.DECIDES in authority.provision.roles]
    finest: dict[str, list[CompetentProvision]] = {}
    for competent in deciding or authorities:  # finest rung first
        group = finest.setdefault(competent.office.category, [])
        if not group or group[0].rung == competent.rung:
            group.append(competent)
    for group in finest.values():
        if len({competent.office.id for competent in group}) > 1:
            return group
    return []
