"""How `kense check` shows what it measured: a screen for people, JSON, JSON lines or CSV for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loaders.checks.answers import shares
from loaders.checks.check import Check, check_seeds, contradictions_of
from loaders.seeds.citations import cited
from loaders.seeds.folder import read_seeds
from model.contact_contradictions import Contradiction

_TOP = 8
"""Lines that the screen shows of a long list; JSON has all."""
_COLUMN_WIDTH = 64
"""Characters of a column of figures with its pins."""
_SHORT = 45
"""Number of rows without a twin up to which they are listed one by one on the screen."""


class CheckFormat(StrEnum):
    """How the figures or the contradictions are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    """A page of the documents; of --bodies alone."""


def run_check(
    seeds: Path, texts: Path | None, form: CheckFormat, console: Console, with_lists: bool = False
) -> bool:
    """Measure the seeds and print.

    Returns False if a pinned figure does not hold or a text could not be read. `with_lists` also prints the
    rows behind the figures. Raises BadSeedError and StoreError.
    """
    check = check_seeds(seeds, texts)
    if form is CheckFormat.TABLE:
        _screen(check, console, with_lists)
    elif form is CheckFormat.JSON:
        write_text(console, orjson.dumps(_as_json(check), option=orjson.OPT_INDENT_2).decode())
    else:
        rows = [{"figure": figure.name, "value": figure.value} for figure in check.figures]
        write_rows(console, rows, form)
    return not check.fallen and not check.errors


def run_contradictions(seeds: Path, form: CheckFormat, console: Console) -> None:
    """Print every contradiction of the seeds in a folder. Raises BadSeedError and StoreError."""
    print_contradictions(contradictions_of(read_seeds(seeds)), form, console)


def print_contradictions(
    contradictions: Sequence[Contradiction], form: CheckFormat, console: Console
) -> None:
    """Print contradictions.

    A table or CSV has a row for each value, JSON an object for each contradiction.
    """
    if form is CheckFormat.JSON:
        write_text(
            console,
            orjson.dumps(
                [_object(contradiction) for contradiction in contradictions], option=orjson.OPT_INDENT_2
            ).decode(),
        )
    elif form is CheckFormat.JSONL:
        write_rows(console, [_object(contradiction) for contradiction in contradictions], form)
    elif form is CheckFormat.CSV:
        write_rows(
            console, [side for contradiction in contradictions for side in _sides(contradiction)], form
        )
    else:
        table = Table(
            "contradiction", "value", "row", "shown", "rule", title=f"{len(contradictions)} contradictions"
        )
        for contradiction in contradictions:
            for side in _sides(contradiction):
                is_first = side["value"] == contradiction.values[0].value
                table.add_row(
                    contradiction.id if is_first else "",
                    *(side[key] for key in ("value", "row", "shown", "rule")),
                    end_section=side["value"] == contradiction.values[-1].value,
                )
        console.print(table, markup=False)


def _object(contradiction: Contradiction) -> dict[str, object]:
    return {
        "id": contradiction.id,
        "office": contradiction.office_id,
        "unit": contradiction.unit_id,
        "field": contradiction.field,
        "rule": str(contradiction.rule),
        "values": [
            {"value": side.value, "row": cited(side.citation), "wins": side.wins}
            for side in contradiction.values
        ],
    }


def _sides(contradiction: Contradiction) -> list[dict[str, str]]:
    return [
        {
            "id": contradiction.id,
            "field": contradiction.field,
            "value": side.value,
            "row": cited(side.citation),
            "shown": "yes" if side.wins else "",
            "rule": str(contradiction.rule),
        }
        for side in contradiction.values
    ]


def _as_json(check: Check) -> dict[str, object]:
    labels = check.labels
    return {
        "ok": not check.fallen and not check.errors,
        "errors": check.errors,
        "fallen": [
            {"figure": one.pin.figure, "value": one.value, "wanted": one.pin.wanted, "why": one.pin.why}
            for one in check.fallen
        ],
        "figures": {figure.name: figure.value for figure in check.figures},
        "tables": [asdict(table) for table in check.tables],
        "unread": [{"reason": reason, "pieces": count} for reason, count in check.unread],
        "joins": [asdict(join) for join in check.joins],
        "labels": None if labels is None else asdict(labels),
        "readings": None if check.readings is None else asdict(check.readings),
        "answers": None if check.answers is None else [asdict(share) for share in shares(check.answers)],
        "villages_without_office": check.villages,
        "units_without_code": [asdict(one) for one in check.uncoded],
        "paragraphs": [asdict(paragraph) for paragraph in check.paragraphs],
    }


def _screen(check: Check, console: Console, with_lists: bool) -> None:
    odd = [table for table in check.tables if table.expected is not None and table.read != table.expected]
    for counted in odd:
        text = f"{counted.table}: {counted.read} rows, not {counted.expected}: {counted.title}"
        console.print(text, markup=False, soft_wrap=True)
    console.print(_side_by_side(check, console.width))
    if with_lists:
        _lists(check, console)
    else:
        reasons = ", ".join(f"{reason} {count}" for reason, count in check.unread[:_TOP])
        console.print(f"unread because: {reasons}", markup=False, highlight=False, soft_wrap=True)
        console.print("--lists names the rows behind the figures", markup=False, highlight=False)
    for error in check.errors:
        console.print(f"not read: {error}", markup=False, soft_wrap=True)
    for one in check.fallen:
        value = "not measured" if one.value is None else f"{one.value:,g}"
        text = f"FALLEN {one.pin.figure}: {value}, must be {one.pin.wanted} ({one.pin.why})"
        console.print(text, markup=False, soft_wrap=True)
    if not check.fallen and not check.errors:
        console.print(f"all {len(check.pins)} pinned figures hold")


def _side_by_side(check: Check, width: int) -> Table:
    """The figures in as many columns as fit the width of the terminal."""
    pins = {pin.figure: pin for pin in check.pins}
    fallen = {one.pin.figure for one in check.fallen}
    columns = max(1, width // _COLUMN_WIDTH)
    rows = -(-len(check.figures) // columns)
    grid = Table.grid(*("" for _ in range(columns)), padding=(0, 3, 0, 0))
    parts = []
    for start in range(0, len(check.figures), rows):
        part = Table("figure", "value", "pinned", box=None, pad_edge=False)
        part.columns[1].justify = "right"
        for figure in check.figures[start : start + rows]:
            pin = pins.get(figure.name)
            mark = "" if pin is None else f"{pin.wanted}{'  FALLEN' if figure.name in fallen else ''}"
            part.add_row(escape(figure.name), f"{figure.value:,g}", mark)
        parts.append(part)
    grid.add_row(*parts)
    return grid


def _lists(check: Check, console: Console) -> None:
    """Print the rows behind the figures: rows of acts, reasons, rows that were not joined, wrong labels."""
    acts: dict[str, int] = {}
    for table in check.tables:
        act = table.table.partition("/")[0]
        acts[act] = acts.get(act, 0) + table.read
    _listing(console, "rows of", (f"{act}: {rows:,}" for act, rows in acts.items()), len(acts))
    reasons = [f"{reason}: {count}" for reason, count in check.unread]
    _listing(console, "unread because", reasons, _TOP)
    for joined in check.joins:
        rows = [f"{entry.row} {entry.name}: {entry.reason}; {entry.traces}" for entry in joined.unjoined]
        most = len(rows) if len(rows) <= _SHORT else _TOP
        _listing(console, f"{joined.name}: {joined.joined} of {joined.rows} joined", rows, most)
    uncoded = [f"{entry.reason}: {entry.unit} {entry.kato}: {entry.text}" for entry in check.uncoded]
    _listing(console, "units without a code of the classifier", sorted(uncoded), len(uncoded))
    for law in check.paragraphs:
        rows = [
            f"{entry.paragraph} line {entry.line}: {entry.reason or 'unread'}: {entry.why}"
            for entry in law.uncited
        ]
        title = f"{law.act}: {law.cited} of {law.stating} paragraphs that state a fact are cited; not cited"
        _listing(console, title, rows, len(rows))
    if check.labels is not None:
        for title, pairs in (
            ("joined against their label", check.labels.joined_wrongly),
            ("not joined against their label", check.labels.missed),
        ):
            rows = [
                f"{pair.act} {pair.line} and {pair.other_act} {pair.other_line}: {pair.why}" for pair in pairs
            ]
            _listing(console, title, rows, len(rows))
    if check.readings is not None:
        counts = [
            f"{accuracy.kind} ({accuracy.sample}): {accuracy.right} of {accuracy.rows}"
            for accuracy in check.readings.accuracies
        ]
        _listing(console, "rows read as a reader reads them", counts, len(counts))
        rows = [
            f"{entry.act} {entry.line} {entry.kind}: {', '.join(entry.read)}, not {', '.join(entry.labelled)}"
            for entry in check.readings.misread
        ]
        _listing(console, "read otherwise than by a reader", rows, len(rows))


def _listing(console: Console, title: str, rows: Iterable[str], most: int) -> None:
    shown = list(rows)
    if not shown and "joined" not in title:
        return
    console.print(title, markup=False, soft_wrap=True)
    for row in shown[:most]:
        console.print(f"  {row}", markup=False, highlight=False, soft_wrap=True)
    if len(shown) > most:
        console.print(f"  and {len(shown) - most} more (--format json)")


def write_text(console: Console, text: str) -> None:
    """Write a text for programs, without wrapping and colours."""
    console.file.write(text + "\n")


def write_rows(
    console: Console, rows: Sequence[dict[str, object]] | Sequence[dict[str, str]], form: CheckFormat
) -> None:
    """Write rows as JSON lines, or as CSV with the keys of the first row as columns."""
    if form is CheckFormat.JSONL:
        for row in rows:
            write_text(console, orjson.dumps(row).decode())
        return
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
    console.file.write(text.getvalue())
