"""The work of `kense reconcile` and `kense review`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from loaders.directory.seeded import Seeded
from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.errors import UnreadableAct
from loaders.offices.review import DOUBTS_FILE, Doubt, decide
from loaders.progress import progress_bar
from loaders.seeds.files import read_rows, split_values


def run_reconcile(
    files: Sequence[Path], acts: Path | None, gazetteer: Path, seeds: Path, console: Console
) -> Seeded:
    """Rebuild the seeds of a folder from texts of acts and print the counts.

    The texts are `files`, or every *.txt of `acts`. Raises UnreadableAct if there is no text, and the errors
    of reading; then nothing is written.
    """
    texts = list(files) or (sorted(acts.glob("*.txt")) if acts is not None else [])
    if not texts:
        raise UnreadableAct(acts or Path(), "no text of an act: name files, or a folder of *.txt with --acts")
    with progress_bar(Console(stderr=True)) as report:
        seeded = make_seeds(texts, seeds, gazetteer, report)
        replace_seeds(seeds, seeded)
    table = Table(show_header=False, box=None)
    table.add_column(justify="right")
    for what, count in seeded.counts().items():
        table.add_row(f"{count:,}", what)
    console.print(table)
    return seeded


def print_problems(seeded: Seeded, console: Console) -> None:
    """Print each problem on a line with kind, citation and text between TABs."""
    for problem in seeded.problems:
        console.print(
            f"{problem.kind}\t{problem.where}\t{problem.text}", markup=False, highlight=False, soft_wrap=True
        )


def run_review(seeds: Path, console: Console) -> int:
    """Print the doubtful pairs of the last `kense reconcile`, best evidence first; returns their number.

    A pair is decided by `run_decision`.
    """
    doubts = _doubts(seeds)
    table = Table("points", "rows", "names", "reasons", show_lines=True)
    for doubt in sorted(doubts, key=lambda doubt: (-int(doubt.score), doubt)):
        table.add_row(
            doubt.score,
            f"{doubt.row}\n{doubt.other}",
            f"{doubt.name}\n{doubt.other_name}",
            "\n".join(split_values(doubt.reasons)),
        )
    if doubts:
        console.print(table, markup=False)
    console.print(
        f"{len(doubts)} doubtful pairs; decide one by --accept ROW OTHER --why TEXT or by --reject",
        markup=False,
        soft_wrap=True,
    )
    return len(doubts)


def run_decision(seeds: Path, rows: tuple[str, str], same: bool, why: str, console: Console) -> None:
    """Store a person's decision about a doubtful pair in `lookups/joins.yaml`, for the next reconcile.

    `same` says that the two rows are of one office. Raises UndecidableError and BadSeedError; then nothing is
    written.
    """
    path = seeds / "lookups" / "joins.yaml"
    decide(path, _doubts(seeds), rows, same, why)
    verdict = "one office" if same else "two offices"
    console.print(
        f"{rows[0]} and {rows[1]} are {verdict}: kept in {path}; run `kense reconcile`", soft_wrap=True
    )


def _doubts(seeds: Path) -> tuple[Doubt, ...]:
    """The doubtful pairs of a folder; none if it has no such file."""
    path = seeds / DOUBTS_FILE
    return read_rows(path, Doubt) if path.is_file() else ()
