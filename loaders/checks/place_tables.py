"""Output of `kense check --places` besides the shares: errors, confidences, points and strays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from loaders.checks.label_files import percent
from loaders.checks.points import POINTS, PointsTold, measure_points, read_points
from loaders.checks.reliability import LABELLED, Bin, ErrorBound, measure_bounds, measure_confidence
from loaders.checks.strays import Stray, strays
from loaders.loading.seeds_edition import edition_of
from loaders.seeds.folder import Seeds


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """Errors of places, their confidences, the answers for points, and settlements at unlikely positions."""

    bounds: tuple[ErrorBound, ...]
    confidence: tuple[Bin, ...]
    points: tuple[PointsTold, ...]
    strays: tuple[Stray, ...]

    def lines(self) -> list[dict[str, Any]]:
        """All figures as JSON objects, one after the other."""
        groups: tuple[Sequence[ErrorBound | Bin | PointsTold | Stray], ...] = (
            self.bounds,
            self.confidence,
            self.points,
            self.strays,
        )
        return [asdict(each) for group in groups for each in group]


def measure_place_figures(folder: Path, seeds: Seeds) -> PlaceFigures:
    """The figures of a folder of seeds.

    Confidences and points are empty without the labels beside it, which only a checkout has. Raises
    BadSeedError and StoreError.
    """
    beside = folder.resolve().parent
    labelled, points = beside / LABELLED, beside / POINTS
    return PlaceFigures(
        bounds=measure_bounds(seeds),
        confidence=measure_confidence(seeds, labelled) if labelled.is_file() else (),
        points=measure_points(edition_of(seeds), read_points(points)) if points.is_file() else (),
        strays=strays(seeds),
    )


def print_place_figures(figures: PlaceFigures, with_lists: bool, console: Console) -> None:
    """Print tables for people; `with_lists` also names every settlement at an unlikely position."""
    console.print(_bounds(figures.bounds))
    if figures.confidence:
        console.print(_confidence(figures.confidence))
    if figures.points:
        console.print(_points(figures.points))
    console.print(_strays(figures.strays))
    for each in figures.strays if with_lists else ():
        text = f"{each.kind}\t{each.unit}\t{each.metres / 1000:.1f} km\t{each.verdict}\t{each.why}"
        console.print(text, markup=False, highlight=False, soft_wrap=True)


def _bounds(bounds: Sequence[ErrorBound]) -> Table:
    table = Table(
        "said to lie somewhere in", "villages", "units", "error km (median)", "within %", "before %"
    )
    for bound in bounds:
        within, before = percent(bound.within, bound.villages), percent(bound.before, bound.villages)
        table.add_row(
            bound.precision,
            f"{bound.villages:,}",
            f"{bound.units:,}",
            f"{bound.median_km:g}",
            f"{within:.1f}",
            f"{before:.1f}",
        )
    return table


def _confidence(bins: Sequence[Bin]) -> Table:
    table = Table("confidence", "labelled", "said", "right", "right can be")
    for share in bins:
        right = f"{share.right / share.count:.3f}" if share.count else ""
        table.add_row(
            f"{share.least:g} to {share.most:g}",
            f"{share.count:,}",
            f"{share.said:.3f}",
            right,
            f"{share.low:.3f} to {share.high:.3f}",
        )
    return table


def _points(points: Iterable[PointsTold]) -> Table:
    table = Table("points", "boundaries", "count", "right", "other district", "none", "abroad")
    for point in points:
        table.add_row(
            point.kind,
            "those that ship" if point.boundaries else "none",
            f"{point.count:,}",
            *(f"{count:,}" for count in (point.right, point.other, point.none, point.abroad)),
        )
    return table


def _strays(found: Iterable[Stray]) -> Table:
    table = Table("settlements", "verdict", "count")
    for (kind, verdict), count in sorted(Counter((each.kind, each.verdict) for each in found).items()):
        table.add_row(kind, verdict, f"{count:,}")
    return table
