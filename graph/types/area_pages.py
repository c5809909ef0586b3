"""Pages of units of territory."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.terms.connections import PageInfo

if TYPE_CHECKING:
    from graph.types.areas import AdministrativeUnit, District, RuralOkrug, Settlement

_AREAS = strawberry.lazy("graph.types.areas")


@strawberry.type(description="Unit in a page.")
class AdministrativeUnitEdge:
    """A unit and its cursor."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: Annotated["AdministrativeUnit", _AREAS] = strawberry.field(description="The unit.")


@strawberry.type(description="Page of units.")
class AdministrativeUnitConnection:
    """Units by name."""

    edges: list[AdministrativeUnitEdge] = strawberry.field(description="The units of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")
    total_count: int = strawberry.field(description="Units in all.")


@strawberry.type(description="District in a page.")
class DistrictEdge:
    """A district and its cursor."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: Annotated["District", _AREAS] = strawberry.field(description="The district.")


@strawberry.type(description="Page of districts.")
class DistrictConnection:
    """Districts by name."""

    edges: list[DistrictEdge] = strawberry.field(description="The districts of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")
    total_count: int = strawberry.field(description="Districts in all.")


@strawberry.type(description="Okrug in a page.")
class RuralOkrugEdge:
    """An okrug and its cursor."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: Annotated["RuralOkrug", _AREAS] = strawberry.field(description="The okrug.")


@strawberry.type(description="Page of okrugs.")
class RuralOkrugConnection:
    """Okrugs by name."""

    edges: list[RuralOkrugEdge] = strawberry.field(description="The okrugs of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")
    total_count: int = strawberry.field(description="Okrugs in all.")


@strawberry.type(description="Settlement in a page.")
class SettlementEdge:
    """A settlement and its cursor."""

    cursor: str = strawberry.field(description="Opaque cursor of this edge.")
    node: Annotated["Settlement", _AREAS] = strawberry.field(description="The settlement.")


@strawberry.type(description="Page of settlements.")
class SettlementConnection:
    """Settlements by name."""

    edges: list[SettlementEdge] = strawberry.field(description="The settlements of this page.")
    page_info: PageInfo = strawberry.field(description="What lies on either side of the page.")
    total_count: int = strawberry.field(description="Settlements in all.")
