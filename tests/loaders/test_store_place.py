"""`kense place --database` shows its changes, writes them when allowed, and ends with the right exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Engine

from changes.location_run import TASK
from loaders.loading.load import load
from loaders.places.store_place_run import PlaceWishes, run_place_states, run_place_store
from loaders.seeds import Seeds
from model.enums import PositionState
from model.errors import StoreError
from model.settings import Settings
from store.log.leases import Lease, TaskTakenError
from store.reading.editions import load_edition
from tests.geocoder_server import GeocoderServer, Reply, geocoder_server
from tests.locating import KARASAI, settings, shown, store_with

CHECKOUT = Path(__file__).parents[2]
KYNA = "unit:akm-akkol-karasai-kyna"


@pytest.fixture
def store(store_engine: Engine, small_seeds: Seeds) -> Engine:
    return store_with(store_engine, small_seeds)


@pytest.fixture
def server() -> Iterator[GeocoderServer]:
    with geocoder_server() as server:
        yield server


def of_store(engine: Engine, **more: str) -> Settings:
    return replace(settings(**more), database_url=engine.url.render_as_string(hide_password=False))


def ran(engine: Engine, wishes: PlaceWishes, **more: str) -> tuple[bool, str, str]:
    """Whether everything is done, the output, and the error output."""
    out, notes = io.StringIO(), io.StringIO()
    is_done = run_place_store(of_store(engine, **more), wishes, Console(file=out), Console(file=notes))
    return is_done, out.getvalue(), notes.getvalue()


def never(_: int) -> bool:
    pytest.fail("nobody is asked")


def test_a_dry_run_shows_and_writes_nothing(store: Engine) -> None:
    before = load_edition(store)
    is_done, out, notes = ran(store, PlaceWishes(never, is_dry=True, is_sure=True))
    assert is_done
    assert f"new\t{KYNA}\tnone -> SETTLEMENT (geonames:111)\n" in out
    assert "positions would change; nothing was written" in notes
    assert load_edition(store) == before


@pytest.mark.parametrize("answer", [True, False])
def test_what_changes_is_shown_and_then_asked_for(store: Engine, answer: bool) -> None:
    asked: list[int] = []

    def may_write(changes: int) -> bool:
        asked.append(changes)
        return answer

    is_done, out, notes = ran(store, PlaceWishes(may_write))
    assert asked == [len(out.splitlines())]
    assert is_done is answer
    at = load_edition(store).units["akm-akkol-karasai-kyna"].position
    assert (at is not None) is answer
    assert ("nothing was written: add --yes" in notes) is not answer


def test_a_run_that_may_write_says_which_editions_show_it(store: Engine) -> None:
    is_done, _, notes = ran(store, PlaceWishes(never, is_sure=True))
    assert is_done
    newest = load_edition(store).number
    assert f"positions changed, editions 2 to {newest}" in notes
    assert shown(store, KARASAI)["precision"] == "SETTLEMENT"
    assert ran(store, PlaceWishes(never, is_sure=True)) == (True, "", "nothing needs to be located\n")


def test_json_lines_hold_every_finding(store: Engine) -> None:
    _, out, _ = ran(store, PlaceWishes(never, is_sure=True, as_json=True))
    found: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    by_subject = {one["subject"]: one for one in found}
    kyna = by_subject[KYNA]
    assert (kyna["kind"], kyna["before"], kyna["trouble"]) == ("new", None, None)
    assert kyna["after"]["source_id"] == "111"
    assert "CC BY 4.0" in kyna["evidence"][0]
    assert by_subject["office:akm-akkol-education"]["trouble"] == "NO_GEOCODER"


def test_a_geocoder_that_fails_leaves_the_run_open(store: Engine, server: GeocoderServer) -> None:
    server.tell(Reply("", status=503))
    is_done, _, notes = ran(
        store, PlaceWishes(never, is_sure=True), KENSE_GEOCODERS=f"nominatim={server.url}"
    )
    assert not is_done
    assert "left open, a geocoder failed" in notes
    ran(store, PlaceWishes(never, is_sure=True))
    again = ran(store, PlaceWishes(never, is_sure=True), KENSE_GEOCODERS=f"nominatim={server.url}")
    assert not again[0]
    assert again[2].endswith("left open, a geocoder failed\nnothing was written\n")


def test_attempts_in_vain_are_asked_for_like_changes(store: Engine) -> None:
    ran(store, PlaceWishes(never, is_sure=True, limit=3))
    while ran(store, PlaceWishes(lambda _: False, limit=3))[1]:
        ran(store, PlaceWishes(never, is_sure=True, limit=3))
    before = load_edition(store).number
    asked: list[int] = []

    def refuse(changes: int) -> bool:
        asked.append(changes)
        return False

    is_done, out, notes = ran(store, PlaceWishes(refuse, limit=3))
    assert (is_done, out, asked) == (False, "", [0])
    assert "nothing was written: add --yes" in notes
    assert load_edition(store).number == before


def test_a_limit_is_kept(store: Engine) -> None:
    _, out, _ = ran(store, PlaceWishes(never, is_sure=True, as_json=True, limit=3))
    assert len(out.splitlines()) == 3


def test_states_are_listed_as_tables_and_as_json(store: Engine) -> None:
    out = io.StringIO()
    of = of_store(store)
    run_place_states(of, PositionState.NEEDS_GEOCODING, Console(file=out), as_json=False)
    assert f"{KYNA}\tNEEDS_GEOCODING\t\tnone, wanted SETTLEMENT\n" in out.getvalue()
    ran(store, PlaceWishes(never, is_sure=True))
    out = io.StringIO()
    run_place_states(of, PositionState.COULD_NOT_BE_LOCATED, Console(file=out), as_json=True)
    rows = {row["subject"]: row for row in map(json.loads, out.getvalue().splitlines())}
    assert rows["unit:akm-akkol-kenes-barap"]["trouble"] == "NOT_FOUND"
    assert rows["unit:akm-akkol-kenes-barap"]["tried_at"]
    assert KYNA not in rows


def test_two_runs_at_once_and_an_empty_store_are_refused_by_name(
    store_engine: Engine, small_seeds: Seeds
) -> None:
    with pytest.raises(StoreError, match="nothing has been loaded"):
        ran(store_engine, PlaceWishes(never))
    load(store_engine, small_seeds)
    with Lease(store_engine, TASK), pytest.raises(TaskTakenError, match="another process"):
        ran(store_engine, PlaceWishes(never))


def kense(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHECKOUT / "kense.py"), "place", *options],
        env={**os.environ, "KENSE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("store_engine", ["sqlite"], indirect=True)
def test_the_command_ends_with_0_1_or_2(store: Engine, tmp_path: Path) -> None:
    url = store.url.render_as_string(hide_password=False)
    unsure = kense(tmp_path, "--database", url)
    assert unsure.returncode == 1
    assert "nothing was written: add --yes" in unsure.stderr
    sure = kense(tmp_path, "--database", url, "--yes", "--format", "jsonl")
    assert sure.returncode == 0
    assert all(json.loads(line)["subject"] for line in sure.stdout.splitlines())
    listed = kense(tmp_path, "--database", url, "--state", "located")
    assert (listed.returncode, KYNA in listed.stdout) == (0, True)
    assert kense(tmp_path, "--database", "mysql://x").returncode == 2
    gone = kense(tmp_path, "--database", f"sqlite:///{tmp_path}/none.sqlite3")
    assert gone.returncode == 1
    assert f"there is no store at {tmp_path}/none.sqlite3" in gone.stderr
    assert not (tmp_path / "none.sqlite3").exists()
    (tmp_path / "empty.sqlite3").touch()
    empty = kense(tmp_path, "--database", f"sqlite:///{tmp_path}/empty.sqlite3")
    assert (empty.returncode, "has no tables yet: run `kense load`" in empty.stderr) == (1, True)


@pytest.mark.parametrize(
    "options",
    [
        ("--dry-run",),
        ("--state", "located"),
        ("--limit", "3"),
        ("--format", "jsonl"),
        ("--database", "sqlite:////tmp/x.db", "--problems"),
        ("--database", "sqlite:////tmp/x.db", "--limit", "0"),
        ("--database", "sqlite:////tmp/x.db", "--state", "lost"),
    ],
)
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = kense(tmp_path, *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
