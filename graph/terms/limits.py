"""The limits of one request: size and depth of its document, records in its answer, seconds of the server.

Records are counted while the answer is made, because only the data show how many there are. Seconds are
counted twice: those on the clock, and those in which the request kept a processor busy. The second are the
measure that other requests feel, and do not depend on how busy the machine is with others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic, thread_time

from graph.libraries.graphql_core import limit_merging
from graph.terms.errors import BadInputError, DeadlineExceededError, LimitExceededError
from model.errors import UsageError
from model.late_import import uncounted_by

MAX_DEPTH = 20
MAX_ALIASES = 100
MAX_TOKENS = 4_000
MAX_ROOT_FIELDS = 50
MAX_MUTATIONS = 10
"""Most changes in one document: for more there are bulk mutations."""
MAX_COST = 1_000_000
MAX_RECORDS = 25_000
MAX_TEXT = 300
DEADLINE_S = 10.0
WORK_S = 0.3
MAX_EVENT_COST = 5_000
"""Greatest cost of one event of a subscription: it is spent again with each change."""
MAX_EVENT_BYTES = 262_144
"""Longest event in JSON: this much may wait at each connection that does not read."""
EVENT_SHARE = 1 / 5
"""Share of a query's work that one event may use."""
CHECK_EVERY_S = 0.005
"""Reading a thread's clock takes as long as some fields: so it is not done for each object."""

# Validation compares every pair of fields with one name. The default limit of graphql-core lets a document of
# 10 kB take more than two seconds; a screen of a hundred fragments needs a tenth of this.
MAX_MERGING = 40_000
limit_merging(MAX_MERGING)


@dataclass(slots=True)
class Budget:
    """What one request may still use: records, time by the clock, and processor time of this thread."""

    records: int = field(default_factory=lambda: MAX_RECORDS)
    deadline: float = field(default_factory=lambda: monotonic() + DEADLINE_S)
    work_end: float = field(default_factory=lambda: thread_time() + WORK_S)
    work_lasts_until: float = 0.0
    """Moment on the clock before which the work cannot be used up: no thread is faster than the clock."""
    check_at: float = 0.0
    """Moment on the clock of the executor's next check of the budget."""
    refusal: UsageError | None = None
    """Why the request was given up; all its remaining parts fail with the same error."""

    def check(self) -> None:
        """Raise LimitExceededError for records or processor time, DeadlineExceededError for the clock.

        Later calls raise the same error again.
        """
        if self.refusal is not None:
            raise self.refusal
        now = monotonic()
        if self.records < 0:
            self.refusal = LimitExceededError(
                f"the answer holds more than {MAX_RECORDS} records: ask for smaller pages, or fewer levels"
            )
        elif now > self.work_lasts_until and thread_time() > self.work_end:
            self.refusal = LimitExceededError(
                "the answer takes too much work: ask for smaller pages, fewer fields or fewer levels"
            )
        elif now > self.deadline:
            self.refusal = DeadlineExceededError(
                "the answer took too long: ask for smaller pages, or for fewer levels at once"
            )
        if self.refusal is not None:
            raise self.refusal


_budget: ContextVar[Budget | None] = ContextVar("kense_request_budget", default=None)


def grant(budget: Budget | None) -> None:
    """Set the budget of the current request; None to remove it."""
    _budget.set(budget)


def granted() -> Budget | None:
    """The budget of the current request. None if it has none."""
    return _budget.get()


def spend(records: int) -> None:
    """Count records of an answer and check the budget.

    Raises LimitExceededError or DeadlineExceededError if it is used up. Does nothing without a budget.
    """
    budget = _budget.get()
    if budget is not None:
        budget.records -= records
        budget.check()


def records_spent() -> int | None:
    """Number of records counted for the answer so far. None without a budget."""
    budget = _budget.get()
    return None if budget is None else MAX_RECORDS - max(budget.records, 0)


def refusal() -> UsageError | None:
    """The error that ended the current request. None if it was not refused, or without a budget."""
    budget = _budget.get()
    return None if budget is None else budget.refusal


@contextmanager
def unmetered() -> Iterator[None]:
    """Time within the block is not counted for the request.

    The result of the block serves later requests too, or is stored.
    """
    begun, begun_work = monotonic(), thread_time()
    try:
        yield
    finally:
        budget = _budget.get()
        if budget is not None:
            passed = monotonic() - begun
            budget.deadline += passed
            budget.work_lasts_until += passed
            budget.work_end += thread_time() - begun_work


uncounted_by(unmetered)


def short_text(text: str, argument: str) -> str:
    """The text, unchanged.

    Raises BadInputError above 300 characters, which no name has; `argument` names it in the message.
    """
    if len(text) > MAX_TEXT:
        raise BadInputError(f"{argument} has {len(text)} characters, at most {MAX_TEXT} are read")
    return text
