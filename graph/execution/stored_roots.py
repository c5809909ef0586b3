"""Roots of queries that read the store: acts that are being published. All other roots never do."""

from __future__ import annotations

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationType,
    get_operation_ast,
)

from graph.execution.documents import read_document

STORED_ROOTS = frozenset({"actJob", "actJobs", "actUploads", "stagedActs"})
"""A query with one of them waits for the store in a thread, like a change, and delays no other request."""


def asks_store(query: str, name: str | None) -> bool:
    """Whether a query has a root field of STORED_ROOTS, also in fragments.

    False for a mutation, a subscription, and an unreadable query.
    """
    try:
        document = read_document(query)
        operation = get_operation_ast(document, name)
    except (GraphQLError, RecursionError):
        return False
    if operation is None or operation.operation is not OperationType.QUERY:
        return False
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    waiting, seen = list(operation.selection_set.selections), set[str]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, FieldNode) and node.name.value in STORED_ROOTS:
            return True
        if isinstance(node, InlineFragmentNode):
            waiting += node.selection_set.selections
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
            seen.add(node.name.value)
            fragment = fragments.get(node.name.value)
            waiting += fragment.selection_set.selections if fragment is not None else ()
    return False
