"""Decisions about doubtful pairs: stored as data, followed, and only about pairs in doubt."""

from pathlib import Path

import pytest

from loaders.offices.review import Doubt, UndecidableError, decide, read_decisions

ROW, OTHER = "gov-2011-283/a2/l380", "gov-2012-1119/s1/a3/l14639"
DOUBTS = [Doubt(ROW, OTHER, "45", "Атырау облысының ХҚҚО", "Филиал РГП «ЦОН»", "same settlement")]
EARLIER = """# A comment that stays.
joins:
  - rows: [gov-2010-76/a2/l562, gov-2012-1119/s1/a3/l14369]
    same: true
    why: one telephone
"""


@pytest.mark.parametrize("same", [True, False])
def test_a_decision_is_added_to_those_before_it(tmp_path: Path, same: bool) -> None:
    path = tmp_path / "joins.yaml"
    path.write_text(EARLIER, encoding="utf-8")
    decide(path, DOUBTS, (OTHER, ROW), same, "another house: Абай 2")
    decisions = read_decisions(path)
    assert decisions.verdict(ROW, OTHER) is same
    assert decisions.verdict("gov-2010-76/a2/l562", "gov-2012-1119/s1/a3/l14369") is True
    assert path.read_text(encoding="utf-8").startswith(EARLIER)


def test_the_first_decision_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "joins.yaml"
    decide(path, DOUBTS, (ROW, OTHER), True, "one house")
    assert read_decisions(path).verdict(ROW, OTHER) is True


@pytest.mark.parametrize(
    ("rows", "why", "message"),
    [
        ((ROW, "gov-2012-1119/s1/a3/l1"), "one house", "not a doubtful pair"),
        ((ROW, OTHER), "  ", "say why"),
        (("gov-2010-76/a2/l562", "gov-2012-1119/s1/a3/l14369"), "one house", "decided already"),
    ],
)
def test_what_cannot_be_decided_leaves_the_file_alone(
    tmp_path: Path, rows: tuple[str, str], why: str, message: str
) -> None:
    path = tmp_path / "joins.yaml"
    path.write_text(EARLIER, encoding="utf-8")
    with pytest.raises(UndecidableError, match=message):
        decide(path, DOUBTS, rows, True, why)
    assert path.read_text(encoding="utf-8") == EARLIER
