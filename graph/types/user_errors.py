"""Reasons why a mutation did nothing, as data."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Iterable

import strawberry

from changes.problems import Conflict, Problem, RefusedError, UserErrorCode
from graph.served.context import Registry
from graph.types.offices import Office, must_office

_ARGUMENTS = {
    "located_in": "settlementId",
    "territory_ids": "jurisdictionUnitIds",
    "phones": "contacts",
    "faxes": "contacts",
    "emails": "contacts",
    "websites": "contacts",
    "messengers": "contacts",
    "hotlines": "contacts",
}
"""Field of the log to the patch argument that sets it, where their names differ."""


@strawberry.interface(description="A reason the mutation did nothing, as data.")
class UserError:
    """The fields of every reason why a mutation did nothing."""

    message: str = strawberry.field(description="What is wrong, in English, and what to do.")
    code: UserErrorCode = strawberry.field(description="The reason, as a code.")
    path: list[str] | None = strawberry.field(
        description="Path to the argument; in CSV the line, then the column."
    )


@strawberry.federation.type(shareable=True, description="A rule of the registry was broken.")
class ValidationUserError(UserError):
    """A value, a right or a piece of evidence is not acceptable."""

    confirm: str | None = strawberry.field(
        description="Set for a doubtful value: this word in the argument `confirm` accepts it."
    )


@strawberry.federation.type(shareable=True, description="Someone else changed the record first.")
class VersionConflictUserError(UserError):
    """Somebody changed the same fields meanwhile; with the office as it is now, so that no work is lost."""

    current_version: int = strawberry.field(description="The version to send back as expectedVersion.")
    current: Office = strawberry.field(description="The office as it is now.")
    conflicting_fields: list[str] = strawberry.field(
        description="Arguments of the patch whose fields were changed meanwhile."
    )


def user_errors(registry: Registry, refused: RefusedError) -> list[UserError]:
    """The reasons of a refusal as types of the schema."""
    return [_user_error(registry, problem, refused.conflict) for problem in refused.problems]


def problems_shown(registry: Registry, problems: Iterable[Problem]) -> list[UserError]:
    """The reasons why parts of a change were left out, as types of the schema."""
    return [_user_error(registry, problem, None) for problem in problems]


def _user_error(registry: Registry, problem: Problem, conflict: Conflict | None) -> UserError:
    """A reason as a type of the schema; a version conflict with the office as it is now."""
    # Below `csv` stand lines and columns, which are called as in the text.
    is_of_csv = problem.path[:1] == ("csv",)
    path = [step if is_of_csv else camel(step) for step in problem.path] or None
    if problem.code is UserErrorCode.CONFLICT and conflict is not None:
        return VersionConflictUserError(
            message=problem.message,
            code=problem.code,
            path=path,
            current_version=conflict.current_version,
            current=must_office(registry, f"Office:{conflict.office_id}"),
            conflicting_fields=sorted({argument_of(field) for field in conflict.fields}),
        )
    return ValidationUserError(message=problem.message, code=problem.code, path=path, confirm=problem.confirm)


def argument_of(field: str) -> str:
    """The argument of a patch that sets the field of that name in the log of changes."""
    return _ARGUMENTS.get(field) or camel(field.partition(":")[0])


def camel(name: str) -> str:
    """The name in the schema's spelling: `name_kk` becomes `nameKk`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
