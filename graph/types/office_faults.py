"""Types for the faults of offices (what is missing or doubted), and how many offices have each."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import strawberry

from graph.served.context import Registry
from graph.served.faults import own_faults
from graph.served.registry import Derivation
from graph.terms.connections import Connection, Window, cut_page, pages_of
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from graph.types.acts import today
from graph.types.areas import must_unit
from graph.types.contradictions import Contradiction, all_contradictions, find_contradiction
from graph.types.offices import Office, office_key, office_view
from model import contact_contradictions, edition
from model.enums import LifecycleStatus, OfficeFault

MOST_TERRITORIES = 50
"""Units that one question may name."""

Territories = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description=f"Units, each with all inside it; {MOST_TERRITORIES} at most."),
]


@strawberry.type(description="An active office with its missing or doubtful facts.")
class OfficeFaults:
    """An office and its faults."""

    faults: list[OfficeFault] = strawberry.field(description="The gravest first.")
    record: strawberry.Private[edition.Office]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="The office.")
    def office(self) -> Office:
        """The office that has the faults."""
        return office_view(self.registry, self.record)

    @strawberry.field(description="Contradictions between sources about it.")
    def contradictions(self) -> list[Contradiction]:
        """The contradictions about the office, by id. Empty without contradictions."""
        found = _contradicted(self.registry).get(self.record.id, ())
        views = (find_contradiction(self.registry, one.id) for one in found)
        return [view for view in views if view is not None]


@pages_of("office with its faults", "offices with their faults")
class OfficeFaultsConnection(Connection[OfficeFaults]):
    """Offices that have a fault, by name."""


@strawberry.type(description="How many offices have a fault.")
class OfficeFaultCount:
    """How many offices have one kind of fault."""

    fault: OfficeFault = strawberry.field(description="The kind of fault.")
    offices: int = strawberry.field(description="Active offices that have it.")


@strawberry.type(description="How far the offices of a territory are kept right.")
class OfficeFaultSummary:
    """How many active offices there are, how many have no fault, and how many have each."""

    offices: int = strawberry.field(description="Active offices in all.")
    faultless: int = strawberry.field(description="Those without any fault.")
    counts: list[OfficeFaultCount] = strawberry.field(
        description="Each kind of fault, including kinds that no office has, the gravest first."
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    office: edition.Office
    faults: tuple[OfficeFault, ...]


def fault_page(
    registry: Registry, within: Sequence[str] | None, wanted: Iterable[OfficeFault] | None, window: Window
) -> OfficeFaultsConnection:
    """A page of active offices of some units that have one of the wanted faults (None: any fault).

    `within` None is the whole country, an empty list no office. Raises NotFoundError, and BadInputError above
    50 units.
    """
    faults = frozenset(OfficeFault if wanted is None else wanted)
    found = [one for one in _judged(registry, within) if not faults.isdisjoint(one.faults)]
    page = cut_page(found, lambda one: office_key(one.office), window)
    return page.shown(OfficeFaultsConnection, lambda one: _view(registry, one))


def fault_summary(registry: Registry, within: Sequence[str] | None) -> OfficeFaultSummary:
    """How many active offices of some units have each fault. Units and errors as for `fault_page`."""
    judged = _judged(registry, within)
    counted = Counter(fault for one in judged for fault in one.faults)
    return OfficeFaultSummary(
        offices=len(judged),
        faultless=sum(not one.faults for one in judged),
        counts=[OfficeFaultCount(fault=fault, offices=counted[fault]) for fault in OfficeFault],
    )


def _view(registry: Registry, one: _Judged) -> OfficeFaults:
    return OfficeFaults(faults=list(one.faults), record=one.office, registry=registry)


def _judged(registry: Registry, within: Sequence[str] | None) -> Sequence[_Judged]:
    """Active offices of some units with their faults, by name.

    Raises LimitExceededError if the request's budget ends. The last 16 lists are cached, as clients page
    through them.
    """
    kept, key = registry.derived(_LISTS), (None if within is None else tuple(within), today())
    judged = kept.get(key)
    if judged is None:
        judged = _judge(registry, _test_of(registry, within), today())
        if len(kept) >= _LISTS_KEPT:
            kept.clear()
        kept[key] = judged
    return judged


_LISTS_KEPT = 16


def _no_lists(_: Registry) -> dict[tuple[tuple[str, ...] | None, date], Sequence[_Judged]]:
    return {}


_LISTS = Derivation("lists of faults", _no_lists)


def _judge(registry: Registry, is_inside: Callable[[edition.Office], bool], at: date) -> list[_Judged]:
    """The active offices that `is_inside` accepts, with their faults on that day, by name."""
    own, contradicted = own_faults(registry), _contradicted(registry)
    judged = []
    for number, office in enumerate(registry.offices_by_name):
        if number % 1_000 == 0:
            spend(0)  # time is what it takes; no record is shown yet
        if not is_inside(office) or office.status_on(at) is not LifecycleStatus.ACTIVE:
            continue
        faults = own.get(office.id, ())
        if office.id in contradicted:
            faults = (*faults, OfficeFault.CONTRADICTION)
        judged.append(_Judged(office, faults))
    return judged


def _test_of(registry: Registry, within: Sequence[str] | None) -> Callable[[edition.Office], bool]:
    """A function that says whether an office is located in one of the units.

    An office without a location counts if it serves a part of one of the units. `within` None accepts every
    office. Raises BadInputError above 50 units, NotFoundError for an unknown unit.
    """
    if within is None:
        return lambda _: True
    if len(within) > MOST_TERRITORIES:
        raise BadInputError(f"{len(within)} units are asked for, at most {MOST_TERRITORIES} are")
    inside, waiting = set[str](), [must_unit(registry, each).record.id for each in within]
    while waiting:
        spend(0)
        unit_id = waiting.pop()
        if unit_id not in inside:
            inside.add(unit_id)
            waiting.extend(unit.id for unit in registry.division(None).children(unit_id))

    def is_inside(office: edition.Office) -> bool:
        places = (office.located_in,) if office.located_in is not None else office.territory_ids
        return not inside.isdisjoint(places)

    return is_inside


def _by_office(registry: Registry) -> dict[str, list[contact_contradictions.Contradiction]]:
    contradictions: dict[str, list[contact_contradictions.Contradiction]] = {}
    for one in all_contradictions(registry).values():
        if one.office_id is not None:
            contradictions.setdefault(one.office_id, []).append(one)
    return contradictions


_CONTRADICTED = Derivation("contradicted offices", _by_office)


def _contradicted(registry: Registry) -> dict[str, list[contact_contradictions.Contradiction]]:
    return registry.derived(_CONTRADICTED)
