"""The mark in the tags of answers follows the program and its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.server import program_stamp as stamps


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for room in ("model", "store", "geo", "changes", "graph", "seeds/lookups"):
        (tmp_path / room).mkdir(parents=True)
    monkeypatch.setattr(stamps, "PROGRAM", tmp_path)
    monkeypatch.setattr(stamps, "shipped_seeds", lambda: tmp_path / "seeds")
    return tmp_path


def stamp(url: str | None = None) -> str:
    stamps._program.cache_clear()
    try:
        return stamps.program_stamp(url)
    finally:
        stamps._program.cache_clear()


def test_it_differs_where_code_a_lookup_or_the_address_does(program: Path) -> None:
    seen = [stamp(), stamp("https://a.example")]
    assert stamp() == seen[0]
    for file in ("graph/types.py", "seeds/lookups/towns.yaml"):
        (program / file).write_text("a", encoding="utf-8")
        seen.append(stamp())
    (program / "graph/types.py").write_text("b", encoding="utf-8")
    seen.append(stamp())
    (program / "graph/types.py").rename(program / "graph/kinds.py")
    seen.append(stamp())
    assert len({*seen}) == len(seen)
    assert all(len(one) == 8 for one in seen)
