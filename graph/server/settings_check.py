"""Settings that no server may start with; this file imports little, so that they are refused at once."""

from __future__ import annotations

import os

from changes.verifying import make_verifier
from graph.execution.persisted import documents_of
from model.lookups import check_lookups
from model.settings import Settings
from model.tracing import check_tracing


def check_settings(settings: Settings) -> None:
    """Raise BadSettingError if the settings of sign-in, trusted documents or tracing are unusable.

    Raises StoreError for a lookup that cannot be read, by name, because some rooms read theirs at import.
    """
    check_lookups()
    make_verifier(settings)
    documents_of(settings)
    check_tracing(os.environ)
