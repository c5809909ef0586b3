"""Reads keys that an issuer publishes (JWKS, RFC 7517): those that can verify tokens, and why others cannot.

Only keys for RS256 (RSA of 2048 bits or more) and ES256 (P-256) count. Which algorithm a token is verified by
follows from the key alone and never from the token (RFC 8725, section 3.1).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from jwt.exceptions import PyJWTError

from model.errors import RegistryError

SMALLEST_RSA = 2_048
_LARGEST_RSA = 16_384
"""Most bits of an RSA key with which OpenSSL verifies."""
_LONGEST_NAME = 100
MOST_ENTRIES = 100
"""Most entries of a set that are read: an issuer has a handful, and checking each costs time."""

_READERS: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "RSA": RSAAlgorithm.from_jwk,
    "EC": ECAlgorithm.from_jwk,
}
_BROKEN = (
    PyJWTError,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    NotImplementedError,
)
"""Errors of the libraries for numbers that are missing, not text, not base64, or not on the curve."""


class UnreadableJwksError(RegistryError):
    """The text is not a JWKS."""


class _UnusableError(Exception):
    """An entry is not a key that verifies tokens here; the message says why."""


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key, and the one algorithm that it verifies. `kid` is None for a key without a name."""

    kid: str | None
    algorithm: str
    public: RSAPublicKey | EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """Usable keys of a JWKS in their order, and a sentence for each entry that was skipped."""

    keys: tuple[VerifyingKey, ...]
    passed_over: tuple[str, ...]


def verifying_key(key: object, kid: str | None = None) -> VerifyingKey | None:
    """A private or public key of the cryptography library as a verifying key.

    None unless it is RSA of 2,048 to 16,384 bits (RS256) or P-256 (ES256).
    """
    if isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        key = key.public_key()
    if isinstance(key, RSAPublicKey) and SMALLEST_RSA <= key.key_size <= _LARGEST_RSA:
        return VerifyingKey(kid, "RS256", key)
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return VerifyingKey(kid, "ES256", key)
    return None


def read_jwks(text: bytes) -> PublishedSet:
    """The keys of a JWKS. A bad entry is skipped, and so are entries after the first 100.

    Raises UnreadableJwksError for other JSON or none.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableJwksError("it is not JSON") from None
    entries = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise UnreadableJwksError("it is not an object with a list of keys")
    keys: list[VerifyingKey] = []
    passed_over: list[str] = []
    for place, entry in enumerate(entries[:MOST_ENTRIES], 1):
        try:
            key = _key_of(entry)
            if key not in keys:
                _refuse_second(key, keys)
                keys.append(key)
        except _UnusableError as error:
            passed_over.append(f"entry {place}{_named(entry)}: {error}")
    if len(entries) > MOST_ENTRIES:
        passed_over.append(f"{len(entries) - MOST_ENTRIES} entries after the first {MOST_ENTRIES}")
    return PublishedSet(tuple(keys), tuple(passed_over))


def _key_of(entry: object) -> VerifyingKey:
    """The key of one entry. Raises _UnusableError if it is not a key for RS256 or ES256."""
    if not isinstance(entry, dict):
        raise _UnusableError("it is not an object")
    kid, kind, use, algorithm = (entry.get(name) for name in ("kid", "kty", "use", "alg"))
    if kid is not None and not isinstance(kid, str):
        raise _UnusableError("its kid is not a text")
    if use not in (None, "sig"):
        raise _UnusableError(f"its use is {_told(use)}, not sig")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise _UnusableError(f"its kty is {_told(kind)}, not RSA or EC")
    try:
        key = verifying_key(reader(entry), kid)
    except _BROKEN as error:
        raise _UnusableError(f"its numbers are not a valid key ({type(error).__name__})") from None
    if key is None:
        raise _UnusableError(f"it is neither RSA of {SMALLEST_RSA} to {_LARGEST_RSA} bits nor P-256")
    if algorithm not in (None, "", key.algorithm):
        raise _UnusableError(f"its alg is {_told(algorithm)}, not {key.algorithm}")
    return key


def _refuse_second(key: VerifyingKey, keys: list[VerifyingKey]) -> None:
    if key.kid is not None and any(other.kid == key.kid for other in keys):
        raise _UnusableError("another key before it bears its kid")


def _named(entry: object) -> str:
    # Only the `kid` of an entry is logged: some entries hold secrets.
    kid = entry.get("kid") if isinstance(entry, dict) else None
    return "" if kid is None else f" with the kid {_told(kid)}"


def _told(value: object) -> str:
    told = repr(value)
    return told if len(told) <= _LONGEST_NAME else f"{told[:_LONGEST_NAME]}..."
