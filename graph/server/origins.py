"""Whether a browser sent a request from a page of another origin, which may read but not change.

A foreign page could make an admin's signed-in browser write. Tokens are not cookies, so that such a page has
none to send; the check holds even if a proxy adds one, and for corrections, which need no token.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import HTTPConnection


def is_foreign(connection: HTTPConnection, named_origins: Collection[str]) -> bool:
    """Whether a browser sent the request from a page of another site, not named in `named_origins`.

    A client that is not a browser sends neither `Origin` nor `Sec-Fetch-Site`, and is never foreign. `*` in
    `named_origins` allows no origin here.
    """
    origin = connection.headers.get("origin")
    if origin is not None and origin != "*" and origin in named_origins:
        return False
    # A page cannot set Sec-Fetch-Site, and it is right behind a proxy that changes the host.
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and origin.partition("://")[2] != connection.headers.get("host")
