"""The registry that worker processes share: made before they are forked, so that its memory is there once.

Memory pages without writes stay shared. CPython writes reference counts into objects, so that used pages
gradually become each worker's own.
"""

from __future__ import annotations

import threading

from geo.names.kept_folds import kept_folds
from graph.served.gc_freeze import keep
from graph.served.precompute import prepare
from graph.served.registry import Registry
from model.errors import StoreError
from model.settings import Settings
from store.reading.kept_edition import stored_edition

_preloaded: Registry | None = None


def preload(settings: Settings) -> bool:
    """Make the registry of the store's newest edition. Returns whether workers can be forked with it.

    False while the store is unreachable or other threads run, as a forked process would inherit their locks.
    """
    global _preloaded
    if threading.active_count() > 1:
        return False
    try:
        edition = stored_edition(settings)
    except StoreError:  # each worker reports the error, or waits
        return False
    with kept_folds(settings):
        registry = Registry(edition)
        prepare(registry)
    _preloaded = registry
    keep()
    return threading.active_count() == 1


def preloaded() -> Registry | None:
    """The registry that this process was forked with. None if it was not forked with a registry."""
    return _preloaded
