"""Options given more than once: all values where several make sense, else a refusal, never a silent last."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url
from typer.main import get_command
from typer.testing import CliRunner

from kense import app
from store.reading.editions import load_edition
from store.tables.engine import make_engine

SMALL = Path(__file__).parent / "seeds_small"
BOX = [[[69, 51], [72, 51], [72, 54], [69, 54], [69, 51]]]


@pytest.fixture
def kense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line over a store of its own, in an empty folder."""
    monkeypatch.setenv("KENSE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def boundary(name: str, properties: dict[str, Any]) -> str:
    """A file with one boundary."""
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": BOX},
    }
    Path(name).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return name


def bounded(folder: Path) -> dict[str, str]:
    """Unit to the file that its boundary came from."""
    engine = make_engine(make_url(f"sqlite:///{folder}/home/kense.sqlite3"))
    try:
        return {unit: each.source for unit, each in load_edition(engine).boundaries.items()}
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "typed",
    [
        ["--boundaries", "d.geojson", "--boundaries", "r.geojson"],
        ["--boundaries", "d.geojson", "r.geojson"],
        ["--boundaries", "d.geojson", "--boundaries", "d.geojson", "r.geojson"],
    ],
    ids=["given again", "two files", "both"],
)
def test_every_file_of_boundaries_is_loaded(kense: CliRunner, tmp_path: Path, typed: list[str]) -> None:
    boundary("d.geojson", {"id": 1108785617, "name_ru": "Аккольский район", "region_id": 85672897})
    boundary("r.geojson", {"id": 85672897, "name_ru": "Акмолинская область"})
    done = kense.invoke(app, ["load", "--seeds", str(SMALL), *typed], catch_exceptions=False)
    assert done.exit_code == 0
    assert "2 boundaries in edition 2, 0 made valid, 0 refused" in done.output
    assert bounded(tmp_path) == {"akm-akkol": "d.geojson", "akm": "r.geojson"}


def test_a_file_of_boundaries_says_of_which_day_it_is(kense: CliRunner, tmp_path: Path) -> None:
    boundary("r.geojson", {"id": 85672897, "name_ru": "Акмолинская область"})
    typed = ["load", "--seeds", str(SMALL), "--boundaries", "r.geojson", "--boundaries-of"]
    kense.invoke(app, [*typed, "2024-01-01"], catch_exceptions=False)
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/home/kense.sqlite3"))
    try:
        assert load_edition(engine).boundaries["akm"].of_day == date(2024, 1, 1)
    finally:
        engine.dispose()
    assert kense.invoke(app, [*typed, "spring"]).exit_code == 2
    alone = kense.invoke(app, ["load", "--seeds", str(SMALL), "--boundaries-of", "2024-01-01"])
    assert alone.exit_code == 2
    assert "is for --boundaries" in alone.output


def test_where_a_file_of_boundaries_cannot_be_read_nothing_is_loaded(
    kense: CliRunner, tmp_path: Path
) -> None:
    boundary("r.geojson", {"id": 85672897, "name_ru": "Акмолинская область"})
    typed = ["load", "--seeds", str(SMALL), "--boundaries", "r.geojson", "--boundaries", "none.geojson"]
    done = kense.invoke(app, typed)
    assert done.exit_code == 1
    assert "none.geojson: cannot be read" in str(done.exception)
    assert not (tmp_path / "home").exists()


def test_where_every_boundary_is_refused_the_command_fails_and_those_of_the_store_stay(
    kense: CliRunner, tmp_path: Path
) -> None:
    boundary("r.geojson", {"id": 85672897, "name_ru": "Акмолинская область"})
    kense.invoke(app, ["load", "--seeds", str(SMALL), "--boundaries", "r.geojson"], catch_exceptions=False)
    boundary("s.geojson", {"id": 5, "name_ru": "Область, которой нет"})
    done = kense.invoke(app, ["load", "--seeds", str(SMALL), "--boundaries", "s.geojson"])
    assert done.exit_code == 1
    assert "Область, которой нет" in done.output
    assert str(done.exception) == "all of the 1 boundaries are refused: those in the store stay as they are"
    assert bounded(tmp_path) == {"akm": "r.geojson"}


SINGLE = [
    (words, option)
    for words, command in [
        *((name, one) for name, one in get_command(app).commands.items() if not hasattr(one, "commands")),  # type: ignore[attr-defined]
        *(
            (f"{group} {name}", one)
            for group in ("boundaries", "export", "gazetteer")
            for name, one in get_command(app).commands[group].commands.items()  # type: ignore[attr-defined]
        ),
    ]
    for option in command.params
    if option.param_type_name == "option" and not option.multiple and not option.is_flag
]


def test_the_command_line_has_many_options_of_one_value() -> None:
    assert len(SINGLE) > 40
    assert ("load", "dump") in [(words, option.name) for words, option in SINGLE]


@pytest.mark.parametrize(
    ("words", "option"), SINGLE, ids=[f"{words} {option.name}" for words, option in SINGLE]
)
def test_an_option_of_one_value_is_refused_when_it_is_given_twice(
    kense: CliRunner, tmp_path: Path, words: str, option: Any
) -> None:
    once = [option.opts[0], *["1"] * option.nargs]
    done = kense.invoke(app, [*words.split(), *once, *once])
    assert done.exit_code == 2
    assert f"Invalid value for '{option.opts[0]}'" in done.output
    assert "is given twice and takes one value" in done.output
    assert list(tmp_path.iterdir()) == []
