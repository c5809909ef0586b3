"""What a store keeps in files is for its owner alone, as far as it makes them."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from changes.development import make_development_key
from loaders.loading.load import load
from loaders.seeds import Seeds
from model.errors import StoreError
from store.dumps import write_dump
from store.reading.editions import load_edition
from store.tables.engine import make_engine, reading, writing


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_a_new_store_and_its_dump_are_for_their_owner(small_seeds: Seeds, tmp_path: Path) -> None:
    home = tmp_path / "home"
    engine = make_engine(make_url(f"sqlite:///{home}/kense.sqlite3"))
    dump = tmp_path / "kense.dump"
    dump.touch(0o644)
    try:
        load(engine, small_seeds)
        with writing(engine), reading(engine):
            modes = {path.name: mode(path) for path in home.iterdir()}
        write_dump(engine, dump)
    finally:
        engine.dispose()
    names = {"kense.sqlite3", "kense.sqlite3-wal", "kense.sqlite3-shm"}
    assert modes == dict.fromkeys(names, "0o600")
    assert mode(home) == "0o700"
    assert mode(dump) == "0o600"


def test_of_a_store_made_before_everybody_loses_the_rights_and_a_group_keeps_them(
    small_seeds: Seeds, tmp_path: Path
) -> None:
    file = tmp_path / "kense.sqlite3"
    engine = make_engine(make_url(f"sqlite:///{file}"))
    load(engine, small_seeds)
    engine.dispose()
    file.chmod(0o664)
    again = make_engine(make_url(f"sqlite:///{file}"))
    try:
        assert load_edition(again).number == 1
    finally:
        again.dispose()
    assert mode(file) == "0o660"


def test_the_key_for_development_is_in_a_folder_for_its_owner(tmp_path: Path) -> None:
    make_development_key(tmp_path / "home")
    assert mode(tmp_path / "home") == "0o700"
    assert mode(tmp_path / "home" / "development-key.pem") == "0o600"


def test_a_folder_in_the_place_of_the_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "kense.sqlite3").mkdir()
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    with pytest.raises(StoreError, match="unable to open database file"):
        load_edition(engine)
    engine.dispose()


def test_a_further_connection_leaves_the_store_to_its_process(small_seeds: Seeds, tmp_path: Path) -> None:
    """Whoever opens and closes the file of a store drops the locks that its process has on it."""
    file = tmp_path / "kense.sqlite3"
    watching = make_engine(make_url(f"sqlite:///{file}"))
    asking = make_engine(watching.url)
    try:
        load(watching, small_seeds)
        with watching.connect() as held:
            raw = held.connection.dbapi_connection
            assert raw is not None
            before = raw.execute("PRAGMA data_version").fetchone()
            with asking.connect():
                pass
            other = (
                f"import sqlite3; c = sqlite3.connect({str(file)!r}); c.execute('CREATE TABLE another (id)')"
            )
            subprocess.run([sys.executable, "-c", f"{other}; c.commit(); c.close()"], check=True, timeout=60)
            assert raw.execute("PRAGMA data_version").fetchone() != before
            assert raw.execute("SELECT count(*) FROM another").fetchone() == (0,)
            assert (tmp_path / "kense.sqlite3-wal").exists()
    finally:
        watching.dispose()
        asking.dispose()
