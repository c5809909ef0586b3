"""Who may change an office: an account's roles give it rights, and these hold in its territories.

A unit lies in a territory by the division of today: where a district went to another region, the editors of
the new region may change it, and those of the old one no longer may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from changes.identity import COUNTRY, AccountRole, Identity
from geo.units.division import parents_on
from geo.units.ground import Ground
from model.edition import Edition, Office, Position


class Right(StrEnum):
    """What an account may do with the offices of a territory."""

    EDIT = "EDIT"
    REVIEW = "REVIEW"
    PUBLISH = "PUBLISH"


RIGHTS: Mapping[AccountRole, frozenset[Right]] = {
    AccountRole.READER: frozenset(),
    AccountRole.EDITOR: frozenset({Right.EDIT}),
    # Two people see each proposed change: a reviewer does not write, unless the token has both roles.
    AccountRole.REVIEWER: frozenset({Right.REVIEW}),
    AccountRole.PUBLISHER: frozenset({Right.PUBLISH}),
    AccountRole.ADMIN: frozenset(Right),
}
"""The rights of each role, within the territories of its token."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an account may not do something. The message is safe to show to clients."""

    out_of_territory: bool
    """Whether the account has the right, but not for every unit."""
    message: str


def refusal(
    edition: Edition, identity: Identity | None, right: Right, unit_ids: Iterable[str | None]
) -> Refusal | None:
    """Why `identity` lacks `right` over one of the units; None if it has the right over all of them.

    A unit of None stands for an office whose unit is not known, and needs the right over the whole country.
    An unknown id needs it too. If `unit_ids` is empty, a right over any known territory is enough.
    """
    if identity is None:
        return Refusal(False, f"{_named(right)} is needed, and nobody is signed in")
    if not any(right in RIGHTS[role] for role in identity.roles):
        roles = ", ".join(sorted(role for role, rights in RIGHTS.items() if right in rights))
        return Refusal(False, f"{_named(right)} is needed: {identity.subject} has none of the roles {roles}")
    if COUNTRY in identity.territories:
        return None
    territories = known_territories(edition, identity)
    if not territories:
        return Refusal(False, f"{_named(right)} is needed: {identity.subject} has no territory known here")
    parents = parents_on(edition, None)
    for unit_id in unit_ids:
        if not _is_inside(edition, parents, unit_id, territories):
            return Refusal(True, _outside(right, identity, unit_id))
    return None


def refusal_of_place(
    edition: Edition, ground: Ground, identity: Identity | None, right: Right, position: Position
) -> Refusal | None:
    """Why `identity` may not move an office to `position`; None if it may.

    The point must lie in `ground`, the area of the territories of `identity`, by the rule of
    `geo.units.ground`, which is lenient where borders are known roughly. Who has the right over the whole
    country may use any point.
    """
    refused = refusal(edition, identity, right, ())
    if refused is not None or identity is None or COUNTRY in identity.territories or ground.holds(position):
        return refused
    held = f"{_named(right)} of {identity.subject} holds for {', '.join(sorted(identity.territories))}"
    return Refusal(True, f"{held}, and the point {position.lat} N {position.lon} E lies outside")


def known_territories(edition: Edition, identity: Identity | None) -> frozenset[str]:
    """The current ids of the units that the identity's territories name. Unknown ids and `*` are left out.

    Empty without an identity.
    """
    if identity is None:
        return frozenset()
    current = {edition.current_id(territory) for territory in identity.territories}
    return frozenset(current & edition.units.keys())


def units_of(office: Office) -> tuple[str | None, ...]:
    """The units over which a client needs authority to change the office: where it is, and what it serves.

    Both, so that the editors of a town cannot change the department of the whole region that is in it.
    (None,) if the registry knows none of these units.
    """
    return tuple(dict.fromkeys(filter(None, (office.located_in, *office.territory_ids)))) or (None,)


def _is_inside(
    edition: Edition, parents: Mapping[str, str], unit_id: str | None, territories: frozenset[str]
) -> bool:
    """Whether a unit is one of the territories or lies in one, by the division of today.

    False for None and for an unknown unit.
    """
    step = None if unit_id is None else edition.current_id(unit_id)
    while step is not None and step in edition.units:
        if step in territories:
            return True
        step = parents.get(step, edition.units[step].parent_id)
    return False


def _named(right: Right) -> str:
    return f"the right {right}"


def _outside(right: Right, identity: Identity, unit_id: str | None) -> str:
    held = f"{_named(right)} of {identity.subject} holds for {', '.join(sorted(identity.territories))}"
    if unit_id is None:
        return f"{held}: an office without a known unit asks for the whole country ({COUNTRY})"
    return f"{held}, and {unit_id} lies outside"
