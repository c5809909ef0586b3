"""The drawings of the architecture page: `python -m handbook.pictures FOLDER` writes them there as SVG.

Each has a title and a description for screen readers, and no text smaller than 12 pixels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_WIDTH = 720
_MARGIN = 24
_BOX, _GAP = 52, 26
"""Pixels: the height of a box, and of the arrow below it."""
_INK, _PAPER, _LINE = "#1d2a33", "#ffffff", "#0b6e4f"
_FILLS = ("#e3f0ea", "#e8eef6", "#fbf1dd", "#f3e8ef", "#eceff1")


@dataclass(frozen=True)
class Step:
    """A box of a drawing: what happens, and in which file. `floor` chooses its colour."""

    what: str
    where: str
    floor: int = 0


@dataclass(frozen=True)
class Picture:
    """A drawing: a column of boxes from top to bottom, each with an arrow to the next."""

    title: str
    description: str
    steps: Sequence[Step]
    is_ring: bool = False
    """Whether an arrow leads from the last box to the first."""


FLOORS = Picture(
    "The floors of Kense",
    "Six floors. Each may import those below it, never those above.",
    (
        Step("The door: commands and Python", "kense.py, python_api/", 4),
        Step("What a client can ask, and how acts are read", "graph/ and loaders/, side by side", 0),
        Step("Who may change what", "changes/", 3),
        Step("Where things are, and who is competent", "geo/", 1),
        Step("What is kept: SQL alone", "store/", 2),
        Step("Records, values and settings", "model/", 4),
    ),
)
QUERY = Picture(
    "The journey of a query",
    "A request comes in at the server, is limited and compiled, finds its place and the competent offices, "
    "and returns as JSON. No step asks the database.",
    (
        Step("A request arrives: bytes, seconds and host are limited", "graph/server/http.py", 0),
        Step("Its document is checked for depth, length and cost", "graph/execution/documents.py", 0),
        Step("The document becomes a tree of readers, made once", "graph/execution/compiled_query.py", 0),
        Step("The root field asks who serves the place", "graph/roots/place_roots.py", 0),
        Step("The text becomes a place", "geo/locator/understanding.py", 1),
        Step("The competent offices are found, with the reasons", "geo/jurisdiction/jurisdiction.py", 1),
        Step("Records become objects of the schema, then JSON", "graph/types/, graph/served/registry.py", 0),
    ),
)
DATUM = Picture(
    "The journey of a datum",
    "A printed row of an act is read, joined with its twins, written to the seeds, loaded into the store, "
    "and served as part of an edition.",
    (
        Step("A file of an act becomes lines, each with its place", "loaders/formats/", 2),
        Step("Lines become tables and rows", "loaders/acts/reader.py", 2),
        Step("A row becomes a record: unit, address, phones, hours", "loaders/readings/", 2),
        Step("Records are joined into units and offices", "loaders/territory/, loaders/offices/", 2),
        Step("The facts stand as sorted lines", "seeds/", 4),
        Step("They are loaded in one transaction", "loaders/loading/load.py", 3),
        Step("The store becomes an edition in memory", "store/reading/editions.py", 1),
        Step("Requests are answered from it", "graph/served/current_registry.py", 0),
    ),
)
CORRECTION = Picture(
    "The journey of a correction",
    "Somebody proposes a change, a reviewer accepts it, it is written as a revision and laid over the "
    "edition, and whoever subscribed hears of it. The changed office can be corrected again.",
    (
        Step("Somebody proposes a change, signed in or not", "graph/changing/correction_mutations.py", 0),
        Step("It is checked and filed", "changes/proposals.py", 3),
        Step("A reviewer of the territory accepts it", "changes/approvals.py, changes/authority.py", 3),
        Step("A revision is written in one transaction", "changes/change_service.py", 3),
        Step("The tables follow it; the edition gets its next number", "store/log/apply_revisions.py", 2),
        Step(
            "Every server lays it over its edition", "store/log/publish.py, graph/served/edition_feed.py", 1
        ),
        Step("Subscribers hear of it; history keeps it", "graph/roots/subscriptions.py", 0),
    ),
    is_ring=True,
)
PICTURES = {
    "floors.svg": FLOORS,
    "query.svg": QUERY,
    "datum.svg": DATUM,
    "correction.svg": CORRECTION,
}


def drawn(picture: Picture) -> str:
    """The drawing as SVG text."""
    height = 2 * _MARGIN + len(picture.steps) * (_BOX + _GAP) - _GAP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'aria-labelledby="title desc" font-family="system-ui, sans-serif">',
        f'<title id="title">{escape(picture.title)}</title>',
        f'<desc id="desc">{escape(picture.description)}</desc>',
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="{_LINE}"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>',
        *_boxes(picture),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _boxes(picture: Picture) -> Iterator[str]:
    left = _MARGIN + (40 if picture.is_ring else 0)
    width = _WIDTH - _MARGIN - left
    for number, step in enumerate(picture.steps):
        top = _MARGIN + number * (_BOX + _GAP)
        yield (
            f'<rect x="{left}" y="{top}" width="{width}" height="{_BOX}" rx="8" fill="{_FILLS[step.floor]}" '
            f'stroke="{_LINE}"/>'
        )
        yield _text(left + 16, top + 22, 15, step.what)
        yield _text(left + 16, top + 41, 12, step.where, 'font-family="ui-monospace, monospace"')
        if number + 1 < len(picture.steps):
            middle = left + width // 2
            yield _arrow(f"M{middle} {top + _BOX}V{top + _BOX + _GAP - 2}")
    if picture.is_ring:
        top, bottom = _MARGIN + _BOX // 2, _MARGIN + (len(picture.steps) - 1) * (_BOX + _GAP) + _BOX // 2
        yield _arrow(f"M{left} {bottom}H{_MARGIN}V{top}H{left - 2}")


def _text(x: int, y: int, size: int, text: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{_INK}" {more}>{escape(text)}</text>'


def _arrow(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="1.5" marker-end="url(#head)"/>'


def main(folder: Path) -> None:
    """Write all drawings into an existing folder."""
    for name, picture in PICTURES.items():
        (folder / name).write_text(drawn(picture), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
