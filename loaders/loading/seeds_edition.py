"""The edition that seeds make, by means of a temporary store."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy.engine import URL

from loaders.loading.load import load
from loaders.seeds.folder import Seeds
from model.edition import Edition
from store.reading.editions import load_edition
from store.tables.engine import make_engine


def edition_of(seeds: Seeds) -> Edition:
    """The edition that these seeds make, through a temporary store. Raises BadSeedError and StoreError."""
    with tempfile.TemporaryDirectory() as place:
        engine = make_engine(URL.create("sqlite", database=str(Path(place) / "seeds.sqlite3")))
        try:
            load(engine, seeds)
            return load_edition(engine)
        finally:
            engine.dispose()
