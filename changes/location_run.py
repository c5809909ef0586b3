"""Searches positions in a store, by its gazetteers and the geocoders of the settings, one run at a time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Engine

from changes.location_search import Finding, LocationSearch
from changes.location_writing import Written, write_findings
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.stored_gazetteer import stored_gazetteer
from geo.locator.geocoders import RemoteGeocoder
from geo.locator.remote import RemoteStage
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.errors import StoreError
from model.settings import Settings
from store.log.edition_number import latest_edition
from store.log.leases import Lease
from store.reading.editions import read_edition
from store.reading.geocoder_cache import GeocoderCache
from store.tables.engine import reading

TASK = "locating"
"""The lease that lets one process at a time look for positions."""
UNITS_AT_ONCE, OFFICES_AT_ONCE = 500, 50
"""Most positions that one edition changes. After one of units, servers read everything again."""
_MOST_ATTEMPTS = 2_000
"""Most findings of one edition, including those that change nothing, ..."""
_LONGEST_S = 60.0
"""... and seconds for collecting a batch, with slow geocoders: an interrupted run loses this much."""
_STORED = "gazetteers"


@dataclass(slots=True)
class LocationRun:
    """One search for positions: yields findings in batches, and writes them."""

    engine: Engine
    search: LocationSearch
    digest: str
    lease: Lease
    known: Edition
    """The edition in which the positions were searched."""
    late: list[str] = field(default_factory=list)
    """Subjects that others changed first."""

    def batches(
        self, limit: int | None = None, report: Callable[[], object] = lambda: None
    ) -> Iterator[list[Finding]]:
        """Findings in batches, each to be written as one edition; at most `limit` findings in all.

        `report` is called at each finding. Raises TaskTakenError if another process took the lease.
        """
        left = limit
        for source, size in ((self.search.units(), UNITS_AT_ONCE), (self.search.offices(), OFFICES_AT_ONCE)):
            while left is None or left > 0:
                batch = self._gathered(source, size, left, report)
                if not batch:
                    break
                left = None if left is None else left - len(batch)
                yield batch

    def _gathered(
        self, source: Iterator[Finding], most: int, left: int | None, report: Callable[[], object]
    ) -> list[Finding]:
        """The next findings of `source`, until `most` findings change something or 60 s are over.

        At most `left`, and 2,000.
        """
        batch: list[Finding] = []
        changes, began = 0, time.monotonic()
        for finding in islice(source, _MOST_ATTEMPTS if left is None else min(_MOST_ATTEMPTS, left)):
            self.lease.renew()
            report()
            batch.append(finding)
            changes += finding.kind != "same"
            if changes >= most or time.monotonic() - began > _LONGEST_S:
                break
        return batch

    def write(self, batch: list[Finding]) -> Written:
        """Write a batch as one edition. Subjects that others changed first are added to `late`.

        Raises LoadedMeanwhileError and StoreError.
        """
        written = write_findings(self.engine, batch, self.digest, self.known)
        self.late += written.changed_meanwhile
        self.known = written.known or self.known
        return written


@contextmanager
def location_run(engine: Engine, settings: Settings) -> Iterator[LocationRun]:
    """A search over the newest edition; while the context is open, no other process searches in this store.

    Raises TaskTakenError if another process does, and StoreError, also if nothing has been loaded.
    """
    with Lease(engine, TASK) as lease:
        with reading(engine) as connection:
            stamp = latest_edition(connection)
            if stamp is None:
                raise StoreError("nothing has been loaded into the store yet: run `kense load`")
            edition = read_edition(connection)
            gazetteer = stored_gazetteer(connection, edition.units)
        sources = [] if gazetteer is None else [f"{_STORED} {_digest(gazetteer)}"]
        search = LocationSearch(edition, gazetteer, sources, remote_of(engine, settings))
        yield LocationRun(engine, search, stamp.digest, lease, edition)


def _digest(gazetteer: Gazetteer) -> str:
    """A fingerprint of the gazetteer's places. If it differs, a new search may find more."""
    digest = hashlib.sha256()
    for locality in gazetteer.localities.values():
        digest.update(f"{locality.id} {locality.lon} {locality.lat} {locality.names}\n".encode())
    return digest.hexdigest()[:12]


def remote_of(engine: Engine, settings: Settings) -> Callable[[Atlas], RemoteStage | None]:
    """A function that makes the stage of the configured geocoders for an atlas.

    The clients are the same for every atlas. Without geocoders the function returns None.
    """
    pause_s, timeout_s = settings.geocoder_pause_s, settings.geocoder_timeout_s
    geocoders = [RemoteGeocoder(address, pause_s, timeout_s) for address in settings.geocoders]

    def made(atlas: Atlas) -> RemoteStage | None:
        return RemoteStage(atlas, geocoders, GeocoderCache(engine)) if geocoders else None

    return made
