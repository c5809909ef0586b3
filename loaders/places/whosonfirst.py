"""A folder of Who's On First features: one GeoJSON file each, whatever folders they lie in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.gazetteer import BadGazetteerError
from model.enums import PlaceKind
from store.reading.gazetteers import KeptPlace

_KINDS = {
    "locality": PlaceKind.LOCALITY,
    "county": PlaceKind.DISTRICT,
    "region": PlaceKind.REGION,
}
"""Placetypes that are read, with their levels in the division of Kazakhstan."""
_TRUE_MIDDLE = ("lbl", "reversegeo", "geom")
"""Prefixes of the coordinates of a point, best first."""


def read_whosonfirst(
    files: Sequence[Path], report: Callable[[str, int, int], None]
) -> tuple[list[KeptPlace], list[str]]:
    """Localities, counties and regions that still exist, and messages about what was left out.

    Raises BadGazetteerError for a file that is not a feature of Who's On First.
    """
    left: Counter[str] = Counter()
    features: list[tuple[Mapping[str, Any], PlaceKind, BaseGeometry | None]] = []
    for number, file in enumerate(files):
        if number % 100 == 0:
            report("reading features", number, len(files))
        facts, geometry = _feature(file)
        kind = _KINDS.get(str(facts.get("wof:placetype")))
        if kind is None:
            left[f"of the placetype {facts.get('wof:placetype')}"] += 1
        elif _is_over(facts):
            left["superseded, deprecated or no longer there"] += 1
        else:
            features.append((facts, kind, _shape(file, facts, kind, geometry)))
    iso = {
        str(facts["wof:id"]): str(facts.get("iso:code") or _concordance(facts, "iso:code"))
        for facts, kind, _ in features
        if kind is PlaceKind.REGION
    }
    places = [_place(facts, kind, area, iso) for facts, kind, area in features]
    return places, [f"{number} features {why}" for why, number in sorted(left.items())]


def _feature(file: Path) -> tuple[Mapping[str, Any], Any]:
    """Properties and geometry of a file. Raises BadGazetteerError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        facts = content["properties"]
        _ = facts["wof:id"], facts["wof:placetype"]
        return facts, content.get("geometry")
    except (ValueError, KeyError, TypeError) as error:
        raise BadGazetteerError(f"{file.name}: is not a feature of Who's On First") from error


def _is_over(facts: Mapping[str, Any]) -> bool:
    """Whether a place was superseded, is deprecated or no longer exists."""
    ended = str(facts.get("edtf:cessation") or "").strip(".u") not in ("", "uuuu", "open")
    return bool(
        facts.get("mz:is_current") == 0
        or facts.get("wof:superseded_by")
        or str(facts.get("edtf:deprecated") or "").strip(".u") not in ("", "uuuu")
        or ended
    )


def _shape(file: Path, facts: Mapping[str, Any], kind: PlaceKind, geometry: Any) -> BaseGeometry | None:
    """The polygon of a district or region (None if it is none), or the point of a locality.

    Raises BadGazetteerError if the geometry cannot be read, or a locality has no coordinates.
    """
    if kind is not PlaceKind.LOCALITY:
        try:
            area = shape(geometry)
        except (ShapelyError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadGazetteerError(f"{file.name}: the geometry cannot be read") from error
        has_area = area.geom_type in ("Polygon", "MultiPolygon")
        return shapely.make_valid(area, method="structure", keep_collapsed=False) if has_area else None
    for prefix in _TRUE_MIDDLE:
        lat, lon = facts.get(f"{prefix}:latitude"), facts.get(f"{prefix}:longitude")
        if isinstance(lat, int | float) and isinstance(lon, int | float):
            return shapely.Point(lon, lat)
    raise BadGazetteerError(f"{file.name}: a locality without latitude and longitude")


def _place(
    facts: Mapping[str, Any], kind: PlaceKind, area: BaseGeometry | None, iso: Mapping[str, str]
) -> KeptPlace:
    number = str(facts["wof:id"])
    above: Mapping[str, Any] = next(iter(facts.get("wof:hierarchy") or ()), {})
    region = number if kind is PlaceKind.REGION else str(above.get("region_id", ""))
    people = facts.get("wof:population") or facts.get("gn:population")
    others = [str(facts.get("wof:name") or ""), *_names(facts, "eng"), *_names(facts, "und")]
    type_name = "region" if kind is PlaceKind.REGION else "raion" if kind is PlaceKind.DISTRICT else ""
    return KeptPlace(
        source="whosonfirst",
        source_id=number,
        kind=kind,
        names_ru=_names(facts, "rus"),
        names_kk=_names(facts, "kaz"),
        names_other=(type_name,) if type_name else tuple(dict.fromkeys(name for name in others if name)),
        shape=area,
        population=int(people) if isinstance(people, int | float) and people > 0 else None,
        district=str(above.get("county_id", "")) if kind is PlaceKind.LOCALITY else "",
        region=iso.get(region, ""),
        geonames=_concordance(facts, "gn:id"),
        wikidata=_concordance(facts, "wd:id"),
    )


def _names(facts: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """The names in a language, each once: preferred, then variant, then colloquial ones."""
    read: list[str] = []
    for form in ("preferred", "variant", "colloquial"):
        names = facts.get(f"name:{language}_x_{form}")
        read.extend(str(name) for name in names or ())
    return tuple(dict.fromkeys(read))


def _concordance(facts: Mapping[str, Any], scheme: str) -> str:
    """The id of the place in another gazetteer; empty without an id."""
    codes = facts.get("wof:concordances")
    value = codes.get(scheme) if isinstance(codes, Mapping) else None
    return "" if value is None else str(value)
