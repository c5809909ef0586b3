"""Units and positions built from the real acts and gazetteer, once for all tests that look at them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.gazetteer.gazetteer import Gazetteer, read_gazetteer
from loaders.acts.reader import read_act
from loaders.places.positions import PositionsFound, place_units
from loaders.printed import OfficeRecord
from loaders.readings import read_record, reading_of
from loaders.seeds.rows import AreaRow
from loaders.territory.kato import Kato, read_kato
from loaders.territory.units import KnownUnits, Placement, UnitsBuilt, build_units
from model.enums import Language

ACT = "001_596743f2ae3aa615"
ACT_IDS = {ACT: "gov-2012-1119"}


@dataclass(frozen=True)
class BuiltPlaces:
    records: tuple[OfficeRecord, ...]
    gazetteer: Gazetteer
    kato: Kato
    units: UnitsBuilt
    positions: PositionsFound

    @property
    def areas(self) -> dict[str, AreaRow]:
        return {area.id: area for area in self.units.areas}

    def placed(self, line: int) -> Placement:
        return self.units.placements[ACT, line]


@cache
def build_places(acts: Path, folder: Path) -> BuiltPlaces:
    tables = read_act(acts / f"{ACT}.txt").tables
    records = tuple(
        read_record(row, reading_of(table), Language.RU) for table in tables for row in table.rows
    )
    gazetteer, kato = read_gazetteer(folder), read_kato(folder / "kato.csv")
    units = build_units(records, KnownUnits(), kato, gazetteer, ACT_IDS)
    positions = place_units(units.areas, units.toponyms, gazetteer, kato=kato)
    return BuiltPlaces(records, gazetteer, kato, units, positions)
