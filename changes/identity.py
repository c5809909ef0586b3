"""The account of a request: the subject of a token, its roles, and its territories."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

COUNTRY = "*"
"""The territory that is the whole country, and every office without a known unit."""

ANONYMOUS = "anonymous:"
"""Prefix of anonymous clients' names, before the client's address; no account has such a name."""

REGISTRY = "registry"
"""The registry's own name, when it files a correction that a newer act suggests; no account has this name."""


class AccountRole(StrEnum):
    """Roles of accounts; tokens name them by these words."""

    READER = "reader"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Identity:
    """An authenticated account.

    The account's roles hold in its territories only; without a territory they hold nowhere.
    """

    subject: str
    roles: frozenset[AccountRole]
    territories: frozenset[str]
    """Ids of units, each with everything inside it; `*` is the whole country."""
    expires_at: float | None = field(default=None, compare=False)
    """Seconds since 1970 at which the token is refused, clock skew included; None where it never is."""

    @property
    def is_staff(self) -> bool:
        """Whether the account has any role other than that of a reader."""
        return bool(self.roles - {AccountRole.READER})
