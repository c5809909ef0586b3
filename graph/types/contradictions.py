"""Types for fields on which sources disagree, with all values."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Mapping

import strawberry

from geo.contradictions.contradictions import Contradictions
from graph.served.context import Registry
from graph.served.precompute import prepared
from graph.served.registry import Derivation
from graph.terms.connections import Connection, Key, Window, cut_page, pages_of
from graph.terms.node import Node, global_id
from graph.types.acts import ActCitation, cite
from graph.types.areas import AdministrativeUnit, find_unit, must_unit
from graph.types.kinds import CONTRADICTIONS
from graph.types.offices import Office, find_office
from model import contact_contradictions as records


@strawberry.type(description="One side of a contradiction.")
class ContradictoryValue:
    """One value of the field, the row that states it, and whether it is shown."""

    value: str = strawberry.field(description="What this source says.")
    source: ActCitation = strawberry.field(description="Row that says it.")
    wins: bool = strawberry.field(description="Whether this value is the one shown.")


@strawberry.type(description="One disagreement between sources, and which rule decided.")
class Contradiction(Node):
    """A field of an office or unit for which sources give different values."""

    field: str = strawberry.field(description="Name of the field.")
    rule: str = strawberry.field(
        description="Rule that decided, or the finding that nothing could, as a code."
    )
    record: strawberry.Private[records.Contradiction]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="The office that it is about; null for a unit's.")
    def office(self) -> Office | None:
        """The office that it is about. None if it is about a unit."""
        return find_office(self.registry, self.record.office_id) if self.record.office_id else None

    @strawberry.field(description="The unit that it is about; null for an office's.")
    def unit(self) -> AdministrativeUnit | None:
        """The unit that it is about. None if it is about an office."""
        return find_unit(self.registry, self.record.unit_id) if self.record.unit_id else None

    @strawberry.field(description="The contradicting sources; the first one's value is shown.")
    def values(self) -> list[ContradictoryValue]:
        """The values of the sources; the first value is shown."""
        return [
            ContradictoryValue(value=value.value, source=cite(self.registry, value.citation), wins=value.wins)
            for value in self.record.values
        ]


@pages_of("contradiction", "contradictions")
class ContradictionConnection(Connection[Contradiction]):
    """Contradictions in the order of their ids."""


def contradiction_page(registry: Registry, within: str | None, window: Window) -> ContradictionConnection:
    """A page of the contradictions of a unit and of everything inside it; of all units if none is given.

    Raises NotFoundError.
    """
    found = list(all_contradictions(registry).values())
    if within:
        slug = must_unit(registry, within).record.id
        found = [one for one in found if _lies_in(registry, one, slug)]
    page = cut_page(found, _key, window)
    return page.shown(ContradictionConnection, lambda one: _view(registry, one))


def find_contradiction(registry: Registry, slug: str) -> Contradiction | None:
    """The contradiction with that slug. None for an unknown slug."""
    return registry.view("Contradiction", slug, all_contradictions(registry), _view)


CONTRADICTIONS.enrol(find_contradiction)


@prepared
def all_contradictions(registry: Registry) -> Mapping[str, records.Contradiction]:
    """All contradictions of the edition, by id."""
    return registry.derived(_CONTRADICTIONS).by_id


_CONTRADICTIONS = Derivation(
    "contradictions", lambda registry: Contradictions.of(registry.edition), Contradictions.carried_on
)


def _lies_in(registry: Registry, one: records.Contradiction, slug: str) -> bool:
    """Whether the unit, or the unit where the office is located, is the given one or inside it."""
    edition = registry.edition
    unit_id = one.unit_id or edition.offices[one.office_id or ""].located_in
    return unit_id is not None and (
        unit_id == slug or any(unit.id == slug for unit in edition.ancestors(unit_id))
    )


def _key(one: records.Contradiction) -> Key:
    return (one.id,)


def _view(registry: Registry, one: records.Contradiction) -> Contradiction:
    return Contradiction(
        id=global_id("Contradiction", one.id), field=one.field, rule=one.rule, record=one, registry=registry
    )
