"""The current values of an office, field by field, in the form of its log of changes."""

from __future__ import annotations

from model.change_values import PROVISION, AddressReading, FieldValue, GivenService
from model.edition import Edition, Office, Position
from model.enums import ContactKind, Language, Role, ScheduleBasis, SchedulePurpose, TextOrigin

CONTACT_FIELDS = {
    ContactKind.PHONE: "phones",
    ContactKind.FAX: "faxes",
    ContactKind.EMAIL: "emails",
    ContactKind.WEBSITE: "websites",
    ContactKind.MESSENGER: "messengers",
    ContactKind.HOTLINE: "hotlines",
}
"""Kind of a contact and the field that holds its values."""
_KIND_OF = {field: kind for kind, field in CONTACT_FIELDS.items()}


def value_of(edition: Edition, office: Office, field: str) -> FieldValue:
    """The value that the office has for a field of its log; None if it has none.

    Raises ValueError for an unknown field.
    """
    if field.startswith(PROVISION):
        return _given(edition, office, field.removeprefix(PROVISION))
    if field in _KIND_OF:
        kind = _KIND_OF[field]
        return tuple(contact.value for contact in office.contacts if contact.kind is kind) or None
    if field.startswith("name_"):
        language = Language(field.removeprefix("name_"))
        own = (name for name in office.names if name.origin is TextOrigin.ORIGINAL)
        return next((name.value for name in own if name.language is language), None)
    if field.startswith("address_"):
        return _address(office, Language(field.removeprefix("address_")))
    if field == "opening_hours":
        general = (
            schedule
            for schedule in office.schedules
            if schedule.purpose is SchedulePurpose.GENERAL and schedule.basis is ScheduleBasis.OFFICE
        )
        return next((one.opening_hours for one in general), None)
    if field == "postal_code":
        return next((one.value for one in office.provenance if one.field == field and one.wins), None) or None
    return _identity(office, field)


def _identity(office: Office, field: str) -> FieldValue:
    """The value of a field that belongs to the office itself; None for none.

    Raises ValueError for another field.
    """
    match field:
        case "kind" | "category" | "located_in" | "parent_id" | "organization_id" | "status":
            value = getattr(office, field)
            return None if value is None else str(value)
        case "territory_ids":
            return office.territory_ids or None
        case "merged_into":
            return None  # a merged office is an office no more
        case "location":
            return office.position
        case "closed_on":
            return office.closed_on.isoformat() if office.closed_on else None
        case "successor_ids" | "absorbed":
            return tuple(getattr(office, field)) or None
    raise ValueError(f"an office has no field {field!r}")


def _address(office: Office, language: Language) -> AddressReading | None:
    """The office's address in a language; None if it has none."""
    for address in office.addresses:
        if address.language is language:
            return AddressReading(
                address.full,
                address.postal_code,
                address.locality,
                address.thoroughfare,
                address.locator_designator,
            )
    return None


def _given(edition: Edition, office: Office, service_id: str) -> GivenService | None:
    """All provisions of the service by the office, combined in one value; None if it does not give it."""
    provisions = [
        provision
        for key in edition.provisions_of_office.get(office.id, ())
        if (provision := edition.provisions[key]).service_id == service_id
    ]
    if not provisions:
        return None
    roles = {role for provision in provisions for role in provision.roles}
    units = dict.fromkeys(unit for provision in provisions for unit in provision.unit_ids)
    return GivenService(
        tuple(role for role in Role if role in roles),
        tuple(units),
        any(provision.is_nationwide for provision in provisions),
    )


def units_given(value: FieldValue) -> tuple[str | None, ...]:
    """The units that a service is given for. (None,) means the whole country; empty if it is not given."""
    if not isinstance(value, GivenService):
        return ()
    return (None,) if value.is_nationwide else value.unit_ids


def same_value(before: FieldValue, after: FieldValue) -> bool:
    """Whether two values of a field are equal. Of addresses only the full text is compared.

    Positions are compared by point and precision.
    """
    if isinstance(before, AddressReading) and isinstance(after, AddressReading):
        return before.full == after.full
    if isinstance(before, Position) and isinstance(after, Position):
        return (before.lon, before.lat, before.precision) == (after.lon, after.lat, after.precision)
    return before == after
