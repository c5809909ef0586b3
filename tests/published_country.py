"""A registry of one district whose store keeps its seeds, so that acts can be staged beside it by jobs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.loading.load import load, seeds_digest
from loaders.seeds import read_seeds
from loaders.staging.published import keep_seeds
from store.tables.engine import make_engine
from store.tables.schema import migrate
from tests.seeded_gazetteer import seeded_gazetteer
from tests.staged_country import make_base

_SMALL = Path(__file__).parent / "seeds_small"


class Published(NamedTuple):
    """A file of SQLite to be copied, the folder of its seeds, and the gazetteer they were made with."""

    file: Path
    seeds: Path
    gazetteer: Path

    @property
    def environ(self) -> dict[str, str]:
        """Settings of a server over a copy of it."""
        return {"KENSE_GAZETTEER": str(self.gazetteer)}


def make_published(folder: Path) -> Published:
    """The registry of Akkol district, in an empty folder."""
    gazetteer = seeded_gazetteer(folder / "gazetteer")
    (folder / "seeds").mkdir()
    seeds = make_base(folder / "seeds", read_seeds(_SMALL), gazetteer)
    file = folder / "published.sqlite3"
    engine = make_engine(make_url(f"sqlite:///{file}"))
    try:
        migrate(engine)
        publish(engine, seeds, folder / "home")
    finally:
        engine.dispose()
    return Published(file, seeds, gazetteer)


def publish(engine: Engine, seeds: Path, home: Path) -> None:
    """Load a folder of seeds into a store with tables; the store keeps the seeds."""
    found = read_seeds(seeds)
    load(engine, found)
    keep_seeds(engine, home, seeds, seeds_digest(found))
