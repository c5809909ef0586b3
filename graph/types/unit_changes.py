"""The type for changes of units: renamings, moves, splits, mergers."""

from collections.abc import Iterable
from datetime import date

import strawberry

from graph.served.context import Registry
from graph.types.kinds import UNITS, LazyUnit
from model import edition as records
from model.enums import ChangeKind


@strawberry.type(description="One change of a unit, with the units after it.")
class UnitChange:
    """A renaming, move, split, merger or the like."""

    on: date | None = strawberry.field(description="Day it took force; null where no source states it.")
    kind: ChangeKind = strawberry.field(description="What happened.")
    before: list[LazyUnit] = strawberry.field(
        name="from", description="Units before the change that the registry still holds."
    )
    after: list[LazyUnit] = strawberry.field(
        name="to", description="Units after the change that the registry holds."
    )
    source: str = strawberry.field(description="Where the change is written.")


def unit_change(registry: Registry, change: records.UnitChange) -> UnitChange:
    """A change of units as a type of the schema. Units that the edition does not have are left out."""
    return UnitChange(
        on=change.on,
        kind=change.kind,
        before=_held(registry, change.before),
        after=_held(registry, change.after),
        source=change.source,
    )


def _held(registry: Registry, slugs: Iterable[str]) -> list[LazyUnit]:
    units = (UNITS.find(registry, slug) for slug in slugs)
    return [unit for unit in units if unit is not None]
