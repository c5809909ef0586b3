"""The layout of acts as rows of the store: their tables and their numbered paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from loaders.seeds.act_facts import ActFacts
from loaders.seeds.cells import Cells, unique
from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.rows import ActTableRow


def act_tables(seeds: Seeds) -> Iterator[dict[str, Any]]:
    """Rows of `act_table`.

    Raises BadSeedError for a table given twice, an unknown act, or `persons` beyond the columns.
    """
    acts = {act.id: act for act in seeds.acts}
    keys = [_key(row) for row in seeds.act_tables]
    unique("act_tables.csv", "the table", (key.file_name for key in keys))
    for key, row in zip(keys, seeds.act_tables, strict=True):
        cells = Cells(f"act_tables.csv: {key.file_name}")
        columns = split_values(row.columns)
        persons = [cells.whole("persons", value) for value in split_values(row.persons)]
        if any(place is None or place >= len(columns) for place in persons):
            raise cells.fail(f"persons is {row.persons!r}, not places of its {len(columns)} columns")
        if row.line < 1:
            raise cells.fail("line is 0: lines count from 1")
        yield {
            "id": key.file_name.removesuffix(".csv"),
            "act_id": cells.known("act", acts, row.act),
            "standard": key.standard,
            "annex": key.annex,
            "line": row.line,
            "title": row.title,
            "columns": columns,
            "persons": persons,
        }


def act_standards(seeds: Seeds) -> Iterator[dict[str, Any]]:
    """Rows of `act_standard`, one for each standard with paragraphs.

    Raises BadSeedError for an unknown act or a paragraph given twice.
    """
    acts = {act.id: act for act in seeds.acts}
    ordered = sorted(seeds.paragraphs, key=lambda row: (row.act, row.standard, row.number))
    for (act, standard), group in groupby(ordered, key=lambda row: (row.act, row.standard)):
        cells = Cells(f"paragraphs.csv: {act} {standard}".rstrip())
        number = cells.whole("standard", standard)
        rows = list(group)
        unique("paragraphs.csv", f"the paragraph of {act} {standard}", (str(row.number) for row in rows))
        sections = list(dict.fromkeys(row.section for row in rows))
        yield {
            "id": f"{cells.known('act', acts, act)}-s{number or 1:02d}",
            "act_id": act,
            "standard": number,
            "title": _title(acts[act], number),
            "sections": sections,
            "paragraphs": [[row.number, row.line, sections.index(row.section)] for row in rows],
        }


def _title(act: ActFacts, standard: int | None) -> str:
    """The title of a standard; empty if the act does not state it."""
    return next((one.title for one in act.standards if one.standard == standard), "")


def _key(row: ActTableRow) -> TableKey:
    cells = Cells(f"act_tables.csv: {row.act}")
    return TableKey(row.act, cells.whole("standard", row.standard), cells.whole("annex", row.annex))
