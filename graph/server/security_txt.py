"""`/.well-known/security.txt`: where to report a fault of this server (RFC 9116)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from model.settings import Settings

PATH = "/.well-known/security.txt"
_GOOD_FOR = timedelta(days=180)
"""RFC 9116 section 2.5.5 recommends less than a year."""


def security_txt(settings: Settings) -> Callable[[Request], Response]:
    """The endpoint of `security.txt`; 404 if KENSE_SECURITY_CONTACT is not set."""

    def answer(_: Request) -> Response:
        headers = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}
        if not settings.security_contacts:
            return PlainTextResponse(
                "nobody is named here: KENSE_SECURITY_CONTACT is not set\n", 404, headers
            )
        return PlainTextResponse(security_text(settings, datetime.now(UTC)), headers=headers)

    return answer


def security_text(settings: Settings, now: datetime) -> str:
    """The text of the file at a moment. The text expires 180 days after the last midnight (UTC)."""
    expires = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + _GOOD_FOR
    fields = [("Contact", contact) for contact in settings.security_contacts]
    fields += [("Expires", expires.strftime("%Y-%m-%dT%H:%M:%SZ")), ("Preferred-Languages", "kk, ru, en")]
    if settings.public_url:
        fields.append(("Canonical", f"{settings.public_url}{PATH}"))
    return "".join(f"{name}: {value}\n" for name, value in fields)
