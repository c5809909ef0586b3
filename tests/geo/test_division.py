"""The ladder of units through time, the order of names, and what a provision reaches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.jurisdiction.reach import provisions_reaching, reaches, touches
from geo.names.alphabet import ALPHABET, sort_key
from geo.units.division import Division, unit_order
from geo.units.edition_index import Atlas
from model.edition import Edition, UnitChange
from model.enums import ChangeKind, Level
from tests.hand_made import edition, office, provision, unit

UNITS = [
    unit("east", Level.REGION, None, "Восточная область"),
    unit("new", Level.REGION, None, "Новая область"),
    unit("a", Level.DISTRICT, "new", "Район А"),
    unit("b", Level.DISTRICT, "east", "Район Б"),
    unit("a-v", Level.SETTLEMENT, "a", "Село"),
]
MOVE = UnitChange(ChangeKind.MOVED, ("a", "east"), ("a", "new"), "invented", date(2022, 6, 8))


@pytest.fixture(scope="module")
def moved() -> Edition:
    return edition(units=UNITS, changes=[MOVE])


def test_a_unit_has_the_parent_of_the_day(moved: Edition) -> None:
    before, after, latest = (Division(moved, day) for day in (date(2022, 6, 7), date(2022, 6, 8), None))
    assert [one.parent_id("a") for one in (before, after, latest)] == ["east", "new", "new"]
    assert [unit.id for unit in before.ancestors("a-v")] == ["a", "east"]
    assert [unit.id for unit in before.inside("east", Level.SETTLEMENT)] == ["a-v"]
    assert before.inside("new", Level.DISTRICT) == ()
    assert [unit.id for unit in latest.children("east")] == ["b"]


def test_of_several_moves_the_first_after_the_day_decides() -> None:
    third = unit("third", Level.REGION, None, "Третья область")
    later = UnitChange(ChangeKind.MOVED, ("a", "new"), ("a", "third"), "invented", date(2024, 1, 1))
    units = [third, *(one for one in UNITS if one.id != "a"), unit("a", Level.DISTRICT, "third", "Район А")]
    twice = edition(units=units, changes=[MOVE, later])
    days = (date(2020, 1, 1), date(2023, 1, 1), date(2025, 1, 1))
    assert [Division(twice, day).parent_id("a") for day in days] == ["east", "new", "third"]


def test_names_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    names = ["Алматы", "Ақмола", "Әйтеке би", "Жамбыл", "«Ақжайық»", "Ыргиз", "Ұлытау", "Қарағанды", "Ленгер"]
    assert sorted(names, key=sort_key) == [
        "«Ақжайық»", "Ақмола", "Алматы", "Әйтеке би", "Жамбыл", "Қарағанды", "Ленгер", "Ұлытау", "Ыргиз",
    ]  # fmt: skip


@given(st.text(ALPHABET, max_size=6))
def test_capitals_do_not_change_the_order(text: str) -> None:
    assert sort_key(text.upper()) == sort_key(text)


def test_lists_of_units_follow_the_name_shown(moved: Edition) -> None:
    units = sorted(moved.units.values(), key=unit_order)
    assert [one.id for one in units] == ["east", "new", "a", "b", "a-v"]


def test_a_provision_reaches_what_lies_inside_and_leaves_out_what_is_excluded(moved: Edition) -> None:
    whole = provision("s", "o", ["new"], excluded=["a-v"])
    nation = provision("s", "n", [])
    atlas = Atlas.of(
        edition(
            units=moved.units.values(),
            offices=[office("o"), office("n")],
            provisions=[whole, nation],
        )
    )
    assert reaches(atlas, whole, "a")
    assert not reaches(atlas, whole, "a-v")
    assert not reaches(atlas, whole, "east")
    assert reaches(atlas, nation, "east")
    assert [one.id for one in provisions_reaching(atlas, "a-v", ["s"])] == [nation.id]
    assert {one.id for one in provisions_reaching(atlas, "a", ["s"])} == {whole.id, nation.id}
    part = provision("s", "o", ["a-v"])
    assert touches(atlas, part, "new")
    assert not touches(atlas, part, "east")
