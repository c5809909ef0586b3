"""How data derived from an edition is updated for the next one, instead of being derived anew.

Deriving anew takes seconds for the country, and a person changes one office. So each class that keeps an
index of an edition implements `CarriesOn`: it returns the same for the next edition, made of itself and of
the few offices that changed. Sorted collections inside such an index exchange members by
`replaced(gone, come)`.

Classes that take part: `geo.units.edition_index.Atlas` with what is kept beside it, and each
`graph.served.registry.Derivation`. docs/architecture.md lists them; a test checks that the list is complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from geo.units.changed_offices import ChangedOffices
from model.edition import Edition


@dataclass(frozen=True, slots=True)
class Step:
    """The step from an edition to a later edition that differs from it in a few offices."""

    edition: Edition
    """The later edition."""
    changed: ChangedOffices

    @classmethod
    def between(cls, before: Edition, after: Edition) -> Step | None:
        """The step between two editions.

        None where they differ in more than a few offices, so that all must be derived anew.
        """
        changed = ChangedOffices.between(before, after)
        return None if changed is None else cls(after, changed)


StepT = TypeVar("StepT", bound=Step, contravariant=True)


class CarriesOn(Protocol[StepT]):
    """Data derived from an edition that can be updated for the next edition."""

    def carried_on(self, step: StepT) -> Self:
        """The same data for the later edition. `self` stays valid for the earlier edition."""
