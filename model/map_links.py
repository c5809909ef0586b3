"""Map services that the page offers for directions to an office: names, and address templates for a point."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from model.errors import BadSettingError

OPENSTREETMAP = "OpenStreetMap=https://www.openstreetmap.org/directions?to={lat},{lon}"
"""The default: a link that contacts nobody until a person follows it."""
_BETWEEN = re.compile(r",(?=[^,=]+=https?://)")
"""Commas between services; a comma inside an address is not followed by `NAME=URL`."""
_NAME_LENGTH = 40


def read_map_links(name: str, value: str) -> tuple[str, ...]:
    """Map services from texts `NAME=URL`; OpenStreetMap for an empty text, none for the word `none`.

    `name` is that of the setting. Raises BadSettingError for an address without `{lat}` and `{lon}`, or with
    anything else in braces.
    """
    if value == "none":
        return ()
    links = tuple(item.strip() for item in _BETWEEN.split(value or OPENSTREETMAP))
    if not all(map(_is_link, links)):
        raise BadSettingError(
            f"{name} is {value!r}, not none, or services such as "
            "Maps=https://maps.example.kz/?to={lat},{lon} separated by commas"
        )
    return links


def _is_link(link: str) -> bool:
    """Whether a text is `NAME=URL` with a short name and a URL that has exactly `{lat}` and `{lon}`."""
    label, _, template = link.partition("=")
    parts = urlsplit(template)
    return (
        0 < len(label) <= _NAME_LENGTH
        and link.isprintable()
        and template.isascii()
        and parts.scheme in {"http", "https"}
        and bool(parts.netloc)
        and not set(template) & set(" '\"<>\\")
        and sorted(re.findall(r"\{(\w*)\}", template)) == ["lat", "lon"]
    )
