"""Checks web addresses that people type: sites, e-mail and messengers.

The patterns of `model/values` mend what acts print and know the domains that acts print. People may give any
site: RFC 3986 says what a URL is (`urllib.parse`), UTS 46 what a host is (`idna`), RFC 5321 what an e-mail
address is (`email_validator`).
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna

from changes.public_hosts import is_public
from model.late_import import late
from model.lookup_words import Contacts, Messenger
from model.lookups import lookup
from model.values.phones import parse_phones

_SCHEMES = ("http", "https")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))", re.IGNORECASE)
"""A scheme; `akimat.kz:8080/` begins with a host and a port."""
_KEPT = "/%:@!$&'()*+,;=~-._"
"""Characters that a path may contain unencoded (RFC 3986, `pchar`); `%` begins an encoded one."""
_USER_NAME = re.compile(r"@?(?P<name>[a-z][a-z0-9_]{4,31})", re.IGNORECASE)


class UnusableAddressError(ValueError):
    """Not an address that a browser can open or a letter can reach; the message says why."""


def read_url(text: str) -> str:
    """An http(s) URL as browsers keep it: host in lower case and ASCII, the rest percent-encoded.

    A text without a scheme gets `http://`. Raises UnusableAddressError for other schemes, names and passwords
    inside, spaces, and hosts that no public site can have.
    """
    if " " in text:
        raise UnusableAddressError("a web address holds no spaces")
    scheme = _SCHEME.match(text)
    if scheme is None:
        text = f"http://{text}"
    elif scheme[1].lower() not in _SCHEMES:
        raise UnusableAddressError(f"{scheme[1]}: is not a scheme of a site, write http:// or https://")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UnusableAddressError(str(error)) from None
    if parts.username is not None or parts.password is not None:
        raise UnusableAddressError("a web address holds no name and no password")
    host = _host(parts.hostname or "")
    netloc = host if port is None else f"{host}:{port}"
    return urlunsplit(_encoded(parts, netloc))


def read_email(text: str) -> str:
    """One e-mail address, its domain in ASCII and lower case.

    Raises UnusableAddressError; whether it can receive mail is not checked.
    """
    validator = late("email_validator")
    try:
        read = validator.validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except validator.EmailNotValidError as error:
        raise UnusableAddressError(str(error)) from None
    _refuse_mixed(read.domain)
    return f"{read.local_part}@{(read.ascii_domain or read.domain).lower()}"


def read_messenger(text: str) -> str:
    """The link of a chat, from a URL, or from a number or user name after the name of a messenger.

    Raises UnusableAddressError for a number alone, as it may be of any messenger.
    """
    for name, messenger in lookup(Contacts).messengers.items():
        rest = _after_word(text, messenger)
        if rest is not None:
            return _chat(name, messenger, rest)
    if not any(sign.isalpha() for sign in text) and parse_phones(text).numbers:
        known = ", ".join(lookup(Contacts).messengers)
        raise UnusableAddressError(f"say of which messenger the number is ({known}), or give its link")
    return read_url(text)


def _after_word(text: str, messenger: Messenger) -> str | None:
    """The text after the name of the messenger; None if the text does not begin with it."""
    words = "|".join(re.escape(word) for word in messenger.words)
    found = re.fullmatch(rf"(?:{words})(?:\s*[:\-–—]\s*|\s+)(?P<rest>[^/].*)", text, re.IGNORECASE)
    return found["rest"] if found else None


def _chat(name: str, messenger: Messenger, rest: str) -> str:
    """The link for a number, a user name or a URL of one messenger.

    Raises UnusableAddressError for anything else.
    """
    numbers = parse_phones(rest)
    if messenger.number and len(numbers.numbers) == 1 and not numbers.refused:
        return messenger.number.format(digits=numbers.numbers[0].e164.removeprefix("+"))
    user = _USER_NAME.fullmatch(rest)
    if messenger.name and user:
        return messenger.name.format(name=user["name"])
    url = read_url(rest)
    if urlsplit(url).hostname not in messenger.hosts:
        raise UnusableAddressError(f"{rest!r} is not a number, name or link of {name}")
    return url


def _host(host: str) -> str:
    """The host in ASCII.

    Raises UnusableAddressError for a private address and for a name without a domain.
    """
    address = _ip(host)
    if address is not None:
        if not is_public(address):
            raise UnusableAddressError(f"{host} is not a public address")
        return f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    _refuse_mixed(host)
    try:
        labels = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise UnusableAddressError(f"{host!r} is not a name of a host: {error}") from None
    top = labels.rstrip(".").rpartition(".")
    # A top-level domain has letters: `2013.12` and `akimat` are no sites.
    if not top[0] or not top[2][:1].isalpha():
        raise UnusableAddressError(f"{host!r} is not a name of a site: it has no domain such as .kz")
    return labels.rstrip(".")


def _ip(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _refuse_mixed(host: str) -> None:
    """Raise UnusableAddressError for a label with Latin and Cyrillic letters: a mistake, or a deception."""
    for label in host.split("."):
        scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in label if sign.isalpha()}
        if {"LATIN", "CYRILLIC"} <= scripts:
            raise UnusableAddressError(f"{label!r} mixes Latin and Cyrillic letters")


def _encoded(parts: SplitResult, netloc: str) -> tuple[str, str, str, str, str]:
    """The parts of the URL, percent-encoded; a path of `/` alone is left out."""
    path = quote(parts.path, safe=_KEPT)
    query, fragment = quote(parts.query, safe=f"{_KEPT}?"), quote(parts.fragment, safe=f"{_KEPT}?")
    is_root = path == "/" and not query and not fragment
    return parts.scheme, netloc, "" if is_root else path, query, fragment
