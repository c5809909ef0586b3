"""Many settlements at once among the localities of a gazetteer: one locality is one settlement.

Each is looked for inside the polygon of its district; what is sure becomes an anchor for its neighbours,
round after round. What no round decides stays unplaced: no settlement is given a place at random.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geo.gazetteer import Gazetteer, Locality
from geo.stages.ladder import FINE, RANK, Rung, Stage, climb, likeness
from geo.stages.sought import Found, NotFound, Sought
from geo.stages.ties import NEAR_KM, by_population, by_siblings, is_cluster, km_between, middle
from geo.toponyms import mild_key

FAR_KM = 80.0
"""A seat's locality farther than this from the okrug's other villages is another place of that name."""
VILLAGE_FAR_KM = 50.0
"""The same for a village that is no seat: an okrug seldom reaches so far."""
COARSE_FAR_KM = 40.0
"""The same for a name that was only recognised on a coarse key."""
COARSE_NEAR_KM = 25.0
"""How near to the okrug's other villages a locality must lie when its name is merely like the printed one."""
SURE_ALONE = 90.0
"""Likeness (0-100) from which a name needs no sibling's support."""
SAME_SPELT = 75.0
"""Likeness (0-100) from which two units that claim one locality are spellings of one name."""
_KNOWN = (Stage.DECIDED, Stage.TOWN)
_ROUNDS = 4


def match_places(
    sought: Iterable[Sought], gazetteer: Gazetteer
) -> tuple[dict[str, Found], dict[str, NotFound]]:
    """Localities of settlements by id, and the reasons of those that have none."""
    by_shape: dict[str, list[Sought]] = {}
    for each in sought:
        by_shape.setdefault(each.shape, []).append(each)
    districts = [_District(shape, inside, gazetteer) for shape, inside in by_shape.items()]
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
    """The settlements of one polygon, and what is known of them so far."""

    shape: str
    inside: Sequence[Sought]
    gazetteer: Gazetteer
    found: dict[str, Found] = field(default_factory=dict)
    missed: dict[str, NotFound] = field(default_factory=dict)

    def match_inside(self) -> None:
        """Rounds inside the polygon, until none finds more."""
        rungs = {each.id: self._rung(each) for each in self.inside}
        anchors = _anchors(rungs)
        for _ in range(_ROUNDS):
            before = len(self.found)
            claimed = {match.locality.id: id_ for id_, match in self.found.items()}
            chosen: dict[str, Found] = {}
            self.missed = {}
            for each in self.inside:
                result = _choose(each, _free(each, rungs[each.id], claimed), self._near(each, anchors))
                if isinstance(result, Found):
                    chosen[each.id] = result
                else:
                    self.missed[each.id] = result
            self.found = {}
            self._settle_claims(chosen, anchors)
            if len(self.found) <= before:
                return
            anchors = {id_: match.locality for id_, match in self.found.items() if match.stage in FINE}

    def match_nearby(self, taken: set[str]) -> None:
        """What the polygon lacks, among free localities near its border, where the siblings point there."""
        hits: dict[str, tuple[Locality, ...]] = {}
        for each in self.inside:
            if each.id not in self.found and self.missed[each.id].reason == "absent":
                rung = climb(each.names, self.gazetteer.around(self.shape), finest_only=True)
                hits[each.id] = tuple(hit for hit in rung.bearers if hit.id not in taken)
        anchors = {id_: match.locality for id_, match in self.found.items()}
        lone = {id_: _pick(group) for id_, group in hits.items() if group and is_cluster(group)}
        claims: dict[str, list[tuple[Sought, Found]]] = {}
        for each in self.inside:
            match = self._beside(
                each, hits.get(each.id, ()), self._near(each, anchors), self._near(each, lone)
            )
            if match is not None:
                claims.setdefault(match.locality.id, []).append((each, match))
        for claimants in claims.values():
            if len(claimants) == 1:
                (each, match), *_ = claimants
                self.found[each.id] = match
                taken.add(match.locality.id)
                del self.missed[each.id]

    def _beside(
        self, each: Sought, hits: Sequence[Locality], near: Sequence[Locality], lone: Sequence[Locality]
    ) -> Found | None:
        """The hit that placed siblings lie around, else that another sibling beside the border lies next to.

        Without either only a name that nothing else in the country bears is proof.
        """
        if not hits:
            return None
        best = _pick(hits) if is_cluster(hits) else by_siblings(hits, near) if near else None
        if best is None:
            return None
        if near:
            # Placed siblings of another region than the hit's are no witnesses: its name is a homonym there.
            is_there = km_between(best, middle(near)) <= NEAR_KM and self._is_in_region(best)
            return Found(best, Stage.NEARBY, "siblings") if is_there else None
        if any(km_between(best, other) <= COARSE_NEAR_KM for other in lone):
            return Found(best, Stage.NEARBY, "siblings")
        return Found(best, Stage.NEARBY, "") if self.gazetteer.is_only(each.names) else None

    def _is_in_region(self, locality: Locality) -> bool:
        districts = self.gazetteer.districts
        return districts[locality.district].region_iso == districts[self.shape].region_iso

    def _rung(self, each: Sought) -> Rung[Locality]:
        for stage, locality in ((Stage.DECIDED, each.decided), (Stage.TOWN, each.town)):
            if locality in self.gazetteer.localities:
                return Rung(stage, (self.gazetteer.localities[locality],))
        return climb(each.names, self.gazetteer.in_district(self.shape))

    def _near(self, each: Sought, anchors: Mapping[str, Locality]) -> list[Locality]:
        """Places of the okrug's other villages."""
        siblings = (other for other in self.inside if other.parent == each.parent and other.id != each.id)
        return [anchors[other.id] for other in siblings if other.id in anchors]

    def _settle_claims(self, chosen: Mapping[str, Found], anchors: Mapping[str, Locality]) -> None:
        """The finest key has a locality, then the okrug that lies around it, then a seat."""
        claims: dict[str, list[Sought]] = {}
        for each in self.inside:
            if each.id in chosen:
                claims.setdefault(chosen[each.id].locality.id, []).append(each)
        for claimants in claims.values():
            # Who decided a place did not mean to take it from the unit that a rule finds there.
            decided = [each for each in claimants if each.decided]
            ruled = [each for each in claimants if not each.decided] or decided
            best = min(RANK[chosen[each.id].stage] for each in ruled)
            finest = [each for each in ruled if RANK[chosen[each.id].stage] == best]
            winners = _one_place(finest) or self._nearest_okrug(finest, chosen, anchors) or _only_seat(finest)
            winners += [
                each
                for each in claimants
                if each not in winners and (each in decided or _is_misspelt(each, winners))
            ]
            for each in claimants:
                if each in winners:
                    self.found[each.id] = chosen[each.id]
                    continue
                others = ", ".join(other.id for other in claimants if other.id != each.id)
                text = f"the only locality called {each.names[0]} is claimed by {others} too"
                self.missed[each.id] = NotFound("contested", text)

    def _nearest_okrug(
        self, claimants: Sequence[Sought], chosen: Mapping[str, Found], anchors: Mapping[str, Locality]
    ) -> list[Sought]:
        away: list[tuple[float, str, Sought]] = []
        for each in claimants:
            near = self._near(each, anchors)
            if not near:
                return []
            away.append((km_between(chosen[each.id].locality, middle(near)), each.id, each))
        (first, _, best), (second, _, _) = sorted(away)[:2]
        return [best] if first <= NEAR_KM and second >= 2 * first + 10.0 else []


def _one_place(claimants: Sequence[Sought]) -> list[Sought]:
    """All claimants, when they are one place written twice.

    That are places of addresses that one okrug lists too, and seats of one name: an okrug that two acts name
    differently has its seat twice.
    """
    listed = [each for each in claimants if not each.is_loose]
    if len(listed) <= 1:
        return list(claimants)
    alike = all(_alike(listed[0], other) for other in listed[1:])
    return list(claimants) if alike and all(each.is_main for each in listed) else []


def _is_misspelt(each: Sought, winners: Sequence[Sought]) -> bool:
    """Whether an address alone writes a name in another way than a list does: `Мазамбет` for `Махамбет`."""
    return any(_alike(each, winner) for winner in winners if each.is_loose or winner.is_loose)


def _alike(one: Sought, other: Sought) -> bool:
    return likeness(one.names, other) >= SAME_SPELT


def _only_seat(claimants: Sequence[Sought]) -> list[Sought]:
    seats = [each for each in claimants if each.is_main and not each.is_loose]
    return seats if len(seats) == 1 else []


def _free(each: Sought, rung: Rung[Locality], claimed: Mapping[str, str]) -> Rung[Locality]:
    """The rung without namesakes that other settlements were found to be."""
    if len(rung.bearers) < 2:
        return rung
    return Rung(rung.stage, tuple(hit for hit in rung.bearers if claimed.get(hit.id, each.id) == each.id))


def _anchors(rungs: Mapping[str, Rung[Locality]]) -> dict[str, Locality]:
    """Settlements that are sure without looking at others: one place of a fine key, claimed once."""
    sure = {
        id_: _pick(rung.bearers)
        for id_, rung in rungs.items()
        if rung.stage in FINE and rung.bearers and is_cluster(rung.bearers)
    }
    claims: dict[str, int] = {}
    for locality in sure.values():
        claims[locality.id] = claims.get(locality.id, 0) + 1
    return {id_: locality for id_, locality in sure.items() if claims[locality.id] == 1}


def _pick(localities: Sequence[Locality]) -> Locality:
    """Of records of one place the fullest: most people, then Russian and Kazakh names, then id."""
    return min(
        localities,
        key=lambda each: (-(each.population or 0), not each.names_ru, not each.names_kk, each.id),
    )


_ENDING = re.compile(r"(?<=....)(?:oe|aia|ie|i|a|o|e)$")


def is_other_ending(names: Sequence[str], locality: Locality) -> bool:
    """Whether only the gender of an adjective differs: `Крымское` and `Крымский`."""
    stems = {_ENDING.sub("", mild_key(name)) for name in names}
    return any(_ENDING.sub("", mild_key(name)) in stems for name in locality.names)


def _is_proved(each: Sought, stage: Stage, locality: Locality, near: Sequence[Locality]) -> bool:
    """Whether a name, or its likeness together with the neighbours, is proof enough."""
    if stage in FINE or likeness(each.names, locality) >= SURE_ALONE or is_other_ending(each.names, locality):
        return True
    return bool(near) and km_between(locality, middle(near)) <= COARSE_NEAR_KM


def _choose(each: Sought, rung: Rung[Locality], near: Sequence[Locality]) -> Found | NotFound:
    hits, stage, name = rung.bearers, rung.stage, each.names[0]
    if not hits:
        return NotFound("absent", f"no locality of its district is called {name}")
    if is_cluster(hits):
        locality = _pick(hits)
        if not _is_proved(each, stage, locality, near):
            return NotFound("contradicted", f"{name} is like {locality.names[0]}, and no sibling is near it")
        limit = (FAR_KM if each.is_main else VILLAGE_FAR_KM) if stage in FINE else COARSE_FAR_KM
        # The only sibling of a seat may itself be the stray; a coarse key needs every witness it has.
        witnesses = 2 if stage in FINE and each.is_main else 1
        if stage in FINE and len(near) == 1:
            limit = FAR_KM
        away = km_between(locality, middle(near)) if len(near) >= witnesses else 0.0
        # What addresses alone name is in no okrug: its place may be anywhere in the district.
        if stage not in _KNOWN and not each.is_loose and away > limit:
            text = f"{name} lies {away:.0f} km from the other villages of {each.parent}"
            return NotFound("contradicted", text)
        return Found(locality, stage, "cluster" if len(hits) > 1 else "")
    chosen = by_siblings(hits, near)
    if chosen is not None:
        return Found(chosen, stage, "siblings")
    if each.is_main and stage in FINE and (peopled := by_population(hits)) is not None:
        return Found(peopled, stage, "population")
    return NotFound("ambiguous", f"{len(hits)} localities of its district are called {name}")
