"""The readings of rows, compared with labels that a person made from the texts."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from loaders.checks.reading_labels import (
    COLUMNS,
    HELD_OUT,
    KINDS,
    LabelledRow,
    measure_readings,
    read_labelled_rows,
)
from loaders.seeds import BadSeedError, Seeds, read_seeds, shipped_seeds
from loaders.seeds.rows import RecordRow
from tests.row_sample import FIRST, drawn_rows
from tests.row_sample import HELD_OUT as SECOND

ROWS = Path(__file__).parents[1] / "readings" / "rows.csv"


@pytest.fixture(scope="module")
def labels() -> tuple[LabelledRow, ...]:
    return read_labelled_rows(ROWS)


def test_the_labelled_rows_are_those_drawn(labels: tuple[LabelledRow, ...]) -> None:
    seeds = read_seeds(shipped_seeds())
    first = drawn_rows(seeds, FIRST)
    second = drawn_rows(seeds, SECOND, but_not=first)
    by_sample = {
        sample: {(one.act, one.line) for one in labels if one.sample == sample}
        for sample in ("mending", HELD_OUT)
    }
    assert by_sample == {"mending": first, HELD_OUT: second}
    assert len(labels) == len(first) + len(second)


def test_each_sample_is_large_enough(labels: tuple[LabelledRow, ...]) -> None:
    rows = Counter(one.sample for one in labels)
    assert rows["mending"] >= 300
    assert rows[HELD_OUT] >= 150
    assert len({one.act for one in labels if one.sample == HELD_OUT}) == 5
    told = Counter(kind for one in labels for kind, values in one.values.items() if values)
    assert told["phones"] >= 200
    assert told["villages"] >= 150


def test_rows_are_read_as_the_reader_read_them(labels: tuple[LabelledRow, ...]) -> None:
    agreement = measure_readings(labels, read_seeds())
    assert {one.kind: one.percent for one in agreement.accuracies if one.percent < 99.0} == {}, (
        agreement.misread
    )


def labelled(folder: Path, *rows: tuple[str, RecordRow]) -> tuple[LabelledRow, ...]:
    """Read a file of labels that equals the records."""
    path = folder / "rows.csv"
    lines = [
        ["held_out", act, str(row.line), row.phones, row.postcode, row.locality, row.house, row.settlements]
        for act, row in rows
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *lines])
    return read_labelled_rows(path)


@pytest.fixture
def two_rows(small_seeds: Seeds) -> list[tuple[str, RecordRow]]:
    rows = [(key.act, row) for key, rows in small_seeds.records.items() for row in rows]
    return [(act, row) for act, row in rows if row.phones and row.house and row.locality][:2]


def test_a_misread_row_lowers_the_accuracy_of_its_kind_only(
    tmp_path: Path, small_seeds: Seeds, two_rows: list[tuple[str, RecordRow]]
) -> None:
    first, (act, second) = two_rows
    labels = labelled(tmp_path, first, (act, replace(second, phones="+77000000000")))
    agreement = measure_readings(labels, small_seeds)
    percents = {one.kind: one.percent for one in agreement.accuracies if one.sample == HELD_OUT and one.rows}
    assert percents.pop("phones") == 50.0
    assert set(percents.values()) == {100.0}
    assert [(one.line, one.kind, one.labelled) for one in agreement.misread] == [
        (second.line, "phones", ("+77000000000",))
    ]


def test_blanks_quotes_and_hyphens_of_names_make_no_difference(
    tmp_path: Path, small_seeds: Seeds, two_rows: list[tuple[str, RecordRow]]
) -> None:
    act, row = two_rows[0]
    other = replace(row, locality=f" {row.locality.upper()}- ", house=f"«{row.house}»")
    assert measure_readings(labelled(tmp_path, (act, other)), small_seeds).misread == ()
    no_house = replace(row, house="")
    assert [m.kind for m in measure_readings(labelled(tmp_path, (act, no_house)), small_seeds).misread] == [
        "house"
    ]


def test_a_label_of_an_unknown_row_is_refused(small_seeds: Seeds) -> None:
    label = LabelledRow(HELD_OUT, "gov-2012-1119", 1, {kind: frozenset() for kind in KINDS})
    with pytest.raises(BadSeedError, match="line 1"):
        measure_readings([label], small_seeds)


@pytest.mark.parametrize("line", ["some,a,1,,,,,", "held_out,a,one,,,,,", "held_out,a,1"])
def test_a_line_that_is_no_labelled_row_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        f"# read\nsample,act,line,phones,postcode,locality,house,villages\n{line}\n", encoding="utf-8"
    )
    with pytest.raises(BadSeedError):
        read_labelled_rows(path)
