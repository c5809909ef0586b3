"""Whether a browser sent a request from a page of another origin, which may read but not change.

A page of elsewhere could make a signed-in browser of an admin write. Tokens are not cookies, so that it has
none to send; this holds even where a proxy adds one, and for proposals, which need no token.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import HTTPConnection


def is_foreign(connection: HTTPConnection, named_origins: Collection[str]) -> bool:
    """Whether the request comes from a page that is neither of this server nor of an origin named to it.

    What is no browser sends neither of the two headers, and is never foreign. `*` names no origin.
    """
    origin = connection.headers.get("origin")
    if origin is not None and origin != "*" and origin in named_origins:
        return False
    # Sec-Fetch-Site cannot be written by a page, and is right behind a proxy that changes the host.
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and origin.partition("://")[2] != connection.headers.get("host")
