"""What `kense act show` prints: the rows of an act on a day, each with its source."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from geo.jurisdiction.law import today_in_kazakhstan
from loaders.seeds.citations import CitationToken, format_citation
from model.settings import Settings
from store.reading.consolidated_text import ConsolidatedRow, ConsolidatedTable, read_consolidated
from store.tables.engine import make_engine, reading

MASKED = "(a person)"
"""Replaces a cell that names a person (decision 0005)."""


def run_show(settings: Settings, act_id: str, day: date | None, console: Console) -> None:
    """Print every table of an act on a day (today for None): one line for each row, its source first.

    Cells that name persons are masked. Raises NotFoundError for an unknown act, and StoreError.
    """
    engine = make_engine(settings.database_url)
    try:
        with reading(engine) as connection:
            tables = read_consolidated(connection, act_id, day or today_in_kazakhstan())
    finally:
        engine.dispose()
    for table in tables:
        place = format_citation(CitationToken(act_id, table.standard, table.annex))
        console.file.write(f"\n{place}\t{table.title}\t{len(table.rows)} rows\n")
        for row in table.rows:
            console.file.write(f"{_source(row, table)}\t{' | '.join(_shown(row))}\n")


def _shown(row: ConsolidatedRow) -> tuple[str, ...]:
    return tuple(MASKED if cell is None else cell for cell in row.cells)


def _source(row: ConsolidatedRow, table: ConsolidatedTable) -> str:
    """The citation of a row and the act that amended it, or `as adopted`."""
    token = format_citation(CitationToken(row.act_id, table.standard, table.annex, row.line))
    return f"{token}\tas adopted" if row.amended_by is None else f"{token}\tas amended by {row.amended_by}"
