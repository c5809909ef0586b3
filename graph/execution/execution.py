"""How an operation is executed: a query or an event by its plan, a mutation by the reference executor.

Both check the budget of a query before each root and every few fields below. A plan that meets an unsupported
case leaves the whole query to the reference executor; each such document is logged.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from graphql import GraphQLError, OperationType
from graphql.error import located_error

from graph.execution.compiled_query import plan_of
from graph.execution.fallbacks import fallbacks
from graph.execution.plan_errors import UnplannedError
from graph.execution.plan_run import Run, answered
from graph.libraries.strawberry_schema import ReferenceExecutor
from graph.terms.errors import LimitExceededError
from graph.terms.limits import CHECK_EVERY_S, Budget, granted
from model.errors import UsageError


class _GivenUpError(BaseException):
    """Ends an execution at once. It is no Exception, as the executor would catch that for each object."""


def _refused(budget: Budget) -> UsageError:
    return budget.refusal or LimitExceededError("the answer was stopped at a limit")


class MeteredExecution(ReferenceExecutor):
    """Executes every operation within the budget of its request."""

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The result of a query by its plan, of a mutation by the reference executor.

        For an event of a subscription, an awaitable of its result by the plan: other clients may get their
        turn first.
        """
        if self.operation.operation is OperationType.SUBSCRIPTION:
            return self.context_value.delivery.run(self._event)
        if self.operation.operation is OperationType.MUTATION:
            return super().execute_operation(serially)
        return self._by_plan()

    def _event(self) -> Any:
        self.context_value.begin_event()
        return self._by_plan()

    def _by_plan(self) -> Any:
        """The result by the plan.

        If the plan cannot answer, the reference executor answers from the start.
        """
        budget = granted()
        was_momentary, records = self.context_value.is_momentary, budget.records if budget else 0
        try:
            data, errors = self._planned(budget)
        except UnplannedError as why:
            reason = str(why)
        else:
            return self.respond(data, errors)
        fallbacks.note(reason, self.operation)
        self.context_value.is_momentary = was_momentary
        if budget is not None:
            budget.records = records
        return super().execute_operation(serially=False)

    def _planned(self, budget: Budget | None) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        """Data and errors of the answer by the plan; data are None with one error for an invalid document.

        Raises UnplannedError where the plan cannot answer.
        """
        if self.has_middleware:
            raise UnplannedError("an extension stands around each resolver")
        if not self.propagates_errors:
            raise UnplannedError("error propagation is disabled")
        run = Run(self, budget)
        try:
            data = answered(run, plan_of(self).roots, self.root_value)
        except GraphQLError as error:  # an error of the whole document: its conditions are invalid
            return None, [error]
        run.unexpected.log()
        return data, run.errors

    def execute_fields(
        self, parent_type: Any, source_value: Any, path: Any, fields: Any, position_context: Any
    ) -> Any:
        """The fields of one object, read by the reference executor.

        Raises _GivenUpError, which ends the execution, if the budget of a query is used up.
        """
        budget = granted()
        # A mutation that has begun is always completed.
        if budget is not None and self.operation.operation is not OperationType.MUTATION:
            if path is None:
                return self._roots(budget, parent_type, source_value, fields, position_context)
            if monotonic() >= budget.check_at or budget.refusal is not None:
                budget.check_at = monotonic() + CHECK_EVERY_S
                try:
                    budget.check()
                except UsageError:
                    raise _GivenUpError from None
        return super().execute_fields(parent_type, source_value, path, fields, position_context)

    def _roots(self, budget: Budget, parent_type: Any, source_value: Any, fields: Any, position: Any) -> Any:
        """Read the root fields one after the other.

        Raises GraphQLError at a root if the budget ends there.
        """
        data: dict[str, Any] = {}
        for name, details in fields.items():
            try:
                budget.check()
                data |= super().execute_fields(  # type: ignore[arg-type]  # no resolver of a query awaits
                    parent_type, source_value, None, {name: details}, position
                )
            except UsageError as error:
                raise located_error(error, None, [name]) from None
            except _GivenUpError:
                raise located_error(_refused(budget), None, [name]) from None
        return data
