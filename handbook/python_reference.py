"""The reference page about `python_api`, made from its signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType

from python_api import registry, results


def python_page() -> str:
    """The page about `python_api` as Markdown."""
    intro = (
        "`from kense import open_registry` opens a registry in a script or a notebook, without a server. "
        "[Ten questions](../examples/ten_questions.py) is a script to begin with."
    )
    parts = ["# Python", "*Made from the code.*", intro]
    parts += [part for node in _public(registry) for part in _member(node)]
    parts += ["# Results", inspect.cleandoc(results.__doc__ or "")]
    parts += [part for node in _public(results) for part in _member(node)]
    return "\n\n".join(parts) + "\n"


def _public(module: ModuleType) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _member(node: ast.ClassDef | ast.FunctionDef, owner: str = "") -> Iterator[str]:
    """The Markdown of a function, or of a class with its fields and public methods."""
    if isinstance(node, ast.FunctionDef):
        returned = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        yield f"### {owner}{node.name}"
        yield f"```python\n{owner}{node.name}({_arguments(node)}){returned}\n```"
    else:
        yield f"## {node.name}"
    yield ast.get_docstring(node) or ""
    if isinstance(node, ast.ClassDef):
        if fields := list(_fields(node)):
            yield "\n".join(fields)
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                yield from _member(method, f"{node.name}.")


def _arguments(node: ast.FunctionDef) -> str:
    shown = ast.unparse(node.args)
    return shown.removeprefix("self, ").removeprefix("self")


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for at, line in enumerate(node.body):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            after = node.body[at + 1] if at + 1 < len(node.body) else None
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            text = f": {' '.join(str(after.value.value).split())}" if is_text else ""  # type: ignore[union-attr]
            yield f"- `{line.target.id}: {ast.unparse(line.annotation)}`{text}"
