"""Whether the host of a web address is an address of the Internet, without asking DNS."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import AI_NUMERICHOST, gaierror, getaddrinfo

_NAT64 = IPv6Network("64:ff9b::/32")
_LOOPBACK_NAME = "localhost"


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is written as; None for a name.

    All spellings count that a connection understands: `127.1`, `0x7f.1` and `2130706433` are 127.0.0.1.
    """
    try:
        rows = getaddrinfo(host, None, flags=AI_NUMERICHOST)
    except (gaierror, UnicodeError):
        return None
    return ip_address(str(rows[0][4][0]).partition("%")[0])


def is_loopback_name(host: str) -> bool:
    """Whether a name means the machine itself: `localhost` and all names below it (RFC 6761, section 6.3)."""
    labels = host.lower().rstrip(".")
    return labels == _LOOPBACK_NAME or labels.endswith(f".{_LOOPBACK_NAME}")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is public.

    False for an IPv6 address that embeds one of IPv4, as a gateway would lead to that, and for the site-local
    ones of RFC 3879, which Python calls global.
    """
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    if isinstance(address, IPv4Address):
        return True
    bears = address.ipv4_mapped or address.sixtofour or address.teredo
    return not bears and not address.is_site_local and address not in _NAT64
