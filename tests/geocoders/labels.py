"""The labelled texts of `tests/names` and `tests/places` as questions to any geocoder.

Neither format can say that nothing is to be answered, or that no answer is to be certain: texts to refuse are
left out, `kense check --names` asks them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.earth.point import Point, geodesic_m
from loaders.checks.name_labels import read_name_labels
from loaders.seeds.units import read_seed_units
from model.edition import Edition, Office, Position, Unit

TESTS = Path(__file__).parents[1]
AMONG = 5
"""Answers of which one has to be right where the label does not say that the first has to be."""
SAME_PLACE_M = 3_000.0
"""Metres: one place that two okrugs list is two units, and what counts is where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A text, and the expected answer among the first `among`: a record, or a place near a point."""

    kind: str
    text: str
    among: int
    id: str | None = None
    point: Point | None = None
    within_m: float = 0.0
    is_certain: bool | None = None
    """False where the answer must not be taken for certain."""


def questions() -> Iterator[Question]:
    """All questions, those of `tests/names` first."""
    edition = read_seed_units()
    yield from _of_names(edition)
    yield from _of_places(edition)


def _of_names(edition: Edition) -> Iterator[Question]:
    for kind in read_name_labels(TESTS / "names"):
        for label in kind.labels:
            if label.refuse:
                continue
            among, certain = (1 if label.first else AMONG), (None if label.certain else False)
            if len(label.one_of) == 1:
                yield Question(
                    kind=kind.kind, text=label.text, among=among, id=label.one_of[0], is_certain=certain
                )
                continue
            spots = [spot for slug in label.slugs if (spot := _spot(edition, slug)) is not None]
            if spots:
                point, within_m = _around(spots)
                yield Question(kind=kind.kind, text=label.text, among=among, point=point, within_m=within_m)


def _of_places(edition: Edition) -> Iterator[Question]:
    with (TESTS / "places" / "labelled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        unit = edition.units.get(row["unit"])
        if row["verdict"] != "right" or unit is None:
            continue
        text = ", ".join(part for part in (row["text"], row["district"], row["region"]) if part)
        spot = _spot(edition, unit.id)
        if spot is not None:
            point, within_m = _around([spot])
            yield Question(kind="places", text=text, among=1, point=point, within_m=within_m)


def _spot(edition: Edition, slug: str) -> Position | None:
    record: Unit | Office | None = edition.units.get(slug) or edition.offices.get(slug)
    return record.position if record is not None else None


def _around(spots: list[Position]) -> tuple[Point, float]:
    """The first of some points, and a radius in metres that includes all of them."""
    first = Point(spots[0].lon, spots[0].lat)
    return first, max(geodesic_m(first, spot) for spot in spots) + SAME_PLACE_M
