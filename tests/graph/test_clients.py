"""Requests of one client are counted together, whichever of its addresses it uses."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import HTTPConnection

from changes.identity import Identity
from graph.execution.accounts import Asker
from graph.server.clients import asker_of, client_of
from model.settings import Settings, TrustedClients


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


NAMED = Identity("anna", frozenset(), frozenset())
TRUSTED = Settings.from_environment(
    {"KENSE_TRUSTED_CLIENTS": "192.0.2.0/28, 2001:db8:1:2::7, subject:gateway"}
).trusted_clients


def asker(
    peer: tuple[str, int], identity: Identity | None = None, trusted: TrustedClients = TRUSTED
) -> Asker:
    return asker_of(HTTPConnection({"type": "http", "client": peer, "headers": []}), identity, trusted)


def test_work_is_charged_to_who_signed_in_and_else_to_the_address() -> None:
    assert asker(("198.51.100.7", 1)) == asker(("198.51.100.7", 2)) == Asker("address 198.51.100.7")
    assert asker(("198.51.100.7", 1), NAMED) == asker(("203.0.113.1", 2), NAMED) == Asker("subject anna")
    assert asker(("192.0.2.7", 1), trusted=TrustedClients()) == Asker("address 192.0.2.7")


def test_each_connection_of_a_trusted_gateway_has_an_account() -> None:
    assert asker(("192.0.2.7", 1)).is_trusted
    assert asker(("192.0.2.7", 1)) != asker(("192.0.2.7", 2))
    assert asker(("192.0.2.7", 1), NAMED).is_trusted
    assert asker(("2001:db8:1:2::9", 1)).is_trusted  # the same home
    assert asker(("198.51.100.7", 1), Identity("gateway", frozenset(), frozenset())).is_trusted
    assert not asker(("192.0.2.16", 1)).is_trusted
    assert not asker(("2001:db8:1:3::7", 1)).is_trusted
    assert not asker(("testclient", 1)).is_trusted
