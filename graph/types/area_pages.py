"""Pages of units of territory."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.terms.connections import Connection, pages_of

if TYPE_CHECKING:
    from graph.types.areas import AdministrativeUnit, District, RuralOkrug, Settlement

_AREAS = strawberry.lazy("graph.types.areas")


@pages_of("unit", "units")
class AdministrativeUnitConnection(Connection[Annotated["AdministrativeUnit", _AREAS]]):
    """Units by name."""


@pages_of("district", "districts")
class DistrictConnection(Connection[Annotated["District", _AREAS]]):
    """Districts by name."""


@pages_of("okrug", "okrugs")
class RuralOkrugConnection(Connection[Annotated["RuralOkrug", _AREAS]]):
    """Okrugs by name."""


@pages_of("settlement", "settlements")
class SettlementConnection(Connection[Annotated["Settlement", _AREAS]]):
    """Settlements by name."""
