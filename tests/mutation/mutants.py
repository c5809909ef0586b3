"""The small wrong changes that can be made to a file of Python.

Strings are left alone: most are words for people. So are annotations, decorators and assertions, which hold
no rule. A change replaces the bytes of one expression or statement, so that all other lines stay as they are.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_EDGES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
"""Comparisons whose change moves the edge only; all others change into their negation."""
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one file."""

    path: str
    """From the folder of the program."""
    line: int
    function: str
    """The function or class that it stands in, with those around it; empty at the head of the file."""
    text: str
    """The line as it is written, without the spaces around it."""
    before: str
    """The changed piece, on one line where it fills several."""
    after: str
    start: int
    """Where the piece begins, in bytes of UTF-8."""
    end: int

    def applied(self, source: str) -> str:
        """The text of the file with the change made."""
        data = source.encode()
        return (data[: self.start] + self.after.encode() + data[self.end :]).decode()

    def __str__(self) -> str:
        where = f"{self.path}:{self.line} {self.function}"
        # An expression such as `1` does not identify its place.
        line = "" if self.text.startswith(self.before) else f"   in   {self.text}"
        return f"{where}: {self.before}  =>  {self.after}{line}"


def mutants_of(path: str, source: str) -> list[Mutant]:
    """All possible changes of a file, in the order of its lines; each gives another program."""
    tree = ast.parse(source)
    printed = source.split("\n")
    starts = list(accumulate((len(line.encode()) + 1 for line in printed), initial=0))
    mutants: dict[tuple[int, int, str], Mutant] = {}
    for node, function in _changeable(tree, ""):
        for piece, after in _changes(node):
            start = starts[piece.lineno - 1] + piece.col_offset
            end = starts[(piece.end_lineno or piece.lineno) - 1] + (piece.end_col_offset or 0)
            before = " ".join(source.encode()[start:end].decode().split())
            text = printed[piece.lineno - 1].strip()
            mutant = Mutant(path, piece.lineno, function, text, before, after, start, end)
            mutants.setdefault((start, end, after), mutant)
    return sorted(mutants.values(), key=lambda each: (each.start, each.end, each.after))


def _changeable(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """The nodes that may be changed, with the function they stand in."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _holds_no_rule(child):
                yield child, function
                yield from _changeable(child, function)


def _holds_no_rule(node: ast.AST) -> bool:
    # Pieces of an f-string have no positions of their own before Python 3.12. `strict` of zip only guards.
    is_guard = isinstance(node, ast.keyword) and node.arg == "strict"
    return is_guard or isinstance(node, ast.Assert | ast.JoinedStr)


Change = tuple[ast.expr | ast.stmt, str]


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.expr():
            yield from _of_expression(node)
        case ast.comprehension():
            for test in node.ifs:
                yield from _negated(test)
        case ast.stmt():
            yield from _of_statement(node)


def _of_expression(node: ast.expr) -> Iterator[Change]:
    match node:
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                operators = [*node.ops[:at], _COMPARISONS[type(operator)](), *node.ops[at + 1 :]]
                yield node, _written(ast.Compare(node.left, operators, node.comparators))
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield node, _written(ast.BoolOp(other, node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield node, _written(node.operand)
        case ast.BinOp() if type(node.op) in _OPERATORS and not _is_type(node):
            yield node, _written(ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right))
        case ast.Constant(value=(bool() | int() | float()) as value):
            yield node, _other_value(value)
        case ast.IfExp():
            yield from _negated(node.test)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield node.func, _CALLED[name]


def _is_type(node: ast.BinOp) -> bool:
    """Whether it is an alternative of types, such as `int | None`."""
    return isinstance(node.right, ast.Constant) and node.right.value is None


def _other_value(value: float) -> str:
    if isinstance(value, bool):
        return str(not value)
    return repr(value + 1) if isinstance(value, int) else repr(2 * value or 1.0)


def _of_statement(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.If() | ast.While():
            yield from _negated(node.test)
        case ast.Return(value=ast.expr() as value) if not _is_plain(value):
            yield node, "return None"
        case ast.Continue():
            yield node, "break"
        case ast.Break():
            yield node, "continue"
        case ast.Raise() | ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield node, "pass"


def _negated(test: ast.expr) -> Iterator[Change]:
    """A negated condition, where no change of the condition itself has the same effect."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and not isinstance(test.ops[0], _EDGES):
        return
    yield test, _written(ast.UnaryOp(ast.Not(), test))


def _is_plain(value: ast.expr) -> bool:
    """Whether it returns nothing, True or False: then the other value is tried."""
    return isinstance(value, ast.Constant) and (value.value is None or isinstance(value.value, bool))


def _written(node: ast.expr) -> str:
    """An expression as text, in brackets where operators stand beside it."""
    text = textwrap.dedent(ast.unparse(ast.fix_missing_locations(node)))
    return text if isinstance(node, ast.Name | ast.Call | ast.Attribute) else f"({text})"
