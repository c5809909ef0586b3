"""The type for the client's own account."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import UTC, datetime

import strawberry

from changes.authority import RIGHTS, Right, known_territories
from changes.identity import COUNTRY, Identity
from geo.units.division import unit_order
from graph.served.context import Registry
from graph.terms.connections import Window, windowed
from graph.types.areas import AdministrativeUnit, unit_view
from graph.types.corrections import CorrectionConnection, own_correction_page


@strawberry.type(description="The client's account.")
class Viewer:
    """The client's account, and what it may do where."""

    subject: str = strawberry.field(description="Name of the account.")
    roles: list[str] = strawberry.field(description="Roles: reader, editor, reviewer, publisher, admin.")
    territories: list[AdministrativeUnit] = strawberry.field(
        description="Units the roles hold for, each with everything inside it; all regions where they hold "
        "for the whole country."
    )
    rights: list[Right] = strawberry.field(description="What the roles allow within these units.")
    is_for_country: bool = strawberry.field(
        description="Whether the roles hold for the whole country, offices of no known unit included."
    )
    expires_at: datetime | None = strawberry.field(
        description="When the token is refused, by the clock of the server; null where it never is."
    )
    identity: strawberry.Private[Identity]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="What the account proposed, in whatever state, oldest first.")
    @windowed
    def corrections(self, *, window: Window) -> CorrectionConnection:
        """A page of the corrections that the account proposed, oldest first."""
        return own_correction_page(self.registry, self.identity, window)


def viewer_of(registry: Registry, identity: Identity | None) -> Viewer | None:
    """The account with its rights, and the units of its token that the edition has.

    None without an account.
    """
    if identity is None:
        return None
    if COUNTRY in identity.territories:
        units = registry.division(None).children("")
    else:
        known = known_territories(registry.edition, identity)
        units = tuple(sorted((registry.edition.units[each] for each in known), key=unit_order))
    return Viewer(
        subject=identity.subject,
        roles=sorted(identity.roles),
        territories=[unit_view(registry, unit) for unit in units],
        rights=[right for right in Right if any(right in RIGHTS[role] for role in identity.roles)],
        is_for_country=COUNTRY in identity.territories,
        expires_at=_moment(identity.expires_at),
        identity=identity,
        registry=registry,
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
