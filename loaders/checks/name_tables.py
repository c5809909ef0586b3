"""How `kense check --names` shows which labelled texts are understood rightly, by each way to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loaders.checks.check import CHECKLIST, NAMES, Fallen, fallen_pins
from loaders.checks.figure_tables import CheckFormat, write_rows, write_text
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
from loaders.checks.pins import Pin, read_checklist
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.files import BadSeedError
from loaders.seeds.folder import read_seeds


def run_names(
    seeds: Path, labels: Path | None, form: CheckFormat, console: Console, with_lists: bool = False
) -> bool:
    """Ask the texts and print; whether every pinned share of the clone's own labels holds.

    For people it is a table of shares, a line a kind; `with_lists` names the wrong answers. Programs get a
    row a text. Raises BadSeedError and StoreError.
    """
    path = labels or seeds.resolve().parent / NAMES
    if labels is None and not path.is_dir():
        raise BadSeedError(
            f"{path}: no labels, they come with a clone and not with the program; --labels names others"
        )
    asked = ask_names(edition_of(read_seeds(seeds)), read_name_labels(path))
    # What is pinned are the shares of the clone's labels: others may be fewer, or harder.
    pins = _pins(seeds) if labels is None else ()
    fallen = fallen_pins(figures_of_names_asked(asked), pins)
    if form is CheckFormat.TABLE:
        _screen(asked, pins, fallen, console, with_lists)
    elif form is CheckFormat.JSON:
        write_text(console, orjson.dumps(_rows(asked), option=orjson.OPT_INDENT_2).decode())
    else:
        write_rows(console, _rows(asked), form)
    return not fallen


def _pins(seeds: Path) -> tuple[Pin, ...]:
    known = read_checklist(seeds / CHECKLIST).pins
    return tuple(pin for pin in known if pin.figure.startswith((OF_NAMES, AGREED, LABELLED_NAMES)))


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
    for each, ways in wrong if with_lists else ():
        meant = "nothing certain" if each.label.refuse else " or ".join(each.label.one_of)
        _print(console, f"{each.kind}: {each.label.text}: {meant}")
        for way in ways:
            answer = each.answers[way]
            sure = "certain" if answer.is_certain else "not certain"
            _print(console, f"  {way}: {', '.join(answer.ids) or 'nothing'} ({sure})")
    if wrong and not with_lists:
        _print(console, f"--lists names the {len(wrong)} texts that some way answers wrongly")
    for one in fallen:
        value = "not measured" if one.value is None else f"{one.value:,g}"
        _print(console, f"FALLEN {one.pin.figure}: {value}, must be {one.pin.wanted} ({one.pin.why})")


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
