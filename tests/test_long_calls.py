"""A call gives seven arguments and more by their names, so that none stands in another's place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms import CHECKOUT, read_floors

MOST_BY_POSITION = 6


def long_calls(text: str, packages: frozenset[str]) -> Iterator[int]:
    """Lines of the calls with too many positional arguments; what another project defines is left out."""
    tree = ast.parse(text)
    foreign = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not node.level
        if (node.module or "").partition(".")[0] not in packages
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) <= MOST_BY_POSITION:
            continue
        if not (isinstance(node.func, ast.Name) and node.func.id in foreign):
            yield node.lineno


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("from geo.a import Row\nRow(1, 2, 3, 4, 5, 6, 7)", [2]),
        ("from geo.a import Row\nRow(1, 2, 3, 4, 5, 6)", []),
        ("from geo.a import Row\nRow(a=1, b=2, c=3, d=4, e=5, f=6, g=7)", []),
        ("from sqlalchemy import Table\nTable(1, 2, 3, 4, 5, 6, 7)", []),
        ("self.put(1, 2, 3, 4, 5, *rest, 7)", [1]),
    ],
)
def test_the_check_finds_long_calls_and_no_others(text: str, lines: list[int]) -> None:
    assert list(long_calls(text, frozenset({"geo"}))) == lines


def test_no_call_of_the_program_gives_seven_arguments_by_position() -> None:
    packages, _ = read_floors(CHECKOUT / "pyproject.toml")
    files = [CHECKOUT / "kense.py", *(file for one in packages for file in (CHECKOUT / one).rglob("*.py"))]
    own = [
        file for file in files if Path("store/migrations/versions") not in file.relative_to(CHECKOUT).parents
    ]
    found = [
        f"{file.relative_to(CHECKOUT)}:{line}"
        for file in own
        for line in long_calls(file.read_text(encoding="utf-8"), frozenset(packages))
    ]
    assert len(own) > 400
    assert found == []
