"""From a place or address as people write it to ranked places, each explained; offline.

The recipe: read the text, resolve what lies around the place, let the stages find the name there, choose
between namesakes, fall back to okrug, district or region. Never a wrong village: where namesakes cannot be
decided, all are listed; for a place not found, the answer is the territory that certainly holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache

from geo.addresses.line_parts import is_postcode
from geo.earth.point import Point
from geo.explanations.place_texts import Choice, Doubt
from geo.explanations.sentence import Sentence
from geo.gazetteer.confidence import confidence_of
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.namesakes import by_population, by_siblings, is_cluster
from geo.locator import evidence
from geo.locator.candidates import Answer, Candidate, LocateQuery, error_at
from geo.locator.cases import Case
from geo.locator.context import Surroundings
from geo.locator.finder import Finder, Hit
from geo.locator.reasons import NOTHING_TOLD, Chosen, Reasons
from geo.locator.remote import RemoteStage
from geo.locator.understanding import Understanding, Understood, is_whole
from geo.names.ladder import FINE, Stage
from geo.units.edition_index import Atlas, AtlasStep
from model.edition import Office, Unit
from model.enums import Level, Precision

MOST = 50
"""Most candidates for one name; dozens of villages are called Жамбыл."""
_RIVAL = 0.8
"""Share of the best confidence from which another candidate may equally be meant."""
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


_FINEST = tuple(Precision)
"""Precisions, the finest first."""
_REMEMBERED, _LONGEST_REMEMBERED = 2_048, 80
"""Number of latest texts whose understanding is cached, and the length of the longest of them."""
_PROPOSED = 0.85
"""Upper limit of a proposal's confidence, below the limit of certainty."""
_HALVED = frozenset({Doubt.UNKNOWN_PART, Doubt.ELSEWHERE, Doubt.CITY_MEANT, Doubt.POSTCODE_ELSEWHERE})
"""Doubts that make another place as likely as the answer."""
_Among = tuple[Choice | None, Sequence[Hit], int]
"""How a hit was chosen, the hits that it was preferred to, and how many there were."""


class Locator:
    """Finds places in one atlas, and in a gazetteer if a gazetteer is given."""

    def __init__(
        self, atlas: Atlas, gazetteer: Gazetteer | None = None, remote: RemoteStage | None = None
    ) -> None:
        self.atlas = atlas
        self._remote = remote
        self._gazetteer = gazetteer
        self._finder = Finder(atlas, gazetteer)
        self._surroundings = Surroundings(atlas, self._finder.codes, self._finder.territories)
        self._understand(Understanding(self._finder, self._surroundings))

    def carried_on(self, step: AtlasStep) -> Locator:
        """A locator for a later atlas of the same units; indexes and cached territories are shared."""
        made = copy(self)
        made.atlas = step.atlas
        made._finder = self._finder.carried_on(step)
        made._surroundings = self._surroundings.carried_on(step, made._finder.codes, made._finder.territories)
        made._understand(Understanding(made._finder, made._surroundings))
        return made

    def _understand(self, understanding: Understanding) -> None:
        self._understanding = understanding
        self._reasons = Reasons(self.atlas, self._gazetteer, understanding.wide)
        # Names are requested again and again; their meaning does not change while the units stay.
        self._remembered = lru_cache(_REMEMBERED)(understanding.of)

    def understood(self, query: LocateQuery) -> Understood | None:
        """How a text is understood, without explanations; None for a text that names no place."""
        of = self._understanding.of if len(query.text) > _LONGEST_REMEMBERED else self._remembered
        return of(query)

    def is_name(self, text: str) -> bool:
        """Whether the whole text is a name or a code of some unit."""
        return self._understanding.is_name(text)

    @property
    def asks_others(self) -> bool:
        """Whether remote geocoders may be asked for a place that is not found here."""
        return self._remote is not None

    def prepare(self) -> None:
        """Build the indexes, so that the first questions need not wait for them."""
        for text in ("Кына", "1-е Мая", "000000", "KZ-00", "Ъъъъ сельский округ", "Ъъъъъ"):
            self.understood(LocateQuery(text))

    def importance(self, unit_id: str) -> float:
        """The importance of a unit among those with its name, from 0 to 1; 0 for an unknown id."""
        return self._finder.importance.get(unit_id, 0.0)

    def offices_at(self, postcode: str) -> tuple[Office, ...]:
        """Offices with the post code in an address, sorted by id; empty for a text that is no post code."""
        return self._finder.codes.offices(postcode) if is_postcode(postcode) else ()

    def locate(self, query: LocateQuery) -> tuple[Candidate, ...]:
        """Places that the text may mean, namesakes sorted by importance, at most 50.

        Empty if the text names no place. Candidates with one confidence are namesakes that nothing
        distinguishes. Where no place has the name, they are the territory that the surroundings name, then
        places elsewhere with the name.
        """
        return self._located(query, self.understood(query), explain=True)

    def answer(self, query: LocateQuery) -> Answer:
        """The place to answer with: the only likely candidate, or the territory around all likely candidates.

        `best` of the result is None if the text names no place, or no territory contains them all.
        """
        return self._answer(query, self.understood(query), explain=True)

    def short_answer(self, query: LocateQuery, read: Understood | None) -> Answer:
        """The same as `answer` for a text understood as `read`, without evidence and rejected places.

        It costs half as much: for tables, which show no reasons.
        """
        return self._answer(query, read, explain=False)

    def _answer(self, query: LocateQuery, read: Understood | None, explain: bool) -> Answer:
        """The most likely candidate, if only one candidate is likely.

        If several are likely, the territory around all of these.
        """
        candidates = self._located(query, read, explain)
        if not candidates:
            return Answer(None, ())
        surest = max(candidate.confidence for candidate in candidates)
        rivals = [candidate for candidate in candidates if candidate.confidence >= _RIVAL * surest]
        if len(rivals) == 1:
            return Answer(rivals[0], candidates)
        common = self._common([rival.unit for rival in rivals if rival.unit is not None])
        if common is None or any(rival.unit is None for rival in rivals):
            return Answer(None, candidates)
        reasons = (evidence.ambiguous(len(rivals)),) if explain else None
        return Answer(self._somewhere_in(query.text, common, reasons), candidates)

    def _located(self, query: LocateQuery, read: Understood | None, explain: bool) -> tuple[Candidate, ...]:
        if read is None:
            return ()
        hits = [hit for hit in map(self._finder.placed, read.hits) if hit is not None]
        return self._told(query, read, hits, explain) if hits else self._fallen(query, read, explain)

    def _told(
        self, query: LocateQuery, read: Understood, hits: Sequence[Hit], explain: bool
    ) -> tuple[Candidate, ...]:
        """Candidates for the hits of one stage.

        A rule may choose one of several namesakes. If no rule does, the confidence is divided by their
        number.
        """
        case = read.case
        kept, how = self._decided(query, case, hits)
        count = len(kept)
        only, others = (how, [hit for hit in hits if hit not in kept]) if count == 1 else (None, ())
        candidates = [self._candidate(read, hit, (only, others, len(hits)), explain) for hit in kept]
        if count > 1:
            candidates = [
                replace(candidate, confidence=round(candidate.confidence / count, 4))
                for candidate in candidates
            ]
        # Population makes a place likely, but not certain: `officeFor` asks which one it is. Inside a known
        # district it is certain where the population of each namesake is known.
        is_counted = case.search.is_narrow and all(hit.population is not None for hit in hits)
        is_likely = how is Choice.POPULATION and not is_counted
        doubts = read.doubts | {Doubt.NAMESAKES} if is_likely else read.doubts
        candidates = [_doubted(candidate, doubts) for candidate in candidates]
        candidates.sort(key=lambda each: (-each.importance, -each.confidence, -(_people(each) or 0), each.id))
        return tuple(candidates[:MOST])

    def _decided(
        self, query: LocateQuery, case: Case, hits: Sequence[Hit]
    ) -> tuple[Sequence[Hit], Choice | None]:
        """The hits that are meant, and the rule that chose them. If nothing decides, all hits and None."""
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
        # The population of most villages is unknown: outside a known district only a town is meant.
        is_open = not case.search.is_narrow and not (peopled is not None and self._finder.is_town(peopled))
        if peopled is not None and peopled.stage is not Stage.RENAMED and not is_open:
            return [peopled], Choice.POPULATION
        return hits, None

    def _siblings(self, case: Case, name: str) -> list[Hit]:
        """The exactly placed village with this name in the surroundings.

        Empty where none or several have the name.
        """
        found = map(self._finder.placed, self._understanding.siblings(case, name))
        hits = [hit for hit in found if hit is not None]
        return hits if len(hits) == 1 and hits[0].is_exactly_placed else []

    def _candidate(self, read: Understood, hit: Hit, among: _Among, explain: bool) -> Candidate:
        """The candidate for a hit; `among` says how the hit was chosen, without reasons unless `explain`."""
        how, others, count = among
        precision, certainty = self._precision(hit)
        told = NOTHING_TOLD
        if explain:
            told = self._reasons.of(read.case, Chosen(hit, precision, count, how, others))
        confidence = round(confidence_of(hit.stage, how is not None) * certainty, 4)
        return Candidate(
            unit=hit.unit,
            locality=hit.locality,
            point=Point(hit.lon, hit.lat),
            precision=precision,
            stage=hit.stage,
            confidence=confidence,
            evidence=told.evidence,
            rejected=told.rejected[:MOST],
            contradiction=told.contradiction,
            importance=self.importance(hit.id),
            left_out=read.left_out,
        )

    def _precision(self, hit: Hit) -> tuple[Precision, float]:
        """The precision of a hit's point, and the confidence (0 to 1) of its position."""
        if hit.locality is not None or hit.position is None or hit.unit is None:
            return Precision.SETTLEMENT, 1.0
        # The seat of a district stands for it, but its precision is that of the district.
        coarsest = max(hit.position.precision, _own(hit.unit, hit.position.precision), key=_FINEST.index)
        return coarsest, hit.position.confidence

    def _fallen(self, query: LocateQuery, read: Understood, explain: bool) -> tuple[Candidate, ...]:
        """Candidates for a text whose place is not found in its surroundings.

        They are the place of a remote geocoder, the territory of the surroundings, and places elsewhere with
        the name.
        """
        candidate = self._asked(read, read.around) if read.around is not None else None
        fallen = self._territory(query, read, read.around, explain) if read.around is not None else None
        others = [hit for hit in map(self._finder.placed, read.elsewhere) if hit is not None]
        told = [self._candidate(read, hit, (None, (), len(others)), explain) for hit in others[:MOST]]
        count = 1 + len(told)
        proposed = [replace(each, confidence=round(each.confidence / 2 / count, 4)) for each in told]
        return tuple(each for each in (candidate, fallen, *proposed) if each is not None)

    def _territory(self, query: LocateQuery, read: Understood, unit: Unit, explain: bool) -> Candidate | None:
        """The candidate somewhere in the territory of the surroundings; None where it has no position."""
        head = read.case.reading.head
        reasons = self._not_there(read) if explain else None
        candidate = self._somewhere_in(query.text, unit, reasons)
        if candidate is None:
            return None
        candidate = replace(candidate, left_out=read.left_out if read.elsewhere else (head, *read.left_out))
        # A settlement contains streets and no village: it is not the place of an unknown name in it.
        doubts = read.doubts if is_whole(unit) else read.doubts | {Doubt.UNKNOWN_PART}
        return _doubted(candidate, doubts)

    def _not_there(self, read: Understood) -> list[Sentence]:
        """Sentences on why the place itself is not the answer."""
        unknown = [evidence.not_known(name) for name in read.case.unknown]
        if not read.elsewhere:
            return [evidence.not_known(read.case.reading.head), *unknown]
        return [*unknown, *(evidence.lies_elsewhere(self._reasons.label(hit)) for hit in read.elsewhere)]

    def _asked(self, read: Understood, unit: Unit) -> Candidate | None:
        """The place of remote geocoders in the unit, if a place passes the check; None if no place does.

        None also without geocoders, and where a surrounding name is unknown.
        """
        case = read.case
        if self._remote is None or case.unknown:
            return None
        return self._remote.candidate(case.reading.head, case.reading.street, unit)

    def _somewhere_in(self, asked: str, unit: Unit, reasons: Sequence[Sentence] | None) -> Candidate | None:
        """The candidate for a place somewhere in a unit, without evidence where `reasons` is None.

        None where the unit has no position.
        """
        stage = _STAGE_OF[unit.level]
        hit = self._finder.placed(Hit(stage, unit))
        if hit is None:
            return None
        precision, certainty = self._precision(hit)
        precision = max(precision, _COARSEST[unit.level], key=_FINEST.index)
        steps = (
            ()
            if reasons is None
            else (
                *reasons,
                evidence.found(asked, evidence.label(self.atlas, unit), stage),
                evidence.precision(precision, error_at(precision, unit, unit.population)),
            )
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
            importance=self.importance(unit.id),
        )

    def _common(self, units: Sequence[Unit]) -> Unit | None:
        """The smallest unit that contains all these units; None if no unit contains them all."""
        chains = [[each.id for each in self.atlas.chain(unit.id)[1:]] for unit in units]
        if not chains:
            return None
        shared = next((id_ for id_ in chains[0] if all(id_ in chain for chain in chains[1:])), None)
        return self.atlas.edition.units[shared] if shared is not None else None


def _doubted(candidate: Candidate, doubts: frozenset[Doubt]) -> Candidate:
    """The candidate with these doubts and its confidence lowered: halved, or limited to 0.85."""
    if not doubts:
        return candidate
    confidence = candidate.confidence
    if doubts & _HALVED:
        confidence /= 2
    elif doubts:
        confidence = min(confidence, _PROPOSED)
    return replace(candidate, confidence=round(confidence, 4), doubts=doubts)


def _own(unit: Unit, position: Precision) -> Precision:
    """The finest precision that a unit of its level can have.

    For a city at the level of districts or regions that is a settlement.
    """
    is_city = unit.level in (Level.REGION, Level.DISTRICT) and position is Precision.SETTLEMENT
    return Precision.SETTLEMENT if is_city else _COARSEST[unit.level]


def _fullness(hit: Hit) -> tuple[bool, int, bool]:
    """Sort key by completeness of a record: exact name, people, seat."""
    is_seat = hit.unit is not None and hit.unit.is_seat
    return hit.stage in FINE, hit.population or 0, is_seat


def _people(candidate: Candidate) -> int | None:
    return (candidate.unit or candidate.locality).population if candidate.unit or candidate.locality else None  # type: ignore[union-attr]
