"""The beginning of absolute links to this server."""

from __future__ import annotations

from hashlib import blake2b

from starlette.requests import HTTPConnection
from starlette.types import Scope

_BASE = "kense.link_base"


def keep_link_base(scope: Scope, base: str) -> None:
    """Set the beginning of absolute links for a request. Empty for links that begin with their path."""
    scope[_BASE] = base


def link_base(connection: HTTPConnection) -> str:
    """The beginning of an absolute link, without a slash at its end.

    It is the public address of the settings. Without it, the requested host, if that is a host of this
    server. Any other name may belong to somebody else: then it is empty, and the link begins with its path.
    """
    base: str = connection.scope.get(_BASE, "")
    return base


def link_tag(connection: HTTPConnection) -> str:
    """Eight hexadecimal digits of the beginning of links, for an ETag. Answers differ by their links."""
    return blake2b(link_base(connection).encode(), digest_size=4).hexdigest()
