"""Settlements of the acts among the localities of the gazetteer: inside their district only, never at random.

A name is tried on ever coarser keys; among several localities of one name the other villages of the
okrug decide, and where they do not decide clearly the settlement stays unplaced.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from pyproj import Geod
from rapidfuzz import fuzz

from geo.gazetteer import FOLDS, Gazetteer, Locality, Names
from geo.toponyms import mild_key, skeleton_key

CLUSTER_KM = 8.0
"""Localities of one name that lie so close are one place."""
NEAR_KM = 30.0
"""Farthest that a locality may lie from the middle of its okrug's other villages to be chosen by them."""
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
_ALIKE = 83.0
_ALIKE_MARGIN = 4.0
_CONFIDENCE = {"town": 0.99, "exact": 0.97, "tight": 0.96, "mild": 0.95, "skeleton": 0.85, "alike": 0.8}
_FINE = ("town", "exact", "tight", "mild")
_RANK = {stage: rank for rank, stage in enumerate(("town", "exact", "tight", "mild", "skeleton", "alike"))}
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Sought:
    """A settlement to be found: its names, the unit it lies in, the polygon of its district.

    `town` is the gazetteer's id of a city that is known beforehand; `is_main` marks seats and towns, which
    a population may decide for.
    """

    id: str
    names: tuple[str, ...]
    parent: str
    shape: str
    town: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The locality of a settlement, its rung, how homonyms were told apart, and a confidence of 0..1."""

    locality: Locality
    stage: str
    decided_by: str
    confidence: float

    @property
    def method(self) -> str:
        """Rung and tie-break in one word, such as `mild+siblings`."""
        return f"{self.stage}+{self.decided_by}" if self.decided_by else self.stage


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why a settlement has no locality: `absent`, `ambiguous`, `contested` or `contradicted`."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class _Candidates:
    stage: str
    localities: tuple[Locality, ...]


@cache
def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Geodesic distance in kilometres between two (lon, lat)."""
    return float(_GEOD.inv(one[0], one[1], other[0], other[1])[2]) / 1000.0


def _at(locality: Locality) -> tuple[float, float]:
    return locality.lon, locality.lat


def match_places(
    sought: Iterable[Sought], gazetteer: Gazetteer
) -> tuple[dict[str, Found], dict[str, NotFound]]:
    """Localities of settlements by id, and the reasons of those that have none."""
    found: dict[str, Found] = {}
    missed: dict[str, NotFound] = {}
    by_shape: dict[str, list[Sought]] = {}
    for each in sought:
        by_shape.setdefault(each.shape, []).append(each)
    for shape, inside in by_shape.items():
        _match_district(inside, gazetteer.in_district(shape), gazetteer, found, missed)
    return found, missed


def _match_district(
    inside: Sequence[Sought],
    names: Names,
    gazetteer: Gazetteer,
    found: dict[str, Found],
    missed: dict[str, NotFound],
) -> None:
    candidates = {each.id: _candidates(each, names, gazetteer) for each in inside}
    siblings: dict[str, list[str]] = {}
    for each in inside:
        siblings.setdefault(each.parent, []).append(each.id)
    anchors = _anchors(candidates)
    chosen: dict[str, Found] = {}
    for each in inside:
        near = [anchors[id_] for id_ in siblings[each.parent] if id_ != each.id and id_ in anchors]
        result = _choose(each, candidates[each.id], near)
        if isinstance(result, Found):
            chosen[each.id] = result
        else:
            missed[each.id] = result
    _settle_claims(inside, chosen, siblings, anchors, found, missed)


def _candidates(each: Sought, names: Names, gazetteer: Gazetteer) -> _Candidates:
    if each.town and each.town in gazetteer.localities:
        return _Candidates("town", (gazetteer.localities[each.town],))
    for stage, _ in FOLDS:
        if stage == "skeleton" and all(len(skeleton_key(name)) < 4 for name in each.names):
            continue
        hits = {hit.id: hit for name in each.names for hit in names.find(name, stage)}
        if stage == "skeleton":
            hits = {id_: hit for id_, hit in hits.items() if _likeness(each, hit) >= 70.0}
        if hits:
            return _Candidates(stage, tuple(hits.values()))
    return _Candidates("alike", _alike(each, names))


def _likeness(each: Sought, locality: Locality) -> float:
    return max(fuzz.ratio(mild_key(one), mild_key(two)) for one in each.names for two in locality.names)


def _alike(each: Sought, names: Names) -> tuple[Locality, ...]:
    """Localities whose mild key is likest, same first letter, length within 3, nothing else near it."""
    scored: dict[str, tuple[float, Locality]] = {}
    keys = [key for key in (mild_key(name) for name in each.names) if len(key) >= 5]
    for key in keys:
        if any(char.isdigit() for char in key):
            continue
        for other, localities in names.by_key["mild"].items():
            if other[:1] != key[:1] or abs(len(other) - len(key)) > 3:
                continue
            score = fuzz.ratio(key, other, score_cutoff=_ALIKE)
            if score:
                for hit in localities:
                    scored[hit.id] = max(scored.get(hit.id, (0.0, hit)), (score, hit), key=lambda it: it[0])
    if not scored:
        return ()
    best = max(score for score, _ in scored.values())
    return tuple(hit for score, hit in scored.values() if score >= best - _ALIKE_MARGIN)


def _anchors(candidates: Mapping[str, _Candidates]) -> dict[str, Locality]:
    """Settlements that are sure without looking at others: one place of a fine key, claimed once."""
    sure = {
        id_: _pick(group.localities)
        for id_, group in candidates.items()
        if group.stage in _FINE and group.localities and _is_cluster(group.localities)
    }
    claims = Counter(locality.id for locality in sure.values())
    return {id_: locality for id_, locality in sure.items() if claims[locality.id] == 1}


def _is_cluster(localities: Sequence[Locality]) -> bool:
    first = localities[0]
    return all(km_between(_at(first), _at(other)) <= CLUSTER_KM for other in localities[1:])


def _pick(localities: Sequence[Locality]) -> Locality:
    """Of records of one place the fullest: most people, then Russian and Kazakh names, then id."""
    return min(
        localities,
        key=lambda each: (-(each.population or 0), not each.names_ru, not each.names_kk, each.id),
    )


def _middle(near: Sequence[Locality]) -> tuple[float, float]:
    return median(each.lon for each in near), median(each.lat for each in near)


def away_from(locality: Locality, near: Sequence[Locality]) -> float:
    """Kilometres from the middle of the okrug's other villages."""
    return km_between(_at(locality), _middle(near))


def _choose(each: Sought, group: _Candidates, near: Sequence[Locality]) -> Found | NotFound:
    confidence = _CONFIDENCE[group.stage]
    hits = group.localities
    name = each.names[0]
    if not hits:
        return NotFound("absent", f"no locality of its district is called {name}")
    if _is_cluster(hits):
        locality = _pick(hits)
        limit = (FAR_KM if each.is_main else VILLAGE_FAR_KM) if group.stage in _FINE else COARSE_FAR_KM
        away = km_between(_at(locality), _middle(near)) if len(near) >= 2 else 0.0
        likeness = _likeness(each, locality)
        if (
            group.stage not in _FINE
            and likeness < SURE_ALONE
            and not (near and away_from(locality, near) <= COARSE_NEAR_KM)
        ):
            return NotFound("contradicted", f"{name} is like {locality.names[0]}, and no sibling is near it")
        if group.stage != "town" and away > limit:
            text = f"{name} lies {away:.0f} km from the other villages of {each.parent}"
            return NotFound("contradicted", text)
        return Found(locality, group.stage, "cluster" if len(hits) > 1 else "", confidence)
    if near:
        ranked = sorted((km_between(_at(hit), _middle(near)), hit.id, hit) for hit in hits)
        (first, _, best), (second, _, _) = ranked[0], ranked[1]
        clear = second >= 2 * first + 10.0 or km_between(_at(best), _at(ranked[1][2])) <= CLUSTER_KM
        if first <= NEAR_KM and clear:
            return Found(best, group.stage, "siblings", confidence - 0.05)
    if each.is_main and group.stage in _FINE:
        peopled = sorted(hits, key=lambda hit: -(hit.population or 0))
        first_pop, next_pop = peopled[0].population or 0, peopled[1].population or 0
        if first_pop >= 1500 and first_pop >= 5 * next_pop:
            return Found(peopled[0], group.stage, "population", confidence - 0.03)
    return NotFound("ambiguous", f"{len(hits)} localities of its district are called {name}")


def _settle_claims(
    inside: Sequence[Sought],
    chosen: Mapping[str, Found],
    siblings: Mapping[str, Sequence[str]],
    anchors: Mapping[str, Locality],
    found: dict[str, Found],
    missed: dict[str, NotFound],
) -> None:
    """One locality is one settlement: the finest key has it, then the okrug whose villages lie around it."""
    claims: dict[str, list[Sought]] = {}
    for each in inside:
        if each.id in chosen:
            claims.setdefault(chosen[each.id].locality.id, []).append(each)
    for claimants in claims.values():
        best_rank = min(_RANK[chosen[each.id].stage] for each in claimants)
        finest = [each for each in claimants if _RANK[chosen[each.id].stage] == best_rank]
        winner = finest[0] if len(finest) == 1 else _nearest_okrug(finest, chosen, siblings, anchors)
        for each in claimants:
            if winner is not None and each.id == winner.id:
                found[each.id] = chosen[each.id]
                continue
            others = ", ".join(other.id for other in claimants if other.id != each.id)
            text = f"the only locality called {each.names[0]} is claimed by {others} too"
            missed[each.id] = NotFound("contested", text)


def _nearest_okrug(
    claimants: Sequence[Sought],
    chosen: Mapping[str, Found],
    siblings: Mapping[str, Sequence[str]],
    anchors: Mapping[str, Locality],
) -> Sought | None:
    away: list[tuple[float, Sought]] = []
    for each in claimants:
        near = [anchors[id_] for id_ in siblings[each.parent] if id_ != each.id and id_ in anchors]
        if not near:
            return None
        away.append((km_between(_at(chosen[each.id].locality), _middle(near)), each))
    away.sort(key=lambda it: (it[0], it[1].id))
    (first, best), (second, _) = away[0], away[1]
    return best if first <= NEAR_KM and second >= 2 * first + 10.0 else None
