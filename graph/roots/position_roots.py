"""Roots about how exactly units and offices are located."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.served.context import Info
from graph.terms.connections import Window, windowed
from graph.types.positions import PositionStatusConnection, PositionSubject, position_page
from graph.types.services import Within
from model.enums import PositionState, PositionTrouble


@strawberry.type
class PositionRoots:
    """The root field `positions`: units and offices by the state of their position."""

    @strawberry.field(
        description="Positions of units and active offices in one state, the coarsest first: not yet "
        "located, not locatable with the reason, or located."
    )
    @windowed
    def positions(
        self,
        info: Info,
        state: Annotated[PositionState, strawberry.argument(description="The state.")],
        subject: Annotated[
            PositionSubject | None, strawberry.argument(description="Only those of units, or of offices.")
        ] = strawberry.UNSET,
        troubles: Annotated[
            list[PositionTrouble] | None, strawberry.argument(description="Only for any of these reasons.")
        ] = strawberry.UNSET,
        within: Within = strawberry.UNSET,
        *,
        window: Window,
    ) -> PositionStatusConnection | None:
        """A page of units and offices whose position is in that state."""
        return position_page(
            info.context.registry, state, subject or None, troubles or None, within or None, window
        )
