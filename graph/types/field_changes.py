"""The type for one field before and after: of an office that people changed, or of two passports."""

import orjson
import strawberry

from model.change_values import AddressReading, FieldValue, value_to_json
from model.office_changes import FieldChange as Record


@strawberry.federation.type(shareable=True, description="Before and after, as JSON text.")
class FieldChange:
    """One field that differs."""

    field: str = strawberry.field(description="Name of the field, with dots inside channels.")
    before: str | None = strawberry.field(description="Value before, as JSON; null for none.")
    after: str | None = strawberry.field(description="Value after, as JSON; null for none.")


def change_view(change: Record) -> FieldChange:
    """A change of a field as a type of the schema."""
    return FieldChange(field=change.field, before=_json(change.before), after=_json(change.after))


def _json(value: FieldValue) -> str | None:
    """The value as JSON text; an address as the line that people write. None for no value."""
    plain = value.full if isinstance(value, AddressReading) else value_to_json(value)
    return None if plain is None else orjson.dumps(plain).decode()
