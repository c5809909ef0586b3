"""Runs tables of geocoder-tester against a server that answers in GeocodeJSON.

The tool itself is no package that can be installed. This reads the same columns and judges as it does: of the
answers one has to have every expected value; a coordinate may be off by the metres it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from geopy.distance import geodesic

from tests.geocoders.formats import read_table

_EXPECTED = "expected_"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one row."""

    file: str
    query: str
    is_right: bool
    told: tuple[str, ...]
    """Labels of the answers."""


def run_tables(url: str, tables: Iterable[Path]) -> list[Outcome]:
    """Send every row of the tables to the search at `url`, in order."""
    with httpx2.Client(timeout=60) as client:
        return [_asked(client, url, table, row) for table in tables for row in read_table(table)]


def _asked(client: httpx2.Client, url: str, table: Path, row: Mapping[str, str]) -> Outcome:
    asked = {"q": row["query"], "limit": row.get("limit") or "1"}
    asked |= {key: row[key] for key in ("lang", "lat", "lon") if row.get(key)}
    answer = client.get(url, params=asked)
    answer.raise_for_status()
    features = answer.json()["features"]
    expected = {key.removeprefix(_EXPECTED): value for key, value in row.items() if key.startswith(_EXPECTED)}
    wanted = {key: value for key, value in expected.items() if value}
    told = tuple(str(_properties(each).get("label")) for each in features)
    return Outcome(table.stem, row["query"], any(_is_as(each, wanted) for each in features), told)


def _is_as(feature: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return bool(wanted) and all(
        _is_near(feature, value) if key == "coordinate" else str(_properties(feature).get(key)) == value
        for key, value in wanted.items()
    )


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = feature["properties"]
    own: Mapping[str, Any] = properties.get("geocoding", properties)
    return own


def _is_near(feature: Mapping[str, Any], value: str) -> bool:
    lat, lon, metres = map(float, value.split(","))
    found_lon, found_lat = feature["geometry"]["coordinates"][:2]
    return int(geodesic((lat, lon), (found_lat, found_lon)).meters) <= int(metres)
