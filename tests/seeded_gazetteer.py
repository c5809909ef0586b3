"""A folder in the form of the gazetteer, made from the shipped seeds.

It has the division of the country down to raions, and the villages of Akmola region. The gazetteer itself is
not part of the project. Its names, codes and points are in the seeds; its borders are not: here a raion is
the box around its villages, which is enough to stage acts of Akmola region.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.seeds import Seeds, read_seeds
from loaders.seeds.rows import AreaRow, PositionRow

_REGION = "akm"
"""The region whose villages are in it; of the others it holds the division down to raions."""
_LIES_IN = {"akm-kokshetau": "akm-zerendi", "akm-stepnogorsk": "akm-akkol"}
"""Cities without a border of their own, and the raion around each."""
_WORDS = {"RURAL_OKRUG": "с.о.", "SETTLEMENT": "с."}
"""Type words as the classifier prints them behind an okrug and before a village."""
_BESIDE_DEGREES = 0.02
_LOCALITY = (
    "id", "geonames_id", "name", "names_ru", "names_kk", "names_other", "lat", "lon", "district_id",
    "region_id", "population", "district_src", "dup_of",
)  # fmt: skip
_ALIAS = ("id", "kind", "region_iso", "name_ru", "name_kk", "variants", "locality_id", "note")


@dataclass(frozen=True)
class _Country:
    """Units as the acts print them, and their positions."""

    areas: Mapping[str, AreaRow]
    positions: Mapping[str, PositionRow]

    @classmethod
    def of(cls, seeds: Seeds) -> _Country:
        areas = {
            area.id: area
            for area in seeds.areas
            if area.basis and (area.level in ("REGION", "DISTRICT") or area.id.startswith(f"{_REGION}-"))
        }
        subjects = {f"unit:{unit}": unit for unit in areas}
        return cls(areas, {subjects[row.subject]: row for row in seeds.positions if row.subject in subjects})

    def regions(self) -> list[AreaRow]:
        return [area for area in self.areas.values() if area.level == "REGION"]

    def raions(self) -> list[AreaRow]:
        """Raions and cities with a border of their own."""
        return [area for area in self.areas.values() if area.level == "DISTRICT" and area.whosonfirst]

    def raion_of(self, area: AreaRow) -> AreaRow:
        """The raion in whose border a unit lies."""
        while area.level != "DISTRICT":
            area = self.areas[area.parent]
        return self.areas[_LIES_IN.get(area.id, area.id)]

    def localities(self) -> list[tuple[AreaRow, PositionRow]]:
        """Settlements that stand at a point of the gazetteer, one for each of its records."""
        settlements = [
            area for area in self.areas.values() if area.level == "SETTLEMENT" and area.whosonfirst
        ]
        placed = [(area, self.positions[area.id]) for area in settlements]
        by_record = {area.whosonfirst: (area, row) for area, row in placed if row.precision == "SETTLEMENT"}
        return list(by_record.values())


def seeded_gazetteer(folder: Path) -> Path:
    """Write the files of such a gazetteer into a new folder; returns the folder."""
    folder.mkdir()
    country = _Country.of(read_seeds())
    _write_shapes(folder / "regions.geojson", _regions(country))
    _write_shapes(folder / "districts.geojson", _districts(country))
    localities = [_locality(country, *each) for each in country.localities()]
    _write_rows(folder / "localities.csv", _LOCALITY, localities)
    _write_rows(folder / "district_aliases.csv", _ALIAS, _aliases(country))
    _write_rows(folder / "kato.csv", ("code", "parent_code", "name_ru"), _classifier(country))
    return folder


def _regions(country: _Country) -> list[dict[str, Any]]:
    boxes = _boxes(country)
    return [
        _feature(
            region,
            _around(boxes[raion.id] for raion in country.raions() if raion.parent == region.id)
            if not _is_city(region)
            else boxes[region.id],
            iso=_iso(region),
        )
        for region in country.regions()
    ]


def _districts(country: _Country) -> list[dict[str, Any]]:
    boxes = _boxes(country)
    raions = [
        _feature(
            raion,
            boxes[raion.id],
            kind="city" if _is_city(raion) else "raion",
            region_id=int(country.areas[raion.parent].whosonfirst),
        )
        for raion in country.raions()
    ]
    # A city of the republic is a region, and has a polygon among the districts under an id of its own.
    cities = [
        _feature(
            city, boxes[city.id], id=int(f"{city.whosonfirst}1"), kind="city", region_id=int(city.whosonfirst)
        )
        for city in country.regions()
        if _is_city(city)
    ]
    return [*raions, *cities]


def _is_city(area: AreaRow) -> bool:
    return area.name_ru.startswith("город")


def _iso(region: AreaRow) -> str:
    return f"KZ-{region.id.upper()}"


_Box = tuple[float, float, float, float]


def _boxes(country: _Country) -> dict[str, _Box]:
    """A box around the own point of each upper unit and around its villages."""
    upper = [area.id for area in country.areas.values() if area.level in ("REGION", "DISTRICT")]
    points = {unit: [_point(country.positions[unit])] for unit in upper}
    for area, row in country.localities():
        points[country.raion_of(area).id].append(_point(row))
    return {raion: _around(found) for raion, found in points.items()}


def _point(row: PositionRow) -> _Box:
    lon, lat = float(row.lon), float(row.lat)
    return lon, lat, lon, lat


def _around(boxes: Iterable[_Box]) -> _Box:
    west, south, east, north = zip(*boxes, strict=True)
    return (
        min(west) - _BESIDE_DEGREES,
        min(south) - _BESIDE_DEGREES,
        max(east) + _BESIDE_DEGREES,
        max(north) + _BESIDE_DEGREES,
    )


def _feature(area: AreaRow, box: _Box, **facts: object) -> dict[str, Any]:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    named = {"id": int(area.whosonfirst), "name_ru": area.name_ru, "name_kk": area.name_kk}
    return {
        "type": "Feature",
        "id": named["id"],
        "properties": named | {"wikidata": area.wikidata or None} | facts,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _write_shapes(path: Path, features: list[dict[str, Any]]) -> None:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def _locality(country: _Country, area: AreaRow, row: PositionRow) -> Sequence[str]:
    raion, region = country.raion_of(area), country.areas[_REGION]
    names = (area.name_ru, area.name_ru, area.name_kk, "")
    place = (row.lat, row.lon, raion.whosonfirst, region.whosonfirst, area.population, "polygon", "")
    return (area.whosonfirst, area.geonames, *names, *place)


def _aliases(country: _Country) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for area in country.areas.values():
        if area.level != "DISTRICT" or not (area.whosonfirst or area.id in _LIES_IN):
            continue
        bare = area.name_ru.removeprefix("город ").removesuffix(" район")
        variants = "|".join((bare, area.name_kk.rsplit(" ", 1)[0]))
        kind = ("city" if _is_city(area) else "raion") if area.whosonfirst else "city_in_polygon"
        town = "" if area.whosonfirst else country.areas[f"{area.id}-g"].whosonfirst
        shape, iso = country.raion_of(area).whosonfirst, _iso(country.areas[area.parent])
        rows.append((shape, kind, iso, area.name_ru, area.name_kk, variants, town, ""))
    return rows


def _classifier(country: _Country) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    coded = {area.id: area for area in country.areas.values() if area.kato}
    for area in coded.values():
        if area.parent and area.parent not in coded:
            continue
        rows.append((area.kato, coded[area.parent].kato if area.parent else "", _printed(area)))
    return rows


def _printed(area: AreaRow) -> str:
    """The name as the classifier prints it: `Карасайский с.о.`, `с.Кына`."""
    name = area.name_ru or area.name_kk
    if area.level == "RURAL_OKRUG":
        return f"{name.removesuffix(' сельский округ')} {_WORDS[area.level]}"
    return f"{_WORDS.get(area.level, '')}{name}"


def _write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
