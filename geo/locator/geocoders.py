"""Nominatim, Photon and Pelias through geopy: one interface, places with a realistic precision."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from geo.earth.point import InvalidPoint, Point
from geo.gazetteer.gazetteer import OPENSTREETMAP
from model.enums import Precision
from model.errors import RegistryError
from model.late_import import late
from model.settings import GeocoderAddress, GeocoderKind

_RESTS_AFTER = 3
"""Failures in a row after which a geocoder is not asked for a while."""
_REST_S = 60.0
_UNUSABLE = (
    InvalidPoint,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OSError,
    ArithmeticError,
    RecursionError,
)
"""Errors from answers of an undocumented shape; geopy raises its own for the service."""
_LONGEST_LABEL, _LONGEST_ID = 300, 100
"""Longest label and id that are kept, in characters."""

# https://nominatim.org/release-docs/latest/customize/Ranking/: 30 house or point of interest, 26 and 27 ways,
# 13 to 25 settlements and their parts, 10 to 12 counties, 5 to 9 states.
_NOMINATIM_RANKS = (
    (28, Precision.BUILDING),
    (26, Precision.STREET),
    (13, Precision.SETTLEMENT),
    (10, Precision.DISTRICT),
    (5, Precision.REGION),
)
_NOMINATIM_KINDS = {  # servers that give no rank
    "house": Precision.BUILDING,
    "building": Precision.BUILDING,
    "road": Precision.STREET,
    "city": Precision.SETTLEMENT,
    "town": Precision.SETTLEMENT,
    "village": Precision.SETTLEMENT,
    "hamlet": Precision.SETTLEMENT,
}
_PHOTON_TYPES = {  # https://github.com/komoot/photon: the layers of its answers
    "house": Precision.BUILDING,
    "street": Precision.STREET,
    "locality": Precision.SETTLEMENT,
    "district": Precision.SETTLEMENT,
    "city": Precision.SETTLEMENT,
    "county": Precision.DISTRICT,
    "state": Precision.REGION,
}
_PELIAS_LAYERS = {  # https://github.com/pelias/documentation/blob/master/result_quality.md
    "venue": Precision.BUILDING,
    "address": Precision.BUILDING,
    "intersection": Precision.STREET,
    "street": Precision.STREET,
    "neighbourhood": Precision.SETTLEMENT,
    "borough": Precision.SETTLEMENT,
    "localadmin": Precision.SETTLEMENT,
    "locality": Precision.SETTLEMENT,
    "county": Precision.DISTRICT,
    "region": Precision.REGION,
}


class GeocoderFailedError(RegistryError):
    """A remote geocoder gave no usable answer; the message names the geocoder and says why."""


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """A place that a remote geocoder found.

    `label` is its name and the names of what lies around it, with commas.
    """

    geocoder: str
    label: str
    lon: float
    lat: float
    precision: Precision
    source_id: str

    @property
    def data(self) -> tuple[str, str]:
        """The source of the data, under the name that positions use, and the id there."""
        owner, _, own = self.source_id.partition(":")
        return (OPENSTREETMAP if owner == "osm" else owner), own

    def as_row(self) -> dict[str, str | float]:
        """The place as a flat row for the cache."""
        return asdict(self) | {"precision": self.precision.value}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> RemotePlace:
        """The place of a row that `as_row` made."""
        return cls(**{**row, "precision": Precision(row["precision"])})


class RemoteGeocoder:
    """One remote service. It is asked at most once in `pause_s` seconds; failed requests are repeated."""

    def __init__(self, address: GeocoderAddress, pause_s: float, timeout_s: float) -> None:
        self.address = address
        self.name = address.kind.value
        clients = late("geo.locator.geopy_clients")
        self._ask = clients.make_client(address, pause_s, timeout_s)
        self._unusable = (clients.GeopyError, *_UNUSABLE)
        self._failures = 0
        self._rests_until = 0.0

    @property
    def public_name(self) -> str:
        """The kind and address of the geocoder, without keys and passwords."""
        url = urlsplit(self.address.url)
        return f"{self.name} {url.netloc.rpartition('@')[2]}{url.path}"

    @property
    def is_resting(self) -> bool:
        """Whether the geocoder failed three times in a row and is not asked for 60 seconds."""
        return time.monotonic() < self._rests_until

    def ask(self, question: str) -> tuple[RemotePlace, ...]:
        """Places for a text, best first; empty where the geocoder knows none.

        Raises GeocoderFailedError, also while it is resting.
        """
        if self.is_resting:
            raise GeocoderFailedError(
                f"{self.name}: failed {_RESTS_AFTER} times in a row and is not asked for a while"
            )
        try:
            answer = self._ask(question) or []
            places = tuple(
                place for one in answer if (place := _place(self.address.kind, one.raw)) is not None
            )
        except self._unusable as error:
            self._failures += 1
            if self._failures >= _RESTS_AFTER:
                self._rests_until, self._failures = time.monotonic() + _REST_S, 0
            raise GeocoderFailedError(f"{self.name}: {type(error).__name__}: {str(error)[:200]}") from error
        self._failures = 0
        return places


def _place(kind: GeocoderKind, raw: Mapping[str, Any]) -> RemotePlace | None:
    """The place in one answer; None for a kind of place that has no precision here (a country, a river)."""
    if kind is GeocoderKind.NOMINATIM:
        rank = int(raw.get("place_rank", 0))
        precision = next((precision for least, precision in _NOMINATIM_RANKS if rank >= least), None)
        precision = precision or _NOMINATIM_KINDS.get(str(raw.get("addresstype") or raw.get("type")))
        label, lon, lat = str(raw["display_name"]), float(raw["lon"]), float(raw["lat"])
        source_id = f"osm:{raw['osm_type']}/{raw['osm_id']}"
    else:
        facts = raw["properties"]
        lon, lat = (float(each) for each in raw["geometry"]["coordinates"][:2])
        if kind is GeocoderKind.PHOTON:
            precision = _PHOTON_TYPES.get(str(facts.get("type")))
            parts = (
                facts.get(key)
                for key in ("name", "housenumber", "street", "district", "city", "county", "state")
            )
            label = ", ".join(str(part) for part in parts if part)
            source_id = f"osm:{facts['osm_type']}/{facts['osm_id']}"
        else:
            precision = _PELIAS_LAYERS.get(str(facts.get("layer")))
            if precision is Precision.BUILDING and facts.get("match_type") in ("interpolated", "fallback"):
                precision = Precision.STREET
            label, source_id = str(facts.get("label") or facts["name"]), str(facts["gid"])
    if precision is None:
        return None
    point = Point(lon, lat)
    label, source_id = _clean(label, _LONGEST_LABEL), _clean(source_id, _LONGEST_ID)
    return RemotePlace(kind.value, label, point.lon, point.lat, precision, source_id)


def _clean(text: str, most: int) -> str:
    """The text without characters that stores and terminals refuse (surrogates, controls), cut to `most`."""
    return "".join(char for char in text if char.isprintable())[:most]
