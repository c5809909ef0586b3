"""`kense check --places`: errors, confidences, points and misplaced ones, on a few hand-made rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from geo.earth.point import Point
from loaders.checks.points import LabelledPoint, figures_of_points, measure_points, read_points
from loaders.checks.reliability import figures_of_confidence, measure_bounds, measure_confidence
from loaders.checks.strays import OPEN, OUTSIDE, SHARED, strays
from loaders.seeds import BadSeedError
from loaders.seeds.boundaries import SHIPPED
from model.edition import Boundary, Edition
from tests.loaders.test_spreads import SEEDS

BOX = shapely.MultiPolygon([shapely.box(69.5, 49, 70.5, 51)])
LABELS = "drawn,language,text,district,region,unit,source_id,verdict,note\n"


def test_what_stands_far_outside_or_at_the_point_of_another_is_listed_with_its_verdict() -> None:
    seeds = replace(SEEDS, boundaries=(Boundary("d", BOX, SHIPPED, "1"),))
    misplaced = strays(seeds)
    # `b` and `c` stand half a degree outside of the box on either side, `a` inside of it.
    assert [(each.kind, each.unit, each.verdict) for each in misplaced if each.kind == OUTSIDE] == [
        (OUTSIDE, "d-o-b", OPEN),
        (OUTSIDE, "d-o-c", OPEN),
    ]
    assert all(35_000 < each.metres < 37_000 for each in misplaced if each.kind == OUTSIDE)
    assert {each.unit for each in misplaced if each.kind == SHARED} == {"d-o-a", "d-o-b", "d-o-c"}
    assert not [each for each in strays(SEEDS) if each.kind == OUTSIDE]


def test_bounds_count_the_villages_within_and_those_of_one_radius_for_all() -> None:
    okrugs, districts, regions = measure_bounds(SEEDS)
    assert (okrugs.villages, okrugs.units, okrugs.within, okrugs.before) == (3, 1, 1, 1)
    assert (districts.villages, districts.before) == (3, 1)
    assert regions.within <= regions.villages == 3


def test_confidence_is_held_against_labels_of_the_same_point(tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(
        LABELS
        + "random,ru,a,,,d-o-a,geonames:1,right,\n"
        + "random,ru,b,,,d-o-b,geonames:2,right,\n"  # it stands elsewhere now
        + "random,ru,c,,,d-o-c,geonames:1,doubtful,\n"
        + "random,ru,x,,,d-o-x,geonames:1,right,\n"  # a coarse position is no placement
    )
    bins = measure_confidence(SEEDS, file)
    assert [(each.count, each.right) for each in bins] == [(0, 0), (3, 1), (0, 0), (0, 0)]
    (bin_,) = (each for each in bins if each.count)
    assert bin_.said == pytest.approx(0.9)
    assert bin_.low < 1 / 3 < bin_.high < 1
    assert bin_.gap == 0  # three labels prove nothing
    assert [each.value for each in figures_of_confidence(bins)] == [0]
    assert figures_of_confidence(()) == []


def test_points_are_right_other_none_or_abroad(shipped_edition: Edition) -> None:
    labelled = [
        LabelledPoint(Point(70.94, 51.99), "akm-akkol"),
        LabelledPoint(Point(70.94, 51.99), "akm-arshaly"),
        LabelledPoint(Point(55.8, 48.0), "akt-baiganin"),  # steppe
        LabelledPoint(Point(73.4, 55.0), None),
    ]
    bare, bare_abroad, full, full_abroad = measure_points(shipped_edition, labelled)
    assert (bare.right, bare.other, bare.none) == (1, 1, 1)
    assert (full.right + full.other, full.none, full.abroad) == (3, 0, 0)
    assert (bare_abroad.right, full_abroad.right) == (0, 1)
    assert [each.name for each in figures_of_points((bare, bare_abroad, full, full_abroad))] == [
        "points of the country: right %",
        "points abroad: right %",
    ]


def test_a_label_that_is_no_point_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text("lon,lat,district,outside_km\neast,50,akm,\n")
    with pytest.raises(BadSeedError, match=r"labelled\.csv: no point: east,50"):
        read_points(file)
