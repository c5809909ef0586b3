"""Applies the operations of an amending act to seeds: rows end, rows begin, acts are repealed.

An operation that cannot be applied is blocked by name and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from geo.names.toponyms import slug
from loaders.acts.adoption import named_body
from loaders.acts.amending_text import Operation
from loaders.acts.amending_words import ActRef
from loaders.acts.profiles import ActProfile, TableProfile, read_profile
from loaders.acts.reader import OfficeTable, Survey
from loaders.amending.named_rows import BlockedOperationError, NamedRows
from loaders.amending.new_rows import NewRows, folded_title, names_of_rows
from loaders.amending.ordered import Ordered, Orders
from loaders.amending.renamed_units import Renaming, find_renaming, find_unit
from loaders.amending.table_state import StandingRow, TableStates
from loaders.directory.act_records import ActRecords
from loaders.errors import ActError
from loaders.problems import Problem
from loaders.seeds.act_facts import ActFacts
from loaders.seeds.folder import Seeds, TableKey
from loaders.seeds.row_versions import table_token, token_of
from loaders.seeds.rows import AmendmentRow
from model.enums import OperationKind as Kind

BLOCKED_OPERATION = "blocked operation"
"""The kind of problem of a line without effect: it cannot be applied or was not read."""
QUESTIONED = "paragraph amended"
"""The kind of problem of a paragraph with changed words: what was stated of it has to be read again."""
_OF_ROWS = frozenset({Kind.RESTATE_ROW, Kind.DELETE_ROW, Kind.INSERT_ROW})
_OF_TABLES = frozenset({Kind.RESTATE_ANNEX, Kind.DELETE_ANNEX, Kind.DELETE_STANDARD})
_UNAPPLIED = {
    Kind.ADD_STANDARD: "a standard is read as an act of its own: describe its tables in a profile",
    Kind.RESTATE_STANDARD: "a standard is read as an act of its own: describe its tables in a profile",
    Kind.REORGANISE_UNIT: "state it in lookups/unit_changes.yaml: who went where is not read from words",
    Kind.REPEAL_PART: "which rows rest on the part is not read from words: say them in the profile",
}


@dataclass(frozen=True, slots=True)
class Amended:
    """The changed seeds, the new rows of the act itself, and the problems such as blocked operations."""

    seeds: Seeds
    act: ActRecords
    problems: tuple[Problem, ...]


def amend(seeds: Seeds, found: Survey, profile: ActProfile, orders: Orders, profiles: Path) -> Amended:
    """The seeds after the operations of an act, applied in the order of its lines.

    What cannot be applied becomes a problem. `profiles` is the folder with the profiles of the amended acts.
    """
    amending = _Amending(seeds, found, profile, profiles)
    for line in orders.blocked:
        amending.block(line.line, line.reason)
    for order in orders.operations:
        amending.apply(order)
    return amending.result()


class _Amending:
    """Applies the operations of one act to seeds, one after another."""

    def __init__(self, seeds: Seeds, found: Survey, profile: ActProfile, profiles: Path) -> None:
        self.seeds, self.found, self.profile, self.profiles = seeds, found, profile, profiles
        self.facts = next(act for act in seeds.acts if act.id == profile.id)
        self.states = TableStates(seeds)
        self.new = NewRows(found, profile)
        self.problems: list[Problem] = []
        self.named = NamedRows(self.states, self.new, profile.id, self.problems)
        self.rows: list[AmendmentRow] = []

    def result(self) -> Amended:
        """The changed seeds, the new rows of the act itself, and the problems."""
        entries = {
            key: tuple(rows[line] for line in sorted(rows))
            for key, rows in self.states.entries.items()
            if key.act != self.profile.id
        }
        own = {
            key: tuple(rows[line] for line in sorted(rows))
            for key, rows in self.states.entries.items()
            if key.act == self.profile.id
        }
        act = ActRecords(
            self.profile.id, own, tuple(self.new.records), tables=tuple(self.new.tables.values())
        )
        seeds = replace(self.seeds, entries=entries, amendments=(*self.seeds.amendments, *self.rows))
        return Amended(seeds, act, tuple(self.problems))

    def block(self, line: int, reason: str) -> None:
        """Report an operation that is not applied as a problem."""
        self.problems.append(Problem(BLOCKED_OPERATION, f"{self.profile.id}/l{line}", reason))

    def apply(self, order: Ordered) -> None:
        """Apply one operation. If it fails, what it added is removed and it becomes a problem."""
        operation, read, tables = order.operation, len(self.new.records), dict(self.new.tables)
        try:
            day = self._day(operation)
            if operation.kind in {Kind.RENAME_UNIT, Kind.REORGANISE_UNIT}:
                self._rename(order, day)
                return
            act = self._act(order, day)
            if act is None:
                self._of_unknown(operation, day)
                return
            operation = replace(operation, standard=self._standard(order, act))
            self._change(act, operation, day.isoformat())
            self._record(operation, act.id, day, order.unit)
        except (BlockedOperationError, ActError) as error:
            del self.new.records[read:]
            self.new.tables = tables
            self.block(operation.line, f"{error}: «{operation.says}»")

    def _day(self, operation: Operation) -> date:
        """The day from which an operation is valid. Raises BlockedOperationError if no day is stated."""
        day = operation.since or self.facts.force_from
        if day is None:
            raise BlockedOperationError("nobody knows from which day: say `force_from` in the profile")
        return day

    def _act(self, order: Ordered, day: date) -> ActFacts | None:
        """The act to be changed; None if the registry does not have it.

        Raises BlockedOperationError if the claimed id is unknown, the act was adopted after `day`, or the
        text that was read already contains the change.
        """
        named, act = order.operation.act, None
        if order.claimed:
            act = next((one for one in self.seeds.acts if one.id == order.of), None)
            if act is None:
                raise BlockedOperationError(f"`of` is {order.of!r}, and no act has that id")
        elif named is not None:
            act = next(
                (one for one in self.seeds.acts if (one.number, one.adopted_on) == (named.number, named.day)),
                None,
            )
        if act is None:
            return None
        if act.edition_of is not None and self.facts.adopted_on <= act.edition_of:
            raise BlockedOperationError(
                f"the text of act {act.number} that was read is of {act.edition_of}, and holds this already"
            )
        if day < act.adopted_on:
            raise BlockedOperationError(f"act {act.number} was adopted later, on {act.adopted_on}")
        return act

    def _of_unknown(self, operation: Operation, day: date) -> None:
        """Record a change of an unread act. Raises BlockedOperationError unless it repeals a named act."""
        if operation.act is None:
            raise BlockedOperationError("no act is named that it changes")
        self._record(operation, _id_of(operation.act), day, "")
        if operation.kind is not Kind.REPEAL:
            named = operation.act
            raise BlockedOperationError(f"the registry does not hold act {named.number} of {named.day}")

    def _standard(self, order: Ordered, act: ActFacts) -> int | None:
        """The number of the standard that the operation names. Raises BlockedOperationError if none fits."""
        title = order.operation.title
        if order.claimed or not title:
            return order.operation.standard
        fits = [
            standard.standard
            for standard in act.standards
            if folded_title(standard.title) == folded_title(title)
        ]
        if len(fits) != 1:
            raise BlockedOperationError(f"act {act.number} has no standard «{title}»")
        return fits[0]

    def _change(self, act: ActFacts, operation: Operation, day: str) -> None:
        """Apply an operation to an act. Raises BlockedOperationError if it does not fit the rows."""
        if operation.kind in _UNAPPLIED:
            self._record(operation, act.id, date.fromisoformat(day), "")
            raise BlockedOperationError(_UNAPPLIED[operation.kind])
        if operation.kind in _OF_ROWS:
            self._change_row(act, operation, day)
        elif operation.kind in _OF_TABLES:
            self._change_tables(act, operation, day)
        elif operation.kind is Kind.REPLACE_WORDS:
            self._change_words(act, operation, day)
        elif (
            operation.kind is Kind.REPEAL and act.force_from is not None and day <= act.force_from.isoformat()
        ):
            raise BlockedOperationError(f"act {act.number} takes force only on {act.force_from}")

    def _change_row(self, act: ActFacts, operation: Operation, day: str) -> None:
        """Insert, restate or delete a row. The old row ends on `day`. Raises BlockedOperationError."""
        table = self._table(act, operation)
        if operation.kind is Kind.INSERT_ROW:
            if self.named.labelled(table, operation, operation.row):
                raise BlockedOperationError(f"row {operation.row} of {table_token(table)} is there already")
            self._begin(table, operation, day, self.named.row_before(table, operation), restates=False)
            return
        named = self.named.labelled(table, operation, operation.row)
        if len(named) != 1:
            how = "is not there" if not named else f"stands {len(named)} times"
            raise BlockedOperationError(f"row {operation.row} of {table_token(table)} {how}")
        self._check_days(named, day)
        if operation.kind is Kind.RESTATE_ROW:
            self._begin(table, operation, day, named[0], restates=True)
        self.states.end(named, day, token_of(TableKey(self.profile.id, None, None), operation.line))

    def _begin(
        self, table: TableKey, operation: Operation, day: str, before: StandingRow | None, *, restates: bool
    ) -> None:
        """Add the row that the operation prints.

        Raises BlockedOperationError if there is none, it has another number of cells than `before`, or it
        restates another office.
        """
        printed = operation.rows[0] if operation.rows else None
        if printed is None:
            raise BlockedOperationError("the act prints no row for it")
        described = self._described(table)
        layout = next(
            (row for row in self.seeds.act_tables if _is_table(row.act, row.standard, row.annex, table)), None
        )
        if before is not None and len(printed.cells) != len(before.cells):
            raise BlockedOperationError(
                f"the row it gives has {len(printed.cells)} cells, not {len(before.cells)}"
            )
        if restates and before is not None and not self.new.is_alike(printed.cells, before.cells):
            raise BlockedOperationError(
                f"row {operation.row} reads «{' | '.join(before.cells)}», another office"
            )
        key, entry = self.new.row(table, described, layout, printed, before, day, restates=restates)
        self.states.add(key, entry)

    def _change_tables(self, act: ActFacts, operation: Operation, day: str) -> None:
        """End all rows of an annex or standard; a restated annex gets the rows of the amending act.

        Raises BlockedOperationError if there are no rows, or the new annex cannot be read.
        """
        if operation.kind is Kind.DELETE_STANDARD:
            tables = self.states.tables_of(act.id, operation.standard) if operation.standard else []
        else:
            tables = [self._table(act, operation)]
        rows = [row for table in tables for row in self.states.rows(table)]
        if not rows:
            raise BlockedOperationError(f"no printed row of act {act.number} stands there")
        self._check_days(rows, day)
        if operation.kind is Kind.RESTATE_ANNEX:
            self._restate(tables[0], operation, day, rows)
        self.states.end(rows, day, token_of(TableKey(self.profile.id, None, None), operation.line))

    def _restate(
        self, table: TableKey, operation: Operation, day: str, before: Sequence[StandingRow]
    ) -> None:
        """Add the rows of the new annex. An error in one row adds none of the rows."""
        given = self._annex_of_this(operation)
        named = names_of_rows(before)
        described = self._described(table)
        rows = [
            self.new.annex_row(
                table,
                described,
                given,
                printed,
                named.get(self.new.name_of(printed.cells, given.columns)),
                day,
            )
            for printed in given.rows
        ]
        for key, entry in rows:  # only now it is known that every row is read
            self.states.add(key, entry)

    def _annex_of_this(self, operation: Operation) -> OfficeTable:
        """The table in the annexes of the amending act that replaces the changed one.

        It has the same number, or is the only table. Raises BlockedOperationError otherwise, or if it was not
        read.
        """
        tables = [table for table in self.found.tables if table.annex == operation.annex]
        fits = tables or list(self.found.tables)
        if len(fits) != 1:
            raise BlockedOperationError(
                f"{len(fits)} tables of the annexes may be the new annex {operation.annex}"
            )
        if fits[0].problem is not None:
            raise BlockedOperationError(f"its new text is not read: {fits[0].problem}")
        return fits[0]

    def _change_words(self, act: ActFacts, operation: Operation, day: str) -> None:
        """Replace words in all rows that contain them.

        A change in a paragraph only becomes a problem of the kind QUESTIONED. Raises BlockedOperationError if
        no row has the words.
        """
        if operation.paragraph is not None and operation.annex is None:
            standard = "" if operation.standard is None else f"/s{operation.standard}"
            where = f"{act.id}{standard}/p{operation.paragraph}"
            by = f"{self.profile.id}/l{operation.line}"
            said = f"since {day} «{operation.before}» reads «{operation.after}» by {by}: state it anew"
            self.problems.append(Problem(QUESTIONED, where, said))
            return
        tables = self.states.tables_of(act.id, operation.standard, operation.annex)
        rows = [
            row
            for table in tables
            for row in self.states.rows(table)
            if any(operation.before in cell for cell in row.cells)
        ]
        if not rows:
            raise BlockedOperationError(
                f"no printed row of act {act.number} there reads «{operation.before}»"
            )
        self._check_days(rows, day)
        made = []
        for count, row in enumerate(rows):
            table = row.table
            layout = next(
                (one for one in self.seeds.act_tables if _is_table(one.act, one.standard, one.annex, table)),
                None,
            )
            described = self._described(table)
            made.append(
                self.new.reworded(table, described, layout, row, operation=operation, count=count, day=day)
            )
        for key, entry in made:
            self.states.add(key, entry)
        self.states.end(rows, day, token_of(TableKey(self.profile.id, None, None), operation.line))

    def _rename(self, order: Ordered, day: date) -> None:
        """Record the new name of a unit. Raises BlockedOperationError if no single unit is found."""
        operation = order.operation
        if operation.kind is Kind.REORGANISE_UNIT:
            raise BlockedOperationError(_UNAPPLIED[operation.kind])
        renamed = (
            find_unit(self.seeds, order.unit, operation.before, operation.after)
            if order.unit
            else find_renaming(self.seeds, operation.before, operation.after)
        )
        if not isinstance(renamed, Renaming):
            raise BlockedOperationError(renamed)
        named = replace(operation, before=renamed.unit.name_ru or renamed.unit.name_kk, after=renamed.name)
        self._record(named, "", day, renamed.unit.id)

    def _table(self, act: ActFacts, operation: Operation) -> TableKey:
        """The key of the table to be changed. Raises BlockedOperationError if it has no rows."""
        key = TableKey(act.id, operation.standard, operation.annex)
        if not self.states.rows(key):
            raise BlockedOperationError(f"the registry holds no rows of {table_token(key)}")
        return key

    def _described(self, table: TableKey) -> TableProfile:
        """The profile of a table. Raises BlockedOperationError if the act has none for it."""
        file = self.profiles / f"{table.act}.yaml"
        described = read_profile(file).table(table.standard, table.annex) if file.is_file() else None
        if described is None:
            raise BlockedOperationError(f"no profile says how the rows of {table_token(table)} are read")
        return described

    def _check_days(self, rows: Sequence[StandingRow], day: str) -> None:
        """Raises BlockedOperationError if a row begins on `day` or later."""
        later = next((row for row in rows if row.entry.since and row.entry.since >= day), None)
        if later is not None:
            raise BlockedOperationError(f"{later.token} is a row only since {later.entry.since}")

    def _record(self, operation: Operation, of: str, day: date, unit: str) -> None:
        """Add the operation to the rows of `amendments.csv`."""
        named = operation.act
        self.rows.append(
            AmendmentRow(
                act=self.profile.id,
                line=operation.line,
                kind=operation.kind.value,
                of=of,
                standard=str(operation.standard or ""),
                annex=str(operation.annex or ""),
                row=operation.row,
                paragraph=str(operation.paragraph or ""),
                on=day.isoformat(),
                before=operation.before,
                after=operation.after,
                unit=unit,
                number=named.number if named is not None else "",
                adopted_on=named.day.isoformat() if named is not None else "",
                adopted_by=named_body(named.body) if named is not None else "",
                says=operation.says,
            )
        )


def _is_table(act: str, standard: str, annex: str, key: TableKey) -> bool:
    return (act, standard, annex) == (key.act, str(key.standard or ""), str(key.annex or ""))


def _id_of(named: ActRef) -> str:
    """An id for an act that was not read, such as `gov-2012-1119`."""
    body = "gov" if "правительств" in named.body.lower() or "үкімет" in named.body.lower() else "act"
    return f"{body}-{named.day.year}-{slug(named.number) or 'x'}"
