"""Only graph/libraries touches private parts of Strawberry and graphql-core."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import graph
from tests.conformance.conftest import CHECKOUT

LIBRARIES = ("strawberry", "graphql")
ROOM = "graph.libraries"

PUBLIC: dict[str, frozenset[str] | None] = {
    "graphql": None,
    "graphql.error": None,
    "graphql.execution": None,
    "graphql.language": None,
    "graphql.type": None,
    "graphql.utilities": None,
    "graphql.validation": None,
    "strawberry": None,
    "strawberry.extensions": None,
    "strawberry.federation": None,
    "strawberry.schema.config": None,
    "strawberry.subscriptions": None,
    "strawberry.types": None,
    # These list more than their documentation names, or nothing.
    "strawberry.asgi": frozenset({"GraphQL"}),
    "strawberry.exceptions": frozenset({"ConnectionRejectionError"}),
}
"""Modules that the documentation of the two libraries names, with the names that may be imported from them;
None for those that their `__all__` lists."""

OVERRIDDEN = {
    "AddValidationRules": {"on_operation"},
    "ASGIWebSocketAdapter": {"close", "iter_json", "send_json"},
    "BaseGraphQLTransportWSHandler": {"handle", "handle_connection_init", "handle_message", "run_operation"},
    "GraphQL": {
        "decode_json",
        "encode_json",
        "get_context",
        "graphql_transport_ws_handler_class",
        "on_ws_connect",
        "websocket_adapter_class",
    },
    "ReferenceExecutor": {"execute_fields", "execute_operation"},
    "SchemaExtension": {
        "get_results",
        "on_execute",
        "on_operation",
        "on_parse",
        "on_stream_result",
        "on_validate",
    },
    "SubgraphSchema": {"entities", "process_errors", "root_type"},
}
"""By class, what a class under it in graph may override: the documentation says so, or graph/libraries does
and tests/graph/test_libraries_*.py check it."""


def all_names(module: str) -> frozenset[str]:
    """The names that may be imported from a public module."""
    listed = PUBLIC[module]
    return frozenset(importlib.import_module(module).__all__) if listed is None else listed


def _of_libraries(module: str | None) -> bool:
    return module is not None and module.partition(".")[0] in LIBRARIES


def _private_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _of_libraries(alias.name) and (alias.name not in LIBRARIES or alias.asname):
                    yield node.lineno, f"import {alias.name}"
        elif isinstance(node, ast.ImportFrom) and node.module is not None and _of_libraries(node.module):
            for alias in node.names:
                if node.module not in PUBLIC or alias.name not in all_names(node.module):
                    yield node.lineno, f"from {node.module} import {alias.name}"


def _dotted(node: ast.expr) -> list[str]:
    """The names of `a.b.c`; empty for an expression that does not begin with a name."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute) and (begun := _dotted(node.value)):
        return [*begun, node.attr]
    return []


def _private_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Paths such as `strawberry.schema.schema` from a module that was imported as a whole."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        names = _dotted(node)
        if not names or names[0] not in LIBRARIES:
            continue
        for last in range(1, len(names)):
            module = ".".join(names[:last])
            is_module = last == 1 or isinstance(
                getattr(importlib.import_module(names[0]), names[1], None), ModuleType
            )
            if is_module and (module not in PUBLIC or names[last] not in all_names(module)):
                yield node.lineno, ".".join(names)
                break


def _own(tree: ast.AST) -> set[str]:
    """Private names that a file gives to the attributes and methods of its own classes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            found.add(node.attr)
    return found


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _private_attributes(tree: ast.AST, of_libraries: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Private names that no class of the file defines, or that the libraries define, too."""
    own = _own(tree) - of_libraries
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not _is_self(node.value):
            if (_is_private(node.attr) and node.attr not in own) or "strawberry" in node.attr.strip("_"):
                yield node.lineno, f".{node.attr}"
        elif isinstance(node, ast.Constant) and node.value in MARKS:
            yield node.lineno, repr(node.value)


MARKS = ("strawberry-definition", "__strawberry_definition__")
"""Under these Strawberry keeps what it knows of a type or a field."""


def _private_names(package: ModuleType) -> Iterator[str]:
    for file in Path(package.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Attribute) and _is_self(node.value) and _is_private(node.attr):
                yield node.attr


@pytest.fixture(scope="module")
def of_libraries() -> frozenset[str]:
    """Private attributes that objects of the libraries have."""
    names = frozenset(
        name for library in LIBRARIES for name in _private_names(importlib.import_module(library))
    )
    assert "_provided_operation_name" in names, "the private names of the libraries are not found"
    return names


def private_parts(text: str, of_libraries: frozenset[str]) -> list[str]:
    """The private names that only graph/libraries may use, each with its line."""
    tree = ast.parse(text)
    found = [*_private_imports(tree), *_private_modules(tree), *_private_attributes(tree, of_libraries)]
    return [f"{line}: {what}" for line, what in sorted(set(found))]


def test_no_other_file_touches_private_parts(of_libraries: frozenset[str]) -> None:
    files = [
        file
        for file in sorted((CHECKOUT / "graph").rglob("*.py"))
        if "libraries" not in file.relative_to(CHECKOUT).parts
    ]
    assert len(files) > 90
    found = {
        str(file.relative_to(CHECKOUT)): parts
        for file in files
        if (parts := private_parts(file.read_text("utf-8"), of_libraries))
    }
    assert found == {}, "wrap these in graph/libraries, with a test for what is assumed"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from strawberry.schema.schema import validate_document", True),
        ("from graphql.pyutils import Path", True),
        ("from graphql.execution.executor import Executor", True),
        ("from graphql.execution import Executor", False),
        ("from strawberry.asgi import ASGIWebSocketAdapter", True),
        ("from strawberry.asgi import GraphQL", False),
        ("import strawberry.types.unset", True),
        ("import strawberry as berry", True),
        ("import strawberry\nstrawberry.federation.field()", False),
        ("import strawberry\nstrawberry.federation.schema.FederationAny", True),
        ("import strawberry\nstrawberry.schema.schema", True),
        ("import graphql\ngraphql.pyutils.Path", True),
        ("schema._schema", True),
        ("class Plan:\n    def __init__(self):\n        self._schema = 1\nplan._schema", True),
        (
            "class Plan:\n    def __init__(self):\n        self._schema = 1\n        print(self._schema)",
            False,
        ),
        ("class Box:\n    def _opened_by_us(self): ...\nbox._opened_by_us()", False),
        ("getattr(value, '__strawberry_definition__', None)", True),
        ("value.__strawberry_definition__", True),
        ("field.extensions['strawberry-definition']", True),
        ("super()._get_federation_query_type", True),
        ("value.__class__", False),
    ],
)
def test_a_private_part_is_found(text: str, found: bool, of_libraries: frozenset[str]) -> None:
    assert bool(private_parts(text, of_libraries)) is found


def _classes() -> Iterator[type[Any]]:
    """The classes of graph outside of graph/libraries."""
    for module in pkgutil.walk_packages(graph.__path__, "graph."):
        if not module.name.startswith(ROOM):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and value.__module__ == module.name:
                    yield value


_BY_PYTHON = ("_abc_impl", "_is_protocol")


def _overrides(cls: type[Any]) -> set[str]:
    """The methods of libraries, or of graph/libraries, that a class overrides."""
    bases = [
        base for base in cls.__mro__[1:] if _of_libraries(base.__module__) or base.__module__.startswith(ROOM)
    ]
    taken = {name for base in bases for name in vars(base)}
    return {name for name in taken & set(vars(cls)) if not name.startswith("__")} - set(_BY_PYTHON)


def test_only_what_is_documented_or_tested_is_overridden() -> None:
    unlisted, used = [], set()
    for cls in _classes():
        listed = {
            (base.__name__, name) for base in cls.__mro__[1:] for name in OVERRIDDEN.get(base.__name__, ())
        }
        overridden = _overrides(cls)
        used |= {one for one in listed if one[1] in overridden}
        unlisted += [f"{cls.__qualname__}.{name}" for name in overridden - {name for _, name in listed}]
    assert unlisted == [], "these override what no documentation promises and no test checks"
    listed_in_all = {(base, name) for base, names in OVERRIDDEN.items() for name in names}
    assert listed_in_all - used == set(), "nothing overrides these any more"
