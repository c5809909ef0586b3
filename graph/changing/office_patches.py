"""Inputs for the fields of an office that a client may change, converted to patches of `changes`."""

from typing import Any

import strawberry

from changes.patches import Patch
from changes.problems import UserErrorCode, refuse
from graph.terms.errors import BadInputError
from graph.terms.node import slug_of, unit_slug, whole_number
from graph.terms.points import PointInput
from model.enums import ContactKind, OfficeKind

_ABSENT: Any = strawberry.UNSET


@strawberry.input(description="A contact to store.")
class ContactPointInput:
    """A contact: its medium and value."""

    kind: ContactKind = strawberry.field(description="Medium.")
    value: str = strawberry.field(description="Number, address or URL, as people write it.")


@strawberry.input(description="Patch: an absent field is left as it is, an explicit null clears it.")
class OfficePatchInput:
    """New values of fields of an office. Absent fields stay, null empties a field."""

    kind: OfficeKind | None = strawberry.field(default=_ABSENT, description="What it is; never cleared.")
    category: str | None = strawberry.field(
        default=_ABSENT, description="A category that offices of the registry have; never cleared."
    )
    name_kk: str | None = strawberry.field(default=_ABSENT, description="Name in Kazakh.")
    name_ru: str | None = strawberry.field(default=_ABSENT, description="Name in Russian.")
    address_kk: str | None = strawberry.field(
        default=_ABSENT, description="Address in Kazakh; a changed one is located again."
    )
    address_ru: str | None = strawberry.field(
        default=_ABSENT, description="Address in Russian; a changed one is located again."
    )
    postal_code: str | None = strawberry.field(
        default=_ABSENT, description="Six digits, or seven signs such as A10A5T4."
    )
    location: PointInput | None = strawberry.field(
        default=_ABSENT, description="The front door; a point far from the settlement has to be confirmed."
    )
    opening_hours: str | None = strawberry.field(
        default=_ABSENT, description="General hours in the notation opening_hours of OpenStreetMap."
    )
    settlement_id: strawberry.ID | None = strawberry.field(default=_ABSENT, description="Where it stands.")
    organization_id: strawberry.ID | None = strawberry.field(
        default=_ABSENT, description="The legal body it belongs to."
    )
    parent_id: strawberry.ID | None = strawberry.field(
        default=_ABSENT, description="The office it is a branch of."
    )
    jurisdiction_unit_ids: list[strawberry.ID] | None = strawberry.field(
        default=_ABSENT, description="Units it answers for, whatever the service; 200 at most."
    )
    contacts: list[ContactPointInput] | None = strawberry.field(
        default=_ABSENT,
        description="All contacts of the office; a contact that is not in the list is removed.",
    )

    def patch(self, *path: str) -> Patch:
        """The patch for the change service, without absent fields.

        Raises RefusedError for an id of another type. `path` names the argument in that error.
        """
        values: dict[str, Any] = {}
        for name in ("kind", "category", "name_kk", "name_ru", "address_kk", "address_ru"):
            values[name] = getattr(self, name)
        values |= {"postal_code": self.postal_code, "opening_hours": self.opening_hours}
        if self.location is not _ABSENT:
            values["location"] = self.location and (self.location.longitude, self.location.latitude)
        if self.contacts is not _ABSENT:
            values["contacts"] = self.contacts and [(one.kind, one.value) for one in self.contacts]
        if self.settlement_id is not _ABSENT:
            values["settlement_id"] = self.settlement_id and unit_id(
                self.settlement_id, *path, "settlementId"
            )
        if self.organization_id is not _ABSENT:
            values["organization_id"] = self.organization_id and typed_id(
                self.organization_id, "Organization", *path, "organizationId"
            )
        if self.parent_id is not _ABSENT:
            values["parent_id"] = self.parent_id and office_id(self.parent_id, *path, "parentId")
        if self.jurisdiction_unit_ids is not _ABSENT:
            values["jurisdiction_unit_ids"] = self.jurisdiction_unit_ids and [
                unit_id(each, *path, "jurisdictionUnitIds") for each in self.jurisdiction_unit_ids
            ]
        return {name: value for name, value in values.items() if value is not _ABSENT}


def office_id(value: str, *path: str) -> str:
    """The slug of the id of an office. Raises RefusedError for any other text; `path` names the argument."""
    return typed_id(value, "Office", *path)


def typed_id(value: str, type_name: str, *path: str) -> str:
    """The slug of an id of one type. Raises RefusedError for any other text; `path` names the argument."""
    try:
        return slug_of(value, type_name)
    except BadInputError as error:
        raise refuse(UserErrorCode.INVALID, str(error), *path) from None


def unit_id(value: str, *path: str) -> str:
    """The slug of the id of a unit of any level.

    Raises RefusedError for any other text; `path` names the argument.
    """
    try:
        return unit_slug(value)
    except BadInputError as error:
        raise refuse(UserErrorCode.INVALID, str(error), *path) from None


def number_of(value: str, *path: str) -> int:
    """The number in the id of a correction.

    Raises RefusedError for any other text; `path` names the argument.
    """
    number = whole_number(typed_id(value, "Correction", *path))
    if number is None:
        raise refuse(UserErrorCode.NOT_FOUND, f"no correction has the id {value!r}", *path)
    return number
