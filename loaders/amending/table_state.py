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
    """A printed row that no operation has ended, with the key of the table in whose file it is."""

    key: TableKey
    entry: EntryRow

    @property
    def token(self) -> str:
        """The citation of the row."""
        return token_of(self.key, self.entry.line)

    @property
    def table(self) -> TableKey:
        """The table that the row belongs to: that of another act if an amendment inserted it there."""
        return table_of(self.entry.amends) if self.entry.amends else self.key

    @property
    def label(self) -> str:
        """The number of the row without dots, brackets and spaces around it."""
        return self.entry.number.strip(" .)")

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the row as printed."""
        return split_values(self.entry.cells)


class TableStates:
    """All printed rows of seeds. Operations end some rows and add others, one operation after another."""

    def __init__(self, seeds: Seeds) -> None:
        self.entries: dict[TableKey, dict[int, EntryRow]] = {
            key: {row.line: row for row in rows} for key, rows in seeds.entries.items()
        }

    def tables_of(self, act: str, standard: int | None = None, annex: int | None = None) -> list[TableKey]:
        """The tables of an act, standard or annex with rows that were not ended, by file name.

        None for `standard` or `annex` means any.
        """
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
        """The rows of a table that no operation has ended, those printed in other acts included."""
        return [row for row in self._standing() if row.table == table]

    def labelled(self, table: TableKey, label: str) -> list[StandingRow]:
        """The rows of a table with this number that no operation has ended; may be none or several."""
        return [row for row in self.rows(table) if row.label == label]

    def end(self, rows: Iterable[StandingRow], day: str, by: str) -> None:
        """Set the end of rows: they are not in force from `day` on, by the citation `by`."""
        for row in rows:
            self.entries[row.key][row.entry.line] = replace(row.entry, until=day, ended_by=by)

    def add(self, key: TableKey, entry: EntryRow) -> None:
        """Add a row; a row of the same table and line is replaced."""
        self.entries.setdefault(key, {})[entry.line] = entry

    def _standing(self) -> Iterator[StandingRow]:
        """All rows that no operation has ended."""
        for key, rows in self.entries.items():
            for entry in rows.values():
                if not entry.until:
                    yield StandingRow(key, entry)


def without_amendments_by(seeds: Seeds, act: str) -> Seeds:
    """The seeds without the rows of an act and the ends that it set; unchanged if it amended nothing."""
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
