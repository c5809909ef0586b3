"""The layout of an act: its tables with the titles of their columns, its numbered paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from loaders.acts.column_words import known_roles
from loaders.acts.document import read_standards
from loaders.acts.reader import OfficeTable
from loaders.acts.text import fold
from loaders.printed import PrintedRow
from loaders.seeds.files import join_values, split_values
from loaders.seeds.folder import TableKey
from loaders.seeds.rows import ActTableRow, ParagraphRow
from model.lookup_facts import SilentParagraphs
from model.lookups import lookup

_PERSON = "person"
"""The role of a column that names persons."""


def table_rows(tables: Sequence[tuple[TableKey, OfficeTable]]) -> tuple[ActTableRow, ...]:
    """The rows of `act_tables.csv` for the tables of one act; several tables of one annex give one row."""
    rows: dict[TableKey, ActTableRow] = {}
    for key, table in tables:
        row = table_row(key, table)
        first = rows.get(key)
        rows[key] = row if first is None else _with_part(first, row)
    return tuple(rows.values())


def _with_part(first: ActTableRow, part: ActTableRow) -> ActTableRow:
    """The row of an annex with the columns of persons of a further table.

    Titles are left empty if the tables differ.
    """
    persons = sorted({*split_values(first.persons), *split_values(part.persons)}, key=int)
    columns = first.columns if first.columns == part.columns else ""
    return replace(first, columns=columns, persons=join_values(persons))


def table_row(key: TableKey, table: OfficeTable) -> ActTableRow:
    """The row of `act_tables.csv` of a table of offices."""
    return ActTableRow(
        act=key.act,
        standard=_number(key.standard),
        annex=_number(key.annex),
        line=table.line,
        title=table.title,
        columns=join_values(table.columns),
        persons=join_values(_persons(table)),
    )


def register_row(act: str, first: PrintedRow) -> ActTableRow:
    """The row of `act_tables.csv` of the register of services, given its first row."""
    return ActTableRow(
        act=act, standard="", annex="", line=first.table_line, title=first.title, columns="", persons=""
    )


def key_of(row: ActTableRow) -> TableKey:
    """The table that a row of `act_tables.csv` describes."""
    return TableKey(row.act, int(row.standard or 0) or None, int(row.annex or 0) or None)


def paragraph_rows(act: str, path: Path) -> tuple[ParagraphRow, ...]:
    """The numbered paragraphs of the standards in a text. Raises UnreadableAct."""
    return tuple(
        ParagraphRow(
            act=act,
            standard=_number(standard.number),
            number=paragraph.number,
            line=paragraph.line,
            section=paragraph.section,
            silent=silence_of(paragraph.text),
        )
        for standard in read_standards(path)
        for paragraph in standard.paragraphs
    )


def silence_of(text: str) -> str:
    """Why a paragraph states no fact, by its words; empty if it states a fact.

    >>> silence_of("Результаты измеряются показателями согласно приложению 7 к настоящему стандарту.")
    'reference'
    """
    printed = fold(text)
    return next((reason for reason, words in _silent() if words.fullmatch(printed)), "")


@cache
def _silent() -> tuple[tuple[str, re.Pattern[str]], ...]:
    reasons = lookup(SilentParagraphs).reasons
    return tuple((reason, re.compile(words)) for reason, entry in reasons.items() for words in entry.words)


def _persons(table: OfficeTable) -> Iterator[str]:
    """The positions, from 0, of the columns that name persons."""
    own = table.described.columns if table.described else {}
    for place, role in enumerate(known_roles(table.columns, own)):
        if role == _PERSON:
            yield str(place)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
