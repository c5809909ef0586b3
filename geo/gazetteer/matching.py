"""Matches many settlements to the localities of a gazetteer: one locality is one settlement.

Each is searched inside the polygon of its district; certain matches become anchors for their neighbours,
round after round. A settlement that no round decides stays unplaced: none is placed at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import pi

from geo.gazetteer.gazetteer import Gazetteer, Locality
from geo.gazetteer.known_places import KnownPlaces
from geo.gazetteer.namesakes import NEAR_KM, by_siblings, is_cluster, km_between, middle
from geo.gazetteer.one_to_one import OneToOne, lost
from geo.gazetteer.proof import COARSE_NEAR_KM, VILLAGE_FAR_KM, Around, chosen, fullest
from geo.gazetteer.settlement_query import Found, NotFound, Reason, SettlementQuery
from geo.names.ladder import FINE, Rung, Stage, climb
from geo.names.name_variants import is_number
from geo.names.toponyms import mild_key

RARE = 3
"""A name is rare if at most this many localities of the country have it."""
_ROUNDS = 4


def match_places(
    sought: Iterable[SettlementQuery], gazetteer: Gazetteer, known: KnownPlaces | None = None
) -> tuple[dict[str, Found], dict[str, NotFound]]:
    """Localities of settlements by id, and for the settlements without one the reasons by id.

    `known` is a classifier's knowledge of the districts; without it fewer names are proved.
    """
    by_shape: dict[str, list[SettlementQuery]] = {}
    for each in sought:
        by_shape.setdefault(each.shape, []).append(each)
    witness = known or KnownPlaces()
    districts = [_District(shape, inside, gazetteer, witness) for shape, inside in by_shape.items()]
    for district in districts:
        district.match_inside()
    taken = {match.locality.id for district in districts for match in district.found.values()}
    for district in districts:
        district.match_nearby(taken)
    return (
        {id_: match for district in districts for id_, match in district.found.items()},
        {id_: miss for district in districts for id_, miss in district.missed.items()},
    )


@dataclass
class _District:
    """The settlements of one district polygon, and the matches found so far."""

    shape: str
    inside: Sequence[SettlementQuery]
    gazetteer: Gazetteer
    known: KnownPlaces
    found: dict[str, Found] = field(default_factory=dict)
    missed: dict[str, NotFound] = field(default_factory=dict)
    _beaten: set[str] = field(default_factory=set, repr=False)
    """Ids of settlements whose name only resembles the locality of another settlement."""
    _classifieds: dict[str, Mapping[str, Locality]] = field(default_factory=dict, repr=False)

    @cached_property
    def _reach_km(self) -> float:
        """Twice the radius in kilometres of the district's mean okrug, taken as a circle.

        0.0 where it is unknown.
        """
        shape = self.gazetteer.districts.get(self.shape)
        okrugs = len({each.parent for each in self.inside if not each.is_loose})
        return 2.0 * (shape.area_km2 / okrugs / pi) ** 0.5 if shape is not None and okrugs else 0.0

    @cached_property
    def _known_beforehand(self) -> dict[str, str]:
        """The ids of settlements whose locality is known in advance, by the id of that locality."""
        return {
            locality: each.id for each in self.inside for locality in (each.decided, each.town) if locality
        }

    def match_inside(self) -> None:
        """Match within the polygon, round after round, at most four times, until a round finds no more."""
        rungs = {each.id: self._rung(each) for each in self.inside}
        anchors = _anchors(rungs)
        for _ in range(_ROUNDS):
            before = len(self.found)
            self._match_once(rungs, anchors)
            # Fewer matches than before are no loss: neighbours found meanwhile contradicted a place.
            if len(self.found) <= before:
                return
            anchors = {id_: match.locality for id_, match in self.found.items() if match.stage in FINE}

    def _match_once(self, rungs: Mapping[str, Rung[Locality]], anchors: Mapping[str, Locality]) -> None:
        """One round: match each settlement, then decide between settlements that match one locality."""
        claimed = self._known_beforehand | {match.locality.id: id_ for id_, match in self.found.items()}
        matches: dict[str, Found] = {}
        self.missed = {}
        for query in self.inside:
            printed = Rung(Stage.CONSONANTS, ()) if query.id in self._beaten else rungs[query.id]
            free = _free(query, printed, claimed)
            around = Around(self._near(query, anchors), self._classified(query), self._reach_km)
            result = chosen(query, free, around, self.known)
            if isinstance(result, NotFound) and query.present:
                renamed = _free(query, self._renamed(query, printed), claimed)
                found = chosen(query, renamed, around, self.known)
                result = found if isinstance(found, Found) else result
            if isinstance(result, Found):
                matches[query.id] = result
            else:
                self.missed[query.id] = result
        self.found = {}
        self._settle_claims(matches, anchors)
        lone = {id_ for id_, rung in rungs.items() if rung.stage not in FINE and len(rung.bearers) == 1}
        self._beaten |= lone & (matches.keys() - self.found.keys())

    def match_nearby(self, taken: set[str]) -> None:
        """Match settlements missing in the polygon to free localities near its border.

        Neighbours of the okrug must confirm it. Ids of the localities that are used are added to `taken`; a
        locality that several settlements match is given to none.
        """
        hits: dict[str, tuple[Locality, ...]] = {}
        for query in self.inside:
            if query.id not in self.found and self.missed[query.id].reason is Reason.ABSENT:
                rung = climb(query.names, self.gazetteer.around(self.shape), Stage.MILD)
                hits[query.id] = tuple(hit for hit in rung.bearers if hit.id not in taken)
            if query.id in hits:
                self.missed[query.id] = self._absent(query, hits[query.id])
        anchors = {id_: match.locality for id_, match in self.found.items()}
        lone = {id_: fullest(group) for id_, group in hits.items() if group and is_cluster(group)}
        claims: dict[str, list[tuple[SettlementQuery, Found]]] = {}
        for query in self.inside:
            match = self._beside(
                query, hits.get(query.id, ()), self._near(query, anchors), self._near(query, lone)
            )
            if match is not None:
                claims.setdefault(match.locality.id, []).append((query, match))
        for claimants in claims.values():
            if len(claimants) == 1:
                (query, match), *_ = claimants
                self.found[query.id] = match
                taken.add(match.locality.id)
                del self.missed[query.id]

    def _absent(self, query: SettlementQuery, beside: Sequence[Locality]) -> NotFound:
        """Why a settlement missing in its district has no place.

        The reason tells where else its name occurs: beyond the border, or in another district of the region.
        """
        name = query.names[0]
        if beside:
            text = f"{name} beyond the border of its district: nothing says that it is meant"
            return NotFound(Reason.BESIDE, text)
        if all(map(is_number, query.names)):
            return NotFound(Reason.NUMBER, f"no locality of its district is called {name}")
        namesakes = (hit for other in query.names for hit in self.gazetteer.bearing(other))
        if any(self._is_in_region(hit) for hit in namesakes):
            return NotFound(Reason.ELSEWHERE, f"only other districts of the region have a locality {name}")
        return NotFound(Reason.ABSENT, f"no locality of its district is called {name}")

    def _beside(
        self,
        query: SettlementQuery,
        hits: Sequence[Locality],
        near: Sequence[Locality],
        lone: Sequence[Locality],
    ) -> Found | None:
        """The match with one of the localities beyond the border; None if nothing proves it.

        Proof is a position near the placed villages of its okrug, near another such village beyond the
        border, or a name that is unique in the country.
        """
        if not hits:
            return None
        best = fullest(hits) if is_cluster(hits) else by_siblings(hits, near) if near else None
        if best is None:
            return None
        if near:
            # Placed siblings in another region than the hit are no witnesses: its name is a homonym there.
            away = km_between(best, middle(near))
            if away <= NEAR_KM and self._is_in_region(best):
                return Found(best, Stage.NEARBY, "siblings")
            limit = min(VILLAGE_FAR_KM, max(NEAR_KM, self._reach_km))
            return self._unclaimed(query, best, near) if away <= limit else None
        classified = self._classified(query)
        is_beside = bool(classified) and km_between(best, middle(classified)) <= NEAR_KM
        if is_beside or any(km_between(best, other) <= COARSE_NEAR_KM for other in lone):
            return Found(best, Stage.NEARBY, "siblings")
        return (
            Found(best, Stage.NEARBY, "")
            if self.gazetteer.is_only(query.names)
            else self._unclaimed(query, best, near)
        )

    def _unclaimed(self, query: SettlementQuery, hit: Locality, near: Sequence[Locality]) -> Found | None:
        """The hit, if the classifier has the name in the settlement's district and not in the hit's own.

        Else None; also for a name of many places without neighbours.
        """
        bearers = {other.id for name in query.names for other in self.gazetteer.bearing(name)}
        if not near and len(bearers) > RARE:
            return None
        is_ours = self.known.is_alone(self.shape, query.names)
        is_theirs = not self.known.is_unknown(hit.district, query.names)
        return Found(hit, Stage.NEARBY, "classifier") if is_ours and not is_theirs else None

    def _is_in_region(self, locality: Locality) -> bool:
        districts = self.gazetteer.districts
        there, here = districts.get(locality.district), districts.get(self.shape)
        return there is not None and here is not None and there.region_iso == here.region_iso

    def _rung(self, each: SettlementQuery) -> Rung[Locality]:
        """The localities with a name of the settlement by the finest key that finds any.

        One assigned in advance comes first.
        """
        for stage, locality in ((Stage.DECIDED, each.decided), (Stage.TOWN, each.town)):
            if locality in self.gazetteer.localities:
                return Rung(stage, (self.gazetteer.localities[locality],))
        return climb(each.names, self.gazetteer.in_district(self.shape), Stage.CONSONANTS)

    def _renamed(self, each: SettlementQuery, printed: Rung[Locality]) -> Rung[Locality]:
        """The localities with a name of another period, which no row prints.

        If printed names match certainly, only the localities that have exactly that name.
        """
        is_sure = printed.stage in FINE and bool(printed.bearers)
        rung = climb(
            each.present,
            self.gazetteer.in_district(self.shape),
            Stage.EXACT if is_sure else Stage.ABBREVIATED,
        )
        ids = {hit.id for hit in printed.bearers} if is_sure else {hit.id for hit in rung.bearers}
        return Rung(Stage.RENAMED, tuple(hit for hit in rung.bearers if hit.id in ids))

    def _near(self, each: SettlementQuery, anchors: Mapping[str, Locality]) -> list[Locality]:
        """The localities of the other villages of the okrug that are anchors."""
        siblings = (other for other in self.inside if other.parent == each.parent and other.id != each.id)
        return [anchors[other.id] for other in siblings if other.id in anchors]

    def _classified(self, each: SettlementQuery) -> list[Locality]:
        """The localities of the okrug's other villages in the classifier.

        Only those whose name occurs once in both sources.
        """
        own = {mild_key(name) for name in (*each.names, *each.present)}
        return [place for key, place in self._witnesses(each.parent).items() if key not in own]

    def _witnesses(self, okrug: str) -> Mapping[str, Locality]:
        """Localities of an okrug's villages in the classifier, by the mild key of the name.

        Only those whose name occurs once in both sources.
        """
        if okrug not in self._classifieds:
            index = self.gazetteer.in_district(self.shape)
            localities: dict[str, Locality] = {}
            for name in self.known.inside(okrug):
                rung = climb((name,), index, Stage.MILD)
                if self.known.is_alone(self.shape, (name,)) and rung.bearers and is_cluster(rung.bearers):
                    localities[mild_key(name)] = fullest(rung.bearers)
            self._classifieds[okrug] = localities
        return self._classifieds[okrug]

    def _settle_claims(self, matches: Mapping[str, Found], anchors: Mapping[str, Locality]) -> None:
        """Gives every locality to one or several of the settlements that match it.

        The others get a reason why they have none.
        """
        claims: dict[str, list[SettlementQuery]] = {}
        for query in self.inside:
            if query.id in matches:
                claims.setdefault(matches[query.id].locality.id, []).append(query)
        near = {query.id: self._near(query, anchors) for query in self.inside if query.id in matches}
        court = OneToOne(self.shape, self.known, matches, near)
        for claimants in claims.values():
            winners = court.winners(claimants)
            for query in claimants:
                if query in winners:
                    self.found[query.id] = matches[query.id]
                else:
                    others = ", ".join(other.id for other in claimants if other.id != query.id)
                    self.missed[query.id] = lost(query, matches[query.id], others)


def _free(each: SettlementQuery, rung: Rung[Locality], claimed: Mapping[str, str]) -> Rung[Locality]:
    """The localities found, without those matched to other settlements. A single one is kept in any case."""
    if len(rung.bearers) < 2:
        return rung
    return Rung(rung.stage, tuple(hit for hit in rung.bearers if claimed.get(hit.id, each.id) == each.id))


def _anchors(rungs: Mapping[str, Rung[Locality]]) -> dict[str, Locality]:
    """Settlements that are certain by themselves, with their localities.

    They match one place by a fine key, and no other settlement matches it so.
    """
    sure = {
        id_: fullest(rung.bearers)
        for id_, rung in rungs.items()
        if rung.stage in FINE and rung.bearers and is_cluster(rung.bearers)
    }
    claims: dict[str, int] = {}
    for locality in sure.values():
        claims[locality.id] = claims.get(locality.id, 0) + 1
    return {id_: locality for id_, locality in sure.items() if claims[locality.id] == 1}
