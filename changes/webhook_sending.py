"""Sends a message to a webhook: signed, within 10 s, to a public address, without redirects.

Who may name a webhook could make the server ask whatever its own network holds. So the name of the host is
resolved once, every address of it has to be public, and the connection goes to that very address.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import IPPROTO_TCP, SHUT_RDWR, create_connection, getaddrinfo, socket
from threading import Timer
from time import time
from urllib.parse import SplitResult, urlsplit

import idna

from changes.public_hosts import is_loopback_name, is_public, literal_address
from model.errors import RegistryError, UsageError
from model.program_files import program_version
from model.webhooks import WebhookSettings, secret_of, signature

WITHIN_S = 10.0
"""Seconds that one try may take."""
_LONGEST_URL = 2_000
_GONE = 410
_AGENT = f"Kense/{program_version()}"


class WebhookError(RegistryError):
    """A message was not accepted. `is_gone` if the receiver wants no more messages (status 410)."""

    def __init__(self, message: str, *, is_gone: bool = False) -> None:
        super().__init__(message)
        self.is_gone = is_gone


def checked_url(url: str, settings: WebhookSettings) -> str:
    """The address of a webhook, unchanged.

    Raises UsageError for an address that no message is sent to. Host names are not resolved.
    """
    parts = _parts(url, settings)
    host = _ascii(parts)
    address = literal_address(host)
    if address is not None:
        _refuse_private(address, parts, settings)
    elif is_loopback_name(host) and not _is_own(parts, settings):
        raise UsageError(f"{parts.hostname} is the machine itself, which is not public")
    return url


def send(webhook_id: str, url: str, message_id: str, body: bytes, settings: WebhookSettings) -> None:
    """Send one message.

    Raises WebhookError without an answer of status 2xx within 10 s, UsageError for a bad address.
    """
    parts = _parts(url, settings)
    now = int(time())
    headers = {
        "content-type": "application/json",
        "user-agent": _AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret_of(settings.key, webhook_id), message_id, now, body),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Connection(parts, settings)
    watch = Timer(WITHIN_S, connection.stop)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        reason = f"no answer within {WITHIN_S:g} s" if connection.is_over else f"{error}"
        raise WebhookError(reason or type(error).__name__) from error
    finally:
        watch.cancel()
        connection.close()
    if not 200 <= status < 300:  # a redirect is no answer either
        raise WebhookError(f"answered with the status {status}", is_gone=status == _GONE)


class _Connection(HTTPConnection):
    """A connection to an address that was checked; another thread can end it."""

    def __init__(self, parts: SplitResult, settings: WebhookSettings) -> None:
        self._parts, self._settings = parts, settings
        self._is_secure = parts.scheme == "https"
        self.default_port = 443 if self._is_secure else 80
        super().__init__(_ascii(parts), parts.port, timeout=WITHIN_S)
        self.is_over = False

    def connect(self) -> None:
        """Connect to the checked address.

        Raises OSError, and WebhookError for an address that is not public.
        """
        address = _address(self._parts, self._settings)
        self.sock = create_connection((str(address), self.port), WITHIN_S)
        if self._is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        if self.is_over:
            raise TimeoutError

    def stop(self) -> None:
        """End the connection from another thread, wherever it waits."""
        self.is_over = True
        open_socket = self.sock
        if open_socket is not None:
            with suppress(OSError):
                # That of the class: a secure socket would first take its cipher away from who reads.
                socket.shutdown(open_socket, SHUT_RDWR)


def _parts(url: str, settings: WebhookSettings) -> SplitResult:
    """The parts of the address.

    Raises UsageError unless it is https (http for hosts of the settings), ASCII, and has no user name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{url[:100]!r} is not an address: {error}") from None
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > _LONGEST_URL:
        raise UsageError("the address of a webhook has printable ASCII signs only, and at most 2,000")
    if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise UsageError("the address of a webhook has a host, and neither name nor password")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_own(parts, settings)):
        raise UsageError("the address of a webhook begins with https://")
    _ascii(parts)
    return parts


def _ascii(parts: SplitResult) -> str:
    """The name of the host for DNS and TLS. Raises UsageError if it is not a host."""
    host = parts.hostname or ""
    with suppress(ValueError):
        return str(ip_address(host))
    try:
        return idna.encode(host.rstrip("."), uts46=True).decode()
    except idna.IDNAError as error:
        raise UsageError(f"{host!r} is not a host: {error}") from None


def _is_own(parts: SplitResult, settings: WebhookSettings) -> bool:
    """Whether the settings allow this host, although it may be private or without https."""
    host = parts.hostname or ""
    return host in settings.hosts or f"{host}:{parts.port}" in settings.hosts


def _address(parts: SplitResult, settings: WebhookSettings) -> IPv4Address | IPv6Address:
    """The first address of the host.

    Raises OSError, and WebhookError if any of the addresses is not public.
    """
    rows = getaddrinfo(_ascii(parts), parts.port or 443, proto=IPPROTO_TCP)
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    for address in addresses:
        try:
            _refuse_private(address, parts, settings)
        except UsageError as error:
            raise WebhookError(str(error)) from None
    return addresses[0]


def _refuse_private(
    address: IPv4Address | IPv6Address, parts: SplitResult, settings: WebhookSettings
) -> None:
    """Raise UsageError for an address that is not public, unless the settings allow the host."""
    if not _is_own(parts, settings) and not is_public(address):
        raise UsageError(f"{parts.hostname} has the address {address}, which is not public")
