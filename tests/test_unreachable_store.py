"""A store that cannot be reached, and an address that names none, end every command with one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from kense import app
from model.errors import BadSettingError, RegistryError
from tests.documented import inputs

pytestmark = pytest.mark.slow

_ARGUMENTS = {
    "check": ["--store"],
    "dump": ["kept.dump"],
    "grant": ["--read", "somebody"],
    "forget": ["--before", "2026-01-01"],
    "show": ["akm-2019-999"],
    "stage": ["act.txt", "--profile", "act.yaml"],
    "review": ["akm-2019-999"],
    "ask": ["Кына"],
    "locate": ["Кына"],
    "hsds": ["--out", "hsds"],
    "all": ["--out", "bulk"],
    "activate": ["akm-2019-999"],
    "gazetteer import": ["KZ.txt"],
    "webhooks add": ["https://example.kz/hook"],
    "remove": ["wh_1"],
    "test": ["wh_1"],
    "import": ["table.csv", "--reason", "a list"],
}
"""What commands have to be given besides the store."""


_WAIT = {("serve",)}
"""What waits for a store that is away (tests/graph/test_operating.py)."""


def commands(group: Any, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of each command that takes a store."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found += commands(command, (*before, name))
        elif any("--database" in option.opts for option in command.params):
            found.append((*before, name))
    return found


COMMANDS = commands(get_command(app))


def test_there_are_many() -> None:
    assert {("serve",), ("load",), ("migrate",), ("grant",), ("forget",)} <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_says_what_is_wrong_with_its_store(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KENSE_HOME", str(tmp_path / "home"))
    inputs(tmp_path)
    typed = [*words, *_ARGUMENTS.get(" ".join(words), _ARGUMENTS.get(words[-1], []))]
    asked = CliRunner().invoke(app, [*typed, "--database", "postgresql://kense:hunter2@db:99999/x"])
    assert isinstance(asked.exception, BadSettingError)
    assert "--database has a port that is not a number from 1 to 65535" in str(asked.exception)
    if words in _WAIT:
        return
    reached = CliRunner().invoke(app, [*typed, "--database", "postgresql://kense:hunter2@127.0.0.1:1/x"])
    assert isinstance(reached.exception, RegistryError), reached.exception
    assert "\n" not in str(reached.exception)
    assert "hunter2" not in str(reached.exception) + asked.output + reached.output
