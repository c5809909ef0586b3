"""The measure of the house finds what it is for, and finds none of it here."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.rooms import CHECKOUT, Floors, arrows, circles, read_floors, read_modules, report

CONTRACTS = """
[tool.importlinter]
root_packages = ["house"]
[[tool.importlinter.contracts]]
name = "floors"
type = "layers"
containers = ["house"]
layers = ["roof", "hall | (kitchen)", "cellar : well"]
ignore_imports = ["house.hall.door -> house.roof.tile"]
[[tool.importlinter.contracts]]
name = "no bricks"
type = "forbidden"
source_modules = ["house"]
forbidden_modules = ["bricks"]
"""


def build(root: Path, files: Mapping[str, str]) -> tuple[list[str], bool]:
    """The report on a made-up program."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (root / "pyproject.toml").write_text(CONTRACTS, "utf-8")
    packages, floors = read_floors(root / "pyproject.toml")
    return report(read_modules(root, packages), floors)


def test_the_program_has_no_circle_and_no_arrow_that_goes_up() -> None:
    packages, floors = read_floors(CHECKOUT / "pyproject.toml")
    modules = read_modules(CHECKOUT, packages)
    assert len(modules) > 300
    assert {floor.within for floor in floors} >= {"", "model.", "store.", "geo.", "graph."}
    lines, is_in_order = report(modules, floors)
    assert is_in_order, "\n".join(lines)
    assert "0 files over 400 lines" in lines


def test_arrows_that_go_down_are_in_order(tmp_path: Path) -> None:
    lines, is_in_order = build(
        tmp_path,
        {
            "house/__init__.py": "",
            "house/roof/tile.py": "from house.hall import door\nimport house.cellar.coal\n",
            "house/hall/door.py": "from ..cellar.coal import COAL\nimport os\n",
            "house/cellar/coal.py": "from house.well import water\nCOAL = 1\n",
            "house/well/water.py": "",
        },
    )
    assert is_in_order
    assert lines[0] == "5 modules, 4 arrows"


def test_a_circle_of_files_is_found_also_through_an_import_inside_a_function(tmp_path: Path) -> None:
    lines, is_in_order = build(
        tmp_path,
        {
            "house/hall/door.py": "from house.hall import floor\n",
            "house/hall/floor.py": "class Floor:\n    def open(self):\n        from house.hall import door\n",
        },
    )
    assert not is_in_order
    assert "  house.hall.door <-> house.hall.floor" in lines
    assert "1 imports inside functions" in lines


def test_a_file_of_commands_may_import_inside_a_function_but_neither_up_nor_in_a_circle(
    tmp_path: Path,
) -> None:
    late = "def run():\n    import house.{}\n"
    down = {"house/hall/bell_commands.py": late.format("well.water"), "house/well/water.py": ""}
    lines, is_in_order = build(tmp_path / "down", down)
    assert is_in_order, lines
    assert lines[0] == "2 modules, 1 arrows"
    up = {"house/well/bell_command.py": late.format("hall.door"), "house/hall/door.py": ""}
    lines, is_in_order = build(tmp_path / "up", up)
    assert not is_in_order
    assert "  house.well.bell_command -> house.hall.door" in lines
    ring = {
        "house/well/command_options.py": late.format("well.water"),
        "house/well/water.py": "import house.well.command_options\n",
    }
    lines, is_in_order = build(tmp_path / "ring", ring)
    assert not is_in_order
    assert "  house.well.command_options <-> house.well.water" in lines
    other = {"house/hall/commandment.py": late.format("well.water"), "house/well/water.py": ""}
    lines, is_in_order = build(tmp_path / "other", other)
    assert not is_in_order
    assert "1 imports inside functions" in lines


def test_a_circle_of_rooms_is_found_where_no_file_is_in_one(tmp_path: Path) -> None:
    lines, is_in_order = build(
        tmp_path,
        {
            "house/cellar/coal.py": "import house.well.water\n",
            "house/cellar/shovel.py": "",
            "house/well/water.py": "import house.cellar.shovel\n",
        },
    )
    assert not is_in_order
    assert "1 circles of files and of rooms" in lines


@pytest.mark.parametrize(
    ("above", "below"),
    [("roof.tile", "cellar.coal"), ("kitchen.pot", "hall.door"), ("hall.bed", "well.rope")],
)
def test_an_arrow_up_or_across_is_found(above: str, below: str, tmp_path: Path) -> None:
    file = f"house/{below.replace('.', '/')}.py"
    lines, is_in_order = build(
        tmp_path, {f"house/{above.replace('.', '/')}.py": "", file: f"import house.{above}\n"}
    )
    assert not is_in_order
    assert f"  house.{below} -> house.{above}" in lines


def test_an_import_for_type_checkers_and_an_arrow_that_is_let_be_do_not_count(tmp_path: Path) -> None:
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import house.roof.tile\n"
    lines, is_in_order = build(
        tmp_path,
        {
            "house/roof/tile.py": "",
            "house/cellar/coal.py": typed,
            "house/hall/door.py": "import house.roof.tile\n",
        },
    )
    assert is_in_order, lines
    assert lines[0] == "3 modules, 1 arrows"


def test_a_long_file_is_named(tmp_path: Path) -> None:
    lines, _ = build(tmp_path, {"house/hall/door.py": "x = 1\n" * 401})
    assert "  house.hall.door: 401" in lines


def test_a_ring_is_one_circle_and_a_chain_is_none() -> None:
    assert circles({("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")}) == [["a", "b", "c"]]
    assert circles({("a", "b"), ("b", "c"), ("a", "c")}) == []


def test_floors_without_a_container_are_those_of_the_top_folders(tmp_path: Path) -> None:
    floors = Floors("", ((frozenset({"graph"}), False), (frozenset({"store"}), False)))
    assert floors.forbids(("store.tables.engine", "graph.roots.pin_roots"))
    assert not floors.forbids(("graph.roots.pin_roots", "store.tables.engine"))
    assert arrows(read_modules(tmp_path, ["nothing"])) == set()
