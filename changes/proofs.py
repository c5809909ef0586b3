"""Proof of authorship for an anonymous correction: a secret, shown once; the store keeps its hash.

The secret has 192 random bits. So its SHA-256 reveals nothing about it, and needs neither salt nor slowness.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from model.office_changes import Correction

_SECRET_BYTES = 24
_NO_HASH = "-" * 64
"""As long as a hash, but none: without a stored hash the comparison takes just as long."""


def new_secret() -> str:
    """A secret for the author of a correction: 32 characters that a URL may contain."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of(secret: str) -> str:
    """The hash of a secret, as the store keeps it: SHA-256 in hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_proved(correction: Correction | None, secret: str) -> bool:
    """Whether the secret is that of the correction; False for no correction.

    The time of the comparison reveals nothing.
    """
    kept = correction.secret_hash if correction is not None else None
    return hmac.compare_digest(kept or _NO_HASH, hash_of(secret))
