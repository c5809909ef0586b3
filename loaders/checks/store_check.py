"""The work of `kense check --store`."""

from __future__ import annotations

import orjson
from rich.console import Console

from loaders.checks.figure_tables import CheckFormat
from model.settings import Settings
from model.time_zones import stale_zones
from store.reading.soundness import look_through
from store.tables.engine import make_engine, without_password


def run_store_check(settings: Settings, form: CheckFormat, console: Console) -> bool:
    """Check the store of the settings and print its faults; returns whether there are none.

    Raises StoreError if the store cannot be reached.
    """
    engine = make_engine(settings.database_url)
    try:
        soundness = look_through(engine)
    finally:
        engine.dispose()
    faults = [*soundness.faults, *stale_zones()]
    where = without_password(settings.database_url)
    if form is not CheckFormat.TABLE:
        edition = None if soundness.edition is None else str(soundness.edition)
        line = orjson.dumps({"store": where, "edition": edition, "faults": faults}).decode()
        console.print(line, markup=False, highlight=False, soft_wrap=True)
        return not faults
    for fault in faults:
        console.print(fault, markup=False, highlight=False, soft_wrap=True)
    told = "is not sound" if faults else f"is sound: edition {soundness.edition}"
    console.print(f"{where} {told}", markup=False, highlight=False, soft_wrap=True)
    return not faults
