"""Common parts of the checks with labelled questions and names: labels, pins, output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson
from rich.console import Console

from loaders.checks.check import CHECKLIST, Fallen
from loaders.checks.figure_tables import CheckFormat, write_rows, write_text
from loaders.checks.pins import Pin, read_checklist
from loaders.seeds.files import BadSeedError


def labels_at(seeds: Path, labels: Path | None, usual: str | Path) -> Path:
    """`labels` if given (not checked), else the usual folder beside the seeds.

    Raises BadSeedError if that folder is missing.
    """
    path = labels or seeds.resolve().parent / usual
    if labels is None and not path.is_dir():
        raise BadSeedError(
            f"{path}: no labels, they come with a clone and not with the program; --labels names others"
        )
    return path


def pins_of(seeds: Path, labels: Path | None, figures: tuple[str, ...]) -> tuple[Pin, ...]:
    """The pins whose figures begin with one of `figures`.

    Empty if the user named the labels: these may be fewer or harder. Raises BadSeedError.
    """
    if labels is not None:
        return ()
    return tuple(pin for pin in read_checklist(seeds / CHECKLIST).pins if pin.figure.startswith(figures))


def write_labelled(rows: Sequence[dict[str, object]], form: CheckFormat, console: Console) -> None:
    """Write rows as JSON, JSON lines or CSV."""
    if form is CheckFormat.JSON:
        write_text(console, orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
    else:
        write_rows(console, rows, form)


def print_fallen(fallen: Iterable[Fallen], console: Console) -> None:
    """Print a line for each pinned figure that does not hold."""
    for one in fallen:
        value = "not measured" if one.value is None else f"{one.value:,g}"
        print_line(console, f"FALLEN {one.pin.figure}: {value}, must be {one.pin.wanted} ({one.pin.why})")


def print_line(console: Console, text: str) -> None:
    """Print a line without wrapping it to the screen."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)
