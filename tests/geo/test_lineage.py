"""Units through time."""

from datetime import date

from geo.units.lineage import Lineage
from model.edition import UnitChange
from model.enums import ChangeKind, Level
from tests.hand_made import edition, names, unit

UNITS = [
    unit("vos", Level.REGION, None, "Восточно-Казахстанская область"),
    unit("aba", Level.REGION, None, "область Абай"),
    unit("vos-semei", Level.DISTRICT, "vos", "город Семей"),
    unit("vos-semei-v", Level.SETTLEMENT, "vos-semei", "Село"),
]
SPLIT = UnitChange(ChangeKind.SPLIT, ("vos",), ("vos", "aba"), "Указ", date(2022, 6, 8))
MOVED = UnitChange(ChangeKind.MOVED, ("vos-semei", "vos"), ("vos-semei", "aba"), "Указ", date(2022, 6, 8))
RENAMED = UnitChange(
    ChangeKind.RENAMED,
    ("vos-semei",),
    ("vos-semei",),
    "Указ",
    date(2007, 6, 21),
    names("Семипалатинск")[0],
)
UNDATED = UnitChange(ChangeKind.MERGED, ("gone-a", "gone-b"), ("vos-semei-v",), "классификатор")
CIRCLE = UnitChange(ChangeKind.RENAMED, ("ghost",), ("ghost",), "misprint")
GONE_ON = UnitChange(ChangeKind.SPLIT, ("lost",), ("gone-a", "aba"), "invented", date(2000, 1, 1))
lineage = Lineage(edition(UNITS, changes=[SPLIT, MOVED, RENAMED, UNDATED, CIRCLE, GONE_ON]))


def test_a_moved_unit_lies_in_both_parents_with_all_it_holds() -> None:
    assert lineage.containers("vos-semei") == {"vos-semei", "vos", "aba"}
    assert lineage.containers("vos-semei-v") == {"vos-semei-v", "vos-semei", "vos", "aba"}
    assert lineage.containers("aba") == {"aba"}


def test_a_unit_of_today_stands_for_itself_even_when_it_was_split() -> None:
    assert lineage.heirs("vos") == ("vos",)


def test_a_unit_that_is_gone_is_followed_to_its_heirs() -> None:
    assert lineage.heirs("gone-a") == ("vos-semei-v",)
    assert lineage.heirs("lost") == ("vos-semei-v", "aba")


def test_a_circle_or_an_unknown_id_has_no_heir() -> None:
    assert lineage.heirs("ghost") == ()
    assert lineage.heirs("nobody") == ()


def test_changes_are_told_oldest_first() -> None:
    assert lineage.changes_of("vos-semei") == (RENAMED, MOVED)


def test_an_ended_name_leads_to_the_unit() -> None:
    assert [(name.value, unit_id) for name, unit_id in lineage.former_names()] == [
        ("Семипалатинск", "vos-semei")
    ]
