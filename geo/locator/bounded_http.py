"""HTTP to remote geocoders with limits on bytes and seconds; an answer beyond them is an error."""

from __future__ import annotations

import io
import time
from typing import Any
from urllib.error import HTTPError

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut

LARGEST_BYTES = 1_000_000
"""Largest answer; five places take some kilobytes."""
_CHUNK = 65_536


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy has no types
    """geopy's standard-library adapter with limits on bytes and seconds; the original reads without end."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        opened: Any = vars(self)["urlopen"]

        def urlopen(request: Any, timeout: float) -> Any:
            ends = time.monotonic() + timeout
            try:
                return _Page(opened(request, timeout=timeout), ends)
            except HTTPError as error:
                body = io.BytesIO(_read(error, ends))
                raise HTTPError(error.url, error.code, error.msg, error.headers, body) from None

        self.urlopen = urlopen


class _Page:
    """An answer whose body was read within the limits."""

    def __init__(self, page: Any, ends: float) -> None:
        self.headers, self._code = page.headers, page.getcode()
        with page:
            self._body = _read(page, ends)

    def getcode(self) -> int:
        """The HTTP status."""
        return int(self._code)

    def read(self) -> bytes:
        """The body, which is read already."""
        return self._body


def _read(page: Any, ends: float) -> bytes:
    """The body. Raises GeocoderParseError above 1 000 000 bytes, GeocoderTimedOut after `ends`."""
    body = bytearray()
    while chunk := page.read1(_CHUNK):
        body += chunk
        if len(body) > LARGEST_BYTES:
            raise GeocoderParseError(f"the answer has more than {LARGEST_BYTES} bytes")
        if time.monotonic() > ends:
            raise GeocoderTimedOut("the answer did not end in time")
    return bytes(body)
