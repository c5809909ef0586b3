"""What several places of one name have in common: offices that serve each of them alike."""

from __future__ import annotations

from collections.abc import Sequence

from geo.jurisdiction.competent import CompetentProvision, competent_provisions
from geo.jurisdiction.law import Counts
from geo.units.edition_index import Atlas
from model.edition import Unit


def shared_unit(atlas: Atlas, service_id: str, places: Sequence[Unit], counts: Counts) -> Unit | None:
    """The narrowest unit around all `places`, if the provisions that cover it are those of each place.

    None if the provisions differ, if there are no provisions, or if no unit is around all places. Two
    villages of one raion have the same name: services of the raion are given to both, those of okrugs are
    not. `places` must not be empty.
    """
    chains = [atlas.chain(place.id) for place in places]
    inside = [{unit.id for unit in chain} for chain in chains]
    around = next((unit for unit in chains[0] if all(unit.id in ids for ids in inside)), None)
    if around is None:
        return None
    ours = _ids(counted(atlas, service_id, around, counts))
    alike = all(_ids(counted(atlas, service_id, place, counts)) == ours for place in places)
    return around if ours and alike else None


def counted(atlas: Atlas, service_id: str, unit: Unit, counts: Counts) -> list[CompetentProvision]:
    """The provisions that cover `unit` and count."""
    return [each for each in competent_provisions(atlas, service_id, unit).found if counts(each.provision)]


def _ids(found: Sequence[CompetentProvision]) -> frozenset[str]:
    """The ids of the provisions."""
    return frozenset(each.provision.id for each in found)
