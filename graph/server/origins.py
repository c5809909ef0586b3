"""Whether a browser sent a request from a page of another origin, which may read but not change.

A foreign page could make an admin's signed-in browser write. Tokens are not cookies, so that such a page has
none to send; the check holds even if a proxy adds one, and for corrections, which need no token.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Scope, Send


def is_foreign(connection: HTTPConnection, named_origins: Collection[str]) -> bool:
    """Whether a browser sent the request from a page of another site, not named in `named_origins`.

    A client that is not a browser sends neither `Origin` nor `Sec-Fetch-Site`, and is never foreign. `*` in
    `named_origins` allows no origin here. `http` and `https` of the same host and port are one site: TLS ends
    at a proxy, so that the server is asked by http for a page that came by https.
    """
    origin = connection.headers.get("origin")
    if origin is not None and origin != "*" and origin in named_origins:
        return False
    # A page cannot set Sec-Fetch-Site, and it is right behind a proxy that changes the host.
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and origin.partition("://")[2] != connection.headers.get("host")


class Cors(CORSMiddleware):
    """Starlette's, with a short path for requests that come from no page.

    All that Starlette does for these is to name Origin in `Vary`, which it reads the headers of the request
    and of the answer for, as objects.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and say in its answer who may read it."""
        if scope["type"] != "http" or any(name == b"origin" for name, _ in scope["headers"]):
            await super().__call__(scope, receive, send)
            return

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = varied_by_origin(message.get("headers", ()))
            await send(message)

        await self.app(scope, receive, varied)


def varied_by_origin(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with all `Vary` headers joined into a single header that also names Origin.

    Without a `Vary` header, `Vary: Origin` is added.
    """
    found: list[tuple[bytes, bytes]] = []
    names: list[bytes] = []
    place: int | None = None
    for header in headers:
        if header[0] != b"vary":
            found.append(header)
            continue
        if place is None:
            place = len(found)
        names.append(header[1])
    found.insert(len(found) if place is None else place, (b"vary", b", ".join([*names, b"Origin"])))
    return found
