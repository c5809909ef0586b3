"""The keys that tokens are verified with: from a file, or from the address of their issuer."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from changes.fetching import FetchError, fetch
from changes.jwks import (
    SMALLEST_RSA,
    PublishedSet,
    UnreadableJwksError,
    VerifyingKey,
    read_jwks,
    verifying_key,
)
from model.errors import BadSettingError, RegistryError

__all__ = [
    "FetchedKeys",
    "FixedKeys",
    "Keys",
    "KeysUnavailableError",
    "VerifyingKey",
    "read_key_file",
    "verifying_key",
]

_FETCH_TIMEOUT_S = 5.0
"""Seconds that a fetch may take in all."""
_MOST_BYTES = 262_144
"""Size of the largest JWKS that is read; a key takes some 500 bytes."""
_FRESH_S = 300.0
_BETWEEN_FETCHES_S = 30.0
_STALE_S = 3_600.0
_MOST_TOLD = 1_000

logger = logging.getLogger("kense.changes.keys")


class KeysUnavailableError(RegistryError):
    """The keys of the issuer cannot be fetched now, and those fetched before are too old."""


class Keys(Protocol):
    """Where the server looks up a verifying key by the `kid` of a token."""

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key, if it is in memory; else None. Never waits."""

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The key, None if there is none with this `kid`. May wait for the network.

        Raises KeysUnavailableError.
        """


class FixedKeys:
    """Keys that do not change while the server runs."""

    def __init__(self, keys: Iterable[VerifyingKey]) -> None:
        self._keys = tuple(keys)

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key with that `kid`; None if there is none.

        A single key also if it or the token has no `kid`.
        """
        alone = self._keys[0] if len(self._keys) == 1 else None
        if alone is not None and (kid is None or alone.kid is None):
            return alone
        return next((key for key in self._keys if kid is not None and key.kid == kid), None)

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The same as `known`: there is nothing to wait for."""
        return self.known(kid)


class FetchedKeys:
    """Keys from a JWKS address: fetched again when they are five minutes old, or when a `kid` is unknown.

    A fetch for an unknown `kid` happens at most once in 30 s, so that invented key names cause no requests to
    the issuer. While the issuer gives no usable key, the keys fetched in the last hour stay valid, and the
    issuer is asked no more often than otherwise.
    """

    def __init__(
        self, url: str, refused: VerifyingKey | None = None, patience_s: float = _FETCH_TIMEOUT_S
    ) -> None:
        """`refused` is a key that is never used, even if the issuer publishes it.

        `patience_s` is how long the caller can wait, if that is less than the 5 s that a fetch may take.
        """
        self._url = url
        self._refused = refused
        self._patience_s = patience_s
        self._fetching = Lock()
        self._latest: FixedKeys | None = None
        self._latest_at = self._failed_at = self._fresh_until = float("-inf")
        self._told: set[str] = set()

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key, if it is in memory and no fetch is due; else None. Never waits."""
        latest = self._latest
        return latest.known(kid) if latest is not None and monotonic() < self._fresh_until else None

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The key, None if the issuer has none with this `kid`. Fetches for up to 5 s if need be.

        Raises KeysUnavailableError.
        """
        if not self._fetching.acquire(blocking=False):
            # Another thread fetches already; a caller with a key that is still valid need not wait.
            found = self._latest.known(kid) if self._latest is not None and self._is_believed() else None
            if found is not None:
                return found
            self._fetching.acquire()
        try:
            return self._found(kid)
        finally:
            self._fetching.release()

    def _found(self, kid: str | None) -> VerifyingKey | None:
        """The key, None if there is none; keys are fetched if they are old or lack the `kid`."""
        if monotonic() >= self._fresh_until:
            self._renew()
        found = self._believed().known(kid)
        if found is None and kid is not None and monotonic() - self._latest_at >= _BETWEEN_FETCHES_S:
            self._renew()
            found = self._believed().known(kid)
        return found

    def _is_believed(self) -> bool:
        """Whether the last successful fetch is at most an hour ago."""
        return monotonic() - self._latest_at <= _STALE_S

    def _believed(self) -> FixedKeys:
        """The keys of the last successful fetch. Raises KeysUnavailableError if that is over an hour ago."""
        if self._latest is None or not self._is_believed():
            raise KeysUnavailableError("the keys that tokens are signed with cannot be fetched now")
        return self._latest

    def _renew(self) -> None:
        """Fetch the keys, unless a fetch failed in the last 30 s.

        A failure is logged, and the old keys stay.
        """
        if monotonic() - self._failed_at < _BETWEEN_FETCHES_S:
            return
        try:
            keys = self._fetched()
        except (FetchError, UnreadableJwksError) as error:
            logger.error("the issuer gives no keys: %s", error)
            self._failed_at = monotonic()
            self._fresh_until = min(self._failed_at + _FRESH_S, self._latest_at + _STALE_S)
            return
        self._latest, self._latest_at = keys, monotonic()
        self._fresh_until = self._latest_at + _FRESH_S

    def _fetched(self) -> FixedKeys:
        """The keys now at the address, except the one key that must not be used (`_refused`).

        Raises FetchError and UnreadableJwksError.
        """
        published = read_jwks(fetch(self._url, min(_FETCH_TIMEOUT_S, self._patience_s), _MOST_BYTES))
        self._tell(published)
        if not published.keys:  # an issuer between two versions of itself
            raise UnreadableJwksError(f"none of its {len(published.passed_over)} entries verifies tokens")
        refused = None if self._refused is None else self._refused.public
        return FixedKeys(key for key in published.keys if key.public != refused)

    def _tell(self, published: PublishedSet) -> None:
        """Log each skipped entry once, at most 1,000: an issuer may publish it for months."""
        for sentence in published.passed_over:
            if sentence not in self._told and len(self._told) < _MOST_TOLD:
                self._told.add(sentence)
                logger.warning("a key of the issuer is passed over: %s", sentence)


def read_key_file(name: str, file: Path) -> tuple[VerifyingKey, ...]:
    """Keys of a file: one public key in PEM, or a JWKS.

    Raises BadSettingError if it has none; `name` is that of the setting.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        raise BadSettingError(f"{name} is {str(file)!r}: {error.strerror}") from None
    keys = _read_pem(text) if text.lstrip().startswith(b"-----") else _read_jwks(text)
    if not keys:
        raise BadSettingError(
            f"{name} is {str(file)!r}, which holds no public key for RS256 (RSA, {SMALLEST_RSA} bits) or"
            " ES256 (P-256), in PEM or as a JWKS"
        )
    return keys


def _read_pem(text: bytes) -> tuple[VerifyingKey, ...]:
    try:
        key = verifying_key(load_pem_public_key(text))
    except (ValueError, UnsupportedAlgorithm):
        return ()
    return () if key is None else (key,)


def _read_jwks(text: bytes) -> tuple[VerifyingKey, ...]:
    """The keys of a JWKS; none for any other text. Skipped entries are logged."""
    try:
        published = read_jwks(text)
    except UnreadableJwksError:
        return ()
    for sentence in published.passed_over:
        logger.warning("a key of the file is passed over: %s", sentence)
    return published.keys
