"""Activates a staged act as the next edition, and returns to the seeds before it."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Engine

from loaders.loading.load import Claim, Loaded, OtherSeedsError, load, seeds_digest
from loaders.offices.review import DOUBTS_FILE
from loaders.progress import Report
from loaders.seeds.files import write_text
from loaders.seeds.folder import read_seeds, write_seeds
from loaders.staging.published import (
    Publication,
    keep_seeds,
    published_seeds,
    published_stamp,
    read_publication,
)
from loaders.staging.staged import (
    OutdatedError,
    StagingError,
    drop_staged,
    staged_folder,
    staged_seeds,
)
from store.reading.edition_file import EditionFile


def activate(
    engine: Engine,
    home: Path,
    act: str,
    progress: Report | None = None,
    write_to: Path | None = None,
    claim: Claim | None = None,
    *,
    file: EditionFile | None = None,
) -> Loaded:
    """Load a staged act as the next edition, in one transaction, and end its staging.

    `write_to` is a folder of seeds that is made equal, such as that of a checkout; `file` is the edition file
    of the store. Raises NotStagedError and StagingError, OutdatedError if other seeds were published since,
    and the errors of a load and of `claim`; then nothing is published.
    """
    with staged_seeds(engine, act) as (manifest, folder):
        if published_stamp(engine).digest != manifest.upon:
            raise OutdatedError(
                f"other seeds were published since {act} was staged: stage it again, "
                f"as `kense review {act}` does"
            )
        if manifest.digest == manifest.upon:
            raise StagingError(f"the published edition already holds {act} as it is staged")
        seeds = read_seeds(folder)
        if seeds_digest(seeds) != manifest.digest:
            raise OutdatedError(f"{act} was staged by another version of this program: stage it again")
        kept = keep_seeds(engine, home, folder, manifest.digest, Publication(act, manifest.upon))
    try:
        loaded = load(engine, seeds, progress, upon=manifest.upon, claim=claim, file=file)
    except OtherSeedsError as error:
        raise OutdatedError(f"{error}: stage {act} again") from None
    drop_staged(engine, act)
    shutil.rmtree(staged_folder(home, act), ignore_errors=True)
    if write_to is not None:
        write_folder(kept, write_to)
    return loaded


def rollback(
    engine: Engine,
    home: Path,
    progress: Report | None = None,
    claim: Claim | None = None,
    file: EditionFile | None = None,
) -> tuple[str, Loaded]:
    """Return to the seeds before the last activated act; returns its id and the new edition.

    The edition has a new number, because numbers only grow. Raises StagingError if the published seeds are
    not those of an activated act, the errors of a load and those of `claim`.
    """
    stamp = published_stamp(engine)
    publication = read_publication(engine, home, stamp.digest)
    if publication is None:
        raise StagingError(
            "the published seeds do not come from `kense activate`: there is nothing to return to"
        )
    before = published_seeds(engine, home, publication.previous, None)
    seeds = read_seeds(before)
    return publication.act, load(engine, seeds, progress, upon=stamp.digest, claim=claim, file=file)


def write_folder(source: Path, target: Path) -> None:
    """Copy the rows, profiles and doubtful pairs of a folder of seeds to another folder.

    Profiles that only the other folder has stay.
    """
    for profile in sorted((source / "acts").glob("*.yaml")):
        write_text(target / "acts" / profile.name, profile.read_text(encoding="utf-8"))
    write_seeds(target, read_seeds(source))
    if (source / DOUBTS_FILE).is_file():
        write_text(target / DOUBTS_FILE, (source / DOUBTS_FILE).read_text(encoding="utf-8"))
