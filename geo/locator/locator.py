"""From a place or address as people write it to ranked places, each explained; offline.

The recipe: read the text, resolve what lies around the place, let the stages find what bears the name there,
tell namesakes apart, fall back to okrug, district or region. Never a wrong village: what cannot be told apart
is told as several, what is not found is told as the territory that surely holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from geo.earth.point import Point
from geo.explanations.place_texts import Choice
from geo.explanations.sentence import Given, Sentence, Shown
from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.namesakes import by_population, by_siblings, is_cluster
from geo.locator import evidence
from geo.locator.candidates import Answer, Candidate, LocateQuery, Rejected, error_at
from geo.locator.context import (
    Around,
    Scope,
    Surroundings,
    districts_of,
    finest_unit,
    phrases_of,
)
from geo.locator.finder import Finder, Hit, Search, polygon_of
from geo.locator.finding import STAGES
from geo.locator.place_readings import Reading, readings_of
from geo.locator.remote import RemoteStage
from geo.names.ladder import FINE, Stage
from geo.units.edition_index import Atlas, AtlasStep
from model.edition import Unit
from model.enums import Level, Precision

MOST = 50
"""Candidates told of one name; Жамбыл alone is borne by dozens of villages."""
_RIVAL = 0.8
"""Share of the best confidence from which another candidate may just as well be meant."""
_STAGE_OF = {
    Level.REGION: Stage.REGION,
    Level.DISTRICT: Stage.DISTRICT,
    Level.RURAL_OKRUG: Stage.OKRUG,
    Level.SETTLEMENT: Stage.OKRUG,
}
_COARSEST = {
    Level.REGION: Precision.REGION,
    Level.DISTRICT: Precision.DISTRICT,
    Level.RURAL_OKRUG: Precision.OKRUG,
    Level.SETTLEMENT: Precision.SETTLEMENT,
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One reading with its surroundings resolved; `unknown` are the names around that nothing bears."""

    reading: Reading
    search: Search
    unknown: tuple[str, ...]
    hints: tuple[Scope, ...]
    """What the office's name says of the surroundings: it decides between namesakes only."""


class Locator:
    """Finds places in one atlas, and in a gazetteer where one is given."""

    def __init__(
        self, atlas: Atlas, gazetteer: Gazetteer | None = None, remote: RemoteStage | None = None
    ) -> None:
        self.atlas = atlas
        self._remote = remote
        self._gazetteer = gazetteer
        self._finder = Finder(atlas, gazetteer)
        self._surroundings = Surroundings(atlas)

    def carried_on(self, step: AtlasStep) -> Locator:
        """The same over a later atlas of the same units; what was worked out once is shared."""
        made = copy(self)
        made.atlas = step.atlas
        made._finder = self._finder.carried_on(step)
        made._surroundings = self._surroundings.carried_on(step)
        return made

    def locate(self, query: LocateQuery) -> tuple[Candidate, ...]:
        """Places that the text may mean, surest first; none for a text that names no place.

        Several candidates of one confidence are namesakes that nothing tells apart. Where nothing bears the
        name the one candidate is the okrug, district or region that the surroundings name.
        """
        cases = [self._case(query, reading) for reading in readings_of(query.text, query.language)]
        # A reading whose surroundings are all known goes before one that leaves some unexplained.
        cases.sort(key=lambda case: bool(case.unknown))
        for stage in STAGES:
            for case in cases:
                if case.unknown and len(cases) > 1:
                    continue
                if hits := stage(self._finder, case.search):
                    return self._told(query, case, hits)
        for case in cases:
            hits = STAGES[0](self._finder, case.search) if case.unknown else []
            # A territory with an unknown name before it is not the place: the place lies somewhere in it.
            if any(hit.unit is not None and hit.unit.level is Level.SETTLEMENT for hit in hits):
                return self._told(query, case, hits)
        return self._fallen(query, cases)

    def answer(self, query: LocateQuery) -> Answer:
        """The one place to tell: the only sure candidate, else the territory that holds all candidates."""
        candidates = self.locate(query)
        if not candidates:
            return Answer(None, ())
        rivals = [each for each in candidates if each.confidence >= _RIVAL * candidates[0].confidence]
        if len(rivals) == 1:
            return Answer(candidates[0], candidates)
        common = self._common([each.unit for each in rivals if each.unit is not None])
        if common is None or any(each.unit is None for each in rivals):
            return Answer(None, candidates)
        reasons = (evidence.ambiguous(len(rivals)),)
        return Answer(self._somewhere_in(query.text, common, reasons), candidates)

    def _case(self, query: LocateQuery, reading: Reading) -> _Case:
        scopes: list[Scope] = []
        unknown: list[str] = []
        asked = [(name, Around.ANYTHING) for name in reading.around]
        asked += [(query.district, Around.DISTRICT)] if query.district else []
        asked += [(query.region, Around.REGION)] if query.region else []
        for name, around in asked:
            scope = self._surroundings.scope(name, around)
            if scope is None:
                unknown.append(name)
            else:
                scopes.append(scope)
        if query.within is not None:
            heirs = frozenset(self.atlas.lineage.heirs(query.within))
            scopes.append(Scope(query.within, (heirs,)))
        hints = [self._surroundings.scope(phrase) for phrase in phrases_of(query.office or "")]
        known = tuple(hint for hint in hints if hint is not None)
        districts = districts_of(self.atlas, (*scopes, *known))
        return _Case(reading, Search(reading.head, tuple(scopes), districts), tuple(unknown), known)

    def _told(self, query: LocateQuery, case: _Case, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        """Candidates of hits that a stage holds equally good, namesakes told apart as far as they can be."""
        kept, how = self._decided(query, case, hits)
        count = len(kept)
        others = [hit for hit in hits if hit not in kept]
        candidates = [
            self._candidate(query, case, hit, how if count == 1 else None, others if count == 1 else (), hits)
            for hit in kept
        ]
        if count > 1:
            candidates = [replace(each, confidence=round(each.confidence / count, 4)) for each in candidates]
        if case.unknown:
            candidates = [replace(each, confidence=round(each.confidence / 2, 4)) for each in candidates]
        candidates.sort(key=lambda each: (-each.confidence, -(_people(each) or 0), each.id))
        return tuple(candidates[:MOST])

    def _decided(
        self, query: LocateQuery, case: _Case, hits: Sequence[Hit]
    ) -> tuple[Sequence[Hit], Choice | None]:
        if len(hits) == 1:
            return hits, None
        for hint in case.hints:
            ids = hint.keep(self.atlas, [hit.unit.id for hit in hits if hit.unit is not None])
            if len(ids) == 1:
                return [hit for hit in hits if hit.id in ids], Choice.OFFICE
        if all(hit.is_exactly_placed for hit in hits) and is_cluster(hits):
            first = max(hits, key=_fullness)
            return [first], Choice.CLUSTER
        placed = [hit for hit in hits if hit.is_exactly_placed]
        if query.siblings and len(placed) == len(hits):
            near = [hit for name in query.siblings for hit in self._siblings(case, name)]
            if near and (sibling := by_siblings(hits, near)) is not None:
                return [sibling], Choice.SIBLINGS
        peopled = by_population(hits)
        # How many people live in most villages is not known: outside a known district only a town is meant.
        is_open = not case.search.is_narrow and not (peopled is not None and self._finder.is_town(peopled))
        if peopled is not None and peopled.stage is not Stage.RENAMED and not is_open:
            return [peopled], Choice.POPULATION
        return hits, None

    def _siblings(self, case: _Case, name: str) -> list[Hit]:
        hits = STAGES[0](self._finder, Search(name, case.search.scopes, case.search.districts))
        return hits if len(hits) == 1 and hits[0].is_exactly_placed else []

    def _candidate(
        self,
        query: LocateQuery,
        case: _Case,
        hit: Hit,
        how: Choice | None,
        others: Sequence[Hit],
        hits: Sequence[Hit],
    ) -> Candidate:
        place = self._label(hit)
        steps = [evidence.found(case.reading.head, place, hit.stage)]
        if hit.rename is not None:
            steps.append(evidence.renamed(hit.rename, place))
        if hit.former is not None:
            steps.append(evidence.formerly(hit.former, place))
        if hit.variant is not None:
            steps.append(evidence.further(hit.variant, place))
        steps += [evidence.later(scope.later) for scope in case.search.scopes if scope.later is not None]
        steps += self._misspelt(case.search.scopes)
        steps += [evidence.not_known(name) for name in case.unknown]
        if how is not None:
            steps.append(evidence.chosen(how, len(hits)))
        elif len(hits) > 1:
            steps.append(evidence.ambiguous(len(hits)))
        if case.reading.street is not None:
            steps.append(evidence.street_unknown(case.reading.street))
        precision, certainty = self._precision(hit)
        steps.append(evidence.precision(precision, error_at(precision, hit.unit, hit.population)))
        contradiction = self._contradiction(hit, place)
        if contradiction is not None:
            steps.append(contradiction)
        rejected = [
            Rejected(self._label(each), evidence.chosen(how or Choice.CLUSTER, len(hits)), each.id)
            for each in others
        ]
        rejected += self._elsewhere(case, hit)
        confidence = round(confidence_of(hit.stage, how is not None) * certainty, 4)
        return Candidate(
            unit=hit.unit,
            locality=hit.locality,
            point=Point(hit.lon, hit.lat),
            precision=precision,
            stage=hit.stage,
            confidence=confidence,
            evidence=tuple(steps),
            rejected=tuple(rejected[:MOST]),
            contradiction=contradiction,
        )

    def _precision(self, hit: Hit) -> tuple[Precision, float]:
        """How exact the point is, and how sure the position itself is."""
        if hit.locality is not None or hit.position is None or hit.unit is None:
            return Precision.SETTLEMENT, 1.0
        # The seat of a district stands for it, but its precision is that of the district.
        levels = list(Precision)
        coarsest = max(hit.position.precision, _own(hit.unit, hit.position.precision), key=levels.index)
        return coarsest, hit.position.confidence

    def _label(self, hit: Hit) -> Shown:
        if hit.unit is not None:
            return evidence.label(self.atlas, hit.unit)
        assert hit.locality is not None, "a hit is a unit or a locality"  # noqa: S101
        shape = self._gazetteer.districts.get(hit.locality.district) if self._gazetteer is not None else None
        around = Given(shape.name_kk, shape.name_ru) if shape is not None else None
        return evidence.label_of_locality(hit.locality, around)

    def _misspelt(self, scopes: Sequence[Scope]) -> list[Sentence]:
        steps = []
        for scope in scopes:
            if scope.by not in FINE and len(scope.unions[0]) == 1:
                (unit_id,) = scope.unions[0]
                meant = evidence.label(self.atlas, self.atlas.edition.units[unit_id])
                steps.append(evidence.misspelt(scope.asked, meant))
        return steps

    def _elsewhere(self, case: _Case, hit: Hit) -> list[Rejected]:
        """Namesakes outside the surroundings that were asked for."""
        if not case.search.scopes or hit.stage not in FINE:
            return []
        wide = STAGES[0](self._finder, Search(case.search.name, (), frozenset()))
        found = []
        for other in wide:
            if other.id != hit.id:
                place = self._label(other)
                found.append(Rejected(place, evidence.lies_elsewhere(place), other.id))
        return found

    def _contradiction(self, hit: Hit, place: Shown) -> Sentence | None:
        """The point of a settlement in the polygon of another district than its own."""
        if self._gazetteer is None or hit.unit is None or not hit.is_exactly_placed:
            return None
        district = next(
            (each for each in self.atlas.chain(hit.unit.id) if each.level is Level.DISTRICT), None
        )
        own = polygon_of(district) if district is not None else None
        shape = self._gazetteer.district_at(hit.lon, hit.lat)
        if own not in self._gazetteer.districts or shape is None or shape.id == own:
            return None
        return evidence.contradicts(place, Given(shape.name_kk, shape.name_ru))

    def _fallen(self, query: LocateQuery, cases: Sequence[_Case]) -> tuple[Candidate, ...]:
        """The okrug, district or region that the surroundings name, when nothing in it bears the name."""
        for case in cases:
            unit = finest_unit(self.atlas, (*case.search.scopes, *case.hints))
            if unit is not None:
                reasons = [evidence.not_known(name) for name in (case.reading.head, *case.unknown)]
                candidate = self._somewhere_in(query.text, unit, reasons)
                fallen = (candidate,) if candidate is not None else ()
                found = self._asked(case, unit)
                return fallen if found is None else (found, *fallen)
        return ()

    def _asked(self, case: _Case, unit: Unit) -> Candidate | None:
        """What remote geocoders answer and the check lets through; nobody is asked by default."""
        if self._remote is None or case.unknown:
            return None
        return self._remote.candidate(case.reading.head, case.reading.street, unit)

    def _somewhere_in(self, asked: str, unit: Unit, reasons: Sequence[Sentence]) -> Candidate | None:
        stage = _STAGE_OF[unit.level]
        hit = self._finder.hit(unit, stage)
        if hit is None:
            return None
        precision, certainty = self._precision(hit)
        levels = list(Precision)
        precision = max(precision, _COARSEST[unit.level], key=levels.index)
        steps = (
            *reasons,
            evidence.found(asked, evidence.label(self.atlas, unit), stage),
            evidence.precision(precision, error_at(precision, unit, unit.population)),
        )
        return Candidate(
            unit=unit,
            locality=None,
            point=Point(hit.lon, hit.lat),
            precision=precision,
            stage=stage,
            confidence=round(confidence_of(stage) * certainty, 4),
            evidence=steps,
            is_within=True,
        )

    def _common(self, units: Sequence[Unit]) -> Unit | None:
        """The finest unit that holds all of these."""
        chains = [[each.id for each in self.atlas.chain(unit.id)[1:]] for unit in units]
        if not chains:
            return None
        shared = next((id_ for id_ in chains[0] if all(id_ in chain for chain in chains[1:])), None)
        return self.atlas.edition.units[shared] if shared is not None else None


def _own(unit: Unit, position: Precision) -> Precision:
    """The precision that a unit of its level can have: a city at the level of districts is a settlement."""
    is_city = unit.level in (Level.REGION, Level.DISTRICT) and position is Precision.SETTLEMENT
    return Precision.SETTLEMENT if is_city else _COARSEST[unit.level]


def _fullness(hit: Hit) -> tuple[bool, int, bool, str]:
    """Of records of one place the one that most is known of."""
    is_seat = hit.unit is not None and hit.unit.is_seat
    return hit.stage in FINE, hit.population or 0, is_seat, hit.id


def _people(candidate: Candidate) -> int | None:
    return (candidate.unit or candidate.locality).population if candidate.unit or candidate.locality else None  # type: ignore[union-attr]
