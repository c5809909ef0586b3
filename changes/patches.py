"""Reads a patch of an office into changes of its fields: values are checked, equal ones left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from changes.contacts import (
    UnusableValueError,
    clean_text,
    read_address,
    read_contact,
    read_hours,
    read_name,
    read_postal_code,
)
from changes.fields import CONTACT_FIELDS, same_value, value_of
from changes.geography import doubt_about, located, outside_of_country, set_by_hand
from changes.problems import Problem, UserErrorCode
from geo.locator.locator import Locator
from geo.locator.places import PlaceFound, PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.change_values import AddressReading, FieldValue
from model.edition import Edition, Office, Position
from model.enums import ContactKind, Language, Level, OfficeKind, TextOrigin
from model.office_changes import FieldChange

Patch = Mapping[str, Any]
"""Argument of a patch, as `settlement_id`, to its value; None clears, an absent one leaves the field.

`contacts` is a list of (ContactKind, text), `location` a pair of longitude and latitude, ids are slugs.
"""

MOST_CONTACTS = 20
MOST_UNITS = 200


@dataclass(slots=True)
class PatchRead:
    """The changes that a patch makes, problems of bad values, and doubtful values that need confirmation."""

    changes: list[FieldChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


class PatchReader:
    """Checks patches and converts them into changes of an office of one edition."""

    def __init__(self, edition: Edition, atlas: Atlas, locator: Locator) -> None:
        self._edition = edition
        self._atlas = atlas
        self._locator = locator

    def place(self, query: PlaceQuery) -> PlaceFound:
        """The units that a query for a place may mean. Raises UsageError."""
        return find_place(self._atlas, query, self._locator)

    def read(self, patch: Patch, office: Office | None) -> PatchRead:
        """The changes that the patch makes to the office, or to a new office if `office` is None.

        Values that equal the current ones are left out. Bad values do not raise: they are the `problems` of
        the result.
        """
        read = PatchRead()
        wanted: dict[str, FieldValue] = {}
        for argument, value in patch.items():
            try:
                wanted |= self._fields(argument, value, office)
            except UnusableValueError as error:
                read.problems.append(Problem(UserErrorCode.INVALID, str(error), (argument,)))
            except _UnknownIdError as error:
                read.problems.append(Problem(UserErrorCode.NOT_FOUND, str(error), (argument,)))
        self._keep_a_name(read, wanted, office)
        self._place(read, wanted, office)
        for name, after in wanted.items():
            before = None if office is None else value_of(self._edition, office, name)
            if not same_value(before, after):
                read.changes.append(FieldChange(name, before, after))
        return read

    def _keep_a_name(self, read: PatchRead, wanted: dict[str, FieldValue], office: Office | None) -> None:
        """Add a problem if the patch clears the last printed name of an existing office."""
        given = [name for name in ("name_kk", "name_ru") if name in wanted]
        if office is None or not given or any(wanted[name] is not None for name in given):
            return
        printed = [name for name in office.names if name.origin is TextOrigin.ORIGINAL]
        if not any(f"name_{name.language}" not in given for name in printed):
            message = "an office keeps a name: give another one instead of clearing the last"
            read.problems.append(Problem(UserErrorCode.INVALID, message, (given[0],)))

    def _fields(self, argument: str, value: Any, office: Office | None) -> dict[str, FieldValue]:
        """The fields that an argument sets, with their values.

        Raises UnusableValueError and _UnknownIdError.
        """
        if argument == "contacts":
            return self._contacts(value or [], office)
        name, reader = self._ARGUMENTS[argument]
        if value is None:
            if name in ("kind", "category"):
                raise UnusableValueError(f"{argument} cannot be cleared")
            return {name: None}
        return {name: reader(self, value)}

    def _contacts(
        self, given: Sequence[tuple[ContactKind, str]], office: Office | None
    ) -> dict[str, FieldValue]:
        """The contacts of every kind; kinds that are not given are cleared.

        Values that the office has already are not checked again: acts may print unusual ones. Raises
        UnusableValueError, also for more than 20.
        """
        if len(given) > MOST_CONTACTS:
            raise UnusableValueError(f"at most {MOST_CONTACTS} contacts are kept")
        known = (
            {(contact.kind, contact.value) for contact in office.contacts} if office is not None else set()
        )
        values: dict[str, dict[str, None]] = {}
        for kind, text in given:
            value = text if (kind, text) in known else read_contact(kind, text)
            values.setdefault(CONTACT_FIELDS[kind], {})[value] = None
        return {name: tuple(values[name]) if name in values else None for name in CONTACT_FIELDS.values()}

    def _place(self, read: PatchRead, wanted: dict[str, FieldValue], office: Office | None) -> None:
        """Check a given point, adding a doubt if it is not plausible.

        Without a point, find the position of a changed address, or use that of a changed settlement.
        """
        unit_id = wanted.get("located_in", office.located_in if office else None)
        unit = unit_id if isinstance(unit_id, str) else None
        given = wanted.get("location")
        if isinstance(given, Position):
            doubt = doubt_about(self._atlas, given, unit)
            if doubt is not None:
                message = f"{doubt}: confirm it with `location` if it is right"
                read.doubts.append(Problem(UserErrorCode.INVALID, message, ("location",), confirm="location"))
            return
        if "location" in wanted:
            return
        changed = [
            (Language(name.removeprefix("address_")), value)
            for name, value in wanted.items()
            if isinstance(value, AddressReading)
            and not (office and same_value(value_of(self._edition, office, name), value))
        ]
        moved = office is not None and unit != office.located_in
        if changed:
            language, address = changed[0]
            place = located(self._atlas, self._locator, address, language, unit)
            if place is not None:
                wanted["location"] = place
        elif moved and unit is not None:
            position = self._edition.units[unit].position
            if position is not None:
                wanted["location"] = located(
                    self._atlas, self._locator, AddressReading(""), Language.RU, unit
                )

    def _name(self, value: str) -> str:
        return read_name(value)

    def _kind(self, value: OfficeKind) -> str:
        return value.value

    def _category(self, value: str) -> str:
        known = {office.category for office in self._edition.offices.values()}
        if value not in known:
            raise UnusableValueError(f"{value!r} is not a category: one of {', '.join(sorted(known))}")
        return value

    def _address_ru(self, value: str) -> AddressReading:
        return read_address(value, Language.RU)

    def _address_kk(self, value: str) -> AddressReading:
        return read_address(value, Language.KK)

    def _postal_code(self, value: str) -> str:
        return read_postal_code(value)

    def _hours(self, value: str) -> str:
        return read_hours(value)

    def _location(self, value: tuple[float, float]) -> Position:
        lon, lat = value
        outside = outside_of_country(lon, lat)
        if outside is not None:
            raise UnusableValueError(outside)
        return set_by_hand(round(lon, 6), round(lat, 6))

    def _settlement(self, value: str) -> str:
        """The id of a settlement, or of a unit without finer ones inside, such as a city.

        Raises UnusableValueError and _UnknownIdError.
        """
        unit = self._unit(value)
        if self._edition.units[unit].level is not Level.SETTLEMENT and self._edition.children.get(unit):
            inside = (self._edition.units[each].level for each in self._edition.children[unit])
            if any(level is not Level.DISTRICT for level in inside):
                raise UnusableValueError(f"{value} is not a settlement: an office stands in one")
        return unit

    def _unit(self, value: str) -> str:
        unit = self._edition.current_id(value)
        if unit not in self._edition.units:
            raise _UnknownIdError(f"no unit has the id {value!r}")
        return unit

    def _units(self, value: Sequence[str]) -> tuple[str, ...] | None:
        if len(value) > MOST_UNITS:
            raise UnusableValueError(f"at most {MOST_UNITS} units are kept")
        return tuple(dict.fromkeys(self._unit(each) for each in value)) or None

    def _organization(self, value: str) -> str:
        body = self._edition.current_id(value)
        if body not in self._edition.organizations:
            raise _UnknownIdError(f"no organization has the id {value!r}")
        return body

    def _parent(self, value: str) -> str:
        parent = self._edition.current_id(value)
        if parent not in self._edition.offices:
            raise _UnknownIdError(f"no office has the id {value!r}")
        return parent

    _ARGUMENTS: Mapping[str, tuple[str, Callable[[PatchReader, Any], FieldValue]]] = {
        "kind": ("kind", _kind),
        "category": ("category", _category),
        "name_kk": ("name_kk", _name),
        "name_ru": ("name_ru", _name),
        "address_kk": ("address_kk", _address_kk),
        "address_ru": ("address_ru", _address_ru),
        "postal_code": ("postal_code", _postal_code),
        "location": ("location", _location),
        "opening_hours": ("opening_hours", _hours),
        "settlement_id": ("located_in", _settlement),
        "organization_id": ("organization_id", _organization),
        "parent_id": ("parent_id", _parent),
        "jurisdiction_unit_ids": ("territory_ids", _units),
    }


class _UnknownIdError(Exception):
    """An unknown id; the message says which."""


def clean_reason(reason: str) -> str:
    """The reason for a change, cleaned. Raises UnusableValueError if it is empty or over 1,000 characters."""
    cleaned = clean_text(reason, "the reason", 1_000)
    if not cleaned:
        raise UnusableValueError("say why: the reason is empty")
    return cleaned


_EVIDENCE_BYTES = 20_000
"""Limit for all pieces together, in UTF-8: a reviewer's page holds many corrections."""


def clean_evidence(evidence: Sequence[str] | None) -> tuple[str, ...]:
    """The evidence for a change, cleaned, without empty pieces: citations of acts, or testimony.

    Raises UnusableValueError for over 20 pieces or 20,000 bytes.
    """
    cleaned = tuple(text for each in evidence or () if (text := clean_text(each, "the evidence", 2_000)))
    if len(cleaned) > 20:
        raise UnusableValueError("at most 20 pieces of evidence are kept")
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in cleaned)
    if size > _EVIDENCE_BYTES:
        raise UnusableValueError(f"the evidence has {size} bytes, at most {_EVIDENCE_BYTES} are kept")
    return cleaned
