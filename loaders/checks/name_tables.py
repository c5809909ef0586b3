"""How `kense check --names` shows which labelled texts are understood rightly, by each way to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loaders.checks.check import NAMES, Fallen, fallen_pins
from loaders.checks.figure_tables import CheckFormat
from loaders.checks.labelled_tables import labels_at, pins_of, print_fallen, print_line, write_labelled
from loaders.checks.name_labels import read_name_labels
from loaders.checks.names import (
    AGREED,
    LABELLED_NAMES,
    OF_NAMES,
    AskedName,
    Way,
    ask_names,
    figures_of_names_asked,
    name_shares,
    wrong_names,
)
from loaders.checks.pins import Pin
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.folder import read_seeds


def run_names(
    seeds: Path, labels: Path | None, form: CheckFormat, console: Console, with_lists: bool = False
) -> bool:
    """Ask the texts and print the results.

    Returns False if a pinned share is not reached; only the checkout's own labels have pins. A table for
    people has a row for each kind, and `with_lists` names the wrong answers. Programs get a row for each
    text. Raises BadSeedError and StoreError.
    """
    path = labels_at(seeds, labels, NAMES)
    asked = ask_names(edition_of(read_seeds(seeds)), read_name_labels(path))
    pins = pins_of(seeds, labels, (OF_NAMES, AGREED, LABELLED_NAMES))
    fallen = fallen_pins(figures_of_names_asked(asked), pins)
    if form is CheckFormat.TABLE:
        _screen(asked, pins, fallen, console, with_lists)
    else:
        write_labelled(_rows(asked), form, console)
    return not fallen


def _rows(asked: Iterable[AskedName]) -> list[dict[str, object]]:
    return [
        {
            "kind": each.kind,
            "text": each.label.text,
            "wanted": "refused" if each.label.refuse else " ".join(each.label.one_of),
            "agreed": each.is_agreed,
            **{f"{way} right": each.is_right(way) for way in Way},
            **{way.value: " ".join(each.answers[way].ids) for way in Way},
        }
        for each in asked
    ]


def _screen(
    asked: Sequence[AskedName],
    pins: Iterable[Pin],
    fallen: Iterable[Fallen],
    console: Console,
    with_lists: bool,
) -> None:
    wanted = {pin.figure: pin.wanted for pin in pins}
    table = Table("labelled names", "asked", *(f"{way} %" for way in Way), "agreed", "pinned")
    for share in name_shares(asked):
        pinned = [wanted.get(f"{OF_NAMES}: {share.kind}, {way} %", "-") for way in Way]
        shown = [f"{share.percent(way):.1f}" for way in Way]
        pinned_shown = " / ".join(dict.fromkeys(pinned)) if pinned != ["-"] * len(pinned) else ""
        table.add_row(escape(share.kind), f"{share.asked:,}", *shown, f"{share.agreed:,}", pinned_shown)
    console.print(table)
    wrong = list(wrong_names(asked))
    for label, ways in wrong if with_lists else ():
        meant = "nothing certain" if label.label.refuse else " or ".join(label.label.one_of)
        print_line(console, f"{label.kind}: {label.label.text}: {meant}")
        for way in ways:
            answer = label.answers[way]
            sure = "certain" if answer.is_certain else "not certain"
            print_line(console, f"  {way}: {', '.join(answer.ids) or 'nothing'} ({sure})")
    if wrong and not with_lists:
        print_line(console, f"--lists names the {len(wrong)} texts that some way answers wrongly")
    print_fallen(fallen, console)
