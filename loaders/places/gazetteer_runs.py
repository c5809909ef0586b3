"""The work of `kense gazetteer`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from loaders.places.gazetteers import read_places
from loaders.progress import progress_bar
from model.settings import Settings
from store.reading.gazetteers import count_places, replace_sources
from store.tables.engine import make_engine, reading, writing
from store.tables.schema import migrate


def run_gazetteer_import(settings: Settings, paths: Sequence[Path], console: Console) -> dict[str, int]:
    """Import gazetteers into the store; each replaces the earlier places of its source.

    Prints what was left out and the number of places of each source; returns these numbers, also of other
    sources. Raises BadGazetteerError, and then nothing is written, and StoreError.
    """
    engine = make_engine(settings.database_url)
    try:
        with progress_bar(console) as report:
            read = [read_places(path, report) for path in paths]
            places = [place for one in read for place in one.places]
            migrate(engine)
            with writing(engine) as connection:
                replace_sources(connection, places, lambda done: report("writing", done, len(places)))
        with reading(engine) as connection:
            counted = count_places(connection)
    finally:
        engine.dispose()
    for line in (line for one in read for line in one.left_out):
        _print(console, f"left out: {line}")
    for source in sorted({place.source for place in places}):
        _print(console, f"{source}: {counted[source]:,} places")
    return counted


def run_gazetteer_list(settings: Settings, console: Console) -> None:
    """Print the number of places of each source in the store. Raises StoreError."""
    engine = make_engine(settings.database_url)
    try:
        with reading(engine) as connection:
            counted = count_places(connection)
    finally:
        engine.dispose()
    for source, number in counted.items():
        _print(console, f"{source}: {number:,} places")
    if not counted:
        _print(console, "no gazetteer was imported")


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
