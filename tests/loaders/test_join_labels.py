"""The joins, compared with labelled pairs of rows."""

from collections import Counter
from pathlib import Path

import pytest

from loaders.checks.join_labels import LabelledPair, measure_labels, read_pairs
from loaders.seeds import BadSeedError, Seeds, read_seeds

PAIRS = Path(__file__).parents[1] / "joins" / "pairs.csv"


@pytest.fixture(scope="module")
def pairs() -> tuple[LabelledPair, ...]:
    return read_pairs(PAIRS)


def test_at_least_200_pairs_of_all_acts_are_labelled_once(pairs: tuple[LabelledPair, ...]) -> None:
    rows = {frozenset(((one.act, one.line), (one.other_act, one.other_line))) for one in pairs}
    assert len(rows) == len(pairs) >= 200
    assert len({one.act for one in pairs} | {one.other_act for one in pairs}) == 5
    assert min(Counter(one.is_same for one in pairs).values()) >= 100
    assert all(one.why for one in pairs)


def test_the_file_tells_how_its_labels_were_made() -> None:
    head = [line for line in PAIRS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert "by reading" in " ".join(head)
    assert "seed" in " ".join(head)


def test_joins_agree_with_the_labels(pairs: tuple[LabelledPair, ...]) -> None:
    agreement = measure_labels(pairs, read_seeds())
    assert agreement.precision >= 99.0, agreement.joined_wrongly
    assert agreement.recall >= 95.0, agreement.missed


def test_precision_and_recall_are_counted_by_pairs(small_seeds: Seeds) -> None:
    table = next(rows for key, rows in small_seeds.records.items() if key.file_name.endswith("s1a2.csv"))
    (first, second), act = table[:2], "gov-2012-1119"
    itself = LabelledPair(act, first.line, act, first.line, True, "")
    wrong = LabelledPair(act, first.line, act, first.line, False, "")
    missed = LabelledPair(act, first.line, act, second.line, True, "")
    agreement = measure_labels([itself, wrong, missed], small_seeds)
    assert (agreement.precision, agreement.recall) == (50.0, 50.0)
    assert (agreement.joined_wrongly, agreement.missed) == ((wrong,), (missed,))


def test_a_pair_of_an_unknown_row_is_refused(small_seeds: Seeds) -> None:
    with pytest.raises(BadSeedError, match="line 1"):
        measure_labels([LabelledPair("gov-2012-1119", 1, "gov-2012-1119", 2, True, "")], small_seeds)


@pytest.mark.parametrize("line", ["a,1,b,2,maybe,x", "a,one,b,2,yes,x", "a,1,b,2,yes"])
def test_a_line_that_is_no_labelled_pair_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(f"# made\nact,line,other_act,other_line,same,why\n{line}\n", encoding="utf-8")
    with pytest.raises(BadSeedError):
        read_pairs(path)
