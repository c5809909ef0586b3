"""Rights follow from roles and reach as far as territories do: random trees, roles and territories."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changes.authority import (
    RIGHTS,
    Refusal,
    Right,
    known_territories,
    refusal,
    refusal_of_place,
    units_of,
)
from changes.identity import COUNTRY, AccountRole, Identity
from geo.units.division import Division
from geo.units.edition_index import Atlas
from geo.units.ground import Ground
from model.edition import Edition, Position, UnitChange
from model.enums import ChangeKind, Level
from tests.hand_made import at, edition, office, unit

LEVELS = [Level.REGION, Level.DISTRICT, Level.RURAL_OKRUG, Level.SETTLEMENT]


@st.composite
def countries(draw: st.DrawFn) -> Edition:
    """Units of four levels under each other, some of which have moved since; one id has been renamed."""
    units, parents = [], [""]
    for depth, level in enumerate(LEVELS):
        here = [f"u{depth}{number}" for number in range(draw(st.integers(1, 4)))]
        units += [unit(one, level, draw(st.sampled_from(parents)) or None, one) for one in here]
        parents = here
    by_level = {level: [one.id for one in units if one.level is level] for level in LEVELS}
    moves = []
    for depth in draw(st.lists(st.integers(1, 3), max_size=4)):
        moved = draw(st.sampled_from(by_level[LEVELS[depth]]))
        left, entered = draw(st.tuples(*[st.sampled_from(by_level[LEVELS[depth - 1]])] * 2))
        moves.append(UnitChange(ChangeKind.MOVED, (moved, left), (moved, entered), "invented"))
    return edition(units=units, changes=moves, rekeyed={"old": "u10"})


def some_units(country: Edition) -> st.SearchStrategy[str]:
    return st.sampled_from([*country.units, "old", "nowhere", "u", ""])


@st.composite
def cases(draw: st.DrawFn) -> tuple[Edition, Identity, Right, list[str | None]]:
    country = draw(countries())
    territories = draw(st.frozensets(some_units(country) | st.just(COUNTRY), max_size=3))
    identity = Identity("somebody", draw(st.frozensets(st.sampled_from(AccountRole))), territories)
    units = draw(st.lists(some_units(country) | st.none(), max_size=3))
    return country, identity, draw(st.sampled_from(Right)), units


def reaches(country: Edition, territories: frozenset[str], unit_id: str | None) -> bool:
    """The same question asked of the ladder of today, which lists and counts units elsewhere too."""
    if COUNTRY in territories:
        return True
    current = country.current_id(unit_id or "")
    if current not in country.units:
        return False
    chain = set(Division(country).chain(current))
    return any(country.current_id(one) in chain for one in territories)


@given(cases())
def test_a_right_holds_for_the_units_inside_the_territories_and_nowhere_else(
    case: tuple[Edition, Identity, Right, list[str | None]],
) -> None:
    country, identity, right, units = case
    has_right = any(right in RIGHTS[role] for role in identity.roles)
    has_territory = COUNTRY in identity.territories or bool(known_territories(country, identity))
    outside = [one for one in units if not reaches(country, identity.territories, one)]
    found = refusal(country, identity, right, units)
    if has_right and has_territory and not outside:
        assert found is None
        return
    assert found is not None
    assert right in found.message
    assert found.out_of_territory is (has_right and has_territory)
    if found.out_of_territory and outside[0]:
        assert outside[0] in found.message


@given(cases(), st.data())
def test_one_more_unit_never_opens_what_was_closed(
    case: tuple[Edition, Identity, Right, list[str | None]], data: st.DataObject
) -> None:
    country, identity, right, units = case
    more = [*units, data.draw(some_units(country) | st.none())]
    if refusal(country, identity, right, units) is not None:
        assert refusal(country, identity, right, more) is not None
    # A move needs rights on both sides: over the old units and the new ones.
    each = [refusal(country, identity, right, [one]) for one in more]
    assert (refusal(country, identity, right, more) is None) is not any(each)


@given(cases(), st.frozensets(st.text(max_size=4), max_size=3))
def test_an_unknown_territory_never_widens(
    case: tuple[Edition, Identity, Right, list[str | None]], words: frozenset[str]
) -> None:
    country, identity, right, units = case
    unknown = {one for one in words if one not in country.units and one not in (COUNTRY, "old")}
    wider = replace(identity, territories=identity.territories | unknown)
    had = refusal(country, identity, right, units)
    assert (refusal(country, wider, right, units) is None) is (had is None)


@given(cases())
def test_fewer_roles_or_territories_never_allow_more(
    case: tuple[Edition, Identity, Right, list[str | None]],
) -> None:
    country, identity, right, units = case
    if refusal(country, identity, right, units or [None]) is None:
        return
    for role in identity.roles:
        fewer = replace(identity, roles=identity.roles - {role})
        assert refusal(country, fewer, right, units or [None]) is not None
    for territory in identity.territories:
        narrower = replace(identity, territories=identity.territories - {territory})
        assert refusal(country, narrower, right, units or [None]) is not None


def test_nobody_may_do_anything_and_is_told_which_right_is_missing() -> None:
    country = edition(units=[unit("east", Level.REGION, None, "Восточная область")])
    found = refusal(country, None, Right.EDIT, ["east"])
    assert found is not None
    assert (found.out_of_territory, found.message) == (
        False,
        "the right EDIT is needed, and nobody is signed in",
    )


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (AccountRole.READER, set()),
        (AccountRole.EDITOR, {Right.EDIT}),
        (AccountRole.REVIEWER, {Right.REVIEW}),
        (AccountRole.PUBLISHER, {Right.PUBLISH}),
        (AccountRole.ADMIN, {Right.EDIT, Right.REVIEW, Right.PUBLISH}),
    ],
)
def test_each_role_has_its_rights(role: AccountRole, rights: set[Right]) -> None:
    country = edition(units=[unit("east", Level.REGION, None, "Восточная область")])
    identity = Identity("somebody", frozenset({role}), frozenset({"east"}))
    assert {right for right in Right if refusal(country, identity, right, ["east"]) is None} == rights
    nowhere = replace(identity, territories=frozenset())
    assert all(refusal(country, nowhere, right, []) is not None for right in Right)


def test_a_district_is_of_the_region_that_it_is_in_today() -> None:
    units = [
        unit("east", Level.REGION, None, "Восточная область"),
        unit("new", Level.REGION, None, "Новая область"),
        unit("a", Level.DISTRICT, "east", "Район А"),
    ]
    move = UnitChange(ChangeKind.MOVED, ("a", "east"), ("a", "new"), "invented")
    country = edition(units=units, changes=[move])
    editor = Identity("somebody", frozenset({AccountRole.EDITOR}), frozenset({"new"}))
    assert refusal(country, editor, Right.EDIT, ["a"]) is None
    assert refusal(country, replace(editor, territories=frozenset({"east"})), Right.EDIT, ["a"]) is not None


def test_an_office_needs_authority_where_it_stands_and_over_what_it_answers_for() -> None:
    assert units_of(office("o", located_in="town", territory="region")) == ("town", "region")
    assert units_of(office("o", located_in="town", territory="town")) == ("town",)
    assert units_of(office("o", located_in="town")) == ("town",)
    assert units_of(office("o", territory="region")) == ("region",)
    assert units_of(office("o")) == (None,)


WEST, EAST = at(50, 70), at(50, 80)
TWO_DISTRICTS = edition(
    [
        unit("r", Level.REGION, None, "Область"),
        unit("r-w", Level.DISTRICT, "r", "Западный район"),
        unit("r-w-v", Level.SETTLEMENT, "r-w", "Запад", position=WEST),
        unit("r-e", Level.DISTRICT, "r", "Восточный район"),
        unit("r-e-v", Level.SETTLEMENT, "r-e", "Восток", position=EAST),
    ]
)


def editor_of(*territories: str, role: AccountRole = AccountRole.EDITOR) -> Identity:
    return Identity("somebody", frozenset({role}), frozenset(territories))


def of_place(identity: Identity | None, position: Position) -> Refusal | None:
    ground = Ground(Atlas.of(TWO_DISTRICTS), known_territories(TWO_DISTRICTS, identity))
    return refusal_of_place(TWO_DISTRICTS, ground, identity, Right.EDIT, position)


def test_an_office_may_only_stand_on_the_ground_of_the_territories() -> None:
    assert of_place(editor_of("r-w"), WEST) is None
    refused = of_place(editor_of("r-w"), EAST)
    assert refused is not None
    assert refused.out_of_territory
    assert refused.message == (
        "the right EDIT of somebody holds for r-w, and the point 50 N 80 E lies outside"
    )
    assert of_place(editor_of("r"), EAST) is None


def test_who_has_the_right_over_the_country_may_use_any_point() -> None:
    assert of_place(editor_of(COUNTRY), at(0, 0)) is None
    assert of_place(editor_of("r"), at(0, 0)) is not None


def test_without_the_right_no_point_is_allowed() -> None:
    reader = of_place(editor_of("r-w", role=AccountRole.READER), WEST)
    assert reader is not None
    assert not reader.out_of_territory
    nobody = of_place(None, WEST)
    assert nobody is not None
    assert "nobody is signed in" in nobody.message


def test_a_refusal_names_what_is_missing() -> None:
    reader = refusal(TWO_DISTRICTS, editor_of("r", role=AccountRole.READER), Right.REVIEW, ["r"])
    assert reader is not None
    assert reader.message.endswith("somebody has none of the roles admin, reviewer")
    nowhere = refusal(TWO_DISTRICTS, editor_of("lost"), Right.EDIT, [])
    assert nowhere is not None
    assert nowhere.message.endswith("somebody has no territory known here")
    outside = refusal(TWO_DISTRICTS, editor_of("r-w", "lost"), Right.EDIT, ["r-w-v", "r-e"])
    assert outside is not None
    assert outside.message == "the right EDIT of somebody holds for lost, r-w, and r-e lies outside"
    unknown = refusal(TWO_DISTRICTS, editor_of("r-w"), Right.EDIT, [None])
    assert unknown is not None
    assert f"an office without a known unit asks for the whole country ({COUNTRY})" in unknown.message


def test_nobody_has_a_territory_and_unknown_ids_are_none() -> None:
    assert known_territories(TWO_DISTRICTS, None) == frozenset()
    assert known_territories(TWO_DISTRICTS, editor_of("r-w", "lost")) == {"r-w"}
