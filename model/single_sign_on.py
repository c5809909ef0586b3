"""The identity provider that people sign in with on the page: OpenID Connect, code flow with PKCE."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from model.errors import BadSettingError
from model.public_address import host_name

_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")
"""RFC 6749 section 3.3."""


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """What the page has to know about the provider. It holds no secret, as every visitor can read it."""

    issuer: str
    """The issuer that tokens name; metadata are at its `/.well-known/openid-configuration`."""
    client_id: str
    scope: str = "openid"
    resource: str = ""
    """The resource that the access token is for (RFC 8707); empty if the client id is enough."""

    @property
    def origin(self) -> str:
        """The origin of the provider: the only other origin that the page sends requests to."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


def read_single_sign_on(text: Callable[[str], str]) -> SingleSignOn | None:
    """These settings; None without a client id: people then sign in with a token alone.

    `text` reads a variable. Raises BadSettingError for an issuer or scope that cannot be used.
    """
    client_id = text("KENSE_OIDC_CLIENT_ID")
    if not client_id:
        return None
    issuer = text("KENSE_AUTH_ISSUER")
    scope, resource = text("KENSE_OIDC_SCOPE") or "openid", text("KENSE_OIDC_RESOURCE")
    if not _is_safe(issuer):
        raise BadSettingError(
            f"KENSE_AUTH_ISSUER is {issuer!r}: with KENSE_OIDC_CLIENT_ID it has to be an address such as"
            " https://id.example.kz/realms/kense (http only on this machine)"
        )
    if not (_SCOPE.fullmatch(scope) and "openid" in scope.split()):
        raise BadSettingError(f"KENSE_OIDC_SCOPE is {scope!r}, not words with `openid` among them")
    return SingleSignOn(issuer, client_id, scope, resource)


def _is_safe(issuer: str) -> bool:
    """Whether the issuer is https (http on this machine), and can be written into a policy (CSP)."""
    if not (issuer.isascii() and issuer.isprintable()) or set(issuer) & set(" '\"<>;,\\?#"):
        return False
    parts = urlsplit(issuer)
    host = host_name(parts.netloc)
    if host is None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
