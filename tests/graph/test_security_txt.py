"""The contact for security reports (RFC 9116), and the headers of all pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.server.security_txt import security_text
from model.edition import Edition
from model.settings import Settings
from tests.api_client import ApiClient

PATH = "/.well-known/security.txt"
CONTACTS = {"KENSE_SECURITY_CONTACT": "https://example.kz/report, mailto:security@example.kz"}


def fields(text: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (line.partition(": ") for line in text.splitlines())]


def test_it_names_contacts_in_order_and_ends_within_a_year(small_edition: Edition) -> None:
    answer = ApiClient(small_edition, CONTACTS).http.get(PATH)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    values = fields(answer.text)
    contacts = [value for name, value in values if name == "Contact"]
    assert contacts == ["https://example.kz/report", "mailto:security@example.kz"]
    (expires,) = [value for name, value in values if name == "Expires"]
    left = datetime.fromisoformat(expires) - datetime.now(UTC)
    assert timedelta(days=90) < left < timedelta(days=365)
    assert "Canonical" not in dict(values)


def test_its_own_address_is_the_public_one() -> None:
    settings = Settings.from_environment(CONTACTS | {"KENSE_PUBLIC_URL": "https://offices.example.kz"})
    now = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    found = dict(fields(security_text(settings, now)))
    assert found["Canonical"] == "https://offices.example.kz/.well-known/security.txt"
    assert found["Expires"] == "2026-08-28T00:00:00Z"


def test_without_a_contact_there_is_none(small_edition: Edition) -> None:
    answer = ApiClient(small_edition).http.get(PATH)
    assert answer.status_code == 404
    assert "KENSE_SECURITY_CONTACT" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/ru", "/ru/nothing", "/graphql", "/offices/akm-akkol-psc", "/nothing"]
)
def test_every_page_bears_the_headers_that_hold_a_browser_back(small_edition: Edition, path: str) -> None:
    answer = ApiClient(small_edition).http.get(path, headers={"accept": "text/html"})
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in policy.get("script-src", "'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
