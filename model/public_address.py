"""Settings for the server's outside addresses: its public URL, the accepted hosts, the security contacts."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from model.errors import BadSettingError

ANY_HOST = "*"
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_LONGEST_NAME = 254
"""Longest DNS name in characters, with the dot at its end."""
_SIX = re.compile(r"\[[0-9a-f.]*:[0-9a-f:.]*\]")
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::[0-9]{0,5})?")
_ORIGIN = re.compile(rf"https?://(?:\*\.)?(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::[0-9]{{1,5}})?")
_CONTACT = re.compile(r"mailto:[^@\s]+@[^@\s]+|tel:\+?[0-9-]+|https://\S+")


def read_public_url(name: str, value: str) -> str:
    """The base of absolute links, without a slash at its end; `name` is that of the setting.

    Raises BadSettingError unless it is a plain http or https address.
    """
    parts = urlsplit(value) if value.isascii() and value.isprintable() else urlsplit("")
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc or set(value) & set(" '\"<>;,\\"))
    if parts.scheme not in {"http", "https"} or not is_plain or host_name(parts.netloc) is None:
        raise BadSettingError(f"{name} is {value!r}, not an address such as https://kense.example.kz")
    return value.rstrip("/")


def read_hosts(name: str, value: str) -> tuple[str, ...]:
    """The listed host names, in lower case and ASCII, without ports; empty for an empty text.

    `*.example.kz` means all names below, `*` all hosts. Raises BadSettingError.
    """
    hosts = tuple(_pattern(item.strip()) for item in value.split(",") if item.strip())
    if None in hosts:
        raise BadSettingError(
            f"{name} is {value!r}, not hosts such as kense.example.kz, *.example.kz separated by commas, or *"
        )
    return tuple(host for host in hosts if host is not None)


def read_contacts(name: str, value: str) -> tuple[str, ...]:
    """The listed URIs for reporting security faults (RFC 9116 section 2.5.3). Raises BadSettingError."""
    contacts = tuple(item.strip() for item in value.split(",") if item.strip())
    for contact in contacts:
        if not (contact.isascii() and contact.isprintable() and _CONTACT.fullmatch(contact)):
            raise BadSettingError(
                f"{name} is {value!r}, not https://..., mailto:... or tel:... separated by commas"
            )
    return contacts


def read_embedding(name: str, value: str) -> tuple[str, ...]:
    """Origins whose pages may show this one in a frame. Raises BadSettingError.

    All (`*`) for an empty text, none for the word `none`. They are written into a policy (CSP,
    frame-ancestors), so nothing else may stand in them.
    """
    if value == "none":
        return ()
    origins = tuple(item.strip().rstrip("/") for item in (value or ANY_HOST).split(",") if item.strip())
    for origin in origins:
        if origin != ANY_HOST and not _ORIGIN.fullmatch(origin):
            raise BadSettingError(
                f"{name} is {value!r}, not origins such as https://city.example.kz separated by commas"
            )
    return origins


def host_name(header: str) -> str | None:
    """The name or address of a Host header, in lower case, without its port; None for an invalid header."""
    return _host_name(header) if len(header) <= _LONGEST_KEPT else _read_host(header)


def _read_host(header: str) -> str | None:
    found = _AUTHORITY.fullmatch(header.strip().lower())
    return None if found is None else _plain(found["host"])


_LONGEST_KEPT = 100
"""Longest Host header that is cached; each client sends one of a few."""
_host_name = lru_cache(maxsize=1_024)(_read_host)


def _plain(host: str) -> str | None:
    if _SIX.fullmatch(host):
        return host[1:-1]
    if len(host) > _LONGEST_NAME or not _NAME.fullmatch(host):
        return None
    return host.removesuffix(".")


def _pattern(host: str) -> str | None:
    """The host in lower case and ASCII, `*.` at its beginning kept; None for an invalid host."""
    if host == ANY_HOST:
        return host
    try:
        plain = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return None
    wild, rest = ("*.", plain[2:]) if plain.startswith("*.") else ("", plain)
    name = _plain(rest.lower())
    return None if name is None else f"{wild}{name}"


def read_listening(name: str, value: str) -> tuple[str, int] | None:
    """Host and port of a text `host:port`, an IPv6 address in brackets; None for an empty text.

    Raises BadSettingError.
    """
    if not value:
        return None
    host, _, port = value.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    is_port = port.isascii() and port.isdigit() and 0 < int(port) <= 65_535
    if not host or not is_port or (":" in host and not value.startswith("[")):
        raise BadSettingError(f"{name} is {value!r}, not an address such as 127.0.0.1:9464 or [::1]:9464")
    return host, int(port)
