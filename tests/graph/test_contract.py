"""Everything that the contract names is in the schema; each difference has a written reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import DirectiveDefinitionNode, parse, print_ast

from tests.schema_changes import KEPT

MISSING = {
    "FieldProvenance.importedFrom": "what is imported is a change of an account, and told by its correction",
    "FieldProvenance.confidence": "a row is read or it is not; positions tell theirs in GeoPoint.confidence",
}
"""Not in the schema, and why."""

_MUTATIONS = (
    "officeUpdate officeCreate officeClose officeMerge officeRevert provisionSet officesImport",
    "correctionSubmit correctionReview correctionWithdraw",
)
OTHER = {
    f"Mutation.{name}": "a payload always comes: what went wrong is in its userErrors"
    for names in _MUTATIONS
    for name in names.split()
}
"""Of another type than in the contract, and why."""


def members(document: str) -> Iterator[tuple[str, str]]:
    """Each type, field, argument, enum value and union member by its name, with its type as printed."""
    for node in parse(document).definitions:
        found: Any = node
        name = getattr(found, "name", None)
        if name is None or isinstance(found, DirectiveDefinitionNode):
            continue
        yield name.value, found.kind
        for one in getattr(found, "values", None) or ():
            yield f"{name.value}.{one.name.value}", "value"
        for one in getattr(found, "types", None) or ():
            yield f"{name.value} | {one.name.value}", "member"
        for one in getattr(found, "interfaces", None) or ():
            yield f"{name.value} & {one.name.value}", "interface"
        for one in getattr(found, "fields", None) or ():
            yield f"{name.value}.{one.name.value}", print_ast(one.type)
            for arg in getattr(one, "arguments", None) or ():
                given = print_ast(arg.default_value) if arg.default_value else "null"
                default = "" if given == "null" else f" = {given}"  # an absent argument equals null
                yield f"{name.value}.{one.name.value}({arg.name.value})", print_ast(arg.type) + default


def test_the_schema_has_all_that_the_contract_names(shared_contract: Path) -> None:
    wanted = dict(members(shared_contract.read_text("utf-8")))
    ours = dict(members(KEPT.read_text("utf-8")))
    assert len(wanted) > 600
    missing = {name for name in wanted if name not in ours}
    assert missing == set(MISSING)
    others = {name for name in wanted if name in ours and ours[name] != wanted[name]}
    assert others == set(OTHER)


def test_what_is_said_to_be_missing_is_missing(shared_contract: Path) -> None:
    wanted = dict(members(shared_contract.read_text("utf-8")))
    assert {*MISSING, *OTHER} <= set(wanted)
