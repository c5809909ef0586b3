"""The edition that answers."""

from datetime import datetime

import strawberry

from graph.served.context import Registry
from graph.served.registry import Derivation, unchanged
from model.enums import Level


@strawberry.type(description="The edition being served.")
class EditionInfo:
    """Number, time and size of the edition that answers."""

    number: int = strawberry.field(description="Number; each later edition has a greater one.")
    key: str = strawberry.field(
        description="Number and identity: `changes` and `officeChanged` take it as `since`."
    )
    published_at: datetime = strawberry.field(description="When it was published.")
    offices: int = strawberry.field(description="Offices in it.")
    settlements: int = strawberry.field(description="Settlements in it.")
    services: int = strawberry.field(description="Services in it.")


def edition_info(registry: Registry) -> EditionInfo:
    """The edition as a type of the schema."""
    edition = registry.edition
    return EditionInfo(
        number=edition.number,
        key=str(edition.key),
        published_at=edition.published_at,
        offices=len(edition.offices),
        settlements=registry.derived(_SETTLEMENTS),
        services=len(edition.services),
    )


def _settlements(registry: Registry) -> int:
    return sum(unit.level is Level.SETTLEMENT for unit in registry.edition.units.values())


_SETTLEMENTS = Derivation("number of settlements", _settlements, unchanged)
