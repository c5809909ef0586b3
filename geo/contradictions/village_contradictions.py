"""Villages that two okrugs of one district list as their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from geo.names.toponyms import mild_key
from model.contact_contradictions import Contradiction, ContradictoryValue, Finding
from model.edition import Edition, Unit
from model.enums import Level, Precision


def village_contradictions(edition: Edition) -> list[Contradiction]:
    """Villages that several okrugs of a district list, one contradiction for each name.

    The contradiction is about the field `parent` of the settlement with the first id. Villages that all have
    different points on the map are namesakes, not a contradiction. Names with fewer than two cited villages
    are left out.
    """
    contradictions = []
    for district_id, district in edition.units.items():
        if district.level is not Level.DISTRICT:
            continue
        by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in _settlements(edition, district_id):
            by_name[mild_key(unit.names[0].value)].append(unit)
        for claimed in by_name.values():
            if len({unit.parent_id for unit in claimed}) > 1 and not _are_apart(claimed):
                contradiction = _contradiction(edition, sorted(claimed, key=lambda unit: unit.id))
                if contradiction is not None:
                    contradictions.append(contradiction)
    return contradictions


def _settlements(edition: Edition, district_id: str) -> Iterable[Unit]:
    """Settlements of the district's okrugs that have a name."""
    for okrug_id in edition.children.get(district_id, ()):
        if edition.units[okrug_id].level is Level.RURAL_OKRUG:
            for unit_id in edition.children.get(okrug_id, ()):
                if edition.units[unit_id].names:
                    yield edition.units[unit_id]


def _are_apart(claimed: list[Unit]) -> bool:
    """Whether each of these villages has a point of its own on the map.

    False if a village has no point that is exact to a settlement.
    """
    places = [
        unit.position.source_id
        for unit in claimed
        if unit.position is not None and unit.position.precision is Precision.SETTLEMENT
    ]
    return len(places) == len(claimed) and len(set(places)) == len(places)


def _contradiction(edition: Edition, claimed: list[Unit]) -> Contradiction | None:
    """The contradiction of these villages; None with fewer than two cited villages."""
    values = tuple(
        ContradictoryValue(
            f"{unit.names[0].value}: {edition.units[unit.parent_id or ''].names[0].value}",
            unit.citations[0],
            wins=False,
        )
        for unit in claimed
        if unit.citations
    )
    if len(values) < 2:
        return None
    return Contradiction(
        f"{claimed[0].id}:parent", None, claimed[0].id, "parent", values, Finding.BOTH_KEPT.value
    )
