"""Writes geo/exports/basemap.geojson: the country, borders, waters and rivers around it, generalised.

`make basemap` fetches the packages and runs this module; neither the tests nor the program need them.
Sources: OpenStreetMap by @geo-maps (land of countries, bodies of water; ODbL) and Natural Earth 1:10m
(rivers; public domain), which the Debian package libmagics++-data contains. No package with roads or railways
was found.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson
import pyogrio.raw
import shapely
import yaml
from shapely.geometry.base import BaseGeometry

AROUND = shapely.box(42, 36, 94, 60)
"""The box that the base map covers, in degrees: the country with a margin."""
HOME = "KAZ"
_NEAR = 0.4
"""Degrees around the country within which small waters are drawn."""
_NEAR_KM2, _FAR_KM2 = 0.5, 40.0
"""The smallest water that is drawn, near the country and farther away."""
_TOLERANCE = 0.002
"""Degrees by which a simplified line may differ from its source: about 200 m."""
_DECIMALS = 3
_OF_RIVERS = ["scalerank", "featurecla", "name"]
_KM2_OF_DEGREES = 111.2**2
Feature = dict[str, Any]
Names = Mapping[str, str]


def main(land: Path, water: Path, rivers: Path, out: Path) -> None:
    """Cut the three sources to the box and write the map to `out`.

    One feature stands on each line, so that a diff can be read.
    """
    names = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))
    countries = read_countries(land)
    features = [
        feature("land", countries[HOME], {}),
        *borders(countries),
        *waters(read_water(water), countries[HOME], names["waters"]),
        *named_rivers(rivers, names["rivers"]),
        *(label(kind, entry) for kind in ("countries", "waters", "towns") for entry in names[kind]),
    ]
    lines = b",\n".join(orjson.dumps(each) for each in features)
    out.write_bytes(b'{"type":"FeatureCollection","features":[\n' + lines + b"\n]}\n")
    print(f"{out}: {len(features)} features, {out.stat().st_size} bytes")


def read_countries(path: Path) -> dict[str, BaseGeometry]:
    """The land of the countries in the box, by their codes.

    They are simplified together, so that neighbours share borders.
    """
    shapes = {
        each["properties"]["A3"]: shapely.from_geojson(orjson.dumps(each["geometry"]))
        for each in orjson.loads(path.read_bytes())["features"]
    }
    near = {code: clipped(shape) for code, shape in shapes.items() if boxes_meet(shape)}
    cut = {code: shape for code, shape in near.items() if not shape.is_empty}
    simple = shapely.coverage_simplify(list(cut.values()), _TOLERANCE)
    return dict(zip(cut, simple, strict=True))


def borders(countries: Mapping[str, BaseGeometry]) -> Iterator[Feature]:
    """A feature for each line that two countries share; coasts are left out.

    `home` is true for the borders of Kazakhstan.
    """
    for (one, mine), (other, theirs) in combinations(sorted(countries.items()), 2):
        shared = lines_of(shapely.intersection(shapely.boundary(mine), shapely.boundary(theirs)))
        if not shapely.is_empty(shared):
            yield feature("borders", shared, {"home": HOME in (one, other)})


def read_water(path: Path) -> list[shapely.Polygon]:
    """All bodies of water whose bounding boxes overlap the box of the map."""
    # The file holds a collection of three MultiPolygons.
    parts = shapely.get_parts(shapely.get_parts(shapely.from_geojson(path.read_bytes())))
    return [part for part in parts if isinstance(part, shapely.Polygon) and boxes_meet(part)]


def waters(
    bodies: Sequence[shapely.Polygon], home: BaseGeometry, names: Sequence[Mapping[str, Any]]
) -> Iterator[Feature]:
    """Features of the bodies of water, the largest first, with their names.

    Left out are those under 0.5 km² near the country and under 40 km² farther away.
    """
    near = shapely.buffer(shapely.simplify(home, 0.05), _NEAR)
    shapely.prepare(near)
    for body in sorted(bodies, key=lambda each: -km2(each)):
        if km2(body) < (_NEAR_KM2 if near.intersects(body) else _FAR_KM2):
            continue
        shape = clipped(shapely.simplify(body, _TOLERANCE, preserve_topology=False))
        if not shape.is_empty:
            yield feature("water", shape, named(body, names))


def named(body: shapely.Polygon, names: Sequence[Mapping[str, Any]]) -> Names:
    """The names of the entry whose point lies in the water; empty for most waters."""
    return next((in_languages(each) for each in names if body.contains(shapely.Point(each["at"]))), {})


def named_rivers(path: Path, names: Mapping[str, Mapping[str, str]]) -> Iterator[Feature]:
    """Features of the rivers in the box, with their names where known.

    `rank` is the scale rank of Natural Earth, small for great rivers.
    """
    # The table is in Latin 1. The names that are looked up contain only ASCII letters.
    meta, _, shapes, columns = pyogrio.raw.read(
        path, columns=_OF_RIVERS, bbox=AROUND.bounds, encoding="latin-1"
    )
    values = dict(zip(meta["fields"], columns, strict=True))
    rows = zip(shapes, *(values[column] for column in _OF_RIVERS), strict=True)
    for shape, rank, kind, name in rows:
        if kind == "River":
            simple = shapely.simplify(shapely.from_wkb(shape), _TOLERANCE)
            cut = lines_of(shapely.clip_by_rect(simple, *AROUND.bounds))
            yield feature("rivers", cut, {"rank": int(rank), **in_languages(names.get(name, {}))})


def label(kind: str, entry: Mapping[str, Any]) -> Feature:
    """A feature for the point where a name is written, with the first zoom level that shows it."""
    about = {"kind": kind, "from_zoom": entry["from_zoom"], **in_languages(entry)}
    return feature("names", shapely.Point(entry["at"]), about)


def in_languages(entry: Mapping[str, Any]) -> Names:
    """The names of an entry as properties `name_kk`, `name_ru` and `name_en`; missing ones are left out."""
    return {f"name_{language}": entry[language] for language in ("kk", "ru", "en") if language in entry}


def feature(layer: str, shape: BaseGeometry, about: Mapping[str, Any]) -> Feature:
    """A feature of the map in GeoJSON, its coordinates rounded to three decimals."""
    rounded = shapely.set_precision(shape, 10**-_DECIMALS, mode="pointwise")
    geometry = orjson.loads(shapely.to_geojson(rounded))
    geometry["coordinates"] = _short(geometry["coordinates"])
    return {"type": "Feature", "properties": {"layer": layer, **about}, "geometry": geometry}


def _short(value: Any) -> Any:
    return [_short(each) for each in value] if isinstance(value, list) else round(value, _DECIMALS)


def km2(shape: BaseGeometry) -> float:
    """The approximate area in km² of a shape whose coordinates are degrees."""
    return float(
        shapely.area(shape) * _KM2_OF_DEGREES * math.cos(math.radians(shapely.get_y(shapely.centroid(shape))))
    )


def boxes_meet(shape: BaseGeometry) -> bool:
    """Whether the bounding box of a shape overlaps the box of the map; much faster than an intersection."""
    return bool(shapely.box(*shapely.bounds(shape)).intersects(AROUND))


def clipped(shape: BaseGeometry) -> shapely.MultiPolygon:
    """The polygons of a shape, cut to the box of the map."""
    return surfaces(shapely.make_valid(shapely.clip_by_rect(shape, *AROUND.bounds)))


def surfaces(shape: BaseGeometry) -> shapely.MultiPolygon:
    """The polygons of a shape; its lines and points are left out."""
    # A repaired shape may be a collection that contains a MultiPolygon.
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])


def lines_of(shape: BaseGeometry) -> BaseGeometry:
    """The lines of a shape, joined where their ends meet; its polygons and points are left out."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    lines = [part for part in parts if isinstance(part, shapely.LineString) and not part.is_empty]
    return shapely.line_merge(shapely.MultiLineString(lines))


if __name__ == "__main__":
    main(*(Path(each) for each in sys.argv[1:5]))
