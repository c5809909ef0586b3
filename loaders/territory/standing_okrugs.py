"""Places rows of akims of okrugs and villages that an amending act adds, among existing units.

No unit is created: an akim of an existing village serves that village from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from geo.names.toponyms import mild_key, strip_type
from loaders.printed import OfficeRecord
from loaders.seeds.rows import AreaRow
from loaders.territory.akimat_names import stem_key
from loaders.territory.placing import Placement
from model.enums import Level

OKRUG_AKIMAT = "okrug_akimat"


def place_okrugs(
    records: Iterable[OfficeRecord], areas: Iterable[AreaRow]
) -> dict[tuple[str, int], Placement]:
    """The units of the akim's office of each okrug, by (act, line) of its row.

    Rows without a single district and unit of that name, and other rows, are left out.
    """
    by_id = {area.id: area for area in areas}
    placements: dict[tuple[str, int], Placement] = {}
    for record in records:
        placement = _placed(record, by_id) if record.category == OKRUG_AKIMAT else None
        if placement is not None:
            placements[record.act, record.line] = placement
    return placements


def _placed(record: OfficeRecord, areas: Mapping[str, AreaRow]) -> Placement | None:
    """The units of a record; None if its district or unit is not known or ambiguous."""
    regions = {
        area.id for area in areas.values() if area.level == Level.REGION and _bears(area, record.region)
    }
    districts = [
        area
        for area in areas.values()
        if area.level == Level.DISTRICT and area.parent in regions and _bears(area, record.district)
    ]
    if len(districts) != 1:
        return None
    inside = list(_inside(districts[0].id, areas))
    okrugs = [area for area in inside if area.level == Level.RURAL_OKRUG and _bears(area, record.okrug)]
    villages = [area for area in inside if area.level == Level.SETTLEMENT]
    named = okrugs or [area for area in villages if _bears(area, record.okrug)]
    if len(named) != 1:
        return None
    unit, seat = named[0], [area for area in villages if _is_called(area, record.locality)]
    okrug = unit.id if unit.level == Level.RURAL_OKRUG else unit.parent
    located_in = seat[0].id if len(seat) == 1 else unit.id
    return Placement(districts[0].parent, districts[0].id, okrug, located_in, unit.id)


def _inside(unit: str, areas: Mapping[str, AreaRow]) -> Iterator[AreaRow]:
    """The units in a unit, and those directly inside them."""
    for area in areas.values():
        parent = areas.get(area.parent)
        if area.parent == unit or (parent is not None and parent.parent == unit):
            yield area


def _bears(area: AreaRow, printed: str | None) -> bool:
    """Whether a unit has this name, regardless of its ending or type word; False for none."""
    if not printed:
        return False
    key = stem_key(strip_type(printed)[0])
    return key in {stem_key(strip_type(name)[0]) for name in (area.name_ru, area.name_kk) if name}


def _is_called(area: AreaRow, printed: str | None) -> bool:
    """Whether a unit has exactly this name (mild key); False for none."""
    return bool(printed) and mild_key(printed or "") in {
        mild_key(name) for name in (area.name_ru, area.name_kk) if name
    }
