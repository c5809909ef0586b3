"""Erases names and addresses of proposers once a day, as long as a server runs and its role may write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Engine

from model.background import Background
from model.errors import NoRightInStoreError, StoreError
from model.settings import Settings
from store.log.forgetting import forget_before

log = structlog.get_logger("kense.graph.erasure")

_DAY_S = 24 * 3600.0
_END_S = 2.0
_AGAIN_S = 3600.0
"""After a failure of the store."""


class DailyErasure(Background):
    """A thread that erases old names of proposers once a day.

    It is off without write access, or if KENSE_KEEP_PROPOSERS_DAYS is `none`.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._days = None if settings.is_read_only else settings.keep_proposers_days
        # At its end it may wait for a store that does not answer.
        super().__init__("kense-erasure", is_on=self._days is not None, end_s=_END_S)

    def _run(self) -> None:
        """Erase at once, then once a day; an hour after a failure.

        Ends for good without the right to write.
        """
        pause_s = 0.0
        while not self._stopping.wait(pause_s):
            try:
                self.erase()
                pause_s = _DAY_S
            except NoRightInStoreError as error:
                log.warning("names of proposers are not erased by this server", reason=str(error))
                return
            except StoreError as error:
                log.error("names of proposers could not be erased", reason=str(error))
                pause_s = _AGAIN_S
            except Exception:
                log.exception("names of proposers could not be erased")
                pause_s = _AGAIN_S

    def erase(self) -> None:
        """Erase what is older than the configured days, and log how much. Raises StoreError."""
        if self._days is None:
            return
        found = forget_before(self._engine, datetime.now(UTC) - timedelta(days=self._days))
        if found:
            log.info("erased", proposers=found.proposers, texts=found.texts, answers=found.answers)
