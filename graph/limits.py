"""What one request may cost: size and depth of its document, records in its answer, seconds of the server.

Records are counted while the answer is made, because only the data tell how many there are. Seconds are
counted twice: those on the clock, and those in which the request kept a processor busy. The second are the
measure that other requests feel, and do not depend on how busy the machine is with others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic, thread_time
from typing import Any

from graphql import OperationType
from graphql.error import located_error
from graphql.validation.rules import overlapping_fields_can_be_merged as overlapping
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.errors import BadInputError, DeadlineExceededError, LimitExceededError
from store.errors import UsageError

MAX_DEPTH = 20
MAX_ALIASES = 100
MAX_TOKENS = 4_000
MAX_ROOT_FIELDS = 50
MAX_MUTATIONS = 10
"""Changes that one document may ask for: what comes as many has a mutation of its own."""
MAX_COST = 1_000_000
MAX_RECORDS = 25_000
MAX_TEXT = 300
DEADLINE_S = 10.0
WORK_S = 2.0
_FIELDS_BETWEEN_CHECKS = 64
"""Reading the clock of a thread costs as much as resolving a field: so it is not done for each object."""

# Whether fields of one name can be merged is asked of every pair of them. The default of graphql-core lets
# a document of 10 kB take more than two seconds; a screen of a hundred fragments needs a tenth of this.
overlapping.MAX_COMPLEXITY_BUDGET = 40_000


@dataclass(slots=True)
class Budget:
    """What is left to one request: records, a moment on the clock, a moment of this thread's work."""

    records: int = field(default_factory=lambda: MAX_RECORDS)
    deadline: float = field(default_factory=lambda: monotonic() + DEADLINE_S)
    work_end: float = field(default_factory=lambda: thread_time() + WORK_S)
    unchecked: int = 0
    """Fields since the clocks were looked at."""
    refusal: UsageError | None = None
    """Why the request was given up; everything it still asks for gets the same answer."""

    def check(self) -> None:
        """Raises LimitExceededError or DeadlineExceededError once something is used up."""
        if self.refusal is not None:
            raise self.refusal
        if self.records < 0:
            self.refusal = LimitExceededError(
                f"the answer holds more than {MAX_RECORDS} records: ask for smaller pages, or fewer levels"
            )
        elif thread_time() > self.work_end:
            self.refusal = LimitExceededError(
                "the answer takes too much work: ask for smaller pages, fewer fields or fewer levels"
            )
        elif monotonic() > self.deadline:
            self.refusal = DeadlineExceededError(
                "the answer took too long: ask for smaller pages, or for fewer levels at once"
            )
        if self.refusal is not None:
            raise self.refusal


_budget: ContextVar[Budget | None] = ContextVar("kense_request_budget", default=None)


def grant(budget: Budget) -> None:
    """Give the request that runs in this context its budget."""
    _budget.set(budget)


def spend(records: int) -> None:
    """Count records of an answer. Raises LimitExceededError or DeadlineExceededError when none are left."""
    budget = _budget.get()
    if budget is not None:
        budget.records -= records
        budget.check()


def records_spent() -> int | None:
    """Records of the answer so far; None outside of a request."""
    budget = _budget.get()
    return None if budget is None else MAX_RECORDS - max(budget.records, 0)


def refusal() -> UsageError | None:
    """Why the request was given up, if it was."""
    budget = _budget.get()
    return None if budget is None else budget.refusal


@contextmanager
def unmetered() -> Iterator[None]:
    """What is made here serves all later requests of the edition, and is not this one's work."""
    begun, begun_work = monotonic(), thread_time()
    try:
        yield
    finally:
        budget = _budget.get()
        if budget is not None:
            budget.deadline += monotonic() - begun
            budget.work_end += thread_time() - begun_work


class _GivenUpError(BaseException):
    """Ends an execution at once; what is an Exception, the executor would catch for each object anew."""


def _refused(budget: Budget) -> UsageError:
    return budget.refusal or LimitExceededError("the answer was given up")


class MeteredExecution(StrawberryGraphQLCoreExecutionContext):
    """The executor, which looks at the budget of a query before each root and every few fields below."""

    def execute_fields(
        self, parent_type: Any, source_value: Any, path: Any, fields: Any, position_context: Any
    ) -> Any:
        """The fields of one object."""
        budget = _budget.get()
        # A subscription lives on, and a mutation that has begun is carried out.
        if budget is not None and self.operation.operation is OperationType.QUERY:
            if path is None:
                return self._roots(budget, parent_type, source_value, fields, position_context)
            budget.unchecked += len(fields)
            if budget.unchecked > _FIELDS_BETWEEN_CHECKS or budget.refusal is not None:
                budget.unchecked = 0
                try:
                    budget.check()
                except UsageError:
                    raise _GivenUpError from None
        return super().execute_fields(parent_type, source_value, path, fields, position_context)

    def _roots(self, budget: Budget, parent_type: Any, source_value: Any, fields: Any, position: Any) -> Any:
        """Roots one after the other. Raises GraphQLError with the refusal, at the root that met it."""
        found: dict[str, Any] = {}
        for name, details in fields.items():
            try:
                budget.check()
                found |= super().execute_fields(  # type: ignore[arg-type]  # no resolver of a query awaits
                    parent_type, source_value, None, {name: details}, position
                )
            except UsageError as error:
                raise located_error(error, None, [name]) from None
            except _GivenUpError:
                raise located_error(_refused(budget), None, [name]) from None
        return found


def short_text(text: str, argument: str) -> str:
    """`text`, when no name can be longer. Raises BadInputError: names are remembered once folded."""
    if len(text) > MAX_TEXT:
        raise BadInputError(f"{argument} has {len(text)} characters, at most {MAX_TEXT} are read")
    return text
