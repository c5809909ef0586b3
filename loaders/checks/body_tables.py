"""How `kense check --bodies` shows what became of each body that a standard names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loaders.checks.bodies import BodyRole, measure_bodies
from loaders.checks.figure_tables import CheckFormat, write_rows, write_text

_COLUMNS = ("body", "role", "paragraph", "stands for it", "provisions", "not in its list", "units without")
_HEAD = """# What became of the bodies that the standards name

Made by `kense check --bodies --format md`; a test keeps it so. A standard names bodies that take
applications, decide, hand out the result or hear complaints. Each line is a body in one role, with the
paragraphs that give it the role, the class of offices that stands for it and the number of provisions it
became. *Not in its list* are offices of the class that the registry knows and that the standard gives
nothing, as its annex does not print them; `kense check --bodies --lists` names them. *Units without* are
districts, cities or oblasts that have such a body by the paragraph and for which none is known; they are
named at the end. Courts, and those who only explain how to complain, are left out: neither is a role.
"""


def run_bodies(seeds: Path, form: CheckFormat, console: Console, with_lists: bool = False) -> bool:
    """Print every body in its roles; returns False if a body has a fault. Raises BadSeedError.

    `with_lists` also prints the offices and units that are missing.
    """
    lines = measure_bodies(seeds)
    if form is CheckFormat.TABLE:
        _screen(lines, console, with_lists)
    elif form is CheckFormat.MD:
        console.file.write(as_markdown(lines))
    elif form is CheckFormat.JSON:
        write_text(console, orjson.dumps(_rows(lines), option=orjson.OPT_INDENT_2).decode())
    else:
        write_rows(console, _rows(lines), form)
    return not any(line.fault for line in lines)


def as_markdown(lines: Sequence[BodyRole]) -> str:
    """The page `docs/bodies.md`.

    It has a table for each standard, then the bodies without offices and the units without bodies.
    """
    return "\n".join((_HEAD, *_standards(lines), *_without_offices(lines), *_without_bodies(lines)))


def _standards(lines: Sequence[BodyRole]) -> Iterator[str]:
    for (title, service), group in groupby(lines, key=lambda line: (_title(line), line.service)):
        yield f"## {title}: `{service}`\n"
        yield f"| {' | '.join(_COLUMNS)} |"
        yield f"|{'---|' * len(_COLUMNS)}"
        yield from (f"| {' | '.join(_cells(line))} |" for line in group)
        yield ""


def _without_offices(lines: Iterable[BodyRole]) -> Iterator[str]:
    yield "## Bodies that no office stands for\n"
    named: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        if line.why:
            standards = named.setdefault((line.body, line.stands_for, line.why), [])
            standards += [] if _title(line) in standards else [_title(line)]
    for (body, stands_for, why), standards in sorted(named.items()):
        code = f" (`{stands_for}`)" if stands_for else ""
        yield f"- **{body}**{code}: {why}. {'; '.join(standards)}"
    yield ""


def _without_bodies(lines: Iterable[BodyRole]) -> Iterator[str]:
    yield "## Units for which no such body is known\n"
    named: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for line in lines:
        if line.without:
            standards = named.setdefault((line.body, line.stands_for, line.without), [])
            standards += [] if _title(line) in standards else [_title(line)]
    for (body, stands_for, units), standards in sorted(named.items()):
        yield f"- **{body}** (`{stands_for}`): {', '.join(units)}. {'; '.join(standards)}"
    yield ""


def _title(line: BodyRole) -> str:
    return line.act if line.standard is None else f"{line.act}, standard {line.standard}"


def _cells(line: BodyRole) -> tuple[str, ...]:
    return (
        line.body,
        line.role.lower().replace("_", " "),
        ", ".join(map(str, line.paragraphs)),
        line.stands_for or "—",
        line.why or f"{line.provisions:,}",
        f"{len(line.left_out):,}" if line.left_out else "",
        f"{len(line.without):,}" if line.without else "",
    )


def _rows(lines: Iterable[BodyRole]) -> list[dict[str, object]]:
    return [
        {
            "act": line.act,
            "standard": line.standard,
            "service": line.service,
            "body": line.body,
            "role": str(line.role),
            "paragraphs": " ".join(map(str, line.paragraphs)),
            "stands_for": line.stands_for,
            "provisions": line.provisions,
            "left_out": " ".join(line.left_out),
            "without": "; ".join(line.without),
            "why": line.why,
            "fault": line.fault,
        }
        for line in lines
    ]


def _screen(lines: Sequence[BodyRole], console: Console, with_lists: bool) -> None:
    table = Table("standard", *_COLUMNS)
    for title, group in groupby(lines, key=_title):
        for number, line in enumerate(group):
            table.add_row("" if number else escape(title), *map(escape, _cells(line)))
    console.print(table)
    for line in lines:
        if with_lists and line.left_out:
            _print(console, f"{_title(line)}, {line.body}, {line.role}: not in its list")
            _print(console, f"  {' '.join(line.left_out)}")
        if with_lists and line.without:
            _print(console, f"{_title(line)}, {line.body}, {line.role}: units without one")
            _print(console, f"  {'; '.join(line.without)}")
        if line.fault:
            _print(console, f"WRONG {_title(line)}, {line.body}, {line.role}: {line.fault}")
    without = sum(1 for line in lines if line.why)
    _print(console, f"{len(lines)} bodies in roles, {without} without an office, each with the reason")


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
