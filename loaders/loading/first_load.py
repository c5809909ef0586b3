"""The first load of a server, even where its store is unreachable when it starts."""

from __future__ import annotations

import logging
from threading import Thread
from time import sleep

from rich.console import Console

from loaders.loading.store_runs import run_first_load
from model.errors import RegistryError, StoreAwayError
from model.settings import Settings

_PAUSE_S = 1.0

logger = logging.getLogger("kense.loaders.first")


def load_or_wait(settings: Settings, console: Console) -> None:
    """Load the delivered seeds into an empty store.

    If the store is unreachable, a thread tries again each second, and the server goes on. Raises BadSeedError
    and StoreError for problems that waiting does not solve.
    """
    try:
        run_first_load(settings, console)
    except StoreAwayError as error:
        console.print(f"kense: {error}; the server waits for it", markup=False, soft_wrap=True)
        Thread(target=_load_later, args=(settings, console), name="kense-first-load", daemon=True).start()


def _load_later(settings: Settings, console: Console) -> None:
    """Try the first load each second until the store answers; another error is logged and ends it."""
    while True:
        sleep(_PAUSE_S)
        try:
            run_first_load(settings, console)
        except StoreAwayError:
            continue
        except RegistryError as error:  # the server stays, not ready, and says so
            logger.error("the store cannot be served: %s", error)
        return
