"""Checks the code blocks of Markdown pages.

Each has a known language, an end, and code that can be parsed.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from graphql import (
    GraphQLError,
    GraphQLSchema,
    assert_interface_type,
    build_schema,
    extend_schema,
    parse,
    validate,
)
from graphql.language.ast import ExecutableDefinitionNode

from model.program_files import PROGRAM

_FENCE = re.compile(r"^ *(`{3,})(\w*)[^`\n]*$")


class Block(NamedTuple):
    """A fenced code block: its first line, language and code. `code` is None if the block has no end."""

    line: int
    language: str
    code: str | None


def blocks_of(text: str) -> Iterator[Block]:
    """The fenced code blocks of a page, in order."""
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        if opening := _FENCE.match(line):
            code = list[str]()
            for _, inner in lines:
                if inner.strip() == opening[1]:
                    yield Block(number, opening[2], "\n".join(code))
                    break
                code.append(inner)
            else:
                yield Block(number, opening[2], None)


def wrong_blocks(page: Path) -> list[str]:
    """The problems of the code blocks of a page, each with its line. Empty if there are none."""
    found = ((block, _problem(block)) for block in blocks_of(page.read_text(encoding="utf-8")))
    return [f"line {block.line}: {problem}" for block, problem in found if problem]


def _problem(block: Block) -> str | None:
    """What is wrong with a block: no end, unknown language, or a parse error. None if nothing is."""
    if block.code is None:
        return "a code block without an end"
    if block.language not in _CHECKS:
        return f"no language is called {block.language!r}"
    check = _CHECKS[block.language]
    try:
        if check is not None:
            check(block.code)
    except (SyntaxError, ValueError, yaml.YAMLError, GraphQLError) as error:
        return f"{block.language}: {str(error).splitlines()[0]}"
    return None


def _graphql(code: str) -> None:
    """Raise GraphQLError for a document that is invalid by the printed schema."""
    document = parse(code)
    if all(isinstance(definition, ExecutableDefinitionNode) for definition in document.definitions):
        for error in validate(_schema(), document):
            raise error


@cache
def _schema() -> GraphQLSchema:
    """The printed schema, with the root `_entities`, which the print leaves out."""
    printed = (PROGRAM / "tests" / "schema.graphql").read_text(encoding="utf-8")
    schema = build_schema(printed, assume_valid=True)
    nodes = schema.get_implementations(assert_interface_type(schema.type_map["Node"])).objects
    entities = " | ".join(node.name for node in nodes)
    root = "extend type Query { _entities(representations: [_Any!]!): [_Entity]! }"
    return extend_schema(schema, parse(f"scalar _Any union _Entity = {entities} {root}"), assume_valid=True)


def _json(code: str) -> None:
    """Raise ValueError unless the code is one JSON document, or one on each line."""
    try:
        json.loads(code)
    except ValueError:
        if "\n" not in code:
            raise
        for line in code.splitlines():
            json.loads(line)


def _shell(code: str) -> None:
    """Raise ValueError for code with a syntax error by `sh`."""
    done = subprocess.run(["sh", "-n"], input=code, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.strip() or "sh cannot read it")


def _yaml(code: str) -> None:
    list(yaml.safe_load_all(code))


_CHECKS: dict[str, Callable[[str], object] | None] = {
    "": None,
    "graphql": _graphql,
    "html": None,
    "js": None,
    "json": _json,
    "py": ast.parse,
    "python": ast.parse,
    "sh": _shell,
    "sql": None,
    "text": None,
    "toml": tomllib.loads,
    "ts": None,
    "yaml": _yaml,
}
"""Language of a block to the function that reads it; None where the documentation has no reader for it."""
