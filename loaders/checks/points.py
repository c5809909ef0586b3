"""Which district points are assigned to, with the boundaries of the seeds and without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.earth.point import Point
from geo.locator.places import PlaceQuery, find_place
from geo.units.containment import units_at
from geo.units.edition_index import Atlas
from loaders.checks.figures import Figure
from loaders.checks.label_files import percent, read_label_lines
from loaders.seeds.files import BadSeedError
from model.edition import Edition

POINTS = Path("tests", "points", "labelled.csv")
"""Beside the folder of seeds, in a checkout only."""
OF_POINTS = "points"
_COLUMNS = ("lon", "lat", "district", "outside_km")


@dataclass(frozen=True, slots=True)
class LabelledPoint:
    """A point and the id of the smallest unit whose polygon contains it; None for a point abroad."""

    point: Point
    district: str | None


@dataclass(frozen=True, slots=True)
class PointsTold:
    """The numbers of answers for points of one kind, by result.

    `right` is the right district or, for points abroad, that they are abroad.
    """

    kind: str
    boundaries: bool
    count: int
    right: int
    other: int
    none: int
    abroad: int


def read_points(path: Path) -> tuple[LabelledPoint, ...]:
    """The labelled points of a file. Raises BadSeedError for a missing file or a line that is not valid."""
    points = []
    for lon, lat, district, _ in read_label_lines(path, _COLUMNS):
        try:
            points.append(LabelledPoint(Point(float(lon), float(lat)), district or None))
        except ValueError:
            raise BadSeedError(f"{path}: no point: {lon},{lat}") from None
    return tuple(points)


def measure_points(edition: Edition, points: Sequence[LabelledPoint]) -> tuple[PointsTold, ...]:
    """The answers for points in the country and for points abroad.

    Each is given first without boundaries, then with those of the edition.
    """
    inside = [point for point in points if point.district is not None]
    outside = [point for point in points if point.district is None]
    figures = []
    for has_boundaries in (False, True):
        atlas = Atlas.of(edition if has_boundaries else replace(edition, boundaries={}))
        figures.append(_told("of the country", has_boundaries, [_answer(atlas, each) for each in inside]))
        figures.append(_told("abroad", has_boundaries, [_answer(atlas, each) for each in outside]))
    return tuple(figures)


def figures_of_points(told: Iterable[PointsTold]) -> list[Figure]:
    """Per cent of right answers with the delivered boundaries, such as `points of the country: right %`."""
    return [
        Figure(f"{OF_POINTS} {each.kind}: right %", percent(each.right, each.count))
        for each in told
        if each.boundaries
    ]


def _told(kind: str, has_boundaries: bool, answers: Sequence[str]) -> PointsTold:
    return PointsTold(
        kind=kind,
        boundaries=has_boundaries,
        count=len(answers),
        right=answers.count("right"),
        other=answers.count("other"),
        none=answers.count("none"),
        abroad=answers.count("abroad"),
    )


def _answer(atlas: Atlas, label: LabelledPoint) -> str:
    """`right`, `other` (another district), `abroad` or `none` for a point."""
    chain = [unit.unit.id for unit in units_at(atlas, label.point)]
    if chain:
        return "right" if label.district in chain else "other"
    is_abroad = find_place(atlas, PlaceQuery(point=label.point)).is_abroad
    if label.district is None:
        # None is right abroad, however it is said.
        return "right" if is_abroad else "none"
    return "abroad" if is_abroad else "none"
