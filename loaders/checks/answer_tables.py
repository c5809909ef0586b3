"""How `kense check --answers` shows which labelled questions the registry answers rightly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loaders.checks.answer_labels import read_answer_files
from loaders.checks.answers import LABELLED, OF_ANSWERS, Asked, ask_all, figures_of_answers, shares
from loaders.checks.check import ANSWERS, Fallen, fallen_pins
from loaders.checks.figure_tables import CheckFormat
from loaders.checks.labelled_tables import labels_at, pins_of, print_fallen, print_line, write_labelled
from loaders.checks.pins import Pin
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.folder import read_seeds


def run_answers(
    seeds: Path, labels: Path | None, form: CheckFormat, console: Console, with_lists: bool = False
) -> bool:
    """Ask the questions and print the results.

    Returns False if a pinned share is not reached; only the checkout's own labels have pins. A table for
    people has a row for each kind, and `with_lists` names the wrong answers. Programs get a row for each
    question. Raises BadSeedError and StoreError.
    """
    path = labels_at(seeds, labels, ANSWERS)
    asked = ask_all(edition_of(read_seeds(seeds)), read_answer_files(path))
    pins = pins_of(seeds, labels, (OF_ANSWERS, LABELLED))
    fallen = fallen_pins(figures_of_answers(asked), pins)
    if form is CheckFormat.TABLE:
        _screen(asked, pins, fallen, console, with_lists)
    else:
        write_labelled(_rows(asked), form, console)
    return not fallen


def _rows(asked: Iterable[Asked]) -> list[dict[str, object]]:
    return [
        {
            "id": each.label.id,
            "kind": each.kind,
            "half": each.half,
            "service": each.label.service,
            "place": each.label.place,
            "as_of": each.label.as_of,
            "question": each.label.question,
            "right": each.is_right,
            "faults": "; ".join(each.faults),
            "proof": " ".join(each.label.proof),
        }
        for each in asked
    ]


def _screen(
    asked: Sequence[Asked],
    pins: Iterable[Pin],
    fallen: Iterable[Fallen],
    console: Console,
    with_lists: bool,
) -> None:
    wanted = {pin.figure: pin.wanted for pin in pins}
    table = Table("labelled questions", "asked", "right", "%", "pinned %")
    for share in shares(asked):
        pinned = wanted.get(f"{OF_ANSWERS}: {share.kind} %", "")
        table.add_row(
            escape(share.kind), f"{share.asked:,}", f"{share.right:,}", f"{share.percent:.1f}", pinned
        )
    console.print(table)
    wrong = [answer for answer in asked if not answer.is_right]
    for answer in wrong if with_lists else ():
        print_line(
            console, f"{answer.label.id} {answer.kind}: {answer.label.service}, {answer.label.question}"
        )
        for fault in answer.faults:
            print_line(console, f"  {fault}")
        print_line(console, f"  by {', '.join(answer.label.proof)}")
    if wrong and not with_lists:
        print_line(console, f"--lists names the {len(wrong)} wrong answers")
    print_fallen(fallen, console)
