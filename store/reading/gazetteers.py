"""Places of gazetteers in the store. Each source is replaced as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, func, insert, select

from model.enums import PlaceKind
from store.tables import tables

_CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlace:
    """One place of a source. Names are preferred first; `shape` is a point or a polygon in WGS84 degrees.

    `district` is the id of the district in the same source, `region` an ISO 3166-2 code; for a place of the
    kind CODE both are codes of its classifier. Values that the source lacks are empty.
    """

    source: str
    source_id: str
    kind: PlaceKind
    names_ru: tuple[str, ...] = ()
    names_kk: tuple[str, ...] = ()
    names_other: tuple[str, ...] = ()
    shape: BaseGeometry | None = None
    population: int | None = None
    district: str = ""
    region: str = ""
    geonames: str = ""
    wikidata: str = ""


def replace_sources(
    connection: Connection, places: Sequence[KeptPlace], report: Callable[[int], object] | None = None
) -> None:
    """Delete the stored places of every source of `places`, and write `places`.

    `report` is called with the number written so far, after every 2,000.
    """
    table = tables.gazetteer_place
    for source in sorted({place.source for place in places}):
        connection.execute(delete(table).where(table.c.source == source))
    for start in range(0, len(places), _CHUNK):
        chunk = places[start : start + _CHUNK]
        connection.execute(insert(table), [_row(place) for place in chunk])
        if report is not None:
            report(start + len(chunk))


def kept_places(connection: Connection, kinds: Collection[PlaceKind]) -> list[KeptPlace]:
    """The places of these kinds, in the order of source and id."""
    table = tables.gazetteer_place
    asked = select(table).where(table.c.kind.in_([kind.value for kind in kinds]))
    return [
        KeptPlace(
            source=row.source,
            source_id=row.source_id,
            kind=PlaceKind(row.kind),
            names_ru=tuple(row.names_ru),
            names_kk=tuple(row.names_kk),
            names_other=tuple(row.names_other),
            shape=row.shape,
            population=row.population,
            district=row.district,
            region=row.region,
            geonames=row.geonames,
            wikidata=row.wikidata,
        )
        for row in connection.execute(asked.order_by(table.c.source, table.c.source_id))
    ]


def count_places(connection: Connection) -> dict[str, int]:
    """How many places each source has; sources without any are left out."""
    table = tables.gazetteer_place
    counted = select(table.c.source, func.count()).group_by(table.c.source).order_by(table.c.source)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _row(place: KeptPlace) -> dict[str, object]:
    """The columns of a place."""
    return {
        "source": place.source,
        "source_id": place.source_id,
        "kind": place.kind.value,
        "names_ru": list(place.names_ru),
        "names_kk": list(place.names_kk),
        "names_other": list(place.names_other),
        "shape": place.shape,
        "population": place.population,
        "district": place.district,
        "region": place.region,
        "geonames": place.geonames,
        "wikidata": place.wikidata,
    }
