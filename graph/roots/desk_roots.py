"""Roots of those who keep offices right: what is missing or doubted, and what an office may be."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.served.context import Info
from graph.terms.connections import Window, windowed
from graph.types.office_categories import OfficeCategory, office_categories
from graph.types.office_faults import (
    OfficeFaultsConnection,
    OfficeFaultSummary,
    Territories,
    fault_page,
    fault_summary,
)
from model.enums import OfficeFault


@strawberry.type
class DeskRoots:
    """What the desk of an editor asks."""

    @strawberry.field(
        description="Active offices with missing or doubtful facts, by name: offices located in the "
        "units, and offices without a known place that answer for them."
    )
    @windowed
    def office_faults(
        self,
        info: Info,
        within: Territories = strawberry.UNSET,
        faults: Annotated[
            list[OfficeFault] | None, strawberry.argument(description="Only offices with any of these.")
        ] = strawberry.UNSET,
        *,
        window: Window,
    ) -> OfficeFaultsConnection | None:
        """A page of offices with their faults."""
        return fault_page(info.context.registry, _given(within), faults or None, window)

    @strawberry.field(
        description="How many offices of the units have each kind of fault, and how many have no fault."
    )
    def office_fault_summary(
        self, info: Info, within: Territories = strawberry.UNSET
    ) -> OfficeFaultSummary | None:
        """The numbers."""
        return fault_summary(info.context.registry, _given(within))

    @strawberry.field(description="The categories that a new office may have, the most frequent first.")
    def office_categories(self, info: Info) -> list[OfficeCategory]:
        """Those of the offices that are there."""
        return office_categories(info.context.registry)


def _given(within: list[strawberry.ID] | None) -> list[strawberry.ID] | None:
    """No list is the whole country; an empty one is nothing: the units of one who has none."""
    return None if within is strawberry.UNSET else within
