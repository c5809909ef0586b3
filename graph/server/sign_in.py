"""Identifies the sender of a request: verifies the token in its `Authorization` header in a thread."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from anyio import CapacityLimiter, to_thread

from changes.identity import Identity
from changes.keys import KeysUnavailableError
from changes.tokens import TokenError, Verifier
from graph.server.requests import RequestError
from graph.terms.errors import KEYS_UNAVAILABLE, UNAUTHENTICATED
from model.errors import StoreError

log = structlog.get_logger("kense.identity")

_FETCHING_AT_ONCE = 2
"""Threads that wait for the issuer's keys: they must never use up those of writers."""

_UNQUOTABLE = str.maketrans({'"': "'", "\\": "/"})


class SignIn:
    """Identifies the sender of a request by a Bearer token. Without a token the request is anonymous."""

    def __init__(self, verifier: Verifier | None) -> None:
        """Without a verifier every token is refused."""
        self._verifier = verifier
        self._fetching = CapacityLimiter(_FETCHING_AT_ONCE)

    async def identify(self, authorizations: Sequence[str]) -> Identity | None:
        """The identity of the token in the one `Authorization` header. None without a header.

        Raises RequestError: 401 for an invalid token or several headers, 503 while the issuer's keys are
        unavailable.
        """
        if not authorizations:
            return None
        if len(authorizations) > 1:
            raise _unauthenticated("a request has one Authorization header")
        scheme, _, token = authorizations[0].strip().partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _unauthenticated("this server takes Bearer tokens only")
        if self._verifier is None:
            raise _unauthenticated("nobody can sign in to this server")
        try:
            return await self._verified(self._verifier, token.strip())
        except TokenError as error:
            raise _unauthenticated(str(error)) from None
        except (KeysUnavailableError, StoreError) as error:
            log.error("no keys of tokens", exc_info=error)
            raise keys_unavailable() from None

    async def _verified(self, verifier: Verifier, token: str) -> Identity:
        """The identity of a token. A key that is not known yet is fetched in a thread.

        Raises TokenError, KeysUnavailableError.
        """
        key = verifier.known_key(token)
        if key is None:
            key = await to_thread.run_sync(verifier.find_key, token, limiter=self._fetching)
        return verifier.verify(token, key)


def keys_unavailable() -> RequestError:
    """The refusal (503) of a token that cannot be checked now.

    It may be valid, so the client may send it again.
    """
    message = "the keys that tokens are signed with cannot be had now"
    return RequestError(503, message, KEYS_UNAVAILABLE, {"retry-after": "30"})


def _unauthenticated(message: str) -> RequestError:
    # RFC 6750, section 3, allows no quotes and only ASCII in a description; names of claims may be any.
    told = message.encode("ascii", "replace").decode().translate(_UNQUOTABLE)
    challenge = f'Bearer realm="kense", error="invalid_token", error_description="{told}"'
    return RequestError(401, message, UNAUTHENTICATED, {"www-authenticate": challenge})
