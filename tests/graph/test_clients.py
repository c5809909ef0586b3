"""Requests of one client are counted together, whichever of its addresses they come from."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import HTTPConnection

from graph.server.clients import client_of


@pytest.mark.parametrize(
    ("peer", "client"),
    [
        (("192.0.2.7", 50_000), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 50_000), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 50_000), "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.7", 50_000), "192.0.2.7"),
        (("testclient", 50_000), "testclient"),
        (("fe80::1%eth0", 50_000), "fe80::/64"),
        (None, ""),
    ],
)
def test_the_client_is_an_address_or_a_subscribers_prefix(peer: Any, client: str) -> None:
    assert client_of(HTTPConnection({"type": "http", "client": peer, "headers": []})) == client
