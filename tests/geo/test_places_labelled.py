"""The labelled texts of tests/places: how often an answer is right, printed and held to 98.5 %."""

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from geo.locator.candidates import LocateQuery
from geo.locator.locator import Locator
from geo.units.edition_index import Atlas
from loaders.checks.places import measure_places
from loaders.seeds.folder import read_seeds
from loaders.seeds.units import read_seed_units
from model.enums import Precision

LABELLED = Path(__file__).parents[1] / "places" / "labelled.csv"
LEAST_PERCENT = 98.5


def test_answers_are_right_and_texts_that_are_no_place_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    locator = Locator(Atlas.of(read_seed_units()))
    told: Counter[str] = Counter()
    wrong: list[str] = []
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        found = locator.answer(LocateQuery(row["text"], row["district"] or None, row["region"] or None)).best
        if found is None or found.precision is not Precision.SETTLEMENT:
            told["none" if row["verdict"] == "none" else "not placed"] += 1
            continue
        # One place that two okrugs list is two units: what counts is where it is.
        is_right = (found.source_id, row["verdict"]) == (row["source_id"], "right")
        told["right" if is_right else "wrong"] += 1
        if not is_right:
            wrong.append(f"{row['text']}, {row['district']}: {found.id} {found.source_id} ({row['note']})")
    percent = 100 * told["right"] / (told["right"] + told["wrong"])
    with capsys.disabled():
        sys.stdout.write(f"\nlabelled places: precision {percent:.1f} %, {dict(told)}\n")
        sys.stdout.writelines(f"{line}\n" for line in wrong)
    assert len(rows) >= 712
    assert percent >= LEAST_PERCENT
    assert told["none"] == sum(row["verdict"] == "none" for row in rows)


def test_every_row_is_placed_in_its_district_at_least() -> None:
    for share in measure_places(read_seeds()):
        assert share.count > 0
        assert share.in_district == share.count, share.group


def test_every_group_reaches_its_goal() -> None:
    assert [share.group for share in measure_places(read_seeds()) if not share.is_reached] == []
