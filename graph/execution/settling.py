"""What accompanies the data of an answer: errors for clients, the cost of the operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError

from graph.terms import limits
from graph.terms.limits import MAX_COST


def told_alone(
    data: dict[str, Any] | None, errors: Sequence[GraphQLError] | None
) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
    """Data and errors as given. Once the budget is used up, None as data and only that refusal as error.

    Half an answer would mislead. Without errors the data are returned in any case.
    """
    refusal = limits.refusal()
    if refusal is None or not errors:
        return data, list(errors or ())
    # A slot may have failed before for another reason: the rest of the answer met the same refusal.
    return None, [next((error for error in errors if error.message == str(refusal)), errors[0])]


API_VERSION = "2026-11-30"
"""Day of the newest entry of docs/api-changelog.md: the API as described there."""


def version_told() -> dict[str, Any]:
    """The `extensions` of an answer whose cost is unknown, as nothing was executed: the API's version."""
    return {"apiVersion": API_VERSION}


def cost_told(estimated: int, records: int | None) -> dict[str, Any]:
    """The `extensions` of an answer: the estimated cost, the records read, both limits, the API's version."""
    return {
        "cost": {
            "estimated": estimated,
            "maximum": MAX_COST,
            "records": records,
            "maximumRecords": limits.MAX_RECORDS,
        },
        **version_told(),
    }
