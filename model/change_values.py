"""The fields of an office that people may change, the values these take, and both as JSON of the store.

A text is `str`, several values are a tuple; an address, a position and the services of an office have types
of their own. None clears a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from model.enums import LifecycleStatus, OfficeKind, Precision, Role
from model.errors import UsageError
from model.records import Position

PROVISION = "provision:"
"""Prefix of the fields that hold how an office gives a service: `provision:<service id>`."""

TEXTS = frozenset({"name_ru", "name_kk", "postal_code", "opening_hours", "category"})
ADDRESSES = frozenset({"address_ru", "address_kk"})
CONTACTS = frozenset({"phones", "faxes", "emails", "websites", "messengers", "hotlines"})
OFFICES = frozenset({"parent_id", "merged_into"})
OFFICE_LISTS = frozenset({"successor_ids", "absorbed"})
KINDS: Mapping[str, type[StrEnum]] = {"kind": OfficeKind, "status": LifecycleStatus}
_LISTS = CONTACTS | OFFICE_LISTS | {"territory_ids"}
_REQUIRED = frozenset({"category", "kind", "status"})

CHANGEABLE = (
    TEXTS
    | ADDRESSES
    | _LISTS
    | OFFICES
    | {"located_in", "organization_id", "location", "closed_on"}
    | set(KINDS)
)
"""Fields that a revision may change, besides provisions; resolved ones are named as in their provenance."""

IDENTITY = (
    "kind",
    "category",
    "located_in",
    "territory_ids",
    "parent_id",
    "organization_id",
    "status",
    "closed_on",
    "successor_ids",
    "merged_into",
    "absorbed",
)
"""Fields that are not resolved from printed rows: they belong to the office itself."""


class BadChangeError(UsageError):
    """A field cannot be changed, or cannot take that value."""


@dataclass(frozen=True, slots=True)
class AddressReading:
    """An address as one row or one person gives it: its full text, and the parts recognised in it."""

    full: str
    postcode: str | None = None
    locality: str | None = None
    street: str | None = None
    house: str | None = None


@dataclass(frozen=True, slots=True)
class GivenService:
    """How an office gives one service: its roles and the units it covers.

    For the whole country `is_nationwide` is true, and there are no units.
    """

    roles: tuple[Role, ...]
    unit_ids: tuple[str, ...] = ()
    is_nationwide: bool = False


FieldValue = str | tuple[str, ...] | AddressReading | Position | GivenService | None


def is_changeable(field: str) -> bool:
    """Whether people may change the field; true for every `provision:<service id>`."""
    return field in CHANGEABLE or (field.startswith(PROVISION) and len(field) > len(PROVISION))


def value_to_json(value: FieldValue) -> Any:
    """The value as JSON for the store: several values as a list, addresses and positions as an object."""
    if isinstance(value, AddressReading | Position | GivenService):
        return {name: part for name, part in asdict(value).items() if part is not None}
    return list(value) if isinstance(value, tuple) else value


def value_of_json(field: str, raw: Any) -> FieldValue:
    """The value of a field from the JSON of the store; None for null."""
    if raw is None:
        return None
    if field in ADDRESSES:
        return AddressReading(raw) if isinstance(raw, str) else AddressReading(**raw)
    if field == "location":
        return Position(**raw | {"precision": Precision(raw["precision"])})
    if field.startswith(PROVISION):
        roles = tuple(Role(role) for role in raw["roles"])
        return GivenService(roles, tuple(raw["unit_ids"]), raw["is_nationwide"])
    return tuple(raw) if isinstance(raw, list) else str(raw)


def check_value(field: str, value: FieldValue) -> None:
    """Raise BadChangeError for a field that people cannot change, or a value that it cannot have."""
    if not is_changeable(field):
        raise BadChangeError(f"{field!r} is not a field that can be changed")
    if value is None:
        if field in _REQUIRED:
            raise BadChangeError(f"{field} cannot be cleared")
        return
    wanted, right = _type_of(field)
    if not isinstance(value, wanted):
        raise BadChangeError(f"{field} is {value!r}, not {right}")
    if not value or (isinstance(value, tuple) and "" in value):
        raise BadChangeError(f"{field} is empty: clear it instead")
    if field in KINDS and value not in list(KINDS[field]):
        raise BadChangeError(f"{field} is {value!r}, not one of {', '.join(KINDS[field])}")
    if field == "closed_on":
        _check_day(str(value))


def units_named(field: str, value: FieldValue) -> Iterable[str]:
    """Ids of the units in a value; empty for fields of other things."""
    if field == "located_in" and isinstance(value, str):
        return (value,)
    if field == "territory_ids" and isinstance(value, tuple):
        return value
    return value.unit_ids if isinstance(value, GivenService) else ()


def offices_named(field: str, value: FieldValue) -> Iterable[str]:
    """Ids of the offices in a value; empty for fields of other things."""
    if field in OFFICES and isinstance(value, str):
        return (value,)
    return value if field in OFFICE_LISTS and isinstance(value, tuple) else ()


def _type_of(field: str) -> tuple[type[Any] | tuple[type[Any], ...], str]:
    """The type that a field's values have, and its name for an error message."""
    if field in _LISTS:
        return tuple, "several values"
    if field in ADDRESSES:
        return (AddressReading, str), "an address"
    if field == "location":
        return Position, "a position"
    if field.startswith(PROVISION):
        return GivenService, "roles for a territory"
    return str, "a text"


def _check_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise BadChangeError(f"closed_on is {value!r}, not a day such as 2026-03-01") from None
