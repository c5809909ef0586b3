"""Files that ship with the program are found in one place, and commands use the folders they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.boundaries import GAZETTEER
from bench.search_quality import labelled_queries
from geo.gazetteer.gazetteer import read_gazetteer
from graph.server.console import bundle_folder, page_folder
from loaders.acts.profiles import shipped_profiles
from loaders.defaults import gazetteer_folder, needed_gazetteer, seeds_to_read, seeds_to_renew
from loaders.seeds import BadSeedError, read_seeds
from loaders.seeds.passports import read_passports
from loaders.territory.settlements import with_settlements
from model import program_files
from model.errors import BadSettingError
from model.lookup_places import Places
from model.lookups import lookup
from model.program_files import PROGRAM, beside_checkout, built_page, checkout, shipped_seeds
from model.settings import Settings, default_home
from tests.shared_folder import SHARED

ROOT = Path(__file__).parents[2]
PLAIN = Settings.from_environment({})
_OWN_WAY = re.compile(
    r"__file__|resources\.files|\bfiles\(|Path\(\"(?:seeds|\.\./|shared|web)|\.cwd\(\)|\"\.\./shared"
)
_MAY = {
    "model/program_files.py": "the one place",
    "loaders/defaults.py": "`seeds` of the current folder, where that is one",
    "graph/server/console.py": "`graph/pages` are files of its own package",
    "geo/sql/spatial_sql.py": "its scripts are files of its own package",
}


def test_no_other_module_looks_for_files_in_a_way_of_its_own() -> None:
    found = {
        str(file.relative_to(ROOT))
        for folder in ("graph", "changes", "geo", "store", "model", "loaders", "bench")
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts and _OWN_WAY.search(file.read_text(encoding="utf-8"))
    }
    found |= {"kense.py"} if _OWN_WAY.search((ROOT / "kense.py").read_text(encoding="utf-8")) else set()
    assert found - set(_MAY) == set()
    assert set(_MAY) - found == set()


def test_what_ships_is_found_where_it_is() -> None:
    assert (PROGRAM, checkout()) == (ROOT, ROOT)
    assert shipped_seeds() == ROOT / "seeds"
    assert built_page() == ROOT / "web" / "dist"
    assert default_home({}) == ROOT / "var"
    for folder, name in ((bundle_folder(), "graphiql"), (page_folder(), "page")):
        is_built = (ROOT / "web" / "dist" / name / "index.html").is_file()
        assert folder == (ROOT / "web" / "dist" / name if is_built else None)


def test_each_reader_of_shipped_files_finds_them_by_default() -> None:
    assert len(read_seeds().areas) > 6_000
    assert len(shipped_profiles()) == 5
    assert len(read_passports()) > 30
    assert lookup(Places).districts
    assert len(labelled_queries()) > 100


def test_the_settlements_of_today_are_found_by_default(some_gazetteer: Path) -> None:

    known = read_gazetteer(some_gazetteer)
    assert len(with_settlements(known).localities) > len(known.localities)


def test_bench_and_tests_look_for_the_gazetteer_in_one_folder() -> None:
    assert GAZETTEER == SHARED / "gazetteer"
    assert SHARED.is_absolute()


def test_once_installed_nothing_beside_the_program_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "shared" / "gazetteer").mkdir(parents=True)
    monkeypatch.setattr(program_files, "PROGRAM", tmp_path / "site-packages")
    assert checkout() is None
    assert beside_checkout("gazetteer") is None
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages" / "pyproject.toml").touch()
    assert beside_checkout("gazetteer") == tmp_path / "shared" / "gazetteer"
    assert beside_checkout("acts") is None


def test_the_seeds_of_the_current_folder_go_before_the_shipped_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert seeds_to_read(None) == seeds_to_renew(None) == shipped_seeds()
    (tmp_path / "seeds").mkdir()
    assert seeds_to_read(None) == seeds_to_renew(None) == shipped_seeds()  # some other `seeds`
    (tmp_path / "seeds" / "areas.csv").touch()
    assert seeds_to_read(None) == seeds_to_renew(None) == Path("seeds")
    assert seeds_to_read(tmp_path) == seeds_to_renew(tmp_path) == tmp_path


def test_an_installed_program_renews_no_seeds_that_nobody_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(program_files, "PROGRAM", tmp_path / "site-packages")
    assert seeds_to_read(None) == tmp_path / "site-packages" / "seeds"
    with pytest.raises(BadSeedError, match="name the one to renew with --seeds"):
        seeds_to_renew(None)


@pytest.mark.parametrize("choose", [seeds_to_read, seeds_to_renew])
def test_named_seeds_that_are_not_there_are_refused(choose: object, tmp_path: Path) -> None:
    assert callable(choose)
    with pytest.raises(BadSeedError, match="no such folder of seeds"):
        choose(tmp_path / "none")


def test_a_gazetteer_is_the_named_one_else_that_of_the_settings_else_the_one_beside_a_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(program_files, "PROGRAM", tmp_path / "kense")
    assert gazetteer_folder(None, PLAIN) is None
    with pytest.raises(BadSettingError, match="--gazetteer or KENSE_GAZETTEER"):
        needed_gazetteer(None, PLAIN)
    beside = tmp_path / "shared" / "gazetteer"
    beside.mkdir(parents=True)
    (tmp_path / "kense").mkdir()
    (tmp_path / "kense" / "pyproject.toml").touch()
    assert gazetteer_folder(None, PLAIN) == needed_gazetteer(None, PLAIN) == beside
    own = Settings.from_environment({"KENSE_GAZETTEER": str(tmp_path)})
    assert gazetteer_folder(None, own) == tmp_path
    assert gazetteer_folder(beside, own) == beside
    with pytest.raises(BadSettingError, match="--gazetteer is"):
        gazetteer_folder(tmp_path / "none", own)
