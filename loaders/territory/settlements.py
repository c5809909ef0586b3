"""Places under their names of today, which the gazetteer lacks: facts of OpenStreetMap.

`seeds/lookups/settlements.csv` holds those with a name that the acts print and the gazetteer lacks. They are
read as further localities, so that every rule treats them like the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geo.gazetteer.gazetteer import OPENSTREETMAP, Gazetteer, Locality
from loaders.seeds.files import read_rows, split_values
from model.program_files import shipped_seeds


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A node of OpenStreetMap: its id, names without the word for a village, kind and WGS84 degrees."""

    id: int
    names_ru: str
    names_kk: str
    place: str
    lat: str
    lon: str


def with_settlements(gazetteer: Gazetteer) -> Gazetteer:
    """The gazetteer with the places of OpenStreetMap added.

    A place in both becomes one place, with the names of both. Raises BadSeedError if the file cannot be read.
    """
    return gazetteer.with_places(_settlements())


@cache
def _settlements() -> tuple[Locality, ...]:
    return tuple(_localities())


def _localities() -> Iterator[Locality]:
    for row in read_rows(shipped_seeds() / "lookups" / "settlements.csv", SettlementRow):
        yield Locality(
            id=f"{OPENSTREETMAP}:{row.id}",
            geonames="",
            names_ru=split_values(row.names_ru),
            names_kk=split_values(row.names_kk),
            names_other=(),
            lon=float(row.lon),
            lat=float(row.lat),
            district="",
            population=None,
        )
