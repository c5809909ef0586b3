"""Why a place is the answer, which namesakes are not meant, and where sources disagree about it.

A table shows none of this: there it is not worked out, because it costs as much as finding the place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.explanations.place_texts import Choice
from geo.explanations.sentence import Given, Sentence, Shown
from geo.gazetteer.gazetteer import Gazetteer
from geo.locator import evidence
from geo.locator.candidates import Rejected, error_at
from geo.locator.cases import Case
from geo.locator.context import Scope
from geo.locator.finder import Hit, polygon_of
from geo.names.ladder import FINE
from geo.units.edition_index import Atlas
from model.enums import Level, Precision


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about one candidate: evidence, rejected namesakes and a contradiction."""

    evidence: tuple[Sentence, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    contradiction: Sentence | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A hit with its precision. `how` chose it from `count` hits, of which `others` are those not chosen."""

    hit: Hit
    precision: Precision
    count: int
    how: Choice | None = None
    others: Sequence[Hit] = ()


class Reasons:
    """Explains the hits of one atlas; `wide` is a function that finds places with a name anywhere."""

    def __init__(
        self, atlas: Atlas, gazetteer: Gazetteer | None, wide: Callable[[str], Sequence[Hit]]
    ) -> None:
        self._atlas = atlas
        self._gazetteer = gazetteer
        self._wide = wide

    def of(self, case: Case, chosen: Chosen) -> Told:
        """The evidence for a hit, its rejected namesakes, and a contradiction between sources, if any."""
        hit, how, place = chosen.hit, chosen.how, self.label(chosen.hit)
        steps = [*self._found(case, hit, place), *(evidence.not_known(name) for name in case.unknown)]
        if how is not None:
            steps.append(evidence.chosen(how, chosen.count))
        elif chosen.count > 1:
            steps.append(evidence.ambiguous(chosen.count))
        if case.reading.street is not None:
            steps.append(evidence.street_unknown(case.reading.street))
        error_m = error_at(chosen.precision, hit.unit, hit.population)
        steps.append(evidence.precision(chosen.precision, error_m))
        contradiction = self._contradiction(hit, place)
        if contradiction is not None:
            steps.append(contradiction)
        why = evidence.chosen(how or Choice.CLUSTER, chosen.count)
        rejected = [Rejected(self.label(each), why, each.id) for each in chosen.others]
        return Told(tuple(steps), (*rejected, *self._elsewhere(case, hit)), contradiction)

    def label(self, hit: Hit) -> Shown:
        """The name of the place with those of all that contains it."""
        if hit.unit is not None:
            return evidence.label(self._atlas, hit.unit)
        assert hit.locality is not None, "a hit is a unit or a locality"  # noqa: S101
        shape = self._gazetteer.districts.get(hit.locality.district) if self._gazetteer is not None else None
        around = Given(shape.name_kk, shape.name_ru) if shape is not None else None
        return evidence.label_of_locality(hit.locality, around)

    def _found(self, case: Case, hit: Hit, place: Shown) -> list[Sentence]:
        """Sentences on the name by which the hit was found, and on its surroundings."""
        steps = [evidence.found(case.reading.head, place, hit.stage)]
        if hit.rename is not None:
            steps.append(evidence.renamed(hit.rename, place))
        if hit.former is not None:
            steps.append(evidence.formerly(hit.former, place))
        if hit.variant is not None:
            steps.append(evidence.further(hit.variant, place))
        steps += [evidence.later(scope.later) for scope in case.search.scopes if scope.later is not None]
        return [*steps, *self._misspelt(case.search.scopes)]

    def _misspelt(self, scopes: Sequence[Scope]) -> list[Sentence]:
        """A sentence for each surrounding territory that was recognised by likeness only."""
        steps = []
        for scope in scopes:
            if scope.by not in FINE and len(scope.unions[0]) == 1:
                (unit_id,) = scope.unions[0]
                meant = evidence.label(self._atlas, self._atlas.edition.units[unit_id])
                steps.append(evidence.misspelt(scope.asked, meant))
        return steps

    def _elsewhere(self, case: Case, hit: Hit) -> list[Rejected]:
        """Namesakes outside of the requested surroundings.

        Empty without surroundings or for a similar name only.
        """
        if not case.search.scopes or hit.stage not in FINE:
            return []
        found = []
        for other in self._wide(case.search.name):
            if other.id != hit.id:
                place = self.label(other)
                found.append(Rejected(place, evidence.lies_elsewhere(place), other.id))
        return found

    def _contradiction(self, hit: Hit, place: Shown) -> Sentence | None:
        """The sentence that a settlement's point lies in the polygon of another district.

        None where it does not.
        """
        if self._gazetteer is None or hit.unit is None or not hit.is_exactly_placed:
            return None
        chain = self._atlas.chain(hit.unit.id)
        district = next((each for each in chain if each.level is Level.DISTRICT), None)
        own = polygon_of(district) if district is not None else None
        shape = self._gazetteer.district_at(hit.lon, hit.lat)
        if own not in self._gazetteer.districts or shape is None or shape.id == own:
            return None
        return evidence.contradicts(place, Given(shape.name_kk, shape.name_ru))
