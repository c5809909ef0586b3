"""Roots about the evidence behind the registry."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from geo.jurisdiction.repeal import offices_resting_on
from graph.served.context import Info
from graph.terms.connections import Window, windowed
from graph.types.acts import today
from graph.types.contradictions import ContradictionConnection, contradiction_page
from graph.types.kinds import ACTS
from graph.types.offices import OfficeConnection, office_key, office_page
from graph.types.services import Within


@strawberry.type
class EvidenceRoots:
    """Root fields about contradictions between acts, and about what a repeal would concern."""

    @strawberry.field(description="Fields on which sources disagree, each with both sides and the rule.")
    @windowed
    def contradictions(
        self,
        info: Info,
        within: Within = strawberry.UNSET,
        *,
        window: Window,
    ) -> ContradictionConnection | None:
        """A page of the contradictions within a unit (default: all), by id."""
        return contradiction_page(info.context.registry, within or None, window)

    @strawberry.field(
        description="Offices that would lose a provision, or their last mention, if the act were repealed "
        "today; empty for an act that is already repealed."
    )
    @windowed
    def repeal_impact(
        self,
        info: Info,
        act_id: Annotated[strawberry.ID, strawberry.argument(description="Id of a LegalAct.")],
        *,
        window: Window,
    ) -> OfficeConnection | None:
        """A page of the offices that rest on an act today, by name.

        Raises NotFoundError for an unknown act.
        """
        registry = info.context.registry
        act = ACTS.must(registry, act_id)
        found = sorted(offices_resting_on(registry.edition, act.record.id, today()), key=office_key)
        return office_page(registry, found, window)
