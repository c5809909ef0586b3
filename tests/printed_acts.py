"""Printed rows of the five acts: from their texts, or from the seeds where no text is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.acts.profiles import ActProfile, TableProfile, shipped_profiles
from loaders.acts.reader import ActTables, read_act
from loaders.printed import PrintedRow
from loaders.seeds import read_seeds, split_values
from loaders.seeds.folder import TableKey
from loaders.seeds.rows import EntryRow
from model.enums import Language


@dataclass(frozen=True, slots=True)
class Printed:
    """A row with the act it stands in, the shape of its table and its language."""

    act: str
    reading: str
    language: Language
    row: PrintedRow


@cache
def read_texts(folder: Path) -> dict[str, ActTables]:
    """The five acts as they are read from their texts, by id; read once in a process."""
    return {profile.id: read_act(folder / f"{profile.source}.txt") for profile in shipped_profiles()}


@cache
def printed_rows(folder: Path | None) -> tuple[Printed, ...]:
    """Every row of every table, from the texts in `folder`, or from the shipped seeds when there is none.

    Seeds keep each row verbatim with its line. test_directory.py asserts that the texts give the same rows.
    """
    return tuple(_kept_rows() if folder is None else _rows_of_texts(folder))


def _rows_of_texts(folder: Path) -> Iterator[Printed]:
    for act, tables in read_texts(folder).items():
        assert tables.profile is not None
        for table in tables.tables:
            assert table.reading is not None
            for row in table.rows:
                yield Printed(act, table.reading, Language(tables.profile.language), row)


def _kept_rows() -> Iterator[Printed]:
    seeds = read_seeds()
    for profile in shipped_profiles():
        for table in profile.tables:
            for kept in seeds.entries[TableKey(profile.id, table.standard, table.annex)]:
                row = _kept_row(profile, table, kept)
                yield Printed(profile.id, table.reading, Language(profile.language), row)


def _kept_row(profile: ActProfile, table: TableProfile, kept: EntryRow) -> PrintedRow:
    return PrintedRow(
        act=profile.source,
        standard=table.standard,
        annex=table.annex,
        table_line=0,  # seeds keep no line of the table
        title=table.title,
        region=kept.region or None,
        district=kept.district or None,
        number=kept.number or None,
        cells=split_values(kept.cells),
        line=kept.line,
        repaired=kept.repaired or None,
    )
