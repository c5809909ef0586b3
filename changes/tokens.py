"""Verifies a bearer token (JWT), and reads the account, roles and territories that its claims name.

Unknown roles and units are ignored: an issuer may serve other programs, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuerError,
    InvalidSignatureError,
    MissingRequiredClaimError,
    PyJWTError,
)

from changes.identity import ANONYMOUS, REGISTRY, AccountRole, Identity
from changes.keys import Keys, VerifyingKey
from model.errors import UsageError
from model.values.typed_text import is_plain_name
from store.log.forgetting import ERASED

ALGORITHMS = ("RS256", "ES256")
_LONGEST_TOKEN = 8_192
_LONGEST_SUBJECT = 200
_LAST_EXPIRY = 253_402_214_400
"""9999-12-31 in seconds since 1970: later moments are no date, and mostly milliseconds."""
_REQUIRED = ("exp", "iss", "aud", "sub")


class TokenError(UsageError):
    """The token is not valid here; the message says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The issuer and audience that a token must name, and the names of its claims."""

    issuer: str
    audience: str
    clock_skew_s: int = 30
    """Seconds that the clock of the issuer may differ."""
    roles_claim: str = "roles"
    """Name of a claim; without such a claim, dots lead into objects: `realm_access.roles`."""
    territories_claim: str = "territories"


class Verifier:
    """Verifies tokens against the keys of an issuer."""

    def __init__(self, keys: Keys, expected: Expected) -> None:
        self.keys = keys
        self.expected = expected

    def known_key(self, token: str) -> VerifyingKey | None:
        """The key of a token, if it is in memory; else None. Never waits.

        Raises TokenError for a text that is no token.
        """
        return self.keys.known(_key_id(token))

    def find_key(self, token: str) -> VerifyingKey:
        """The key of a token; may wait for the network. Raises TokenError and KeysUnavailableError."""
        key = self.keys.find(_key_id(token))
        if key is None:
            raise TokenError("the token is signed with a key that is not known here")
        return key

    def verify(self, token: str, key: VerifyingKey) -> Identity:
        """The identity that a token proves.

        Raises TokenError for a bad signature or time, another issuer or audience, and missing claims.
        """
        expected = self.expected
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=[key.algorithm],
                audience=expected.audience,
                issuer=expected.issuer,
                leeway=expected.clock_skew_s,
                options={"require": list(_REQUIRED), "enforce_minimum_key_length": True},
            )
        except PyJWTError as error:
            raise TokenError(_reason(error)) from None
        except RecursionError:  # signed, but with claims nested too deeply
            raise TokenError("the token cannot be read") from None
        if int(claims["exp"]) > _LAST_EXPIRY:
            raise TokenError("the token expires after the year 9999: exp is in seconds")
        return Identity(
            _subject(claims),
            frozenset(AccountRole(word) for word in _words(claims, expected.roles_claim) if word in _ROLES),
            _words(claims, expected.territories_claim),
            expires_at=int(claims["exp"]) + expected.clock_skew_s,
        )


_ROLES = frozenset(AccountRole)


def _key_id(token: str) -> str | None:
    """The `kid` in the header of a token; None if it has none. Nothing is verified yet.

    Raises TokenError if it is too long, not a JWT, or of another algorithm.
    """
    if len(token) > _LONGEST_TOKEN:
        raise TokenError(f"the token is longer than {_LONGEST_TOKEN} characters")
    try:
        header = jwt.get_unverified_header(token)
    except (PyJWTError, ValueError, RecursionError):
        raise TokenError("the token is not a signed JWT") from None
    if header.get("alg") not in ALGORITHMS:
        raise TokenError(f"the token is not signed by {' or '.join(ALGORITHMS)}")
    return header.get("kid")


_REASONS: tuple[tuple[type[PyJWTError], str], ...] = (
    (ExpiredSignatureError, "the token has expired"),
    (ImmatureSignatureError, "the token is not valid yet"),
    (InvalidAudienceError, "the token is not for this audience"),
    (InvalidIssuerError, "the token is of another issuer"),
    (InvalidSignatureError, "the signature of the token is not that of its issuer"),
)


def _reason(error: PyJWTError) -> str:
    if isinstance(error, MissingRequiredClaimError):
        return f"the token lacks the claim {error.claim}"
    return next((text for kind, text in _REASONS if isinstance(error, kind)), "the token cannot be read")


def _subject(claims: Mapping[str, Any]) -> str:
    """The name of the account. Raises TokenError if no account may have it."""
    subject = claims["sub"]
    if not isinstance(subject, str):
        raise TokenError("the claim sub of the token is not a text")
    wrong = what_no_account_is_called(subject)
    if wrong is not None:
        raise TokenError(f"the claim sub of the token {wrong}")
    return subject


def what_no_account_is_called(subject: str) -> str | None:
    """Why a name cannot be that of an account, as the end of the sentence "the name ..."; None if it can."""
    if not 0 < len(subject) <= _LONGEST_SUBJECT:
        return f"is not 1 to {_LONGEST_SUBJECT} characters long"
    if not is_plain_name(subject):
        return "holds control characters, invisible characters, unusual spaces or decomposed letters"
    if subject.startswith(ANONYMOUS):
        return f"begins with {ANONYMOUS}, as no account may"
    if subject == REGISTRY:
        return f"is {REGISTRY}, the name of the registry itself"
    if subject == ERASED:
        return f"is {ERASED}, which stands for nobody"
    return None


def _words(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The words of a claim: a list of texts, or one text split at spaces. Empty without the claim.

    Raises TokenError for other values.
    """
    found = claims.get(claim, _inside(claims, claim.split(".")))
    if found is None:
        return frozenset()
    words = found.split() if isinstance(found, str) else found
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TokenError(f"the claim {claim} of the token is neither a list of words nor a text")
    return frozenset(words)


def _inside(claims: Any, path: list[str]) -> Any:
    """The value at a path inside nested objects; None if a step is missing."""
    for name in path:
        claims = claims.get(name) if isinstance(claims, dict) else None
    return claims
