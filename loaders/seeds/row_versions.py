"""Printed rows through time: the table they belong to after amendments, and their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from loaders.seeds.citations import CitationToken, format_citation, parse_citation
from loaders.seeds.folder import TableKey
from loaders.seeds.rows import EntryRow

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class RowVersion:
    """The days of a row (ISO, half open, empty without an end) and the table that it belongs to."""

    table: TableKey
    since: str = ""
    until: str = ""

    def holds_on(self, day: str) -> bool:
        """Whether the row is valid on an ISO day; an empty day is the time before all amendments."""
        return self.since <= day and (not self.until or day < self.until)


def token_of(key: TableKey, line: int) -> str:
    """The citation of a printed row."""
    return format_citation(CitationToken(key.act, key.standard, key.annex, line))


def table_token(key: TableKey) -> str:
    """The citation of a table."""
    return format_citation(CitationToken(key.act, key.standard, key.annex))


def table_of(token: str) -> TableKey:
    """The table in a citation. Raises BadCitationError."""
    named = parse_citation(token)
    return TableKey(named.act, named.standard, named.annex)


def row_versions(entries: Mapping[TableKey, Sequence[EntryRow]]) -> dict[str, RowVersion]:
    """The table and days of each row that an amendment began or ended, by its citation."""
    return {
        token_of(key, row.line): RowVersion(table_of(row.amends) if row.amends else key, row.since, row.until)
        for key, rows in entries.items()
        for row in rows
        if row.amends or row.until
    }


def restated_pairs(entries: Mapping[TableKey, Sequence[EntryRow]]) -> list[tuple[str, str]]:
    """Pairs of citations: a row that an amendment restated, and the row before it; both are of one office."""
    return [
        (token_of(key, row.line), row.restates)
        for key, rows in entries.items()
        for row in rows
        if row.restates
    ]


def periods(
    rows: Sequence[Kept], tokens: Sequence[str], versions: Mapping[str, RowVersion]
) -> Iterator[tuple[str, str, list[Kept]]]:
    """Start, end (exclusive) and rows of each period in which the same rows are valid.

    Days are ISO, empty for an open start or end. `tokens` are the citations of `rows`. Periods without a row
    are left out; without `rows`, there is one period without rows.
    """
    dated = [versions.get(token) for token in tokens]
    days = sorted({day for one in dated if one is not None for day in (one.since, one.until) if day})
    spans: list[tuple[str, str, list[Kept]]] = []
    for since, until in pairwise(("", *days, "")):
        held = [row for row, one in zip(rows, dated, strict=True) if one is None or one.holds_on(since)]
        if spans and spans[-1][1] == since and spans[-1][2] == held:
            since = spans.pop()[0]
        if held or not rows:
            spans.append((since, until, held))
    yield from spans


def keeping_versions(read: Iterable[EntryRow], known: Iterable[EntryRow]) -> tuple[EntryRow, ...]:
    """The rows that were read again; a row on a line that an amendment began or ended keeps its days."""
    before = {row.line: row for row in known if row.amends or row.until}
    return tuple(
        replace(
            row,
            amends=before[row.line].amends,
            restates=before[row.line].restates,
            follows=before[row.line].follows,
            since=before[row.line].since,
            until=before[row.line].until,
            ended_by=before[row.line].ended_by,
        )
        if row.line in before
        else row
        for row in read
    )
