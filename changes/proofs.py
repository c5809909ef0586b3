"""What proves who filed an anonymous proposal: a secret, shown once, of which the store keeps the hash.

The secret has 192 random bits. So its SHA-256 tells nothing about it, and needs neither salt nor slowness.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from model.office_changes import Correction

_SECRET_BYTES = 24
_NO_HASH = "-" * 64
"""As long as a hash, and none: where there is nothing to compare with, it takes as long."""


def new_secret() -> str:
    """A secret for the one who files a proposal: 32 characters that a URL may hold."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of(secret: str) -> str:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_proved(correction: Correction | None, secret: str) -> bool:
    """Whether the secret is that of the proposal; how long this takes tells nothing of either."""
    kept = correction.secret_hash if correction is not None else None
    return hmac.compare_digest(kept or _NO_HASH, hash_of(secret))
