"""The seeds behind each published edition, kept under `KENSE_HOME/published`, so that one can return to them.

A folder there is named by the digest of its seeds, as the edition it made bears it
(`store.log.edition_number`).
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from sqlalchemy import Engine

from loaders.loading.load import seeds_digest
from loaders.seeds.files import write_text
from loaders.seeds.folder import Seeds, read_seeds
from model.errors import RegistryError
from store.log.edition_number import EditionStamp, latest_edition
from store.tables.engine import reading
from store.tables.schema import current_revision

_LETTERS = 16
_PUBLICATION = "publication.json"


class NotPublishedError(RegistryError):
    """There is no edition, or no seeds of it, to stand on; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Why seeds were published: the act that made them what they are, and the digest of those before."""

    act: str
    previous: str


def published_stamp(engine: Engine) -> EditionStamp:
    """The edition that is published now. Raises NotPublishedError and StoreError."""
    with reading(engine) as connection:
        stamp = latest_edition(connection) if current_revision(connection) is not None else None
    if stamp is None:
        raise NotPublishedError("nothing is published yet: run `kense load` first")
    return stamp


def published_seeds(home: Path, digest: str, given: Path | None, besides: str = "") -> Path:
    """The folder of the seeds with that digest: one that was kept, else the `given` one if any.

    `besides` is an act that may already be described in the given folder, before any row of it is known.
    Raises NotPublishedError where neither holds these seeds.
    """
    kept = home / "published" / digest[:_LETTERS]
    if kept.is_dir():
        return kept
    # A newer program has another digest for equal seeds: then the name of the folder is of an older one.
    archive = sorted(path for path in (home / "published").glob("[!.]*") if path.is_dir())
    for folder in archive if given is None else (given, *archive):
        seeds = read_seeds(folder)
        if digest in (seeds_digest(seeds), seeds_digest(_without(seeds, besides))):
            return folder
    raise NotPublishedError(
        f"the store was not loaded from the seeds in {given or archive}: "
        "run `kense load` first, or name its seeds with --seeds"
    )


def keep_seeds(home: Path, folder: Path, digest: str, publication: Publication | None = None) -> Path:
    """Keep a copy of a folder of seeds under its digest; all of it or nothing. Returns the copy."""
    kept = home / "published" / digest[:_LETTERS]
    if not kept.is_dir():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".") as trial:
            copy = Path(trial) / "seeds"
            copy_seeds(folder, copy)
            copy.replace(kept)
    if publication is not None:
        write_text(kept / _PUBLICATION, msgspec.json.encode(publication).decode())
    return kept


def read_publication(home: Path, digest: str) -> Publication | None:
    """How the seeds with that digest came to be published; None where no act was activated for them."""
    path = home / "published" / digest[:_LETTERS] / _PUBLICATION
    return msgspec.json.decode(path.read_bytes(), type=Publication) if path.is_file() else None


def copy_seeds(folder: Path, target: Path) -> None:
    """Copy facts only: no caches, no file of a tool."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__", "*.py", ".*", "*.json"))


def _without(seeds: Seeds, act: str) -> Seeds:
    has_rows = any(key.act == act for key in seeds.entries)
    return seeds if has_rows else replace(seeds, acts=tuple(facts for facts in seeds.acts if facts.id != act))
