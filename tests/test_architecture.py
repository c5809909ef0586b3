"""The page that walks through the rooms names files and folders that are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.conftest import CHECKOUT

PAGE = CHECKOUT / "docs" / "architecture.md"


def test_every_path_of_the_page_is_there() -> None:
    paths = re.findall(
        r"`((?:graph|changes|geo|store|model|loaders|seeds)/[a-z_/.]*)`", PAGE.read_text("utf-8")
    )
    assert len(paths) > 25
    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


def test_every_room_stands_in_the_table_of_floors() -> None:
    table = PAGE.read_text("utf-8").partition("## Floors")[2].partition("## A query")[0]
    named = set(re.findall(r"`([a-z]+)`", table))
    rooms = {
        folder.name
        for top in ("graph", "geo", "store")
        for folder in (CHECKOUT / top).iterdir()
        if (folder / "__init__.py").is_file() and folder.name != "migrations"
    }
    assert rooms - named == set()


def _parsed() -> Iterator[tuple[Path, ast.Module]]:
    for top in ("graph", "changes", "geo", "store", "model", "loaders"):
        for file in sorted((CHECKOUT / top).rglob("*.py")):
            yield file.relative_to(CHECKOUT), ast.parse(file.read_text("utf-8"))


def _rows(title: str) -> list[list[str]]:
    """Cells of the table whose first column has that title."""
    table = PAGE.read_text("utf-8").partition(f"| {title} |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert len(rows) > 5
    return rows


def _is_protocol(node: ast.ClassDef) -> bool:
    return any("Protocol" in ast.dump(base) for base in node.bases)


def test_whoever_is_carried_on_to_the_next_edition_stands_in_its_table() -> None:
    listed = {name for row in _rows("who takes part") for name in re.findall(r"`(\w+)`", row[0])}
    found = {
        node.name
        for _, module in _parsed()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and not _is_protocol(node)
        if any(isinstance(each, ast.FunctionDef) and each.name == "carried_on" for each in node.body)
    }
    assert found == listed


def test_every_derivation_of_a_registry_stands_in_its_table() -> None:
    listed = {(row[0], row[1].strip("`"), row[2]) for row in _rows("derivation of a registry")}
    found = {
        (
            str(call.args[0].value),
            file.as_posix(),
            "carried on" if len(call.args) > 2 else "made anew",
        )
        for file, module in _parsed()
        for call in ast.walk(module)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Derivation"
        if isinstance(call.args[0], ast.Constant)
    }
    assert found == listed
