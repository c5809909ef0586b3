"""Which client a request comes from, as far as requests of one client have to be counted together."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

_IPV6_HOME = 64
"""Bits of the IPv6 prefix that one subscriber gets (RFC 6177): all its addresses are one client."""


def client_of(connection: HTTPConnection) -> str:
    """The address of the client: of IPv6 its /64; empty where the server was not told (a Unix socket).

    Behind a proxy that is trusted `graph.server.forwarded` puts the address there that the proxy forwards.
    """
    host = connection.client.host if connection.client is not None else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _IPV6_HOME), strict=False))
