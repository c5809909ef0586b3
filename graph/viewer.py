"""Who is asking."""

import strawberry

from graph.areas import AdministrativeUnit


@strawberry.type(description="The one who asks.")
class Viewer:
    """Who is asking, and what they may do."""

    subject: str = strawberry.field(description="Name of the account.")
    roles: list[str] = strawberry.field(description="Roles.")
    territories: list[AdministrativeUnit] = strawberry.field(description="Units the roles hold for.")
