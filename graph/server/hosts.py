"""The host names of this server: the Host header of a request is written by its sender.

A foreign page can make its own name resolve to this server (DNS rebinding): its requests then have the same
origin for a browser, and only the Host header shows that another server was meant. So no change is accepted
for an unknown host, and no link begins with it. An IP address is always accepted: no name was resolved to it.
"""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from graph.terms.errors import BAD_REQUEST, UNKNOWN_HOST, coded
from graph.terms.links import keep_link_base
from model.public_address import ANY_HOST, host_name
from model.settings import Settings

_HEALTH = frozenset({"/healthz", "/readyz"})
"""Health checks use any address of the server for these."""
_WITHOUT_HOST = ("1.0", "0.9")
"""Versions of HTTP whose requests may lack a host."""
_LOCAL = re.compile(r"[^.]+|.*\.(?:localhost|local|internal|home\.arpa)")
"""Names that public DNS never resolves: without a dot, or reserved (RFC 6761, 6762, 8375)."""


class Hosts:
    """The host names of the settings. Without hosts in the settings: any IP address and any local name."""

    def __init__(self, settings: Settings) -> None:
        self.is_strict = bool(settings.hosts) and ANY_HOST not in settings.hosts
        """Whether requests for other hosts are refused altogether."""
        self.public_url = settings.public_url
        self._takes_all = ANY_HOST in settings.hosts
        own = {host_name(settings.public_url.partition("://")[2].partition("/")[0])}
        own |= set() if self.is_strict else {host_name(socket.gethostname()), host_name(settings.host)}
        self._names = {each for each in own if each} | set(settings.hosts)
        self._endings = tuple(host[1:] for host in settings.hosts if host.startswith("*."))

    def knows(self, connection: HTTPConnection) -> bool:
        """Whether the Host header of the request names this server."""
        return self.knows_header(connection.headers.get("host", ""))

    def knows_header(self, header: str) -> bool:
        """Whether the value of a Host header names this server. False for an invalid value."""
        name = host_name(header)
        if name is None:
            return False
        if self._takes_all or name in self._names or name.endswith(self._endings):
            return True
        if self.is_strict:
            return name == "localhost" or _is_address(name, only_loopback=True)
        return _is_address(name) or _LOCAL.fullmatch(name) is not None

    def base_for(self, scope: Scope, header: str) -> str:
        """The beginning of absolute links: the public URL, else scheme and host of the request.

        Empty if there is no public URL and the host of the request is not one of this server.
        """
        if self.public_url or not self.knows_header(header):
            return self.public_url
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        return f"{scheme}://{header.strip()}{scope.get('root_path', '')}"


class AllowedHosts:
    """Middleware: refuses invalid Host headers, and other hosts if hosts are configured."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it: 400 for an invalid Host header, 421 for another host.

        Health checks may use any host.
        """
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist("host")
        refusal = self._refusal(scope, given)
        if refusal is not None:
            await _send_refusal(refusal, scope, receive, send)
            return
        keep_link_base(scope, self.hosts.base_for(scope, "".join(given)))

        async def described(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 307:
                _without_host(MutableHeaders(raw=message["headers"]))
            await send(message)

        await self.app(scope, receive, described)

    def _refusal(self, scope: Scope, given: list[str]) -> Response | None:
        """The refusal of a request by its Host headers. None if it is accepted."""
        # RFC 9112, section 3.2: HTTP/1.1 has exactly one. HTTP/1.0 has none; such a request is for no host.
        is_missing = not given and scope.get("http_version") not in _WITHOUT_HOST
        if is_missing or len(given) > 1 or (given and host_name(given[0]) is None):
            return _refused("a request has one Host header, with a name and a port", BAD_REQUEST, 400)
        if not self.hosts.is_strict or scope["path"] in _HEALTH or self.hosts.knows_header("".join(given)):
            return None
        return _refused(
            "this server is not asked by that host: KENSE_HOSTS does not name it", UNKNOWN_HOST, 421
        )


async def _send_refusal(refusal: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the refusal. A WebSocket is closed if the server cannot send it an HTTP answer."""
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
        await WebSocketClose()(scope, receive, send)
    else:
        await refusal(scope, receive, send)


def _is_address(name: str, *, only_loopback: bool = False) -> bool:
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or not only_loopback


def _without_host(headers: MutableHeaders) -> None:
    """Remove scheme and host from a redirect.

    Starlette takes them from the request when it adds or removes a slash.
    """
    location = headers.get("location", "")
    if location.startswith(("http://", "https://")):
        headers["location"] = "/" + location.split("/", 3)[3]


def _refused(message: str, code: str, status: int) -> Response:
    body = orjson.dumps({"errors": [coded(message, code).formatted]})
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(body, status, headers, "application/json")
