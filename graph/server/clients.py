"""Identifies the client of a request, for counting requests of one client together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import Scope

from changes.identity import Identity
from graph.execution.accounts import Asker
from model.settings import TrustedClients

_IPV6_HOME = 64
"""Bits of the IPv6 prefix that one subscriber gets (RFC 6177): all its addresses are one client."""


def client_of(connection: HTTPConnection) -> str:
    """The address of the client, for IPv6 its /64 network. Empty if unknown (a Unix socket).

    Behind a trusted proxy, `graph.server.forwarded` has put the forwarded address there.
    """
    return _client(connection.client.host if connection.client is not None else "")


@lru_cache(maxsize=4_096)
def _client(host: str) -> str:
    """The client's name for an address: IPv4 as it is, IPv6 as its /64. Other texts are unchanged."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _IPV6_HOME), strict=False))


def asker_of(connection: HTTPConnection, identity: Identity | None, trusted: TrustedClients) -> Asker:
    """The account to charge for a request: that of the token's subject, without a token that of the address.

    A trusted gateway has an account for each of its connections, and is served like as many clients.
    """
    return _asker(connection.client, identity, trusted)


def asker_of_scope(scope: Scope, trusted: TrustedClients) -> Asker:
    """Like `asker_of`, for an anonymous request that has no connection object."""
    return _asker(scope.get("client"), None, trusted)


def client_of_scope(scope: Scope) -> str:
    """Like `client_of`, for a request that has no connection object."""
    client = scope.get("client")
    return _client(client[0] if client else "")


def _asker(client: Sequence[Any] | None, identity: Identity | None, trusted: TrustedClients) -> Asker:
    address = _client(client[0] if client else "")
    name = f"address {address}" if identity is None else f"subject {identity.subject}"
    if not _is_trusted(address, identity, trusted):
        return Asker(name)
    port = client[1] if client else 0
    return Asker(f"{name} {address} {port}", is_trusted=True)


def _is_trusted(address: str, identity: Identity | None, trusted: TrustedClients) -> bool:
    """Whether the subject or the address is a trusted gateway by the settings."""
    if identity is not None and identity.subject in trusted.subjects:
        return True
    if not trusted.networks:
        return False
    try:
        asked_from = ip_network(address)  # the /64 of an IPv6 client is a network
    except ValueError:
        return False
    return any(
        asked_from.version == network.version and network.overlaps(asked_from) for network in trusted.networks
    )
