"""The type for the differences between two passports of services."""

import strawberry

from graph.served.context import Registry
from graph.types.field_changes import FieldChange
from graph.types.kinds import PASSPORTS
from graph.types.passports import ServicePassport
from model.passport_changes import passport_changes


@strawberry.type(description="Two passports beside each other.")
class PassportDiff:
    """Two passports and the fields in which they differ."""

    origin: ServicePassport = strawberry.field(name="from", description="The passport before.")
    target: ServicePassport = strawberry.field(name="to", description="The passport after.")
    changes: list[FieldChange] = strawberry.field(
        description="Fields that differ; numbers compare across languages, texts do not."
    )


def passport_diff(registry: Registry, from_id: str, to_id: str) -> PassportDiff:
    """The differences between two passports.

    Raises BadInputError for an id of another type, NotFoundError for an unknown id.
    """
    before, after = PASSPORTS.must(registry, from_id), PASSPORTS.must(registry, to_id)
    return PassportDiff(
        origin=before,
        target=after,
        changes=[
            FieldChange(field=change.field, before=change.before, after=change.after)
            for change in passport_changes(before.record, after.record)
        ],
    )
