"""Types for how exactly units and offices are located: to be located, not locatable and why, or located."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import datetime
from enum import StrEnum

import strawberry

from geo.explanations.position_texts import trouble_text
from geo.locator.position_states import PositionRow
from graph.served.context import Registry
from graph.served.positions import positions_of
from graph.terms.connections import Connection, Key, Window, cut_page, pages_of
from graph.terms.languages import InLanguage
from graph.terms.limits import spend
from graph.terms.points import GeoPoint, geo_point
from graph.types.areas import AdministrativeUnit, find_unit, must_unit
from graph.types.offices import Office, find_office
from model.enums import Language, PositionState, PositionTrouble, Precision


@strawberry.enum(description="What a position is one of.")
class PositionSubject(StrEnum):
    """Whether a position is that of a unit or of an office."""

    UNIT = "UNIT"
    OFFICE = "OFFICE"


@strawberry.type(
    description="Whether the position of a unit or an office is as exact as its texts allow, and why not."
)
class PositionStatus:
    """A unit or office and the state of its position."""

    state: PositionState = strawberry.field(description="The state.")
    trouble: PositionTrouble | None = strawberry.field(
        description="Why it could not be located; null in the other states."
    )
    wanted_precision: Precision = strawberry.field(
        description="The precision that the texts allow: BUILDING for an address with a house."
    )
    tried_at: datetime | None = strawberry.field(description="When it was last searched; null if never.")
    asked: list[str] = strawberry.field(description="What was asked: gazetteers, geocoders by their kind.")
    notes: list[str] = strawberry.field(
        description="Answers of geocoders: the accepted place, or the rejected places with reasons."
    )
    row: strawberry.Private[PositionRow]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="Its current position; null when no source gives one.")
    def location(self) -> GeoPoint | None:
        """The position as it is known now. None if there is none."""
        return geo_point(self.row.need.position)

    @strawberry.field(description="The reason in words; null where there is no trouble.")
    def explanation(self, language: InLanguage = Language.KK) -> str | None:
        """Why the unit or office could not be located, in that language. None if no trouble is known."""
        return None if self.trouble is None else trouble_text(self.trouble, language)

    @strawberry.field(description="The office; null for a unit's position.")
    def office(self) -> Office | None:
        """The office. None if it is a unit."""
        need = self.row.need
        return find_office(self.registry, need.id) if need.is_office else None

    @strawberry.field(description="The unit; null for an office's position.")
    def unit(self) -> AdministrativeUnit | None:
        """The unit. None if it is an office."""
        need = self.row.need
        return None if need.is_office else find_unit(self.registry, need.id)


@pages_of("position", "positions")
class PositionStatusConnection(Connection[PositionStatus]):
    """Positions, the coarsest first."""


def position_page(
    registry: Registry,
    state: PositionState,
    subject: PositionSubject | None,
    troubles: list[PositionTrouble] | None,
    within: str | None,
    window: Window,
) -> PositionStatusConnection:
    """A page of the units and offices whose position is in a state, the coarsest first.

    `subject`, `troubles` and `within` (a unit) restrict them; None is no restriction. Raises NotFoundError
    for an unknown unit.
    """
    found = positions_of(registry)[state]
    if subject is not None:
        found = [row for row in found if row.need.is_office is (subject is PositionSubject.OFFICE)]
    if troubles is not None:
        wanted = frozenset(troubles)
        found = [row for row in found if row.standing.trouble in wanted]
    if within is not None:
        inside = _inside(registry, must_unit(registry, within).record.id)
        found = [row for row in found if row.need.unit_id in inside]
    page = cut_page(found, _key, window)
    return page.shown(PositionStatusConnection, lambda row: _view(registry, row))


def _inside(registry: Registry, unit_id: str) -> frozenset[str]:
    """Ids of a unit and of all units inside it.

    Raises LimitExceededError or DeadlineExceededError if the request's budget ends.
    """
    ids, waiting = {unit_id}, [unit_id]
    while waiting:
        spend(0)
        children = registry.edition.children.get(waiting.pop(), ())
        ids.update(children)
        waiting.extend(children)
    return frozenset(ids)


def _key(row: PositionRow) -> Key:
    return row.key


def _view(registry: Registry, row: PositionRow) -> PositionStatus:
    attempt = row.standing.attempt
    sources = attempt.sources if attempt is not None else ()
    kinds = (source.partition(" ")[0] for source in sources)
    return PositionStatus(
        state=row.standing.state,
        trouble=row.standing.trouble,
        wanted_precision=row.need.wanted,
        tried_at=attempt.tried_at if attempt is not None else None,
        # The address of an operator's geocoder is not public.
        asked=[kind for kind in dict.fromkeys(kinds) if kind in _ASKED],
        notes=list(attempt.notes) if attempt is not None else [],
        row=row,
        registry=registry,
    )


_ASKED = frozenset({"gazetteers", "nominatim", "photon", "pelias"})
