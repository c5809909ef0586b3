"""Cells that several rows share: a print merges them; a text has the value in one row, the others are blank.

A profile states which table does so (`spans` of `loaders.acts.profiles.TableProfile`); otherwise a blank cell
means nothing, since most tables leave unknown values blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from loaders.printed import OfficeRecord, PrintedRow


class SpanScope(StrEnum):
    """The rows to which a shared cell applies."""

    TABLE = "table"
    """One value stands for all rows of the table."""
    REGION = "region"
    """One value stands for all rows under a heading of a region, above it and below."""
    DISTRICT = "district"
    """Likewise under a heading of a district."""
    BELOW = "below"
    """A value stands for its row and the rows that follow, until the next value."""


HOURS = "hours"
"""The one column whose shared cells are read today."""


def spread(
    rows: Sequence[PrintedRow], records: Sequence[OfficeRecord], spans: Mapping[str, SpanScope]
) -> list[OfficeRecord]:
    """The records of a table, in printed order, with the hours that their rows share.

    Without `spans` they are unchanged. A row with hours, or with hours that could not be read, keeps its own.
    If rows under one heading print different hours, rows without any get none.
    """
    scope = spans.get(HOURS)
    if scope is None:
        return list(records)
    givers = _givers_below(records) if scope is SpanScope.BELOW else _givers_of_groups(rows, records, scope)
    return [
        record
        if record.hours is not None or giver is None or _has_unread_hours(record)
        else replace(record, hours=giver.hours, hours_line=giver.line)
        for record, giver in zip(records, givers, strict=True)
    ]


def _givers_below(records: Sequence[OfficeRecord]) -> list[OfficeRecord | None]:
    """For each record, the last record with hours up to and including it.

    None before the first record with hours.
    """
    givers: list[OfficeRecord | None] = []
    last: OfficeRecord | None = None
    for record in records:
        last = record if record.hours is not None else last
        givers.append(last)
    return givers


def _givers_of_groups(
    rows: Sequence[PrintedRow], records: Sequence[OfficeRecord], scope: SpanScope
) -> list[OfficeRecord | None]:
    """For each record, the first with hours in its group; None if the group has none or different ones."""
    groups: dict[tuple[str | None, ...], list[OfficeRecord]] = {}
    keys = [_group(row, scope) for row in rows]
    for key, record in zip(keys, records, strict=True):
        if record.hours is not None:
            groups.setdefault(key, []).append(record)
    given = {key: found[0] for key, found in groups.items() if len({each.hours for each in found}) == 1}
    return [given.get(key) for key in keys]


def _group(row: PrintedRow, scope: SpanScope) -> tuple[str | None, ...]:
    if scope is SpanScope.TABLE:
        return ()
    return (row.region,) if scope is SpanScope.REGION else (row.region, row.district)


def _has_unread_hours(record: OfficeRecord) -> bool:
    """Whether the row prints hours that could not be read: it must not get others."""
    return any(piece.reason.startswith("hours") for piece in record.unread)
