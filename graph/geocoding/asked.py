"""Reads and checks the parameters of a geocoder's URL.

Clients of other geocoders send parameters without a meaning here: those are ignored. A wrong value of a known
one is refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

from starlette.requests import Request

from geo.earth.box import Box, InvalidBox
from geo.earth.point import Point
from graph.terms.errors import BadInputError
from graph.terms.limits import short_text
from model.enums import Language
from model.lookup_places import Geocoding
from model.lookups import lookup

_MOST_DIGITS = 9
_LONGEST_NUMBER = 40
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
_COUNTRY = lookup(Geocoding).country
Choice = TypeVar("Choice")


class Given:
    """The parameters of one request. Of a repeated one the last counts."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._params = request.query_params

    def text(self, *names: str) -> str:
        """The first given of several parameters, without spaces around it.

        Empty if no such parameter is given. Raises BadInputError above 300 characters, and for a null
        character.
        """
        for name in names:
            value = self._params.get(name, "").strip()
            if value:
                if "\x00" in value:
                    raise BadInputError(f"{name} holds a sign that no text holds")
                return short_text(value, name)
        return ""

    def needed(self, *names: str) -> str:
        """Like `text`, for a required parameter. Raises BadInputError if it is not given."""
        value = self.text(*names)
        if not value:
            raise BadInputError(f"{names[0]} is missing: the text of a place")
        return value

    def several(self, name: str) -> list[str]:
        """The values of a parameter, which may be repeated or separated by commas. Empty if it is absent."""
        values = (part.strip() for value in self._params.getlist(name) for part in value.split(","))
        return [value for value in values if value]

    def repeated(self, name: str) -> tuple[str, ...]:
        """The values of a parameter that may be repeated; commas are part of a value.

        Raises BadInputError above 300 characters.
        """
        return tuple(short_text(value, name) for value in self._params.getlist(name) if value.strip())

    def whole(self, name: str, default: int, least: int, most: int, *, clamps: bool = True) -> int:
        """A whole number from `least` to `most`; `default` if absent.

        Raises BadInputError if it is no number. A number out of range becomes the nearest in it, or without
        `clamps` raises BadInputError.
        """
        value = self._params.get(name, "").strip()
        if not value:
            return default
        bare = value.removeprefix("-")
        if not (bare.isascii() and bare.isdigit() and len(bare) <= _MOST_DIGITS):
            raise BadInputError(f"{name} is a whole number, got {value[:_LONGEST_NUMBER]!r}")
        number = int(value)
        if not clamps and not least <= number <= most:
            raise BadInputError(f"{name} is a whole number from {least} to {most}, got {number}")
        return min(max(number, least), most)

    def number(self, name: str) -> float | None:
        """A finite number. None if absent. Raises BadInputError."""
        value = self._params.get(name, "").strip()
        if not value:
            return None
        try:
            number = float(value) if len(value) <= _LONGEST_NUMBER else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise BadInputError(f"{name} is a number, got {value[:_LONGEST_NUMBER]!r}")
        return number

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no, such as `1` or `false`; `default` if absent. Raises BadInputError for other words."""
        value = self._params.get(name)
        if value is None:
            return default
        if value.lower() in (*_TRUE, *_FALSE):
            return value.lower() in _TRUE
        raise BadInputError(f"{name} is 0 or 1, got {value[:_LONGEST_NUMBER]!r}")

    def one_of(self, name: str, choices: Mapping[str, Choice]) -> Choice | None:
        """The value that `choices` gives for the parameter's word. None if absent.

        Raises BadInputError for other words.
        """
        value = self._params.get(name, "").strip()
        if not value:
            return None
        if value not in choices:
            raise BadInputError(f"{name} is one of {', '.join(choices)}, got {value[:_LONGEST_NUMBER]!r}")
        return choices[value]

    def point(self, lat: str = "lat", lon: str = "lon") -> Point | None:
        """A point by two parameters. None if both are absent.

        Raises BadInputError if only one is absent, InvalidPoint outside of WGS 84.
        """
        latitude, longitude = self.number(lat), self.number(lon)
        if latitude is None and longitude is None:
            return None
        if latitude is None or longitude is None:
            raise BadInputError(
                f"{lat} and {lon} belong together: {lat if latitude is None else lon} is missing"
            )
        return Point(lon=longitude, lat=latitude)

    def needed_point(self, lat: str = "lat", lon: str = "lon") -> Point:
        """Like `point`, for a required point. Raises BadInputError if it is absent."""
        found = self.point(lat, lon)
        if found is None:
            raise BadInputError(f"{lat} and {lon} are missing: degrees of WGS 84")
        return found

    def corners(self, name: str) -> Box | None:
        """A box by two opposite corners, `x1,y1,x2,y2` in degrees. None if absent. Raises InvalidBox."""
        value = self._params.get(name, "").strip()
        return _box(name, value.split(",")) if value else None

    def edges(self, prefix: str) -> Box | None:
        """A box by the parameters `.min_lon`, `.min_lat`, `.max_lon` and `.max_lat` after a prefix.

        None if all are absent. Raises BadInputError if some are absent.
        """
        names = [f"{prefix}.{edge}" for edge in ("min_lon", "min_lat", "max_lon", "max_lat")]
        values = [self.number(name) for name in names]
        missing = [name for name, value in zip(names, values, strict=True) if value is None]
        if len(missing) == len(names):
            return None
        if missing:
            raise BadInputError(f"{', '.join(missing)} of the box is missing")
        return _box(prefix, [str(value) for value in values])

    def language(self, name: str) -> Language:
        """The first known language of the parameter.

        If none is known: of the Accept-Language header, then Kazakh.
        """
        for text in (self._params.get(name, ""), self._request.headers.get("accept-language", "")):
            for tag in _preferred(text):
                found = tag.split("-")[0].split("_")[0]
                if found in list(Language):
                    return Language(found)
        return Language.KK


def is_our_country(names: Sequence[str]) -> bool:
    """Whether a list of countries is empty, or contains Kazakhstan by code or name."""
    known = {*_COUNTRY.codes, *_COUNTRY.spellings}
    return not names or any(name.strip().lower() in known for name in names)


def _box(name: str, parts: Sequence[str]) -> Box:
    """A box by two corners; edges beyond WGS 84 are moved to its limits.

    Raises InvalidBox unless these are four numbers.
    """
    try:
        x1, y1, x2, y2 = (float(part) for part in parts)
    except ValueError:
        x1 = y1 = x2 = y2 = math.nan
    if not all(map(math.isfinite, (x1, y1, x2, y2))):
        raise InvalidBox(
            f"{name} is x1,y1,x2,y2 in degrees, for example 70,51,72,53; got {','.join(parts)[:80]!r}"
        )
    # A map that was scrolled around the earth sends more than 180 degrees.
    west, east = (min(max(x, -180.0), 180.0) for x in sorted((x1, x2)))
    south, north = (min(max(y, -90.0), 90.0) for y in sorted((y1, y2)))
    return Box(west, south, east, north)


def _preferred(text: str) -> list[str]:
    """The language tags of a header, most preferred first (RFC 9110 section 12.5.4).

    Tags of quality 0 are left out.
    """
    weighted: list[tuple[float, int, str]] = []
    for index, item in enumerate(text.lower().split(",")[:20]):
        tag, _, weight = item.partition(";")
        try:
            quality = float(weight.partition("q=")[2] or 1.0)
        except ValueError:
            quality = 0.0
        if tag.strip() and quality > 0:
            weighted.append((-quality, index, tag.strip()))
    return [tag for *_, tag in sorted(weighted)]
