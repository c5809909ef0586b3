"""Counts the open connections of this process, and limits them in all and by remote address."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from ipaddress import ip_address

from model.settings import Network, Settings


class OpenConnections:
    """Counts the open connections of this process by remote address."""

    def __init__(self, most: int, most_of_one: int, proxies: Sequence[Network] = ()) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._proxies = proxies
        self._open: Counter[str] = Counter()

    def add(self, peer: str) -> HTTPStatus | None:
        """Count a connection.

        Returns 503 above the limit of all, 429 above the limit of one address (not for a proxy), else None. A
        refused connection is counted too.
        """
        self._open[peer] += 1
        if self._open.total() > self._most:
            return HTTPStatus.SERVICE_UNAVAILABLE
        # Behind a proxy are many clients: they are counted by the address that the proxy forwards.
        if self._open[peer] > self._most_of_one and not self._is_proxy(peer):
            return HTTPStatus.TOO_MANY_REQUESTS
        return None

    def remove(self, peer: str) -> None:
        """Count a connection of the address as closed."""
        self._open[peer] -= 1
        if not self._open[peer]:
            del self._open[peer]

    def _is_proxy(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:  # a Unix socket has no address
            return False
        return any(address in network for network in self._proxies)


@cache
def open_connections() -> OpenConnections:
    """The counter of this process, with its limits from the environment variables."""
    settings = Settings.from_environment(os.environ)
    return OpenConnections(settings.connections, settings.client_connections, settings.trusted_proxies)
