"""Queries that the reference executor answered, as no plan supports them: counted, logged once each."""

from __future__ import annotations

from collections import Counter, OrderedDict
from hashlib import sha256

import structlog
from graphql import OperationDefinitionNode

log = structlog.get_logger("kense.graph")

_REMEMBERED = 256


class Fallbacks:
    """Counts the queries of this process that the reference executor answered because they had no plan."""

    def __init__(self) -> None:
        self.by_reason: Counter[str] = Counter()
        """Number of queries by the reason for having no plan."""
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()

    @property
    def total(self) -> int:
        """Number of queries that the reference executor answered, for all reasons."""
        return self.by_reason.total()

    def note(self, reason: str, operation: OperationDefinitionNode) -> None:
        """Count a query.

        The query's document is logged by its SHA-256, once for each reason (of the last 256).
        """
        self.by_reason[reason] += 1
        text = operation.loc.source.body if operation.loc is not None else ""
        key = sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), reason
        if key in self._told:
            return
        self._told[key] = None
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        name = operation.name.value if operation.name is not None else None
        log.warning("query without a plan", reason=reason, operation=name, document=key[0])


fallbacks = Fallbacks()
"""The counter of this process."""
