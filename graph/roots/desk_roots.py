"""Root fields for editors of offices: what is missing or doubted, and which categories there are."""

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
    """Root fields for editors of offices."""

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
        """A page of offices that have one of the faults (None or empty: any fault)."""
        return fault_page(info.context.registry, _given(within), faults or None, window)

    @strawberry.field(
        description="How many offices of the units have each kind of fault, and how many have no fault."
    )
    def office_fault_summary(
        self, info: Info, within: Territories = strawberry.UNSET
    ) -> OfficeFaultSummary | None:
        """How many offices have each fault."""
        return fault_summary(info.context.registry, _given(within))

    @strawberry.field(description="The categories that a new office may have, the most frequent first.")
    def office_categories(self, info: Info) -> list[OfficeCategory]:
        """The categories of the offices in the registry."""
        return office_categories(info.context.registry)


def _given(within: list[strawberry.ID] | None) -> list[strawberry.ID] | None:
    """The given units; None (the whole country) if the argument is absent.

    An empty list stays: no unit at all.
    """
    return None if within is strawberry.UNSET else within
