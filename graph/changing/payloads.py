"""What all mutations share: arguments, fields of the payload, and the call of the change service."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from changes.change_service import Change, Outcome
from graph.changing.change_context import change_service_of
from graph.served.context import Info
from graph.served.query_root import new_root
from graph.terms.limits import unmetered
from graph.types.user_errors import UserError

if TYPE_CHECKING:
    ServedQuery = object

AnyQuery = Annotated["ServedQuery", strawberry.lazy("graph.served.query_root")]
Id = Annotated[strawberry.ID, strawberry.argument(description="Id of an Office.")]
Expected = Annotated[
    int,
    strawberry.argument(description="The version that the client saw: refused unless it is still current."),
]
Reason = Annotated[str, strawberry.argument(description="Why; kept in the history.")]
Evidence = Annotated[list[str] | None, strawberry.argument(description="Citations of acts, or testimony.")]
NeededEvidence = Annotated[
    list[str], strawberry.argument(description="Citations of acts, or testimony: at least one.")
]
DryRun = Annotated[
    bool, strawberry.argument(description="Check the change and return its result without storing it.")
]
Key = Annotated[
    str | None,
    strawberry.argument(
        description="Made up by the client, 200 characters at most: the same request with it is carried out "
        "once, however often it is sent within 30 days. Who has not signed in makes it at random, of 22 "
        "characters at least."
    ),
]
Confirm = Annotated[
    list[str] | None,
    strawberry.argument(description="Doubts to ignore: words that a user error listed in `confirm`."),
]


@strawberry.type(description="What every result of a mutation contains.")
class Payload:
    """The fields of every payload: reasons why nothing was changed, and the root of queries."""

    user_errors: list[UserError] = strawberry.field(description="Empty when all was done.")

    @strawberry.field(description="For whatever else a client wants to know, from the newest edition.")
    def query(self) -> AnyQuery:
        """The root of queries, so that the client can read anything after the change."""
        return new_root()


def rehearsed(info: Info, work: Callable[[], Change], key: str | None) -> Outcome:
    """The outcome of work that writes nothing, with its idempotency key checked.

    Raises RefusedError and StoreError.
    """
    with unmetered():
        return change_service_of(info).rehearse(work(), None if key is strawberry.UNSET else key)


def carried_out(
    info: Info, work: Callable[[], Change], request: list[Any], key: str | None, dry_run: bool
) -> Outcome:
    """The outcome of the change, stored unless `dry_run`. Raises RefusedError and StoreError.

    `request` identifies equal requests with the same idempotency key: they are carried out once.
    """
    # A stored change is always answered: only building the answer counts as work of the request.
    with unmetered():
        return change_service_of(info).carry_out(
            work(), request, None if key is strawberry.UNSET else key, dry_run=dry_run
        )
