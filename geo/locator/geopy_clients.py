"""The clients of geopy, for `geo.locator.geocoders`, which imports them where a geocoder is configured."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from geopy.exc import GeopyError as GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Pelias, Photon

from geo.locator.bounded_http import BoundedAdapter
from model.settings import GeocoderAddress, GeocoderKind

USER_AGENT = "kense (registry of public offices of Kazakhstan)"
_RETRIES = 2
_MOST = 5
"""Number of places requested."""

# geopy logs each retry with its whole traceback; to see them, give its logger a handler.
logging.getLogger("geopy").addHandler(logging.NullHandler())


def make_client(address: GeocoderAddress, pause_s: float, timeout_s: float) -> Callable[[str], Any]:
    """A function that asks a service for places of a text.

    It asks at most once in `pause_s` seconds, and a failed request twice more.
    """
    geocode, options = _geocode(address, timeout_s)
    limited = RateLimiter(
        geocode,
        min_delay_seconds=pause_s,
        max_retries=_RETRIES,
        error_wait_seconds=pause_s,
        swallow_exceptions=False,
    )

    def ask(question: str) -> Any:
        return limited(question, exactly_one=False, **options)

    return ask


def _geocode(address: GeocoderAddress, timeout_s: float) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The geocode function of geopy for a service, and its arguments besides the text."""
    url = urlsplit(address.url)
    domain = f"{url.netloc}{url.path}".rstrip("/")
    # The other adapters retry on their own, without a pause.
    common = {
        "scheme": url.scheme,
        "timeout": timeout_s,
        "user_agent": USER_AGENT,
        "adapter_factory": BoundedAdapter,
    }
    if address.kind is GeocoderKind.NOMINATIM:
        client = Nominatim(domain=domain, **common)
        return client.geocode, {"limit": _MOST, "country_codes": "kz", "language": "ru"}
    if address.kind is GeocoderKind.PHOTON:
        return Photon(domain=domain, **common).geocode, {"limit": _MOST}
    key = next(iter(parse_qs(url.query).get("api_key", ())), None)
    return Pelias(domain, api_key=key, **common).geocode, {"countries": ["KZ"]}
