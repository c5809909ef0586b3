"""Checks whether a store is usable: tables of this version, and an edition in them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from model.errors import StoreError
from store.log.edition_number import latest_edition
from store.tables.engine import is_postgis, reading
from store.tables.revisions import latest_revision
from store.tables.schema import current_revision


def check_loaded(engine: Engine) -> None:
    """Raise StoreError unless the store exists, its tables are of this version, and it has an edition."""
    # SQLite would create an empty file for a misspelt name.
    file = None if is_postgis(engine) else engine.url.database
    if file and file != ":memory:" and not file.startswith("file:") and not Path(file).exists():
        raise StoreError(f"there is no store at {file}: name another, or run `kense load` to make one")
    with reading(engine) as connection:
        revision = current_revision(connection)
        if revision is None:
            raise StoreError("the store has no tables yet: run `kense load` as its owner")
        if revision != latest_revision():
            raise StoreError("the store has tables of another version: run `kense migrate` as their owner")
        if latest_edition(connection) is None:
            raise StoreError("nothing has been loaded into the store yet: run `kense load` as its owner")
