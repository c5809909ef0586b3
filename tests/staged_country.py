"""A published registry of Akkol district, small enough to stage acts beside it again and again."""

import shutil
from dataclasses import replace
from pathlib import Path

from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import write_rows
from loaders.seeds.folder import Seeds, TableKey, read_seeds
from loaders.seeds.rows import EntryRow, OfficeRow, RecordRow

SEEDS = Path(__file__).parents[1] / "seeds"
CLINICS = Path(__file__).parent / "act_clinics"
PROFILE = CLINICS / "akm-2019-999.yaml"


def nobody_watches(step: str, done: int, total: int) -> None:
    """No progress is shown."""


def make_base(folder: Path, small: Seeds, gazetteer: Path) -> Path:
    """The printed rows of the small seeds under what persons wrote, reconciled as `kense reconcile` does."""
    for name in ("lookups", "acts"):
        shutil.copytree(SEEDS / name, folder / name)
    shutil.copy(SEEDS / "services.csv", folder)
    for key, entries in small.entries.items():
        write_rows(folder / "entries" / key.file_name, entries, EntryRow)
    for key, records in small.records.items():
        write_rows(folder / "records" / key.file_name, records, RecordRow)
    write_rows(folder / "offices.csv", _anchored(small), OfficeRow)
    replace_seeds(folder, make_seeds([], folder, gazetteer, nobody_watches))
    return folder


def _anchored(small: Seeds) -> list[OfficeRow]:
    """The offices with the first of their rows as key, which is how a run finds them again."""
    rows: dict[str, str] = {}
    for key in sorted(small.records, key=lambda key: key.file_name):
        for record in small.records[key]:
            rows.setdefault(record.office, _token(key, record.line))
    return [replace(office, key=rows[office.id]) for office in small.offices if office.id in rows]


def _token(key: TableKey, line: int) -> str:
    return format_citation(CitationToken(key.act, key.standard, key.annex, line))


__all__ = ["CLINICS", "PROFILE", "make_base", "nobody_watches", "read_seeds"]
