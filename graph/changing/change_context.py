"""The service that makes the changes of one request, and the registry that shows their result."""

from changes.change_service import ChangeService, Outcome, Served
from graph.served.context import Context, Info, Registry
from graph.served.locators import locator_of
from graph.terms.errors import READ_ONLY_MESSAGE, ReadOnlyError

_UNLIMITED = 1_000_000


def change_service_of(info: Info) -> ChangeService:
    """The service that makes the changes of this request. Raises ReadOnlyError on a read-only server."""
    context: Context = info.context
    reception = context.reception
    if reception.engine is None:
        raise ReadOnlyError(READ_ONLY_MESSAGE)

    def served() -> Served:
        registry = reception.registry or context.registry
        return Served(registry.edition, registry.atlas, locator_of(registry))

    return ChangeService(
        reception.engine,
        served,
        lambda made: reception.catch_up(made=made),
        context.identity,
        context.client,
        until=context.asked_at + context.deadline_s,
    )


def registry_of(info: Info, outcome: Outcome) -> Registry:
    """The registry that shows the result. On a dry run it holds the change, which is not stored.

    Also lets the newest registry answer the rest of the request.
    """
    context: Context = info.context
    newest = context.answers_from = context.newest()
    if outcome.edition is None:
        return newest
    tried = newest.carried_on(outcome.edition)
    tried.retire()  # used for this request alone
    return tried


def hourly_limit(info: Info) -> int:
    """How many corrections the client may file in an hour; a million for accounts with a staff role."""
    context: Context = info.context
    is_staff = context.identity is not None and context.identity.is_staff
    return _UNLIMITED if is_staff else context.corrections_an_hour
