"""The keys that tokens are verified with: from a file, or from the address where their issuer publishes them.

Only keys for RS256 (RSA of 2048 bits or more) and ES256 (P-256) count. Which algorithm a token is verified by
follows from the key alone and never from the token (RFC 8725, section 3.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWK, PyJWKClient, PyJWKSet
from jwt.exceptions import PyJWKClientConnectionError, PyJWTError

from model.errors import BadSettingError, RegistryError

_SMALLEST_RSA = 2_048
_FETCH_TIMEOUT_S = 5.0
_FRESH_S = 300.0
_BETWEEN_FETCHES_S = 30.0
_STALE_S = 3_600.0


class KeysUnavailableError(RegistryError):
    """The keys of the issuer cannot be fetched now, and those fetched before are too old."""


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key, and the one algorithm that it verifies; `kid` is None for a key that stands alone."""

    kid: str | None
    algorithm: str
    public: RSAPublicKey | EllipticCurvePublicKey


class Keys(Protocol):
    """Where keys are looked up by the `kid` of a token."""

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key, if it is here already: never waits."""

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The key; may wait for the network. Raises KeysUnavailableError."""


def verifying_key(key: object, kid: str | None = None) -> VerifyingKey | None:
    """What a key of the cryptography library verifies; None where that is neither RS256 nor ES256."""
    if isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        key = key.public_key()
    if isinstance(key, RSAPublicKey) and key.key_size >= _SMALLEST_RSA:
        return VerifyingKey(kid, "RS256", key)
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return VerifyingKey(kid, "ES256", key)
    return None


class FixedKeys:
    """Keys that do not change while the server runs."""

    def __init__(self, keys: Iterable[VerifyingKey]) -> None:
        self._keys = tuple(keys)

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key of that `kid`; a single key where either side names none."""
        alone = self._keys[0] if len(self._keys) == 1 else None
        if alone is not None and (kid is None or alone.kid is None):
            return alone
        return next((key for key in self._keys if kid is not None and key.kid == kid), None)

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The same: there is nothing to wait for."""
        return self.known(kid)


class FetchedKeys:
    """Keys of a JWKS address: fetched anew when they are five minutes old, or when a key is not known.

    The second happens at most once in 30 s, so that made-up names of keys ask the issuer for nothing.
    """

    def __init__(self, url: str, refused: VerifyingKey | None = None) -> None:
        """`refused` is a key that is not taken, although the issuer may publish it."""
        self._client = _Client(url)
        self._refused = refused

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key, if it has been fetched in the last five minutes."""
        cache = self._client.jwk_set_cache
        fetched = cache.get() if cache is not None else None
        return None if fetched is None else FixedKeys(_usable(fetched.keys, self._refused)).known(kid)

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The key, fetched if need be: up to five seconds. Raises KeysUnavailableError."""
        try:
            found = self._client.get_jwk_set().keys if kid is None else [self._client.get_signing_key(kid)]
        except PyJWKClientConnectionError as error:
            raise KeysUnavailableError(
                "the keys that tokens are signed with cannot be fetched now"
            ) from error
        except PyJWTError:
            return None  # answered, but without that key
        return FixedKeys(_usable(found, self._refused)).known(kid)


class _Client(PyJWKClient):
    """Asks an issuer that does not answer no more often than one that does, and remembers what it said."""

    def __init__(self, url: str) -> None:
        super().__init__(
            url, lifespan=_FRESH_S, timeout=_FETCH_TIMEOUT_S, cooldown_duration=_BETWEEN_FETCHES_S
        )
        self._latest: dict[str, Any] | None = None
        self._latest_at = self._failed_at = float("-inf")

    def fetch_data(self) -> Any:
        if monotonic() - self._failed_at >= _BETWEEN_FETCHES_S:
            try:
                found = super().fetch_data()
                self._latest, self._latest_at = found, monotonic()
                return found
            except (OSError, ValueError, RecursionError, PyJWTError):
                # Also what is no JSON, or holds no key: an issuer between two versions of itself.
                self._failed_at = monotonic()
        if self._latest is None or monotonic() - self._latest_at > _STALE_S:
            raise PyJWKClientConnectionError("the issuer of tokens gave no keys")
        return self._latest


def _usable(found: Iterable[PyJWK], refused: VerifyingKey | None) -> Iterable[VerifyingKey]:
    for one in found:
        key = _of_jwk(one)
        if key is not None and (refused is None or key.public != refused.public):
            yield key


def _of_jwk(one: PyJWK) -> VerifyingKey | None:
    key = verifying_key(one.key, one.key_id)
    is_for_this = one.public_key_use in ("sig", None) and key is not None
    return key if is_for_this and key is not None and one.algorithm_name == key.algorithm else None


def read_key_file(name: str, file: Path) -> tuple[VerifyingKey, ...]:
    """Keys of a file: one public key in PEM, or a JWKS. Raises BadSettingError; `name` is the setting's."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise BadSettingError(f"{name} is {str(file)!r}: {error.strerror}") from None
    found = _read_pem(text) if text.lstrip().startswith(b"-----") else _read_jwks(text)
    if not found:
        raise BadSettingError(
            f"{name} is {str(file)!r}, which holds no public key for RS256 (RSA, {_SMALLEST_RSA} bits) or"
            " ES256 (P-256), in PEM or as a JWKS"
        )
    return found


def _read_pem(text: bytes) -> tuple[VerifyingKey, ...]:
    try:
        key = verifying_key(load_pem_public_key(text))
    except (ValueError, UnsupportedAlgorithm):
        return ()
    return () if key is None else (key,)


def _read_jwks(text: bytes) -> tuple[VerifyingKey, ...]:
    try:
        return tuple(_usable(PyJWKSet.from_dict(json.loads(text)).keys, None))
    except (ValueError, AttributeError, RecursionError, PyJWTError):
        return ()
