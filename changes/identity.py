"""Who is asking: the subject of a token, the roles it has, and the territories they hold for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

COUNTRY = "*"
"""The territory that is the whole country, and every office without a known unit."""

ANONYMOUS = "anonymous:"
"""Begins the names of those who did not sign in, before the address of their client; no account's name."""

REGISTRY = "registry"
"""Who files a correction where a newer act disagrees with what a person had changed; no account's name."""


class AccountRole(StrEnum):
    """What an account is for; a token names roles by these words."""

    READER = "reader"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Identity:
    """One who has proved who they are. Roles hold in the territories, and nowhere without any."""

    subject: str
    roles: frozenset[AccountRole]
    territories: frozenset[str]
    """Ids of units, each with everything inside it; `*` is the whole country."""
    expires_at: float | None = field(default=None, compare=False)
    """Seconds since 1970 at which the token is refused, clock skew included; None where it never is."""

    @property
    def is_staff(self) -> bool:
        """Whether the account has a role beside that of a reader."""
        return bool(self.roles - {AccountRole.READER})
