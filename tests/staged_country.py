"""A published registry of Akkol district, small enough to stage acts beside it repeatedly."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.seeds.citations import CitationToken, format_citation
from loaders.seeds.files import write_rows
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.rows import EntryRow, OfficeRow, RecordRow

SEEDS = Path(__file__).parents[1] / "seeds"
CLINICS = Path(__file__).parent / "act_clinics"
PROFILE = CLINICS / "akm-2019-999.yaml"
ACT = "akm-2019-999"
NEXT = "akm-2020-1000"
TEXT = (CLINICS / "act.txt").read_text(encoding="utf-8")
FACTS = PROFILE.read_text(encoding="utf-8")


def renewed(text: str) -> str:
    """The act of the next year: another phone in Akkol, nothing of Zhaksy, a new clinic in Kokshetau."""
    text = text.replace("1 апреля 2019 года № 999", "2 марта 2020 года № 1000")
    text = text.replace("8 (716 38) 2-00-01", "8 (716 38) 2-11-11")
    gone = re.sub(r"9\tс. Жаксы[^\n]*\n10\t", "9\t", text)
    return (
        gone
        + "10\tг. Кокшетау, ул. Придуманная, 12\tПн-Пт 08:00-20:00\tг. Кокшетау\t"
        + ("Тестовая городская поликлиника\t8 (716 2) 20-00-12\n")
    )


NEXT_FACTS = (
    FACTS.replace(ACT, NEXT)
    .replace("1 апреля 2019 года № 999", "2 марта 2020 года № 1000")
    .replace("'999'", "'1000'")
    .replace("2019-04", "2020-03")
)


def nobody_watches(step: str, done: int, total: int) -> None:
    """Show no progress."""


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
    """The offices with their first row as key, by which a run finds them again."""
    rows: dict[str, str] = {}
    for key in sorted(small.records, key=lambda key: key.file_name):
        for record in small.records[key]:
            rows.setdefault(record.office, _token(key, record.line))
    return [replace(office, key=rows[office.id]) for office in small.offices if office.id in rows]


def _token(key: TableKey, line: int) -> str:
    return format_citation(CitationToken(key.act, key.standard, key.annex, line))
