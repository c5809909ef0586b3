"""`kense export all`: every format of the whole registry in a folder, with a catalogue of sizes and digests.

The files are written to a temporary folder, which replaces the old export at the end: nobody sees half an
export, and after a failure the old one is unchanged.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from geo.exports.linked.dcat import Distribution, catalogue_json_ld, measured
from geo.exports.linked.iris import NO_ADDRESS
from geo.jurisdiction.law import today_in_kazakhstan
from loaders.exports.bulk_files import BulkOrder, bulk_files
from loaders.exports.export_files import UnwritableError
from loaders.progress import Report
from model.edition import Edition
from model.lookup_distributions import Distributions
from model.lookups import lookup
from model.settings import Settings
from store.reading.kept_edition import stored_edition

CATALOGUE = "catalog.jsonld"
_PIECE = 1 << 20


def export_all(settings: Settings, out: Path, *, has_bom: bool, report: Report) -> list[Path]:
    """Write all files and their catalogue to the folder `out`; returns the paths of its files, sorted.

    An earlier export is replaced only when all is written. Raises StoreError, and UnwritableError also if the
    folder has files but no catalogue.
    """
    if out.is_dir() and any(out.iterdir()) and not (out / CATALOGUE).is_file():
        raise UnwritableError(f"{out} holds other files: name a new folder, or that of an earlier export")
    edition = stored_edition(settings)
    order = BulkOrder(edition, today_in_kazakhstan(), settings.public_url or NO_ADDRESS, has_bom)
    try:
        with _taking_the_place_of(out) as folder:
            for name, write in bulk_files(order):
                for done, total in write(folder / name):
                    report(name, done, total)
            (folder / CATALOGUE).write_bytes(_catalogue(edition, order.base, folder))
    except OSError as error:
        raise UnwritableError(f"{out} cannot be written: {error.strerror or error}") from None
    return sorted(out.iterdir())


def _catalogue(edition: Edition, base: str, folder: Path) -> bytes:
    """The catalogue of the files in a folder.

    The addresses in it are relative, so that the folder can be moved.
    """
    known = lookup(Distributions).files
    distributions = [
        Distribution(name=name, url=name, about=about, measure=measure)
        for name, about in known.items()
        if (folder / name).is_file()
        for measure in measured(_read(folder / name))
        if measure is not None
    ]
    return catalogue_json_ld(edition, base, distributions)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@contextmanager
def _taking_the_place_of(out: Path) -> Iterator[Path]:
    """A temporary folder beside `out` that is renamed to `out` at the end, and removed if an error occurs."""
    out.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        yield made
        made.chmod(0o755)
        if out.exists():
            old = Path(mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
            out.rename(old / out.name)
            made.rename(out)
            shutil.rmtree(old)
        else:
            made.rename(out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
