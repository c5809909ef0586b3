"""The rows of a table after the amendments so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.seeds.files import split_values
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.row_versions import table_of, token_of
from loaders.seeds.rows import EntryRow


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A printed row with the table whose file holds it."""

    key: TableKey
    entry: EntryRow

    @property
    def token(self) -> str:
        """Its citation."""
        return token_of(self.key, self.entry.line)

    @property
    def table(self) -> TableKey:
        """The table that it is a row of."""
        return table_of(self.entry.amends) if self.entry.amends else self.key

    @property
    def label(self) -> str:
        """Its number without the point after it."""
        return self.entry.number.strip(" .)")

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells as printed."""
        return split_values(self.entry.cells)


class TableStates:
    """All printed rows of seeds; operations end some and add others, in order."""

    def __init__(self, seeds: Seeds) -> None:
        self.entries: dict[TableKey, dict[int, EntryRow]] = {
            key: {row.line: row for row in rows} for key, rows in seeds.entries.items()
        }

    def tables_of(self, act: str, standard: int | None = None, annex: int | None = None) -> list[TableKey]:
        """The tables of an act, of one of its standards or annexes, with their rows in force."""
        keys = {row.table for row in self._standing()}
        return sorted(
            (
                key
                for key in keys
                if key.act == act
                and (standard is None or key.standard == standard)
                and (annex is None or key.annex == annex)
            ),
            key=lambda key: key.file_name,
        )

    def rows(self, table: TableKey) -> list[StandingRow]:
        """The rows of a table that no operation ended, in the order of their lines."""
        return [row for row in self._standing() if row.table == table]

    def labelled(self, table: TableKey, label: str) -> list[StandingRow]:
        """The rows of a table with a number."""
        return [row for row in self.rows(table) if row.label == label]

    def end(self, rows: Iterable[StandingRow], day: str, by: str) -> None:
        """End the rows on a day."""
        for row in rows:
            self.entries[row.key][row.entry.line] = replace(row.entry, until=day, ended_by=by)

    def add(self, key: TableKey, entry: EntryRow) -> None:
        """Add one row."""
        self.entries.setdefault(key, {})[entry.line] = entry

    def _standing(self) -> Iterator[StandingRow]:
        for key, rows in self.entries.items():
            for entry in rows.values():
                if not entry.until:
                    yield StandingRow(key, entry)


def without_amendments_by(seeds: Seeds, act: str) -> Seeds:
    """The seeds as they were before an act amended others."""
    if not any(row.act == act for row in seeds.amendments):
        return seeds
    entries = {
        key: tuple(
            replace(row, until="", ended_by="") if row.ended_by.partition("/")[0] == act else row
            for row in rows
        )
        for key, rows in seeds.entries.items()
        if key.act != act
    }
    return replace(
        seeds,
        entries=entries,
        records={key: rows for key, rows in seeds.records.items() if key.act != act},
        act_tables=tuple(row for row in seeds.act_tables if row.act != act),
        amendments=tuple(row for row in seeds.amendments if row.act != act),
    )
