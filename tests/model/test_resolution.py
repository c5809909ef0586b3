"""One rule decides between readings; the losers stay, each with the rule that decided against it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.edition import Act, Citation, Name, Validity
from model.enums import Language
from model.resolution import Change, Reading, Resolved, Rule, resolve

TODAY = date(2026, 1, 1)


def act(name: str, adopted: str, until: str | None = None, unknown_after: str | None = None) -> Act:
    return Act(
        id=name,
        number=name,
        adopted_on=date.fromisoformat(adopted),
        adopted_by="Үкімет",
        titles=(Name(name, Language.RU),),
        languages=(Language.RU,),
        force=Validity(date.fromisoformat(adopted), date.fromisoformat(until) if until else None),
        repeal_unknown_after=date.fromisoformat(unknown_after) if unknown_after else None,
    )


SILENT_ON_REPEAL = act("gov-2012-1119", "2012-08-31", unknown_after="2012-08-31")
REPEALED_LATER = act("alm-2012-420", "2012-12-24", until="2014-06-02")
IN_FORCE = act("in-force", "2010-01-01")
NEWER_IN_FORCE = act("newer", "2015-01-01")


def printed(value: str, by: Act, standard: int, line: int) -> Reading[str]:
    return Reading(value, by, Citation(by.id, Language.RU, standard=standard, line=line))


def decide(*readings: Reading[str], change: Change[str] | None = None) -> Resolved[str]:
    return resolve("phones", readings, change, TODAY, str)


def rules(resolved: Resolved[str]) -> list[tuple[str, bool, str]]:
    return [(one.value, one.wins, one.rule) for one in resolved.provenance]


def test_nothing_said_is_nothing_resolved() -> None:
    assert decide() == Resolved(None, None, None, ())


def test_the_reading_of_most_printings_wins() -> None:
    # 12 tables of act 1119 print the education departments; a misprint in one of them does not count.
    resolved = decide(
        printed("+77163822848", SILENT_ON_REPEAL, 1, 450),
        printed("+77163822847", SILENT_ON_REPEAL, 2, 16049),
        printed("+77163822847", SILENT_ON_REPEAL, 19, 20153),
    )
    assert resolved.value == "+77163822847"
    assert resolved.citation is not None
    assert resolved.citation.line == 16049
    assert rules(resolved) == [
        ("+77163822847", True, Rule.MOST_PRINTINGS),
        ("+77163822848", False, Rule.MOST_PRINTINGS),
    ]


def test_of_equally_many_printings_the_earliest_standard_wins() -> None:
    # 1119-1/2: line 1535 prints «Нурмагам-бетова», 1119-23/1: line 28593 «Нурмагамбетова».
    resolved = decide(
        printed("Нурмагамбетова", SILENT_ON_REPEAL, 23, 28593),
        printed("Нурмагам-бетова", SILENT_ON_REPEAL, 1, 1535),
    )
    assert resolved.value == "Нурмагам-бетова"
    assert {rule for _, _, rule in rules(resolved)} == {Rule.EARLIEST_PRINTING}


def test_an_act_that_may_be_in_force_beats_a_newer_repealed_one() -> None:
    resolved = decide(
        printed("repealed", REPEALED_LATER, 1, 5),
        printed("repealed", REPEALED_LATER, 1, 6),
        printed("unknown", SILENT_ON_REPEAL, 1, 7),
    )
    assert rules(resolved) == [
        ("unknown", True, Rule.STANDING_OF_ACT),
        ("repealed", False, Rule.STANDING_OF_ACT),
    ]


def test_of_two_acts_in_force_the_newest_wins() -> None:
    resolved = decide(printed("old", IN_FORCE, 1, 1), printed("new", NEWER_IN_FORCE, 1, 1))
    assert rules(resolved) == [("new", True, Rule.NEWEST_ACT), ("old", False, Rule.NEWEST_ACT)]


def test_acts_that_agree_all_win() -> None:
    resolved = decide(printed("same", IN_FORCE, 1, 1), printed("same", REPEALED_LATER, 1, 1))
    assert rules(resolved) == [("same", True, Rule.ONLY_READING), ("same", True, Rule.ONLY_READING)]
    assert resolved.act is IN_FORCE


def test_a_persons_change_beats_every_act_and_may_clear_the_field() -> None:
    at = datetime(2025, 5, 1, tzinfo=UTC)
    changed = decide(printed("old", IN_FORCE, 1, 1), change=Change("new", 2, at))
    assert changed.value == "new"
    assert changed.citation is None
    assert rules(changed) == [("new", True, Rule.ACCEPTED_CHANGE), ("old", False, Rule.ACCEPTED_CHANGE)]
    assert (changed.provenance[0].version, changed.provenance[0].observed_at) == (2, at)
    cleared = decide(printed("old", IN_FORCE, 1, 1), change=Change(None, 3, at))
    assert cleared.value is None
    assert rules(cleared) == [("", True, Rule.ACCEPTED_CHANGE), ("old", False, Rule.ACCEPTED_CHANGE)]


YET_TO_COME = act("to-come", "2026-02-01")


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [(IN_FORCE, SILENT_ON_REPEAL), (SILENT_ON_REPEAL, REPEALED_LATER), (SILENT_ON_REPEAL, YET_TO_COME)],
)
def test_the_standing_of_an_act_goes_before_its_age_and_its_printings(stronger: Act, weaker: Act) -> None:
    weak = [printed("weak", weaker, 1, line) for line in (1, 2, 3)]
    resolved = decide(*weak, printed("strong", stronger, 9, 99))
    assert rules(resolved) == [("strong", True, Rule.STANDING_OF_ACT), ("weak", False, Rule.STANDING_OF_ACT)]


def test_an_act_that_is_repealed_and_one_that_is_yet_to_come_stand_alike() -> None:
    resolved = decide(printed("repealed", REPEALED_LATER, 1, 1), printed("to come", YET_TO_COME, 1, 2))
    assert rules(resolved) == [("to come", True, Rule.NEWEST_ACT), ("repealed", False, Rule.NEWEST_ACT)]


def test_an_act_that_was_amended_is_as_new_as_its_text() -> None:
    amended = replace(IN_FORCE, id="amended", edition_of=date(2016, 1, 1))
    resolved = decide(printed("newer", NEWER_IN_FORCE, 1, 1), printed("amended", amended, 1, 1))
    assert rules(resolved)[0] == ("amended", True, Rule.NEWEST_ACT)


def test_the_standard_goes_before_the_line() -> None:
    resolved = decide(printed("late", IN_FORCE, 2, 5), printed("early", IN_FORCE, 1, 90))
    assert rules(resolved)[0] == ("early", True, Rule.EARLIEST_PRINTING)
    assert decide(printed("b", IN_FORCE, 1, 90), printed("a", IN_FORCE, 1, 91)).value == "b"


def test_the_earliest_of_equal_printings_is_cited_in_whatever_order_they_are_read() -> None:
    rows = [printed("same", IN_FORCE, standard, line) for standard, line in ((2, 5), (1, 90), (1, 80))]
    for order in permutations(rows):
        cited = decide(*order).citation
        assert cited is not None
        assert (cited.standard, cited.line) == (1, 80)


def test_the_winner_names_the_finest_rule_that_was_needed_and_each_loser_the_one_it_lost_by() -> None:
    resolved = decide(
        printed("repealed", REPEALED_LATER, 1, 1),
        printed("rare", NEWER_IN_FORCE, 1, 1),
        printed("often", NEWER_IN_FORCE, 1, 2),
        printed("often", NEWER_IN_FORCE, 1, 3),
        printed("old", IN_FORCE, 1, 1),
    )
    assert rules(resolved) == [
        ("often", True, Rule.MOST_PRINTINGS),
        ("rare", False, Rule.MOST_PRINTINGS),
        ("old", False, Rule.NEWEST_ACT),
        ("repealed", False, Rule.STANDING_OF_ACT),
    ]


def test_a_row_that_prints_what_a_person_says_wins_with_the_change() -> None:
    change = Change("same", 1, datetime(2025, 5, 1, tzinfo=UTC))
    changed = decide(printed("same", IN_FORCE, 1, 1), printed("other", IN_FORCE, 1, 2), change=change)
    assert rules(changed) == [
        ("same", True, Rule.ACCEPTED_CHANGE),
        ("same", True, Rule.ACCEPTED_CHANGE),
        ("other", False, Rule.ACCEPTED_CHANGE),
    ]


acts = st.sampled_from([SILENT_ON_REPEAL, REPEALED_LATER, IN_FORCE, NEWER_IN_FORCE])
# A row prints one value of a field.
some_readings = st.lists(
    st.builds(printed, st.sampled_from("abc"), acts, st.integers(1, 3), st.integers(1, 9)),
    max_size=8,
    unique_by=lambda one: (one.act.id, one.citation.standard, one.citation.line),
)


@given(some_readings.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_reading_decides_nothing(both: tuple[list[Reading[str]], list[Reading[str]]]) -> None:
    readings, shuffled = both
    assert decide(*readings) == decide(*shuffled)


@given(some_readings)
def test_every_value_stays_visible_and_exactly_one_value_wins(readings: list[Reading[str]]) -> None:
    resolved = decide(*readings)
    assert {one.value for one in resolved.provenance} == {reading.value for reading in readings}
    assert {one.value for one in resolved.provenance if one.wins} == ({resolved.value} if readings else set())
