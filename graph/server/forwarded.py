"""The origin of a request that came through a proxy: the one trusted hop of `X-Forwarded-For`.

Anybody can write that header, and each proxy appends the address that it saw at the right. So it is read from
the right, and only if the request came from a proxy in `KENSE_TRUSTED_PROXIES`: hops of such proxies are
skipped, and the first other one is the client. A hop that is not an address ends the reading, and the last
known proxy counts as the client. Everything further left is the client's own claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

log = structlog.get_logger("kense.access")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_MOST_HOPS = 16
"""Most hops that are read: no real chain of proxies is longer."""
_LONGEST_HOP = 64
"""Letters of the longest address with brackets, zone and port."""
_SCHEMES = {"http": ("http", "ws"), "https": ("https", "wss"), "ws": ("http", "ws"), "wss": ("https", "wss")}
"""Values of `X-Forwarded-Proto`, with the scheme for a request and for a WebSocket."""


class Forwarded:
    """Sets the client's address and scheme of a request from the headers of trusted proxies."""

    def __init__(self, app: ASGIApp, proxies: Sequence[Network] = ()) -> None:
        """`proxies` are the networks of trusted proxies. Without any, the headers are ignored."""
        self.app = app
        self._proxies = tuple(proxies)
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request or a WebSocket on, with the address and scheme that a trusted proxy reports."""
        if scope["type"] in ("http", "websocket"):
            peer = read_address((scope.get("client") or ("", 0))[0])
            if peer is not None and self._trusts(peer):
                self._believe(scope, peer)
            elif peer is not None and not self._has_warned:
                self._warn(scope, peer)
        await self.app(scope, receive, send)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)

    def _believe(self, scope: Scope, peer: Address) -> None:
        """Set the client to the first hop from the right that is no trusted proxy.

        Set the scheme that the proxy reports.
        """
        client, port = peer, (scope.get("client") or ("", 0))[1]
        for hop in _hops(scope):
            address = read_address(hop)
            if address is None:
                break
            client, port = address, 0
            if not self._trusts(address):
                break
        scope["client"] = (str(client), port)
        scheme = b"".join(_values(scope, b"x-forwarded-proto")).decode("latin-1").strip().lower()
        if scheme in _SCHEMES:
            scope["scheme"] = _SCHEMES[scheme][scope["type"] == "websocket"]

    def _warn(self, scope: Scope, peer: Address) -> None:
        """Log once that a proxy with a private address is not trusted.

        All its clients count as one client.
        """
        if next(_values(scope, b"x-forwarded-for"), None) is not None and not peer.is_global:
            self._has_warned = True
            log.warning(
                "X-Forwarded-For is not believed: KENSE_TRUSTED_PROXIES does not name it", of=str(peer)
            )


def read_address(text: str) -> Address | None:
    """The IP address in a text: bare, in brackets, with a port or a zone. None for any other text.

    An IPv4 address mapped into IPv6 becomes the IPv4 address; a zone, which is local to one machine, is
    removed.
    """
    return None if len(text) > _LONGEST_HOP else _read_address(text)


@lru_cache(maxsize=4_096)
def _read_address(text: str) -> Address | None:
    """The IP address in a text, or None; the last results are cached."""
    host = text.strip()
    if host.startswith("["):
        host, bracket, port = host[1:].partition("]")
        is_whole = bool(bracket) and (not port or (port.startswith(":") and _is_port(port[1:])))
        if not is_whole or ":" not in host:
            return None
    elif host.count(":") == 1:
        host, _, port = host.partition(":")
        if not _is_port(port):
            return None
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def _values(scope: Scope, name: bytes) -> Iterator[bytes]:
    return (value for key, value in scope["headers"] if key == name)


def _hops(scope: Scope) -> Iterator[str]:
    """At most 16 hops of `X-Forwarded-For` from the right, the nearest proxy's first.

    Several headers are one list (RFC 9110, 5.3).
    """
    seen = 0
    for value in reversed(list(_values(scope, b"x-forwarded-for"))):
        rest: bytes = value
        while rest and seen < _MOST_HOPS:
            rest, _, hop = rest.rpartition(b",")
            seen += 1
            if hop.strip():
                yield hop.decode("latin-1")
