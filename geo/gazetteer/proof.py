"""Decides whether a locality is the settlement meant, by name, neighbours and classifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.gazetteer.gazetteer import Locality
from geo.gazetteer.known_places import KnownPlaces
from geo.gazetteer.namesakes import NEAR_KM, by_population, by_siblings, is_cluster, km_between, middle
from geo.gazetteer.settlement_query import Found, NotFound, Reason, SettlementQuery
from geo.names.ladder import FINE, Rung, Stage, likeness
from geo.names.name_variants import consonant_key, worded_key
from geo.names.toponyms import mild_key, skeleton_key

FAR_KM = 80.0
"""A seat's locality farther than this from the okrug's other villages is another place with that name."""
VILLAGE_FAR_KM = 50.0
"""The same distance for a village that is not a seat: an okrug is rarely larger."""
COARSE_FAR_KM = 40.0
"""The same distance for a name recognised only by a coarse key, where okrugs are that large."""
COARSE_NEAR_KM = 25.0
"""How near to the okrug's other villages a locality must lie if its name merely resembles the printed one."""
BESIDE_KM = 10.0
"""A place this near to a village of the okrug in the classifier is not too far from those of the lists."""
SURE_ALONE = 90.0
"""Likeness (0-100) from which a name needs no sibling's support."""
SKELETON_ALONE = 75.0
"""The same for names with one skeleton, if no settlement of the classifier resembles the locality more."""
_KNOWN = (Stage.DECIDED, Stage.TOWN)
_ENDING = re.compile(r"(?<=....)(?:oe|aia|ie|i|a|o|e)$")


@dataclass(frozen=True, slots=True)
class Around:
    """Localities of an okrug's other villages: `listed` in the acts, and `classified` in the classifier.

    Villages of the classifier help to tell namesakes apart but never exclude a place, because okrugs were
    merged since. `reach_km` is how far an okrug of the district reaches.
    """

    listed: Sequence[Locality] = ()
    classified: Sequence[Locality] = ()
    reach_km: float = 0.0

    @property
    def all(self) -> list[Locality]:
        """The localities of both lists, each once."""
        return list({place.id: place for place in (*self.listed, *self.classified)}.values())


def chosen(
    query: SettlementQuery, rung: Rung[Locality], around: Around, known: KnownPlaces
) -> Found | NotFound:
    """The locality, among those found (`rung`), that is the settlement. If no locality is, the reason."""
    hits, stage, name = rung.bearers, rung.stage, query.names[0]
    if not hits:
        return NotFound(Reason.ABSENT, f"no locality of its district is called {name}")
    if is_cluster(hits):
        locality = fullest(hits)
        if not _is_proved(query, stage, locality, around, known):
            return NotFound(
                Reason.UNPROVED, f"{name} is like {locality.names[0]}, and nothing else bears witness"
            )
        away = _too_far(query, stage, locality, around)
        if away is not None:
            text = f"{name} lies {away:.0f} km from the other villages of {query.parent}"
            return NotFound(Reason.FAR, text)
        return Found(locality, stage, "cluster" if len(hits) > 1 else "")
    others = {place.id for place in around.classified}
    left = [hit for hit in hits if hit.id not in others]
    if len(left) == 1 and len(hits) > 1:
        return Found(left[0], stage, "classifier")
    best = by_siblings(hits, around.listed) or (by_siblings(left, around.all) if len(left) > 1 else None)
    if best is not None:
        return Found(best, stage, "siblings")
    if query.is_main and stage in FINE and (peopled := by_population(hits)) is not None:
        return Found(peopled, stage, "population")
    return NotFound(Reason.AMBIGUOUS, f"{len(hits)} localities of its district are called {name}")


def fullest(localities: Sequence[Locality]) -> Locality:
    """The most complete of several records of one place.

    Most people count first, then a Russian name, a Kazakh name and the least id. Raises ValueError without
    records.
    """
    return min(
        localities,
        key=lambda each: (-(each.population or 0), not each.names_ru, not each.names_kk, each.id),
    )


def is_other_ending(names: Sequence[str], locality: Locality) -> bool:
    """Whether a name and one of the locality's differ in an ending only: `Крымское` and `Крымский`."""
    stems = {_ENDING.sub("", mild_key(name)) for name in names}
    return any(_ENDING.sub("", mild_key(name)) in stems for name in locality.names)


def is_respelled(one: SettlementQuery, other: SettlementQuery) -> bool:
    """Whether the two settlements have one name in two spellings: `Жумусшы` and `Жумысши`."""
    return any(
        fold(first) == fold(second) != ""
        for fold in (worded_key, skeleton_key, consonant_key)
        for first in one.names
        for second in other.names
    )


def _is_proved(
    query: SettlementQuery, stage: Stage, locality: Locality, around: Around, known: KnownPlaces
) -> bool:
    """Whether the name proves the locality to be the settlement, or its likeness does with other evidence."""
    if stage in FINE:
        return True
    witnesses = (around.listed, around.all)
    if any(near and km_between(locality, middle(near)) <= COARSE_NEAR_KM for near in witnesses):
        return True
    if stage is Stage.CONSONANTS:
        return False
    if stage is Stage.ABBREVIATED:
        return True
    if stage is Stage.WORDED:
        return any(char.isalpha() for name in query.names for char in worded_key(name).partition("|")[0])
    if likeness(query.names, locality) >= SURE_ALONE or is_other_ending(query.names, locality):
        return True
    is_one_name = {consonant_key(name) for name in query.names} & {
        consonant_key(name) for name in locality.names
    } - {""}
    if stage is Stage.FUZZY and not is_one_name:
        return False
    return likeness(query.names, locality) >= SKELETON_ALONE and not known.has_better(
        query.shape, query.names, locality
    )


def _too_far(query: SettlementQuery, stage: Stage, locality: Locality, around: Around) -> float | None:
    """Kilometres from the okrug's other villages, if that is farther than allowed.

    None if the place is near enough. None also without enough villages to compare, and for a settlement in no
    okrug's list.
    """
    near = around.listed
    # The only sibling of a seat may itself be wrong; a coarse key needs all evidence there is.
    witnesses = 2 if stage in FINE and query.is_main else 1
    # A place known from addresses only is in no okrug: it may be anywhere in the district.
    if stage in _KNOWN or query.is_loose or len(near) < witnesses:
        return None
    if any(km_between(locality, other) <= BESIDE_KM for other in around.classified):
        return None
    away = km_between(locality, middle(near))
    # One stray sibling moves the middle of two far away: a village next to another one of its okrug is right.
    if stage in FINE and any(km_between(locality, other) <= NEAR_KM for other in near):
        return None
    return away if away > _limit_km(query, stage, around) else None


def _limit_km(each: SettlementQuery, stage: Stage, around: Around) -> float:
    """How many kilometres a locality may lie from the okrug's other villages, by how sure its name is."""
    if stage not in FINE:
        return min(COARSE_FAR_KM, max(COARSE_NEAR_KM, around.reach_km))
    is_trusted = len(around.listed) == 1 or each.is_main
    return max(FAR_KM if is_trusted else VILLAGE_FAR_KM, around.reach_km)
