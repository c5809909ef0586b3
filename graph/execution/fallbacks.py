"""Queries that the reference executor had to answer, because no plan could: counted, and each logged once."""

from __future__ import annotations

from collections import Counter, OrderedDict
from hashlib import sha256

import structlog
from graphql import OperationDefinitionNode

log = structlog.get_logger("kense.graph")

_REMEMBERED = 256


class Fallbacks:
    """What has been left to the reference executor since the process began."""

    def __init__(self) -> None:
        self.by_reason: Counter[str] = Counter()
        """How many queries, by why they had no plan."""
        self._told: OrderedDict[tuple[str, str], None] = OrderedDict()

    @property
    def total(self) -> int:
        """How many queries in all."""
        return self.by_reason.total()

    def note(self, reason: str, operation: OperationDefinitionNode) -> None:
        """Count one; its document is named by the hash that persisted queries have."""
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
"""Of this process."""
