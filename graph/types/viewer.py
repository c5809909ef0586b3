"""Who is asking."""

import strawberry

from changes.authority import known_territories
from changes.identity import COUNTRY, Identity
from geo.units.division import unit_order
from graph.served.context import Registry
from graph.types.areas import AdministrativeUnit, unit_view


@strawberry.type(description="The one who asks.")
class Viewer:
    """Who is asking, and what they may do."""

    subject: str = strawberry.field(description="Name of the account.")
    roles: list[str] = strawberry.field(description="Roles: reader, editor, reviewer, publisher, admin.")
    territories: list[AdministrativeUnit] = strawberry.field(
        description="Units the roles hold for, each with everything inside it; all regions where they hold "
        "for the whole country."
    )


def viewer_of(registry: Registry, identity: Identity | None) -> Viewer | None:
    """What somebody may do, as the edition knows the units of their token; None for nobody."""
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
    )
