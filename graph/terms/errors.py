"""Errors as clients see them: a message, and in `extensions.code` a word that a program can act on.

An error of the registry whose message is safe (`UsageError`) keeps it. Anything unexpected is logged with
its trace and shown as INTERNAL, so that no table, path or statement leaks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import structlog
from graphql import GraphQLError, VariableDefinitionNode
from graphql import GraphQLSyntaxError as SyntaxFault
from strawberry.types import StreamExecutionResult

from graph.libraries.graphql_core import is_parsing_aborted, take_place
from graph.libraries.strawberry_schema import CannotGetOperationTypeError, OperationHooks
from model.errors import (
    CommitUnknownError,
    NewerStoreError,
    NoRightInStoreError,
    NotFoundError,
    StoreError,
    UsageError,
)
from model.public_changes import EditionAheadError, EditionGoneError

log = structlog.get_logger("kense.graph")

NOT_FOUND = "NOT_FOUND"
BAD_USER_INPUT = "BAD_USER_INPUT"
GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
BAD_REQUEST = "BAD_REQUEST"
PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
UNAUTHENTICATED = "UNAUTHENTICATED"
FORBIDDEN = "FORBIDDEN"
UNKNOWN_HOST = "UNKNOWN_HOST"
KEYS_UNAVAILABLE = "KEYS_UNAVAILABLE"
RATE_LIMITED = "RATE_LIMITED"
FELL_BEHIND = "FELL_BEHIND"
STORE_UNAVAILABLE = "STORE_UNAVAILABLE"
OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
READ_ONLY = "READ_ONLY"
NOT_READY = "NOT_READY"
EDITION_GONE = "EDITION_GONE"
INTERNAL = "INTERNAL"

NO_OPERATION = "the document has no operation of that name, or several and none is named"
INTERNAL_MESSAGE = "The registry failed to answer; the failure was logged."


class BadInputError(UsageError):
    """An argument has an unusable value; the message says what is right."""


class LimitExceededError(UsageError):
    """A document is deeper, longer or wider than the server accepts."""


class DeadlineExceededError(UsageError):
    """The answer took longer than a request may take."""


class FellBehindError(UsageError):
    """A subscriber took events more slowly than they came. The subscription has ended."""


class RateLimitedError(UsageError):
    """The client used more than its share. Nothing was done; it may retry after `retry_after_s` seconds."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ReadOnlyError(UsageError):
    """The server accepts no changes."""


class ForbiddenError(UsageError):
    """The client may not see or do that; the message names the missing right."""


STORE_UNAVAILABLE_MESSAGE = (
    "The store cannot be used now. Send the same request again, with the same idempotencyKey: "
    "it is carried out once, also where that has been done already."
)

OUTCOME_UNKNOWN_MESSAGE = (
    "Whether the change is stored is not known: the store did not confirm it in time. Send the same request "
    "again with the same idempotencyKey, and it is carried out once; without a key read the record first."
)

OLDER_SERVER_MESSAGE = (
    "This server is older than its store: it goes on answering, and takes no changes. Send the same request "
    "again, with the same idempotencyKey: a newer server takes it."
)

RETRY_AFTER_S = 2
"""Seconds after which an unusable store is tried again."""

READ_ONLY_MESSAGE = "This server is read-only: changes are accepted elsewhere, or not at all."

_CODES: tuple[tuple[type[UsageError], str], ...] = (
    (NotFoundError, NOT_FOUND),
    (ForbiddenError, FORBIDDEN),
    (LimitExceededError, LIMIT_EXCEEDED),
    (DeadlineExceededError, DEADLINE_EXCEEDED),
    (FellBehindError, FELL_BEHIND),
    (RateLimitedError, RATE_LIMITED),
    (ReadOnlyError, READ_ONLY),
    (EditionGoneError, EDITION_GONE),
    (EditionAheadError, NOT_READY),
    (UsageError, BAD_USER_INPUT),
)


def code_of(error: UsageError) -> str:
    """The code for clients of a registry error: BAD_USER_INPUT unless its class has another code."""
    return next(code for kind, code in _CODES if isinstance(error, kind))


_LONGEST_MESSAGE = 2_000
"""Characters: errors repeat what was sent, which may be as long as a request."""


def _short(message: str) -> str:
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"


def coded(message: str, code: str) -> GraphQLError:
    """An error for clients with its code. A message of more than 2,000 characters is cut."""
    return GraphQLError(_short(message), extensions={"code": code})


def rate_limited(error: RateLimitedError) -> GraphQLError:
    """The error for clients, with its code and with `retryAfter`: seconds until the client may retry."""
    return GraphQLError(
        _short(str(error)), extensions={"code": RATE_LIMITED, "retryAfter": error.retry_after_s}
    )


def _cause(error: GraphQLError) -> BaseException | None:
    """The first error in the chain that is not a GraphQLError. None if all are."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


class Unexpected:
    """Collects the unexpected failures in one answer, so that each kind is logged once, with its count."""

    def __init__(self) -> None:
        self._met: dict[object, tuple[BaseException, Sequence[str | int] | None]] = {}
        self._times: Counter[object] = Counter()

    def note(self, cause: BaseException, path: Sequence[str | int] | None) -> None:
        """Count a failure.

        Failures of one class raised at one line of code are one kind; the first failure of a kind is kept.
        """
        trace = cause.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        kind = type(cause), trace and (trace.tb_frame.f_code, trace.tb_lineno)
        self._met.setdefault(kind, (cause, path))
        self._times[kind] += 1

    def log(self) -> None:
        """Log one line for each kind of failure, and forget them."""
        for kind, (cause, path) in self._met.items():
            logged: dict[str, Any] = {"path": path, "times": self._times[kind]}
            if isinstance(cause, StoreError):
                log.error("the store cannot be used", reason=str(cause), **logged)
            else:
                log.error("unexpected error", exc_info=cause, **logged)
        self._met.clear()
        self._times.clear()


def is_expected(error: BaseException) -> bool:
    """Whether the error is made for clients (UsageError or GraphQLError).

    The traceback of such an error is not needed.
    """
    return isinstance(error, (UsageError, GraphQLError))


def present(
    error: GraphQLError, *, before_execution: bool = False, unexpected: Unexpected | None = None
) -> GraphQLError:
    """The error for clients, with a code. If its cause is unexpected, the message is hidden (INTERNAL).

    An error that has a code is returned unchanged. Unexpected causes are collected in `unexpected` if given,
    else logged at once.
    """
    if error.extensions and "code" in error.extensions:
        return error
    if unexpected is None:
        unexpected = Unexpected()
        told = present(error, before_execution=before_execution, unexpected=unexpected)
        unexpected.log()
        return told
    cause = _cause(error)
    if isinstance(cause, RecursionError):
        return _recoded(error, "the document is nested too deeply to be read", LIMIT_EXCEEDED)
    if isinstance(cause, UsageError):
        return _of_registry(error, cause)
    if isinstance(cause, StoreError):  # its message names tables, hosts and files: it is only for the log
        unexpected.note(cause, error.path)
        return _of_store(error, cause)
    if isinstance(cause, CannotGetOperationTypeError):
        return _recoded(error, NO_OPERATION, BAD_REQUEST)
    if isinstance(error, SyntaxFault):
        if is_parsing_aborted(error):  # more tokens than graph/terms/limits.py allows the parser
            return _recoded(error, error.message, LIMIT_EXCEEDED)
        return _recoded(error, error.message, GRAPHQL_PARSE_FAILED)
    if cause is None:
        # graphql-core's own: an invalid document, a variable of the wrong type.
        code = GRAPHQL_VALIDATION_FAILED if before_execution else BAD_USER_INPUT
        return _recoded(error, error.message, code)
    unexpected.note(cause, error.path)
    return _recoded(error, INTERNAL_MESSAGE, INTERNAL)


_BAD_VARIABLE = re.compile(
    r"Variable '\$(?P<name>\w+)' has invalid value(?: at (?P<place>(?:\.\w+|\[\d+\])+))?:"
)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def _variable_path(error: GraphQLError) -> list[str | int]:
    """Name of the invalid variable and the path to the value in it. Empty for other errors.

    graphql-core tells it in the message alone: "Variable '$to' has invalid value at .latitude: ...".
    """
    match = _BAD_VARIABLE.match(error.message)
    if match is None or not any(isinstance(node, VariableDefinitionNode) for node in error.nodes or ()):
        return []
    steps = _STEP.findall(match["place"] or "")
    return [match["name"], *(key or int(index) for key, index in steps)]


def _of_registry(error: GraphQLError, cause: UsageError) -> GraphQLError:
    told = _recoded(error, str(cause), code_of(cause))
    if isinstance(cause, RateLimitedError):
        told.extensions = {**(told.extensions or {}), "retryAfter": cause.retry_after_s}
    return told


def _of_store(error: GraphQLError, cause: StoreError) -> GraphQLError:
    """The error for clients when the store failed: READ_ONLY, or a code with `retryAfter` in seconds."""
    if isinstance(cause, NoRightInStoreError):
        return _recoded(error, READ_ONLY_MESSAGE, READ_ONLY)
    message, code = STORE_UNAVAILABLE_MESSAGE, STORE_UNAVAILABLE
    if isinstance(cause, CommitUnknownError):
        message, code = OUTCOME_UNKNOWN_MESSAGE, OUTCOME_UNKNOWN
    elif isinstance(cause, NewerStoreError):
        message = OLDER_SERVER_MESSAGE
    told = _recoded(error, message, code)
    told.extensions = {**(told.extensions or {}), "retryAfter": RETRY_AFTER_S}
    return told


def _recoded(error: GraphQLError, message: str, code: str) -> GraphQLError:
    """The error at the same place, with another message, a code, and the path to an invalid variable."""
    within = _variable_path(error)
    place = {"variablePath": within} if within else {}
    recoded = GraphQLError(
        _short(message), path=error.path, extensions={**(error.extensions or {}), "code": code, **place}
    )
    take_place(recoded, error)
    return recoded


def presented(errors: Sequence[GraphQLError], *, before_execution: bool = False) -> list[GraphQLError]:
    """All errors of one answer after `present`. Unexpected causes are logged; tracebacks are removed."""
    unexpected = Unexpected()
    errors_shown = [
        present(error, before_execution=before_execution, unexpected=unexpected) for error in errors
    ]
    unexpected.log()
    for one in errors:
        _forget_frames(one)
    return errors_shown


def _forget_frames(error: BaseException) -> None:
    """Remove the traceback from an error and from its causes, once it has been sent and logged.

    A traceback holds the variables of all functions that were running, including a registry. Errors and their
    executors refer to each other, so that these would stay until the next garbage collection.
    """
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        current.__traceback__ = None
        of_graphql = current.original_error if isinstance(current, GraphQLError) else None
        waiting += [
            cause for cause in (current.__cause__, current.__context__, of_graphql) if cause is not None
        ]


class ErrorCodes(OperationHooks):
    """A Strawberry extension: each error of a result gets its code.

    An unexpected error is hidden and logged.
    """

    _begun = False

    def on_execute(self) -> Iterator[None]:
        """Runs around execution. Errors after its begin are not errors of validation."""
        self._begun = True
        yield

    def on_operation(self) -> Iterator[None]:
        """Runs around the operation, and gives its errors their codes afterwards."""
        yield
        result: Any = self.execution_context.result
        errors = getattr(result, "errors", None)
        if errors:
            result.errors = presented(errors, before_execution=not self._begun)
        elif self.execution_context.pre_execution_errors:
            errors = self.execution_context.pre_execution_errors
            errors[:] = presented(errors, before_execution=True)

    def on_stream_result(self, result: StreamExecutionResult) -> Iterator[None]:
        """Runs before each event of a subscription is sent, and gives its errors their codes."""
        event: Any = result
        if getattr(event, "errors", None):
            event.errors = presented(event.errors, before_execution=not self._begun)
        yield None
