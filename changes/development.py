"""A key pair on one's own machine, for trying changes without an issuer of tokens.

Never for production: anyone who can read the folder of the registry can impersonate any account.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from changes.identity import AccountRole
from changes.keys import VerifyingKey, verifying_key
from model.errors import StoreError

ISSUER = "kense-development"
AUDIENCE = "kense"
_FILE = "development-key.pem"


class DevelopmentKeys:
    """The development key of a folder.

    The file of the key is read at each call: `kense token` may make it while the server runs.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    def known(self, kid: str | None) -> VerifyingKey | None:
        """The key, whatever `kid` the token has; None while the folder has no key.

        Raises StoreError for a bad file.
        """
        key = read_development_key(self._home)
        return None if key is None else verifying_key(key)

    def find(self, kid: str | None) -> VerifyingKey | None:
        """The same as `known`: there is nothing to wait for."""
        return self.known(kid)


def read_development_key(home: Path) -> EllipticCurvePrivateKey | None:
    """The key pair of a folder; None if it has none. Raises StoreError for a file that is not a P-256 key."""
    file = home / _FILE
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise StoreError(f"{_FILE} in KENSE_HOME cannot be read as a key: remove it, a new one is made")
    return key


def make_development_key(home: Path) -> EllipticCurvePrivateKey:
    """The key pair of a folder, made if it has none. Only its owner may read the file. Raises StoreError."""
    found = read_development_key(home)
    if found is not None:
        return found
    made = generate_private_key(SECP256R1())
    text = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = home / f".{_FILE}.{secrets.token_hex(4)}"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(text)
        # A hard link fails if a key exists already: of two makers at once the first one wins.
        with suppress(FileExistsError):
            os.link(draft, home / _FILE)
    except OSError as error:
        raise StoreError(f"no key can be made in KENSE_HOME: {error.strerror}") from None
    finally:
        with suppress(OSError):
            draft.unlink()
    return read_development_key(home) or made


def issue_token(
    home: Path, subject: str, roles: Iterable[AccountRole], territories: Iterable[str], hours: int
) -> str:
    """A token (JWT) signed with the development key, valid for `hours` from now.

    The key is made if there is none. Raises StoreError.
    """
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "iat": now,
        "exp": now + timedelta(hours=hours),
        "roles": sorted({*roles}),
        "territories": sorted({*territories}),
    }
    return jwt.encode(claims, make_development_key(home), algorithm="ES256")
