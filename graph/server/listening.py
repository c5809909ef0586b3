"""Binds the server's address before anything else, so that an unavailable one is refused at once.

A bound socket belongs to this process, and nobody can connect to it until it listens.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from model.errors import RegistryError

_BACKLOG = 2_048
"""Connections that wait to be accepted, as uvicorn has it."""
_ABSENT = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""Error for a host's address that this machine lacks, such as ::1 of localhost where IPv6 is off."""


class CannotListenError(RegistryError):
    """The server cannot listen on its host and port; the message says why and what to do."""


@contextmanager
def bound(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Sockets bound to each address of a host, and closed at the end of the block.

    Port 0 takes any free port. Raises CannotListenError if the host is unknown, or the port is in use or not
    allowed.
    """
    with ExitStack() as stack:
        made: list[socket.socket] = []
        failure: OSError | None = None
        addresses = _addresses(host, port)
        for family, address in addresses:
            try:
                opened = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
                if family is socket.AF_INET6 and len(addresses) > 1:
                    opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                chosen = made[0].getsockname()[1] if made else port
                _bind(opened, (address[0], chosen, *address[2:]))
            except OSError as error:
                failure = error
                if error.errno not in _ABSENT:
                    break
            else:
                made.append(opened)
        if not made or (failure is not None and failure.errno not in _ABSENT):
            raise _refused(host, port, failure)
        yield made


def listen(sockets: Sequence[socket.socket], host: str) -> None:
    """Let clients connect to the bound sockets; they wait until the server accepts.

    Raises CannotListenError.
    """
    for opened in sockets:
        # For the next server: connections of this one linger, and must not block the port for others.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.listen(_BACKLOG)
        except OSError as error:
            raise _refused(host, opened.getsockname()[1], error) from None


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, ...]]]:
    """The addresses of a host. Raises CannotListenError if it has none."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError, ValueError):
        raise CannotListenError(
            f"the host {host!r} is unknown: name an address of this machine with KENSE_HOST or --host"
        ) from None
    return list(dict.fromkeys((family, address) for family, _, _, _, address in addresses))  # type: ignore[misc]


def _bind(opened: socket.socket, address: tuple[str | int, ...]) -> None:
    """Bind a socket without address reuse if possible.

    Of two servers that start at once the second gets an error. Where connections of an earlier server linger
    on the port, only address reuse can bind it.
    """
    with suppress(OSError):
        opened.bind(address)
        return
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind(address)


def _refused(host: str, port: int, error: OSError | None) -> CannotListenError:
    """The error that says why the server cannot listen, and what to do."""
    if error is not None and error.errno == errno.EADDRINUSE:
        why = f"port {port} of {host!r} is in use: end what listens there, or choose another"
        return CannotListenError(f"{why} with KENSE_PORT or --port")
    if error is not None and error.errno == errno.EACCES:
        return CannotListenError(f"port {port} is not for this user: choose one from 1024 with --port")
    if error is None or error.errno in _ABSENT:
        return CannotListenError(
            f"{host!r} is not an address of this machine: name one with KENSE_HOST or --host"
        )
    return CannotListenError(f"the server cannot listen on port {port} of {host!r}: {error.strerror}")
