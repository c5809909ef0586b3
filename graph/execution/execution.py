"""How an operation is executed: a query by its plan, everything else by the reference executor.

Both look at the budget of a query before each root and every few fields below. A plan that meets what it has
no answer for leaves the whole query to the reference executor, which knows all about errors.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from graphql import GraphQLError, OperationType
from graphql.error import located_error
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graph.execution.compiled_query import Run, plan_of
from graph.terms.errors import LimitExceededError
from graph.terms.limits import CHECK_EVERY_S, Budget, granted
from model.errors import UsageError


class _GivenUpError(BaseException):
    """Ends an execution at once; what is an Exception, the executor would catch for each object anew."""


def _refused(budget: Budget) -> UsageError:
    return budget.refusal or LimitExceededError("the answer was given up")


class MeteredExecution(StrawberryGraphQLCoreExecutionContext):
    """The executor of every operation."""

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The result of a query by its plan, else that of the reference executor."""
        if self.operation.operation is not OperationType.QUERY or self._has_middleware():
            return super().execute_operation(serially)
        budget = granted()
        was_momentary, records = self.context_value.is_momentary, budget.records if budget else 0
        try:
            data, refused = self._planned(budget)
        except Exception:
            # Whatever failed fails there again, is told with its path, and logged once.
            self.context_value.is_momentary = was_momentary
            if budget is not None:
                budget.records = records
            return super().execute_operation(serially)
        if refused is not None:
            self.collected_errors.add(refused, None)
        return self.finish(self.build_response(data))

    def _has_middleware(self) -> bool:
        return self.middleware_manager is not None and bool(self.middleware_manager.middlewares)

    def _planned(self, budget: Budget | None) -> tuple[dict[str, Any] | None, GraphQLError | None]:
        """The answer by the plan, or the refusal of a used up budget. Raises for what it cannot answer."""
        run = Run(self, budget)
        found: dict[str, Any] = {}
        for name, read in plan_of(self).roots:
            try:
                run.check()
                found[name] = read(self.root_value, run)
            except UsageError:
                if budget is None or budget.refusal is None:
                    raise
                return None, located_error(budget.refusal, None, [name])
        return found, None

    def execute_fields(
        self, parent_type: Any, source_value: Any, path: Any, fields: Any, position_context: Any
    ) -> Any:
        """The fields of one object."""
        budget = granted()
        # A subscription lives on, and a mutation that has begun is carried out.
        if budget is not None and self.operation.operation is OperationType.QUERY:
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
