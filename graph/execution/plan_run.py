"""One execution of a plan: the readers' view of the request, and the errors so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, NamedTuple, NoReturn, Protocol

from graphql import GraphQLError, GraphQLObjectType, GraphQLSchema
from graphql.error import located_error
from graphql.execution import VariableValues

from graph.execution.fragments import Fragments
from graph.execution.plan_errors import (
    Failure,
    Mark,
    Part,
    Position,
    RisingError,
    UnknownInfoError,
    UnplannedError,
    taken_out,
)
from graph.libraries.graphql_core import take_place
from graph.terms.errors import Unexpected, is_expected, present
from graph.terms.limits import CHECK_EVERY_S, Budget
from model.errors import UsageError

Reader = Callable[[Any, "Run"], Any]
"""Takes an object of the edition and writes its part of the answer."""


class Asking(Protocol):
    """The executor that runs a plan: the reference executor, or its replacement for a known query."""

    @property
    def context_value(self) -> Any:
        """The context of the request."""

    @property
    def schema(self) -> GraphQLSchema:
        """The schema that the plan was made for."""

    @property
    def variable_values(self) -> VariableValues:
        """The variables, converted to their declared types."""

    @property
    def type_of_value(self) -> Callable[..., GraphQLObjectType]:
        """A function that finds the object type of a value of an interface or union.

        It raises GraphQLError if there is none, UnplannedError if it cannot tell.
        """


class Run:
    """The state of one execution of a plan.

    Resolvers get it as their `info`, of which they may read the context.
    """

    __slots__ = (
        "arguments",
        "budget",
        "check_at",
        "context",
        "errors",
        "executor",
        "fragments",
        "located",
        "marks",
        "schema",
        "unexpected",
        "variables",
        "waiting",
    )

    def __init__(self, executor: Asking, budget: Budget | None, fragments: Fragments | None = None) -> None:
        """`fragments` are cached parts of answers in JSON; without them the answer holds values only."""
        self.fragments = fragments
        self.executor = executor
        self.context = executor.context_value
        self.schema = executor.schema
        self.variables = executor.variable_values
        self.budget = budget
        self.check_at = 0.0
        self.arguments: dict[int, dict[str, Any]] = {}
        self.waiting: list[Failure] = []
        """Failures in the order in which they were caught; their paths may be incomplete."""
        self.errors: list[GraphQLError] = []
        """The errors with complete paths."""
        self.located: dict[int, GraphQLError] = {}
        self.unexpected = Unexpected()
        self.marks = 0
        """Number of marks in what has been read."""

    def __getattr__(self, name: str) -> NoReturn:
        raise UnknownInfoError(f"a resolver reads {name} of its info")

    def check(self) -> None:
        """Check the budget.

        Raises LimitExceededError if too many records were read, DeadlineExceededError if too late.
        """
        self.check_at = monotonic() + CHECK_EVERY_S
        if self.budget is not None:
            self.budget.check()

    def slot(
        self,
        error: Exception,
        position: Position,
        key: str | int,
        nullable: bool,
        found: Part,
    ) -> Mark:
        """The mark to put at `key` of `found`, after reading its value failed.

        Raises RisingError where null is not allowed: `found` is lost too. Raises the refusal of a used-up
        budget like `check`. Raises UnplannedError if the plan itself cannot answer.
        """
        if isinstance(error, UnknownInfoError):
            raise UnplannedError(str(error)) from None
        if self.budget is not None and self.budget.refusal is not None:
            raise self.budget.refusal from None
        if monotonic() >= self.check_at:
            self.check()
        failures = error.failures if isinstance(error, RisingError) else [_failure(error, position)]
        if not nullable:
            for failure in failures:
                failure.keys.append(key)
            raise RisingError([*failures, *self.take_out(found)]) from None
        self.waiting.append(failures[0])
        self.marks += 1
        return Mark(failures)

    def lost(self, error: Exception, position: Position, found: list[Any]) -> RisingError:
        """The error to raise when an iterable fails after some items.

        Errors inside `found` are raised together with it.
        """
        return RisingError([_failure(error, position), *self.take_out(found)])

    def take_out(self, part: Part) -> list[Failure]:
        """Replace all marks in a part of the answer by null.

        Returns their failures, whose paths then begin at that part.
        """
        if not self.marks:
            return []
        marks = taken_out(part, self.marks)
        self.marks -= len(marks)
        return [failure for mark in marks for failure in mark.failures]

    def tell(self) -> None:
        """Turn the waiting failures into errors of the answer.

        Raises like `check` if the budget is used up.
        """
        for failure in self.waiting:
            if monotonic() >= self.check_at:
                self.check()
            self.errors.append(present(self._located(failure), unexpected=self.unexpected))
        self.waiting.clear()

    def give_up(self, refusal: UsageError, root: str) -> None:
        """Report only the refusal, at the root where it occurred: half an answer would look complete.

        Unexpected failures are still logged.
        """
        for failure in self.waiting:
            if not is_expected(failure.error):
                self.unexpected.note(failure.error, failure.path)
        self.errors = [located_error(refusal, None, [root])]

    def _located(self, failure: Failure) -> GraphQLError:
        """The error with path and position.

        Faster than `located_error` with nodes, which reads the whole document for line numbers.
        """
        error, position = located_error(failure.error, None, failure.path), failure.position
        if error.nodes or error.positions:
            return located_error(failure.error, position.nodes, failure.path)
        known = self.located.get(id(position))
        if known is None:
            known = self.located[id(position)] = GraphQLError("", position.nodes)
        take_place(error, known)
        return error


def _failure(error: Exception, position: Position) -> Failure:
    # A traceback holds everything that was read on the way, and only logged ones are used.
    return Failure(error.with_traceback(None) if is_expected(error) else error, position)


class Field(NamedTuple):
    """A selected field, and how a plan reads it from each object of a type."""

    name: str
    """Its key in the answer."""
    read: Reader
    position: Position
    nullable: bool


def object_of(fields: Iterable[Field], value: Any, run: Run) -> dict[str, Any]:
    """A dict of the fields of an object, with a mark for each that failed. Raises like `Run.slot`."""
    data: dict[str, Any] = {}
    for name, read, position, nullable in fields:
        try:
            data[name] = read(value, run)
        except Exception as error:
            data[name] = run.slot(error, position, name, nullable, data)
    return data


def answered(run: Run, roots: Iterable[Field], value: Any) -> dict[str, Any] | None:
    """The data of an answer.

    None if a non-null root failed, or the budget was used up; `run.errors` says why.
    """
    data: dict[str, Any] = {}
    for root in roots:
        try:
            run.check()
            part = _of_root(run, root, value)
        except UsageError:
            if run.budget is None or run.budget.refusal is None:
                raise
            run.give_up(run.budget.refusal, root.name)
            return None
        if part is None:
            return None
        data |= part
    return data


def _of_root(run: Run, root: Field, value: Any) -> dict[str, Any] | None:
    """The data of one root, its failures turned into errors of the run. None if a non-null root failed."""
    part: dict[str, Any] | None = None
    try:
        part = object_of((root,), value, run)
    except RisingError as rising:
        run.waiting.append(rising.failures[0])
    if run.waiting:
        if part is not None:
            run.take_out(part)
        run.tell()
    return part
