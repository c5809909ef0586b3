"""The queries of `docs/api.md`, each with the variables that stand below it."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from tests.conformance.conftest import CHECKOUT

PAGE = CHECKOUT / "docs" / "api.md"
_QUERY = re.compile(r"```graphql\n(.*?)```\s*```json\n(.*?)```", re.S)


class Documented(NamedTuple):
    """A query that people copy."""

    name: str
    query: str
    variables: dict[str, Any]


def subscriptions() -> list[str]:
    """All subscriptions of the page, in order; they have no answer to show at once."""
    return re.findall(r"```graphql\n(subscription .*?)```", PAGE.read_text("utf-8"), re.S)


def documented() -> list[Documented]:
    """All queries of the page, in order."""
    found = _QUERY.findall(PAGE.read_text("utf-8"))
    named = re.compile(r"(?:query|mutation) (\w+)")
    return [Documented(named.findall(query)[0], query, json.loads(variables)) for query, variables in found]
