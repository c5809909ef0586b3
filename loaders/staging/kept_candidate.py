"""A cache of candidate editions: a review need not make again what the staging made.

A file is valid for one state: the seeds of the staging, the published edition beside it, and the day on which
fields are resolved. A file of another state is ignored, and so is a failure to write one.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from loaders.seeds.folder import read_seeds
from loaders.staging.candidate import Candidate, candidate_edition
from loaders.staging.staged import Manifest, staged_seeds
from model.edition_key import EditionKey
from model.public_changes import ChangeLog
from store.log.edition_number import latest_edition
from store.reading.edition_file import EditionFile
from store.reading.editions import KAZAKHSTAN
from store.tables.engine import reading, without_password


def candidate_folder(home: Path) -> Path:
    """The folder of the cached candidates."""
    return home / "candidates"


def keep_candidate(engine: Engine, home: Path, act: str) -> None:
    """Make the candidate edition of a staged act and cache it; nothing if it is cached already.

    Raises StagingError and StoreError.
    """
    with staged_seeds(engine, act) as (manifest, folder):
        seeds = read_seeds(folder)
    file = _file(engine, home, manifest, _published(engine))
    if file.opened() is None:
        _write(file, candidate_edition(engine, seeds))


def find_candidate(
    engine: Engine, home: Path | None, manifest: Manifest, beside: EditionKey
) -> Candidate | None:
    """The cached candidate of a staging and a published edition.

    None if it is not cached, or `home` is None.
    """
    opened = None if home is None else _file(engine, home, manifest, beside).opened()
    edition = None if opened is None else opened.edition()
    return None if edition is None else Candidate(edition, orphaned=())


def note_candidate(
    engine: Engine, home: Path | None, manifest: Manifest, beside: EditionKey, made: Candidate
) -> None:
    """Cache a candidate that a review made; nothing without `home`."""
    if home is not None:
        _write(_file(engine, home, manifest, beside), made)


def _write(file: EditionFile, made: Candidate) -> None:
    """Cache a candidate without people's names; a candidate that cannot be published is not cached."""
    if made.orphaned:  # it cannot be published; the review makes it again and states the errors
        return
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.write(made.edition.with_log({}, {}, ChangeLog()), {}, {})  # names of people stay in the store only


def _published(engine: Engine) -> EditionKey:
    """The key of the latest edition; 0 if there is none."""
    with reading(engine) as connection:
        stamp = latest_edition(connection)
    return EditionKey(0, "") if stamp is None else stamp.key


def _file(engine: Engine, home: Path, manifest: Manifest, beside: EditionKey) -> EditionFile:
    """The cache file for a store, staging, published edition and day."""
    day = datetime.now(KAZAKHSTAN).date()
    state = f"{without_password(engine.url)}\n{manifest.digest}\n{beside.number} {beside.identity}\n{day}"
    return EditionFile(candidate_folder(home), manifest.act, state)
