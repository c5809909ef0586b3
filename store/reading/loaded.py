"""Whether a store can be worked on: tables of this version, and an edition in them."""

from __future__ import annotations

from sqlalchemy import Engine

from model.errors import StoreError
from store.log.edition_number import latest_edition
from store.tables.engine import reading
from store.tables.schema import current_revision, latest_revision


def check_loaded(engine: Engine) -> None:
    """Raise StoreError unless the store has tables of this version, and an edition in them."""
    with reading(engine) as connection:
        if current_revision(connection) != latest_revision():
            raise StoreError("the store has tables of another version: run `kense migrate` as their owner")
        if latest_edition(connection) is None:
            raise StoreError("nothing has been loaded into the store yet: run `kense load` as its owner")
