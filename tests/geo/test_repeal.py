"""The offices that would lose their legal basis if an act were repealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geo.jurisdiction.repeal import offices_resting_on
from tests.hand_made import citation, edition, office, provision

OLD, NEW = "krg-2008-35-01", "gov-2012-1119"
WHILE_OLD, AFTER_OLD = date(2009, 7, 6), date(2009, 7, 7)

named_by_old = replace(office("named-by-old"), citations=(citation(OLD, line=1),))
named_by_both = replace(office("named-by-both"), citations=(citation(OLD, line=2), citation(NEW, line=2)))
gives_by_old = office("gives-by-old")
gives_by_new = office("gives-by-new")
held_up = office("held-up")
by_both = replace(
    provision("queue", "held-up", ["r"]), id="both", basis=(citation(OLD, line=3), citation(NEW, line=3))
)
country = edition(
    offices=[named_by_old, named_by_both, gives_by_old, gives_by_new, held_up, office("unnamed")],
    provisions=[
        provision("queue", "gives-by-old", ["r"], act=OLD),
        provision("queue", "gives-by-new", ["r"], act=NEW),
        by_both,
    ],
)


def resting(act: str, day: date) -> set[str]:
    return {each.id for each in offices_resting_on(country, act, day)}


def test_an_act_takes_with_it_what_rests_on_it_alone() -> None:
    assert resting(OLD, WHILE_OLD) == {"named-by-old", "gives-by-old"}
    assert resting(NEW, WHILE_OLD) == {"gives-by-new"}


def test_a_repealed_act_takes_nothing_more_and_holds_nothing_up() -> None:
    assert offices_resting_on(country, OLD, AFTER_OLD) == ()
    assert resting(NEW, AFTER_OLD) == {"gives-by-new", "named-by-both", "held-up"}
