"""Bodies that a standard names for every district but that the list of its act lacks for some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from geo.explanations.office_texts import StepKind
from geo.explanations.sentence import Given
from geo.jurisdiction.competent import CompetentProvision
from geo.jurisdiction.steps import ResolutionStep
from geo.jurisdiction.unlisted import with_roles
from geo.units.edition_index import Atlas
from model.edition import Citation, Service, Unit
from model.enums import Language, Role
from model.lookup_offices import StandardBodies, StatedBodies, StatedBody
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class _BodyInWords:
    """The name of a body and its roles."""

    name: Given
    roles: tuple[Role, ...]

    def text(self, language: Language) -> str:
        return with_roles(self.name, self.roles, language)


def not_in_list(
    atlas: Atlas, service: Service, unit: Unit, ranked: Sequence[CompetentProvision]
) -> list[ResolutionStep]:
    """A step for each body that a standard names for the unit, but that the list of its act lacks there."""
    acts = {citation.act_id for each in ranked for citation in each.provision.basis}
    listed = {each.office.category for each in ranked}
    steps = []
    for standard, body in _bodies().get(service.id, ()):
        if standard.act not in acts or body.offices in listed:
            continue
        here = _meant(atlas, unit, body)
        if here is not None and body.words is not None:
            name = Given(body.words.kk, body.words.ru, body.words.en)
            roles = tuple(role for role in Role if role in body.roles)
            source = next(_paragraphs(service, standard, body), None)
            providers = _BodyInWords(name, roles)
            steps.append(ResolutionStep(StepKind.NOT_IN_LIST, here, source, providers=providers))
    return steps


def _meant(atlas: Atlas, unit: Unit, body: StatedBody) -> Unit | None:
    """The unit, or one around it, that should have the body.

    None where the paragraph does not apply to it.
    """
    chain = atlas.chain(unit.id)
    around = {each.id for each in chain}
    if not around.isdisjoint(body.except_) or (body.only and around.isdisjoint(body.only)):
        return None
    return next((each for each in chain if each.level == body.in_each), None)


def _paragraphs(service: Service, standard: StandardBodies, body: StatedBody) -> Iterator[Citation]:
    """Citations of the first paragraph that names the body."""
    (first, *_) = body.roles.values()
    number = first if isinstance(first, int) else first[0]
    for citation in service.citations:
        if (citation.act_id, citation.standard) == (standard.act, standard.standard):
            yield replace(citation, provision=str(number))


@cache
def _bodies() -> Mapping[str, Sequence[tuple[StandardBodies, StatedBody]]]:
    """By service, the bodies that have a wording for readers, each with its standard."""
    found: dict[str, list[tuple[StandardBodies, StatedBody]]] = defaultdict(list)
    for standard in lookup(StatedBodies).standards:
        found[standard.service] += [(standard, body) for body in standard.bodies if body.words is not None]
    return found
