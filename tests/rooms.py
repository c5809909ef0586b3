"""`python -m tests.rooms`: measures the imports between the files of the program, and their lengths.

Floors are those of the import-linter contracts in pyproject.toml, so that they are defined once. An import
for type checkers only does not count. The exit code is 1 for a circle, for an import of a higher floor or of
an independent room, and for an import inside a function, which would hide a circle. Files of the command line
may import inside functions, so that help appears at once; such imports count like any other.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
LONG_FILE = 400
_MIGRATIONS = "store.migrations."

Arrow = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Module:
    """One file: what it imports of the program, at its head and inside of functions, and its lengths."""

    name: str
    lines: int
    imports: frozenset[str]
    late_imports: frozenset[str]
    functions: tuple[int, ...]
    """Lines of each function."""

    @property
    def is_of_command_line(self) -> bool:
        """Whether it declares commands or their options: `kense.py` imports it at every start."""
        return not {"command", "commands"}.isdisjoint(self.name.rpartition(".")[2].split("_"))


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one house or room, the highest first; `within` is its name and a dot, or empty."""

    within: str
    floors: tuple[tuple[frozenset[str], bool], ...]
    """Rooms of a floor, and whether they may import each other."""
    ignored: frozenset[Arrow] = frozenset()

    def place(self, module: str) -> tuple[int, str] | None:
        """Floor and room of a module; None for a module outside."""
        if not module.startswith(self.within):
            return None
        room = module.removeprefix(self.within).partition(".")[0]
        return next((at for at in enumerate_rooms(self.floors) if at[1] == room), None)

    def forbids(self, arrow: Arrow) -> bool:
        """Whether the import goes to a higher floor, or between independent rooms."""
        start, end = self.place(arrow[0]), self.place(arrow[1])
        if start is None or end is None or start[1] == end[1] or arrow in self.ignored:
            return False
        return end[0] < start[0] or (end[0] == start[0] and not self.floors[end[0]][1])


def enumerate_rooms(floors: Sequence[tuple[frozenset[str], bool]]) -> Iterator[tuple[int, str]]:
    """Each room with the number of its floor."""
    return ((number, room) for number, (rooms, _) in enumerate(floors) for room in rooms)


def read_modules(root: Path, packages: Iterable[str]) -> dict[str, Module]:
    """The modules of some packages below a folder, by dotted name."""
    files = {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file
        for package in packages
        for file in sorted((root / package).rglob("*.py"))
    }
    return {name: _module(name, file, files) for name, file in files.items()}


def _module(name: str, file: Path, known: Mapping[str, Path]) -> Module:
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    at_head: set[str] = set()
    late: set[str] = set()
    for node, is_late in _statements(tree, False):
        found = {_nearest(one, known) for one in _imported(node, package)} - {None, name}
        (late if is_late else at_head).update(one for one in found if one is not None)
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return Module(name, len(text.splitlines()), frozenset(at_head), frozenset(late), tuple(functions))


def _statements(node: ast.AST, is_late: bool) -> Iterator[tuple[ast.AST, bool]]:
    """All nodes, and whether each is in a function; code for type checkers only is left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child, is_late
        in_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _statements(child, is_late or in_function)


def _imported(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{base}.{alias.name}" for alias in node.names)


def _nearest(dotted: str, known: Mapping[str, Path]) -> str | None:
    """The module of a dotted name: itself, or the module that contains it."""
    while dotted and dotted not in known:
        dotted = dotted.rpartition(".")[0]
    return dotted or None


def read_floors(pyproject: Path) -> tuple[list[str], list[Floors]]:
    """The packages of the program, and the floors that its contracts of layers name."""
    settings: dict[str, Any] = tomllib.loads(pyproject.read_text("utf-8"))["tool"]["importlinter"]
    floors = [
        Floors(
            f"{container}." if container else "",
            tuple(_floor(line) for line in contract["layers"]),
            frozenset(_arrow(line) for line in contract.get("ignore_imports", [])),
        )
        for contract in settings["contracts"]
        if contract["type"] == "layers"
        for container in contract.get("containers", [""])
    ]
    return settings["root_packages"], floors


def _floor(line: str) -> tuple[frozenset[str], bool]:
    return frozenset(room.strip(" ()") for room in re.split("[|:]", line)), ":" in line


def _arrow(line: str) -> Arrow:
    start, _, end = line.partition(" -> ")
    return start, end


def arrows(modules: Mapping[str, Module]) -> set[Arrow]:
    """All imports from module to module, late ones included."""
    return {(one.name, other) for one in modules.values() for other in one.imports | one.late_imports}


def circles(found: Iterable[Arrow]) -> list[list[str]]:
    """Groups of modules that import each other in a circle, the largest first."""
    onward: dict[str, set[str]] = {}
    for start, end in found:
        onward.setdefault(start, set()).add(end)
    reached = {start: _reach(start, onward) for start in onward}
    groups = {
        frozenset(other for other in seen if start in reached.get(other, ()))
        for start, seen in reached.items()
        if start in seen
    }
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def _reach(start: str, onward: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for end in onward.get(waiting.pop(), set()) - seen:
            seen.add(end)
            waiting.append(end)
    return seen


def _room(module: str) -> str:
    """The folder of a module; a module of a top folder represents itself."""
    return ".".join(module.split(".")[:2])


def report(modules: Mapping[str, Module], floors: Sequence[Floors]) -> tuple[list[str], bool]:
    """The lines to print, and whether there is no violation."""
    imports = arrows(modules)
    rings = circles(imports)
    ignored = {arrow for floor in floors for arrow in floor.ignored}
    rings += circles(
        (_room(start), _room(end)) for start, end in imports - ignored if _room(start) != _room(end)
    )
    upward = sorted(one for one in imports if any(floor.forbids(one) for floor in floors))
    late = sorted(
        (one.name, other)
        for one in modules.values()
        if not one.is_of_command_line
        for other in one.late_imports
    )
    own = [one for one in modules.values() if not one.name.startswith(_MIGRATIONS)]
    long = sorted((one for one in own if one.lines > LONG_FILE), key=lambda one: -one.lines)
    lengths = sorted(length for one in own for length in one.functions)
    lines = [
        f"{len(modules)} modules, {len(imports)} arrows",
        f"{len(rings)} circles of files and of rooms",
        *(f"  {' <-> '.join(ring)}" for ring in rings),
        f"{len(upward)} arrows up or across",
        *(f"  {start} -> {end}" for start, end in upward),
        f"{len(late)} imports inside functions",
        *(f"  {start} -> {end}" for start, end in late),
        f"{median(one.lines for one in own):.0f} lines in the median file",
        f"{len(long)} files over {LONG_FILE} lines",
        *(f"  {one.name}: {one.lines}" for one in long),
        f"{lengths[len(lengths) * 9 // 10] if lengths else 0} lines in the ninetieth percentile of functions",
    ]
    return lines, not (rings or upward or late)


def main() -> int:
    """Print the report of this checkout; returns 0 without a violation."""
    packages, floors = read_floors(CHECKOUT / "pyproject.toml")
    lines, is_in_order = report(read_modules(CHECKOUT, packages), floors)
    print("\n".join(lines))  # noqa: T201
    return 0 if is_in_order else 1


if __name__ == "__main__":
    sys.exit(main())
