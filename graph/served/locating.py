"""Locates new units and offices beside a server, if a setting asks for it: a few at once, in a child process.

The server itself only checks whether its edition has anything to be located. The child reads the store, asks
the gazetteers and the geocoders that are allowed, writes an edition, and ends.
"""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import structlog

from changes.location_child import ChildOutcome, locate_in_child
from graph.served.current_registry import Reception
from graph.served.positions import positions_of
from model.background import Background
from model.enums import PositionState
from model.settings import Settings
from store.log.leases import LASTS

log = structlog.get_logger("kense.graph.locating")

MOST = 200
"""Units and offices that one run looks for."""
_LOOK_S, _AGAIN_S = 30.0, 600.0
"""Seconds between two runs, and after a run with open questions because a geocoder or the store failed."""
_END_S = 5.0


class LocatingBeside(Background):
    """A thread that starts a child process to locate new units and offices.

    It is off unless a setting asks for it.
    """

    def __init__(self, reception: Reception, settings: Settings, look_s: float = _LOOK_S) -> None:
        self._reception, self._settings, self._look_s = reception, settings, look_s
        super().__init__("kense-locating", is_on=settings.locates_new and not settings.is_read_only)

    def _run(self) -> None:
        """Start a child whenever something is to be located; stop for good if this server may not write."""
        pause_s = self._look_s
        while not self._stopping.wait(pause_s):
            pause_s = self._look_s
            registry = self._reception.registry
            if registry is None or not positions_of(registry)[PositionState.NEEDS_GEOCODING]:
                continue
            outcome = self._child()
            if outcome is None or not outcome.may_write:
                reason = outcome.trouble if outcome is not None else "the process ended"
                log.warning("nothing is located by this server", reason=reason)
                if outcome is not None:
                    return
            if outcome is None or outcome.is_open or outcome.trouble:
                pause_s = _AGAIN_S
            elif outcome.is_taken:
                pause_s = LASTS.total_seconds()

    def _child(self) -> ChildOutcome | None:
        """The outcome of one child process. None if it died or the server stops."""
        context = get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(
            target=locate_in_child, args=(self._settings, MOST, sender), name="kense-locating", daemon=True
        )
        child.start()
        sender.close()
        try:
            outcome = self._told(child, receiver)
        finally:
            receiver.close()
            _ended(child)
        if outcome is not None and not outcome.is_taken and outcome.may_write:
            log.info("located", tried=outcome.tried, positions=outcome.positions, reason=outcome.trouble)
        return outcome

    def _told(self, child: SpawnProcess, receiver: Connection) -> ChildOutcome | None:
        """Wait for what the child reports. None if it died or the server stops."""
        while not self._stopping.is_set():
            if receiver.poll(0.2):
                try:
                    outcome: ChildOutcome = receiver.recv()
                except EOFError:
                    return None
                return outcome
            if not child.is_alive():
                return None
        return None


def _ended(child: SpawnProcess) -> None:
    """Wait up to 0.5 s for the process, then terminate it, and kill it after 5 s more."""
    child.join(0.5)
    if child.is_alive():
        child.terminate()
        child.join(_END_S)
    if child.is_alive():
        child.kill()
        child.join()
    child.close()
