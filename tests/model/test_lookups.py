"""The lookups: each file has a schema, and a violation stops the program with the name of the file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from geo.names.ladder import Stage
from loaders.readings import READINGS
from model.errors import StoreError
from model.lookup_facts import ActLinks, StageTable
from model.lookup_places import Places
from model.lookup_shape import Lookup
from model.lookup_words import ColumnWords, Contacts, HoursPhrases, TableShapes
from model.lookups import LOOKUPS, file_name, lookup, read_lookup
from model.program_files import PROGRAM, shipped_seeds
from model.values.hours_lexicon import Word
from model.yaml_files import parse_yaml

FOLDER = shipped_seeds() / "lookups"


def written(folder: Path, shape: type[Lookup], content: object) -> Path:
    path = folder / file_name(shape)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_each_file_has_a_shape_and_fits_it() -> None:
    assert {file_name(shape) for shape in LOOKUPS} == {path.name for path in FOLDER.glob("*.yaml")}
    for shape in LOOKUPS:
        assert isinstance(lookup(shape), shape)
        assert lookup(shape) is lookup(shape)


@pytest.mark.parametrize("shape", LOOKUPS, ids=file_name)
def test_a_misspelt_missing_or_mistyped_key_of_any_lookup_is_named(
    tmp_path: Path, shape: type[Lookup]
) -> None:
    content: dict[str, Any] = parse_yaml((FOLDER / file_name(shape)).read_text(encoding="utf-8"))
    path = written(tmp_path, shape, {**content, "misspelt": []})
    with pytest.raises(StoreError, match=rf"{path} is wrong: Object contains unknown field `misspelt`"):
        read_lookup(path, shape)
    for field in msgspec.structs.fields(shape):
        key = field.encode_name
        path = written(tmp_path, shape, {**content, key: True})
        with pytest.raises(StoreError, match=rf"{path} is wrong: Expected .*, got `bool` - at `\$\.{key}`"):
            read_lookup(path, shape)
        if field.required:
            path = written(tmp_path, shape, {name: value for name, value in content.items() if name != key})
            with pytest.raises(StoreError, match=rf"{path} is wrong: Object missing required field `{key}`"):
                read_lookup(path, shape)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("acts: [", "not readable as YAML"),
        ("# nothing", "missing required field `acts`"),
        ("- a list", "Expected `object`, got `array`"),
        (
            "acts: {}\nlinks:\n- {by: a, kind: LIKES, of: b, in: c, at: d, says: e}",
            r"'LIKES' - at `\$\.links\[0\]\.kind`",
        ),
        (
            "acts: {}\nlinks:\n- {by: a, kind: AMENDS, offf: b, in: c, at: d, says: e}",
            r"`offf` - at `\$\.links\[0\]`",
        ),
        (
            "acts: {}\nlinks:\n- {by: a, kind: AMENDS, of: b, in: 1, at: d, says: e}",
            r"`int` - at `\$\.links\[0\]\.in`",
        ),
    ],
)
def test_the_place_of_a_mistake_is_named(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / file_name(ActLinks)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=wrong):
        read_lookup(path, ActLinks)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"contacts\.yaml is missing: reinstall kense"):
        read_lookup(tmp_path / "contacts.yaml", Contacts)


def test_a_bare_no_is_the_title_of_a_column_and_no_truth_value() -> None:
    assert "no" in lookup(ColumnWords).number


def test_shapes_of_tables_are_tried_in_the_order_of_their_file() -> None:
    in_file = list(parse_yaml((FOLDER / file_name(TableShapes)).read_text(encoding="utf-8")))
    assert list(lookup(TableShapes).by_reading()) == in_file
    assert set(in_file) <= set(READINGS)


def test_fields_named_after_other_rooms_are_theirs() -> None:
    assert {field.encode_name for field in msgspec.structs.fields(StageTable)} == {one.value for one in Stage}
    assert {field.encode_name for field in msgspec.structs.fields(HoursPhrases)} < {one.value for one in Word}


def _unknown_key(content: dict[str, Any]) -> None:
    content["kato_districts"][0]["iss"] = content["kato_districts"][0].pop("is")


def _wrong_type(content: dict[str, Any]) -> None:
    content["misplaced"][0]["lines"] = [["4478", 4612]]


def _missing_key(content: dict[str, Any]) -> None:
    del content["one_place"][2]["names"]


BROKEN = [
    (_unknown_key, "Object contains unknown field `iss` - at `$.kato_districts[0]`"),
    (_wrong_type, "Expected `int`, got `str` - at `$.misplaced[0].lines[0][0]`"),
    (_missing_key, "Object missing required field `names` - at `$.one_place[2]`"),
]


def program_with(folder: Path, broken: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of the program with a broken `places.yaml`; files that cannot matter are links."""
    shutil.copytree(PROGRAM / "model", folder / "model", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(FOLDER, folder / "seeds" / "lookups")
    shutil.copy(PROGRAM / "kense.py", folder)
    for name in ("graph", "changes", "geo", "store", "loaders"):
        (folder / name).symlink_to(PROGRAM / name)
    content = parse_yaml((FOLDER / file_name(Places)).read_text(encoding="utf-8"))
    broken(content)
    return written(folder / "seeds" / "lookups", Places, content)


@pytest.mark.parametrize("command", [["load"], ["serve", "--port", "0"]], ids=lambda command: command[0])
@pytest.mark.parametrize(("broken", "sentence"), BROKEN)
def test_a_typing_error_in_a_lookup_stops_the_start_by_name(
    tmp_path: Path, command: list[str], broken: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    path = program_with(tmp_path, broken)
    store = tmp_path / "kense.sqlite"
    environment = {**os.environ, "KENSE_DATABASE_URL": f"sqlite:///{store}", "KENSE_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "kense.py", *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        1,
        "",
        f"kense: the lookup {path} is wrong: {sentence}\n",
    )
    assert not store.exists()
