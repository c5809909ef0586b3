"""The work of `kense load` and `kense migrate`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine

from geo.sql.spatial_sql import publish_on
from loaders.loading.load import Loaded, load, load_boundaries, load_if_empty
from loaders.places.boundaries import BadBoundaryFileError, Feature, match_features, read_features
from loaders.progress import progress_bar
from loaders.seeds.folder import read_seeds
from model.settings import Settings
from store.dumps import check_dump, restore_dump, write_dump
from store.reading.edition_file import edition_file
from store.reading.editions import load_edition
from store.reading.loaded import check_loaded
from store.reading.soundness import check_file
from store.tables.engine import make_engine, without_password
from store.tables.revisions import latest_revision
from store.tables.schema import migrate


def run_load(
    settings: Settings,
    folder: Path | None,
    console: Console,
    boundaries: Sequence[Path] = (),
    of_day: date | None = None,
) -> Loaded:
    """Load a folder of seeds (by default the delivered seeds) into the store of the settings.

    Files of boundaries are loaded after the seeds, matched with the units of `of_day` (None: of the acts);
    without files the earlier boundaries stay. Raises BadSeedError, StoreError and BadBoundaryFileError.
    """
    features = read_features(boundaries)  # first: nothing is loaded if one of the files cannot be read
    engine = make_engine(settings.database_url)
    try:
        with progress_bar(console) as report:
            loaded = load(engine, read_seeds(folder), report, file=edition_file(settings))
        if boundaries:
            _load_boundaries(engine, features, of_day, console)
    finally:
        engine.dispose()
    where = without_password(settings.database_url)
    if loaded.is_new:
        console.print(
            f"edition {loaded.edition}: {loaded.rows:,} rows in {where}", highlight=False, soft_wrap=True
        )
    else:
        console.print(
            f"edition {loaded.edition} in {where} already holds these seeds", highlight=False, soft_wrap=True
        )
    return loaded


def _load_boundaries(
    engine: Engine, features: Sequence[Feature], of_day: date | None, console: Console
) -> None:
    """Load the boundaries and print those that were corrected or refused.

    Raises BadBoundaryFileError if all are refused.
    """
    read = match_features(features, load_edition(engine), of_day)
    for line in (*read.mended, *read.refused):
        console.print(line, highlight=False, soft_wrap=True)
    if read.refused and not read.boundaries:
        raise BadBoundaryFileError(
            f"all of the {len(read.refused)} boundaries are refused: those in the store stay as they are"
        )
    stamp = load_boundaries(engine, read.boundaries)
    told = "already in the store" if stamp is None else f"in edition {stamp.number}"
    console.print(
        f"{len(read.boundaries)} boundaries {told}, "
        f"{len(read.mended)} made valid, {len(read.refused)} refused",
        highlight=False,
        soft_wrap=True,
    )


def run_first_load(settings: Settings, console: Console) -> Loaded | None:
    """Load the delivered seeds if the store is empty, at the start of a server.

    None if it is not. A read-only server loads nothing and raises StoreError for an empty store. Raises
    BadSeedError and StoreError.
    """
    engine = make_engine(settings.database_url)
    try:
        check_file(engine)
        if settings.is_read_only:
            check_loaded(engine)
            return None
        with progress_bar(console) as report:
            return load_if_empty(engine, progress=report)
    finally:
        engine.dispose()


def run_dump(settings: Settings, file: Path, console: Console) -> None:
    """Write the whole content of the store into a file. Raises StoreError."""
    engine = make_engine(settings.database_url)
    try:
        dump = write_dump(engine, file)
    finally:
        engine.dispose()
    console.print(f"edition {dump.edition}: {dump.rows:,} rows in {file}", highlight=False, soft_wrap=True)


def run_restore(settings: Settings, file: Path, console: Console) -> None:
    """Fill an empty store from a dump.

    A damaged dump raises BadDumpError before anything is written. Raises StoreNotEmptyError and StoreError.
    """
    dump = check_dump(file)
    engine = make_engine(settings.database_url)
    try:
        migrate(engine)
        publish_on(engine)
        restore_dump(engine, file)
    finally:
        engine.dispose()
    where = without_password(settings.database_url)
    console.print(f"edition {dump.edition}: {dump.rows:,} rows in {where}", highlight=False, soft_wrap=True)


def run_migrate(settings: Settings, console: Console) -> None:
    """Upgrade the tables of the store and, on PostGIS, the published SQL. Raises StoreError."""
    engine = make_engine(settings.database_url)
    try:
        migrate(engine)
        publish_on(engine)
    finally:
        engine.dispose()
    where = without_password(settings.database_url)
    console.print(f"{where} has the tables of revision {latest_revision()}", highlight=False, soft_wrap=True)
