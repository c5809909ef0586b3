"""Decides which settlement a locality is when several were matched to it.

The one with the finest key gets it, then the one whose okrug lies around it, then a seat; and so does every
claimant that is the same place in other words or in another okrug's list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.gazetteer.gazetteer import Locality
from geo.gazetteer.known_places import KnownPlaces
from geo.gazetteer.namesakes import CLEARLY_KM, NEAR_KM, km_between, middle
from geo.gazetteer.proof import is_respelled
from geo.gazetteer.settlement_query import Found, NotFound, Reason, SettlementQuery
from geo.names.ladder import FINE, RANK, likeness
from geo.names.name_variants import spelling_keys
from geo.names.toponyms import mild_key

SAME_SPELT = 75.0
"""Likeness (0-100) from which two units that claim one locality are spellings of one name."""
TWICE_KM = 40.0
"""How far from the okrug's other villages a place in the lists of two okrugs may lie."""


@dataclass(frozen=True, slots=True)
class OneToOne:
    """The matches of the settlements of one district, and for each the placed villages of its okrug."""

    shape: str
    known: KnownPlaces
    matches: Mapping[str, Found]
    near: Mapping[str, Sequence[Locality]]

    def winners(self, claimants: Sequence[SettlementQuery]) -> list[SettlementQuery]:
        """The claimants of one locality that get this locality. Empty if nothing decides."""
        # A person's decision does not take a locality from the unit that a rule finds there.
        decided = [claimant for claimant in claimants if claimant.decided]
        ruled = [claimant for claimant in claimants if not claimant.decided] or decided
        best = min(RANK[self.matches[each.id].stage] for each in ruled)
        finest = [each for each in ruled if RANK[self.matches[each.id].stage] == best]
        found = self._one_place(finest) or self._nearest_okrug(finest) or _only_seat(finest)
        found += [each for each in decided if each not in found]
        for more in (self._misspelt, self._listed_twice, self._misspelt):
            found += more(claimants if more == self._misspelt else finest, found)
        return found

    def _misspelt(
        self, claimants: Sequence[SettlementQuery], winners: Sequence[SettlementQuery]
    ) -> list[SettlementQuery]:
        """The other claimants whose name is a different spelling of the name of a winner."""
        left = [claimant for claimant in claimants if claimant not in winners]
        return [each for each in left if self._is_misspelt(each, winners)]

    def _listed_twice(
        self, claimants: Sequence[SettlementQuery], winners: Sequence[SettlementQuery]
    ) -> list[SettlementQuery]:
        """Further claimants that are the winner's village, listed again by another okrug.

        It must not lie more than 40 km from the villages of that okrug.
        """
        same = [claimant for claimant in claimants if self._is_known_once(claimant, claimants)]
        repeated = []
        for query in same:
            near = self.near[query.id]
            is_there = not near or km_between(self.matches[query.id].locality, middle(near)) <= TWICE_KM
            if query not in winners and is_there:
                repeated.append(query)
        return repeated

    def _is_known_once(self, each: SettlementQuery, claimants: Sequence[SettlementQuery]) -> bool:
        """Whether all claimants have this settlement's name, and it is certain.

        Certain means that it matches by a fine key and occurs once in the classifier's district.
        """
        is_fine = self.matches[each.id].stage in FINE and self.known.is_alone(self.shape, each.names)
        return is_fine and all(_bears_one_name(each, other) for other in claimants)

    def _one_place(self, claimants: Sequence[SettlementQuery]) -> list[SettlementQuery]:
        """All claimants, if they are one place written twice. Otherwise an empty list.

        One place written twice are: places of addresses that one okrug lists too, two spellings in one
        okrug's lists, and seats of one name: an okrug that two acts name differently has its seat twice.
        """
        listed = [claimant for claimant in claimants if not claimant.is_loose]
        if len(listed) <= 1 or all(self._is_listed_so_too(listed[0], other) for other in listed[1:]):
            return list(claimants)
        alike = all(_alike(listed[0], other) for other in listed[1:])
        return list(claimants) if alike and all(each.is_main for each in listed) else []

    def _is_misspelt(self, each: SettlementQuery, winners: Sequence[SettlementQuery]) -> bool:
        """Whether the settlement is a winner under another spelling, such as `Мазамбет` for `Махамбет`.

        For merely similar names, one of the two must come from an address.
        """
        return any(
            self._is_listed_so_too(each, winner)
            or ((each.is_loose or winner.is_loose) and _alike(each, winner))
            for winner in winners
        )

    def _is_listed_so_too(self, query: SettlementQuery, other: SettlementQuery) -> bool:
        """Whether one okrug lists both as spellings of one name: `Жумусшы` and `Жумысши`.

        If the classifier has both names, they are two villages: `Карасу` and `Карасай`.
        """
        if _is_present_name_of(query, other) or _is_present_name_of(other, query):
            return query.parent == other.parent or self.known.is_alone(
                self.shape, query.present + other.present
            )
        if query.parent != other.parent or not (
            is_respelled(query, other) or self._are_both_its_names(query, other)
        ):
            return False
        return any(self.known.is_unknown(self.shape, each.names) for each in (query, other))

    def _are_both_its_names(self, one: SettlementQuery, other: SettlementQuery) -> bool:
        """Whether the locality has both printed names: `Шижага`, formerly `Октябрь`."""
        return all(self.matches[each.id].stage in FINE for each in (one, other))

    def _nearest_okrug(self, claimants: Sequence[SettlementQuery]) -> list[SettlementQuery]:
        """The one claimant whose okrug's villages are clearly nearest.

        Empty if none is clearly nearest, or if an okrug has no placed village.
        """
        away: list[tuple[float, str, SettlementQuery]] = []
        for claimant in claimants:
            near = self.near[claimant.id]
            if not near:
                return []
            away.append((km_between(self.matches[claimant.id].locality, middle(near)), claimant.id, claimant))
        (first, _, best), (second, _, _) = sorted(away)[:2]
        return [best] if first <= NEAR_KM and second >= 2 * first + CLEARLY_KM else []


def _is_present_name_of(one: SettlementQuery, other: SettlementQuery) -> bool:
    """Whether a name of one settlement is a name of another period of the other, in any spelling."""
    keys = {key for name in one.names + one.present for key in spelling_keys(name)}
    return any(not keys.isdisjoint(spelling_keys(name)) for name in other.present)


def _bears_one_name(one: SettlementQuery, other: SettlementQuery) -> bool:
    return not {mild_key(name) for name in one.names}.isdisjoint(mild_key(name) for name in other.names)


def lost(each: SettlementQuery, match: Found, others: str) -> NotFound:
    """Why a settlement does not get the locality that it matches.

    `others` are the ids of the other claimants.
    """
    if match.stage not in FINE:
        # A merely similar name is not a claim: the district has no locality with its name.
        return NotFound(Reason.ABSENT, f"what is like {each.names[0]} in its district is {others}")
    return NotFound(Reason.CONTESTED, f"the only locality called {each.names[0]} is claimed by {others} too")


def _alike(one: SettlementQuery, other: SettlementQuery) -> bool:
    return likeness(one.names, other) >= SAME_SPELT


def _only_seat(claimants: Sequence[SettlementQuery]) -> list[SettlementQuery]:
    """The only listed seat among the claimants; empty where none or several are seats."""
    seats = [claimant for claimant in claimants if claimant.is_main and not claimant.is_loose]
    return seats if len(seats) == 1 else []
