"""What is needed to locate a unit or an office, and which of three states its position is in.

A position is fine enough when it is as fine as the texts allow: that of the house for an office whose address
prints one, of the settlement for a settlement. Positions that a person set or removed are never searched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from model.edition import Address, Edition, Office, Position, Unit
from model.enums import Language, Level, LifecycleStatus, PositionState, PositionTrouble, Precision
from model.location_attempts import BY_HAND, GEOCODED, OFFICE, UNIT, LocationAttempt

RANK = {precision: rank for rank, precision in enumerate(Precision)}
"""Finest first."""
_WANTED = {
    Level.REGION: Precision.REGION,
    Level.DISTRICT: Precision.DISTRICT,
    Level.RURAL_OKRUG: Precision.OKRUG,
    Level.SETTLEMENT: Precision.SETTLEMENT,
}


@dataclass(frozen=True, slots=True)
class Need:
    """A unit or an office, the texts about its place, and its current position.

    `question` joins these texts, so that a changed text is noticed. `street` ends with the house if a house
    is printed.
    """

    subject: str
    question: str
    wanted: Precision
    position: Position | None
    is_taken_away: bool = False
    unit_id: str | None = None
    """The unit itself, or the unit that contains the office."""
    street: str | None = None
    address: Address | None = None

    @property
    def id(self) -> str:
        """The id of the unit or the office."""
        return self.subject.partition(":")[2]

    @property
    def is_office(self) -> bool:
        """Whether the need is that of an office, not of a unit."""
        return self.subject.startswith(OFFICE)

    @property
    def is_by_hand(self) -> bool:
        """Whether a person set or removed the position."""
        return self.is_taken_away or (self.position is not None and self.position.method in BY_HAND)

    @property
    def is_fine(self) -> bool:
        """Whether the position is at least as fine as the texts allow; False without a position."""
        return self.position is not None and RANK[self.position.precision] <= RANK[self.wanted]


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a position.

    `attempt` is the last attempt to find it, if that was made for the current text.
    """

    state: PositionState
    trouble: PositionTrouble | None = None
    attempt: LocationAttempt | None = None
    is_stale: bool = False
    """Whether the position was located from a text that its office no longer has."""


def need_of_unit(unit: Unit) -> Need:
    """What is needed to locate a unit: its names and the unit that contains it."""
    names = "|".join(dict.fromkeys(name.value for name in unit.names))
    question = f"{names} @ {unit.parent_id or ''}"
    return Need(f"{UNIT}{unit.id}", question, _WANTED[unit.level], unit.position, unit_id=unit.id)


def need_of_office(edition: Edition, office: Office) -> Need | None:
    """What is needed to locate an office: its address and its unit. None for an office that is not active."""
    if office.status is not LifecycleStatus.ACTIVE:
        return None
    address = _address(office)
    unit_id = office.located_in or office.territory_id
    street = house = None
    if address is not None:
        street, house = address.thoroughfare, address.locator_designator
    wanted = Precision.BUILDING if street and house else Precision.STREET if street else Precision.SETTLEMENT
    return Need(
        f"{OFFICE}{office.id}",
        f"{address.full if address is not None else ''} @ {unit_id or ''}",
        wanted,
        office.position,
        is_taken_away=_is_taken_away(edition, office),
        unit_id=unit_id,
        street=f"{street}, {house}" if street and house else street,
        address=address,
    )


def needs_of(edition: Edition) -> Iterator[Need]:
    """The needs of every unit, then of every active office."""
    for unit in edition.units.values():
        yield need_of_unit(unit)
    for office in edition.offices.values():
        need = need_of_office(edition, office)
        if need is not None:
            yield need


def standing_of(edition: Edition, need: Need) -> Standing:
    """The state of the position of a unit or an office, and why it could not be located, if so."""
    if need.is_taken_away:
        return Standing(PositionState.COULD_NOT_BE_LOCATED, PositionTrouble.TAKEN_AWAY)
    if need.is_by_hand:
        return Standing(PositionState.LOCATED)
    last = edition.attempts.get(need.subject)
    attempt = last if last is not None and last.question == need.question else None
    is_stale = (
        last is not None
        and attempt is None
        and need.position is not None
        and need.position.method == GEOCODED
        and last.position is not None
    )
    if need.is_fine and not is_stale:
        return Standing(PositionState.LOCATED, attempt=attempt)
    if attempt is None:
        return Standing(PositionState.NEEDS_GEOCODING, is_stale=is_stale)
    if _is_given_up(need, attempt):
        return Standing(PositionState.COULD_NOT_BE_LOCATED, PositionTrouble.TAKEN_AWAY, attempt)
    if attempt.trouble is not None:
        return Standing(PositionState.COULD_NOT_BE_LOCATED, attempt.trouble, attempt)
    return Standing(PositionState.LOCATED, attempt=attempt)


def _is_given_up(need: Need, attempt: LocationAttempt) -> bool:
    """Whether an office lacks the position found for its current text. Then a person reverted it."""
    found = attempt.position
    if found is None or not need.is_office:
        return False
    return need.position is None or RANK[need.position.precision] > RANK[found.precision]


def _is_taken_away(edition: Edition, office: Office) -> bool:
    """Whether the last change of the office's position removed it by hand."""
    if office.position is not None:
        return False
    for revision in reversed(edition.revisions.get(office.id, ())):
        for change in revision.changes:
            if change.field == "location":
                return change.after is None and not change.is_released
    return False


def _address(office: Office) -> Address | None:
    """The Russian address, else the Kazakh address (geocoders know most street names in Russian).

    None without both.
    """
    by_language = {address.language: address for address in office.addresses}
    return by_language.get(Language.RU) or by_language.get(Language.KK)
