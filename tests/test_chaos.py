"""One cheap fault of `make chaos` on a real server: its row has real figures, and meets the goals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.chaos.faults import FAULTS
from bench.chaos.history import History, lost_and_wrong
from bench.chaos.rows import Fault, Row, Scene, played, written
from loaders.loading.load import load
from loaders.seeds import Seeds
from store.tables.engine import make_engine

NAMES = [fault.name for fault in FAULTS]


def test_faults_have_names_of_their_own() -> None:
    assert len(set(NAMES)) == len(NAMES) > 10


@pytest.mark.slow
def test_a_file_that_is_moved_away_loses_nothing(tmp_path: Path) -> None:
    (fault,) = [one for one in FAULTS if one.name == "file: moved away and back"]
    row = played(fault, 1.5)
    assert row.misses == []
    assert row.scene.history.accepted
    assert row.scene.history.reads > 10
    assert row.scene.history.codes["STORE_UNAVAILABLE"]
    written([row], tmp_path / "chaos.json")
    (told,) = json.loads((tmp_path / "chaos.json").read_text("utf-8"))["rows"]
    wanted = {"fault", "lost", "wrong", "reads_failed", "writes_back_s", "stale_s"}
    assert wanted <= set(told)
    assert (told["lost"], told["wrong"], told["reads_failed"]) == (0, 0, 0)


def test_what_is_lost_wrong_or_late_is_missed(small_seeds: Seeds, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/kense.sqlite3")
    load(engine, small_seeds)
    history = History(accepted={"never stored": ("akm-akkol-education", 2)}, reads=1, reads_failed=1)
    history.went_back.append("5 then 4")
    history.admitted_s = 3.0
    lost, wrong = lost_and_wrong(engine, history)
    engine.dispose()
    assert (lost, wrong) == (["never stored"], ["5 then 4"])
    scene = Scene(ground=None, history=history, lost=lost, wrong=wrong, gap_s=9.0)  # type: ignore[arg-type]
    strict = Row(Fault("any", lambda _: None), scene).misses
    assert [words.split()[0] for words in strict] == ["lost", "wrong", "1", "writes", "stale"]
    lenient = Fault("any", lambda _: None, loses=True, goes_back=True, reads_fail=True, back_s=None)
    assert Row(lenient, scene).misses == ["stale and ready for 3.0 s"]


def test_a_fault_that_cannot_be_played_is_a_row_that_misses(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_: Scene) -> None:
        raise OSError("no room")

    row = played(Fault("any", broken), 0.1)
    assert row.misses == ["BROKEN_OSError"]
    assert "no room" in capsys.readouterr().err
