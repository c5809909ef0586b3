"""A bounded search for positions in a separate process, so that no reader waits for it."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import NoReturn

from changes.location_run import location_run
from model.errors import NoRightInStoreError, RegistryError
from model.settings import Settings
from store.log.leases import TaskTakenError
from store.tables.engine import make_engine

_NICENESS = 15


@dataclass(slots=True)
class ChildOutcome:
    """The counts and troubles of a run, which the child process sends to its parent."""

    tried: int = 0
    positions: int = 0
    is_taken: bool = False
    """Whether another process does the work."""
    is_open: bool = False
    """Whether a geocoder failed, so that questions remain open."""
    may_write: bool = True
    trouble: str | None = None


def locate_in_child(settings: Settings, limit: int, outcomes: Connection) -> None:
    """Look for positions of at most `limit` units and offices, write them, and send the outcome.

    SIGTERM ends it, and so does the end of the parent process; what was written stays. A RegistryError is not
    raised: `trouble` of the outcome has its message.
    """
    os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process decides
    signal.signal(signal.SIGTERM, _end)
    outcome = ChildOutcome()
    try:
        _locate(settings, limit, outcome)
    except TaskTakenError:
        outcome.is_taken = True
    except NoRightInStoreError as error:
        outcome.may_write, outcome.trouble = False, str(error)
    except RegistryError as error:
        outcome.trouble = str(error)
    outcomes.send(outcome)


def _locate(settings: Settings, limit: int, outcome: ChildOutcome) -> None:
    """Run the search, write its batches, and count in `outcome`."""
    engine = make_engine(settings.database_url)
    try:
        with location_run(engine, settings) as run:
            for batch in run.batches(limit, _end_with_parent):
                written = run.write(batch)
                outcome.tried += len(batch)
                outcome.positions += written.positions
                outcome.is_open |= any(one.failures for one in batch)
    finally:
        engine.dispose()


def _end_with_parent() -> None:
    """End this process if its parent no longer runs."""
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        sys.exit(0)


def _end(*_: object) -> NoReturn:
    sys.exit(0)
