"""How `kense check --ask` shows which labelled lines are understood rightly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loaders.checks.ask_labels import AskLabel, read_ask_labels
from loaders.checks.asks import (
    CERTAIN_LINES,
    LABELLED_LINES,
    OF_LINES,
    AskedLine,
    ask_lines,
    figures_of_lines,
    line_shares,
)
from loaders.checks.check import ASKS, Fallen, fallen_pins
from loaders.checks.figure_tables import CheckFormat
from loaders.checks.labelled_tables import labels_at, pins_of, print_fallen, print_line, write_labelled
from loaders.checks.pins import Pin
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.folder import read_seeds


def run_asks(
    seeds: Path, labels: Path | None, form: CheckFormat, console: Console, with_lists: bool = False
) -> bool:
    """Ask the lines and print the results.

    Returns False if a pinned share is not reached; only the checkout's own labels have pins. A table for
    people shows shares, and `with_lists` names the wrong answers. Programs get a row for each line. Raises
    BadSeedError and StoreError.
    """
    path = labels_at(seeds, labels, ASKS)
    asked = ask_lines(edition_of(read_seeds(seeds)), read_ask_labels(path))
    pins = pins_of(seeds, labels, (OF_LINES, LABELLED_LINES, CERTAIN_LINES))
    fallen = fallen_pins(figures_of_lines(asked), pins)
    if form is CheckFormat.TABLE:
        _screen(asked, pins, fallen, console, with_lists)
    else:
        write_labelled([_row(each) for each in asked], form, console)
    return not fallen


def _row(asked: AskedLine) -> dict[str, object]:
    return {
        "sample": asked.sample,
        "kind": asked.kind,
        "text": asked.label.text,
        "wanted": _wanted(asked.label),
        "right": asked.is_right,
        "certain": asked.answer.is_certain,
        "question": asked.answer.asked_for.value,
        "services": " ".join(read.service_id for read in asked.answer.services),
        "places": " ".join(asked.places),
        "topic": asked.answer.topic or "",
        "left_out": " ".join(asked.answer.left_out),
    }


def _wanted(label: AskLabel) -> str:
    return " ".join((label.question.value, *label.services, *label.places, *label.topics))


def _screen(
    asked: Sequence[AskedLine],
    pins: Iterable[Pin],
    fallen: Iterable[Fallen],
    console: Console,
    with_lists: bool,
) -> None:
    wanted = {pin.figure: pin.wanted for pin in pins}
    table = Table("sample", "labelled lines", "asked", "right", "%", "pinned %")
    for share in line_shares(asked):
        pinned = wanted.get(f"{OF_LINES}: {share.kind}, {share.sample} %", "")
        counts = (f"{share.asked:,}", f"{share.right:,}", f"{share.percent:.1f}")
        table.add_row(escape(share.sample), escape(share.kind), *counts, pinned)
    console.print(table)
    wrong = [each for each in asked if not each.is_right]
    for each in wrong if with_lists else ():
        print_line(console, f"{each.kind}: {each.label.text}: {_wanted(each.label)}")
        print_line(console, f"  {'; '.join(each.faults)}")
    if wrong and not with_lists:
        print_line(console, f"--lists names the {len(wrong)} lines that are understood wrongly")
    print_fallen(fallen, console)
