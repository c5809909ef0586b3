"""The filter and the order of offices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry

from geo.earth.asked_area import read_area
from geo.earth.point_arrays import Spot
from geo.jurisdiction.reach import offices_giving, provisions_reaching
from graph.served.context import Registry
from graph.served.name_index import Subject, words_of
from graph.served.registry import Derivation
from graph.terms.connections import Key
from graph.terms.errors import BadInputError
from graph.terms.limits import short_text
from graph.terms.points import BoundingBoxInput
from graph.terms.scalars import GeoJSONGeometry
from graph.types.accessibility import has_features
from graph.types.acts import today
from graph.types.areas import must_unit
from graph.types.offices import office_key
from graph.types.services import must_service
from model.edition import Office
from model.enums import LifecycleStatus, OfficeKind
from model.opening import state_of
from model.stated_conditions import accessibility_labels
from model.values.calendar import OpenStateKind

_ANY_STATUS = frozenset(LifecycleStatus)
_STATES_KEPT = 16


@strawberry.enum(description="Sort key; ties are broken by id so that cursors are stable.")
class OfficeOrder(Enum):
    """Orders of lists of offices."""

    NAME_ASC = "NAME_ASC"
    UPDATED_DESC = "UPDATED_DESC"
    ID_ASC = "ID_ASC"


@strawberry.input(description="Conditions are ANDed; values of one list are ORed.")
class OfficeFilterInput:
    """The conditions on an office; all given ones must hold."""

    kinds: list[OfficeKind] | None = strawberry.field(
        default=strawberry.UNSET, description="Any of these kinds."
    )
    service_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Gives this PublicService, in any role."
    )
    serves_unit_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Gives a service (that of serviceId, where set) for the whole of this unit.",
    )
    located_in_unit_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Is in this unit or anywhere inside it."
    )
    bounding_box: BoundingBoxInput | None = strawberry.field(
        default=strawberry.UNSET, description="Has a position in this box."
    )
    within_geometry: GeoJSONGeometry | None = strawberry.field(
        default=strawberry.UNSET,
        description="Lies in or on the edge of this Polygon or MultiPolygon (10000 positions at most).",
    )
    open_at: datetime | None = strawberry.field(
        default=strawberry.UNSET,
        description="Open at this moment by its general hours; offices with unknown hours are left out.",
    )
    accessibility_codes: list[str] | None = strawberry.field(
        default=strawberry.UNSET,
        description="Any of these is stated of its class: entrance_ramp, lift, adapted_waiting_hall.",
    )
    text: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Each word begins a word of a name of the office, in whatever language or script.",
    )
    statuses: list[LifecycleStatus] | None = strawberry.field(
        default_factory=lambda: [LifecycleStatus.ACTIVE], description="Any of these states."
    )


@dataclass(frozen=True, slots=True)
class OfficeTest:
    """A filter prepared for one edition: the ids that may pass (None: all), and conditions on each office."""

    within: str | None
    ids: frozenset[str] | None
    conditions: tuple[Callable[[Office], bool], ...]
    day: date | None
    states: frozenset[LifecycleStatus]
    """Empty if any state passes."""
    at: date
    """Day of these states."""

    def __call__(self, office: Office) -> bool:
        """Whether the office passes the filter."""
        if self.ids is not None and office.id not in self.ids:
            return False
        if self.states and office.status_on(self.at) not in self.states:
            return False
        return all(condition(office) for condition in self.conditions)


def office_test(registry: Registry, wanted: OfficeFilterInput | None, day: date | None) -> OfficeTest:
    """The filter for this edition. Without `wanted`, the default filter: active offices.

    Raises BadInputError or NotFoundError for ids that name nothing, InvalidBox and InvalidGeometry for a box
    or a shape that cannot be searched.
    """
    if not wanted:
        wanted = OfficeFilterInput()
    conditions: list[Callable[[Office], bool]] = []
    ids: frozenset[str] | None = None
    within = None
    if wanted.kinds:
        kinds = frozenset(wanted.kinds)
        conditions.append(lambda office: office.kind in kinds)
    statuses = frozenset(wanted.statuses) if wanted.statuses else _ANY_STATUS
    states = frozenset() if statuses == _ANY_STATUS else statuses
    service = must_service(registry, wanted.service_id).record.id if wanted.service_id else None
    if wanted.serves_unit_id:
        unit = must_unit(registry, wanted.serves_unit_id).record.id
        reaching = provisions_reaching(registry.atlas, unit, [service] if service else None, day)
        ids = frozenset(provision.office_id for provision in reaching)
    elif service:
        ids = offices_giving(registry.edition, service, day)
    if wanted.located_in_unit_id:
        within = must_unit(registry, wanted.located_in_unit_id).record.id
        inside = registry.offices_inside(within, day)
        found = frozenset(office.id for office in inside)
        ids = found if ids is None else ids & found
    ids = _where(registry, wanted, ids)
    if wanted.open_at:
        moment = wanted.open_at
        conditions.append(lambda office: state_of(office, moment)[0].state is OpenStateKind.OPEN)
    if wanted.accessibility_codes:
        codes = _known_codes(wanted.accessibility_codes)
        conditions.append(lambda office: has_features(registry, office, codes))
    if wanted.text:
        matching = words_of(registry).bearers(short_text(wanted.text, "text"), Subject.OFFICE)
        ids = matching if ids is None else ids & matching
    return OfficeTest(within, ids, tuple(conditions), day, states, day or today())


def _known_codes(codes: list[str]) -> frozenset[str]:
    """The accessibility codes. Raises BadInputError for an unknown code."""
    known = accessibility_labels()
    for code in codes:
        if code not in known:
            raise BadInputError(
                f"{code!r} is not a code of accessibility: there are {', '.join(sorted(known))}"
            )
    return frozenset(codes)


def _where(
    registry: Registry, wanted: OfficeFilterInput, ids: frozenset[str] | None
) -> frozenset[str] | None:
    """`ids` without those outside of the box and the shape. None stays None if neither is given."""
    placed = registry.atlas.placed_offices
    if wanted.bounding_box:
        ids = _narrowed(ids, placed.in_box(wanted.bounding_box.box()))
    if wanted.within_geometry:
        ids = _narrowed(ids, placed.in_area(read_area(wanted.within_geometry)))
    return ids


def _narrowed(ids: frozenset[str] | None, found: list[Spot[Office]]) -> frozenset[str]:
    inside = frozenset(spot.thing.id for spot in found)
    return inside if ids is None else ids & inside


def _passing(registry: Registry, test: OfficeTest) -> Sequence[Office]:
    """The offices that pass, by name.

    Lists filtered by state alone are cached, as they are requested often.
    """
    base: Sequence[Office]
    base = registry.offices_by_name if test.within is None else registry.offices_inside(test.within, test.day)
    if test.ids is not None or test.conditions or test.within is not None:
        base = [office for office in base if test(office)]
    if not test.states or base is not registry.offices_by_name:
        return base
    kept = registry.derived(_BY_STATE)
    key = test.states, test.at
    if key not in kept:
        if len(kept) >= _STATES_KEPT:
            kept.clear()
        kept[key] = [office for office in base if office.status_on(test.at) in test.states]
    return kept[key]


def _nothing_yet(_: Registry) -> dict[Any, Sequence[Office]]:
    return {}


_BY_STATE = Derivation("offices by state", _nothing_yet)


def ordered_offices(
    registry: Registry, test: OfficeTest, order: OfficeOrder
) -> tuple[Sequence[Office], Callable[[Office], Key]]:
    """The offices that pass, in that order, and the sort key of the order."""
    offices = _passing(registry, test)
    if order is OfficeOrder.NAME_ASC:
        return offices, office_key
    key = _by_id if order is OfficeOrder.ID_ASC else _by_update(registry)
    return sorted(offices, key=key), key


def _by_id(office: Office) -> Key:
    return (office.id,)


def _by_update(registry: Registry) -> Callable[[Office], Key]:
    # Newest first: seconds since the epoch, negated, so that all keys ascend.
    return lambda office: (-(office.updated_at or registry.edition.published_at).timestamp(), office.id)
