"""The door of the command line is light, and what commands share is declared once."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import kense
from geo.exports.tables import Table
from loaders.checks import figure_tables
from loaders.checks.check_command import CheckFormat
from loaders.exports.export_commands import ExportTable
from tests.documented import inputs
from tests.rooms import CHECKOUT, read_floors, read_modules

PACKAGES, _ = read_floors(CHECKOUT / "pyproject.toml")
LOADED = """
import sys, typer
before = set(sys.modules)
import kense
print(*(set(sys.modules) - before))
"""


@pytest.fixture(scope="module")
def command_files() -> list[str]:
    """The modules that declare commands; all files of the program are read for it."""
    return [name for name, one in read_modules(CHECKOUT, PACKAGES).items() if one.is_of_command_line]


def source(module: str) -> Path:
    return (CHECKOUT / module.replace(".", "/")).with_suffix(".py")


def test_the_door_opens_without_the_rooms_and_their_libraries(command_files: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert set(command_files) <= loaded
    from_outside = {name.partition(".")[0] for name in loaded} - {
        *PACKAGES,
        "kense",
        *sys.stdlib_module_names,
    }
    assert from_outside == set()
    own = {name for name in loaded if name.partition(".")[0] in PACKAGES and source(name).is_file()}
    assert own - set(command_files) == {"changes.identity", "model.collecting", "model.errors"}


def declared_options(file: Path) -> list[str]:
    """The declarations of options and arguments in a file, as they are written."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"typer.Option", "typer.Argument"}
    ]


def test_no_option_is_declared_twice(command_files: list[str]) -> None:
    files = [CHECKOUT / "kense.py", *map(source, command_files)]
    declared = Counter(option for file in files for option in declared_options(file))
    assert len(declared) > 30
    assert {option for option, times in declared.items() if times > 1} == set()
    assert sum("'--database'" in option for option in declared) == 1


def callbacks(group: Any) -> set[Callable[..., None]]:
    """The functions of the commands of a group and of its groups."""
    found: set[Callable[..., None]] = set()
    for one in group.commands.values():
        found |= callbacks(one) if hasattr(one, "commands") else {one.callback.__wrapped__}
    return found


def test_every_command_that_a_room_declares_is_at_the_door(command_files: list[str]) -> None:
    at_door = {(one.__module__, one.__name__) for one in callbacks(get_command(kense.app))}
    declared = {
        (module, node.name)
        for module in command_files
        if module != "loaders.command_options"
        for node in ast.parse(source(module).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert at_door - declared == {("kense", "serve")}
    assert declared - at_door == set()


def test_the_words_of_an_option_are_those_of_what_it_chooses() -> None:
    assert [*ExportTable] == [*Table]
    assert [*CheckFormat] == [*figure_tables.CheckFormat]


NOWHERE = {
    "check --seeds nowhere": (1, "kense: nowhere: no such folder of seeds"),
    "review --seeds nowhere": (1, "kense: nowhere: no such folder of seeds"),
    "place --seeds nowhere --gazetteer .": (1, "kense: nowhere: no such folder of seeds"),
    "stage act.txt --gazetteer nowhere": (2, "kense: --gazetteer is 'nowhere', not an existing folder"),
    "reconcile act.txt --gazetteer nowhere": (2, "kense: --gazetteer is 'nowhere'"),
    "stage act.txt": (2, "kense: KENSE_GAZETTEER is 'nowhere', not an existing folder"),
}


@pytest.mark.parametrize("line", NOWHERE)
def test_what_is_not_there_is_told_in_one_line(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    inputs(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KENSE_HOME", str(tmp_path))
    if line == "stage act.txt":
        monkeypatch.setenv("KENSE_GAZETTEER", "nowhere")
    monkeypatch.setattr(sys, "argv", ["kense", *line.split()])
    with pytest.raises(SystemExit) as ended:
        kense.main()
    code, sentence = NOWHERE[line]
    assert ended.value.code == code
    printed = capsys.readouterr()
    assert printed.err.startswith(sentence), printed.err
    assert (printed.err + printed.out).count("\n") == 1
