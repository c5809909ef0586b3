"""Which provisions count on a day: those of the law in force, else of the latest known law.

A closed office has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.jurisdiction.law import (
    Counts,
    counting_before,
    counting_latest,
    counting_on,
    service_status,
    status_of,
    today_in_kazakhstan,
)
from geo.locator.places import PlaceQuery, find_place
from geo.units.edition_index import Atlas
from model.edition import ALWAYS, Provision, Service, Validity
from model.enums import ActStatus, LifecycleStatus, ResolutionOutcome
from tests.hand_made import ACTS, UNITS, citation, edition, names, office, provision

JANUARY, FEBRUARY, MARCH = date(2010, 1, 1), date(2010, 2, 1), date(2010, 3, 1)
DAY = timedelta(days=1)


def given(name: str, validity: Validity = ALWAYS, closed_on: date | None = None) -> Provision:
    """A provision of the office `name`."""
    return replace(provision("queue", name, ["akm-akkol"], validity=validity), closed_on=closed_on)


def counted(counts: Counts, known: Iterable[Provision]) -> set[str]:
    return {each.office_id for each in known if counts(each)}


def latest(day: date, *known: Provision) -> set[str]:
    """The offices whose provisions are the latest known law; the order of `known` has no effect."""
    (found,) = {frozenset(counted(counting_latest(order, day), known)) for order in permutations(known)}
    return set(found)


def before(day: date, *known: Provision) -> set[str]:
    (found,) = {frozenset(counted(counting_before(order, day), known)) for order in permutations(known)}
    return set(found)


OLD = given("old", Validity(None, JANUARY))
LATER = given("later", Validity(JANUARY, FEBRUARY))
LASTING = given("lasting", Validity(FEBRUARY))
CLOSED = given("closed", Validity(FEBRUARY), closed_on=MARCH)


def test_a_law_counts_from_its_first_day_to_the_day_before_its_end() -> None:
    days = [JANUARY - DAY, JANUARY, FEBRUARY - DAY, FEBRUARY]
    assert [counting_on(day)(LATER) for day in days] == [False, True, True, False]


def test_an_office_counts_until_the_day_before_it_is_closed() -> None:
    assert [counting_on(day)(CLOSED) for day in (MARCH - DAY, MARCH)] == [True, False]


def test_what_has_not_ended_is_the_latest_law() -> None:
    assert latest(MARCH, OLD, LATER, LASTING) == {"lasting"}
    # Without a date a future act counts, too: it has not ended.
    assert latest(JANUARY, OLD, LATER, LASTING) == {"later", "lasting"}


def test_the_day_of_its_end_is_the_first_without_a_law() -> None:
    assert latest(FEBRUARY - DAY, OLD, LATER) == {"later"}
    both_ended = given("also", Validity(None, FEBRUARY))
    assert latest(FEBRUARY, OLD, LATER, both_ended) == {"later", "also"}
    assert latest(FEBRUARY, LATER, LASTING) == {"lasting"}


def test_of_laws_that_ended_the_last_one_counts() -> None:
    assert latest(MARCH, OLD, LATER) == {"later"}
    assert latest(MARCH, OLD) == {"old"}
    assert latest(MARCH) == set()


def test_what_a_closed_office_gave_is_never_the_latest_law() -> None:
    assert latest(MARCH, CLOSED) == set()
    assert latest(MARCH - DAY, CLOSED) == {"closed"}
    assert latest(MARCH, CLOSED, LASTING) == {"lasting"}
    # Its act is in force, but the office is closed: the law before it is the latest known.
    assert latest(MARCH, CLOSED, OLD) == {"old"}
    assert latest(MARCH, CLOSED, OLD, LATER) == {"later"}
    ended_and_closed = given("gone", Validity(None, FEBRUARY), closed_on=JANUARY)
    assert latest(MARCH, ended_and_closed, OLD) == {"old"}
    assert latest(MARCH, ended_and_closed, given("same-end", Validity(None, FEBRUARY))) == {"same-end"}


def test_before_a_day_without_law_the_one_that_ended_last_was_in_force() -> None:
    assert before(MARCH, OLD, LATER) == {"later"}
    assert before(FEBRUARY, OLD, LATER) == {"later"}  # it ended on this very day
    assert before(FEBRUARY - DAY, OLD, LATER) == {"old"}
    assert before(MARCH, OLD, given("to-come", Validity(date(2011, 1, 1)))) == {"old"}


def test_before_the_first_law_the_latest_known_one_is_told() -> None:
    assert before(JANUARY - DAY, LATER, LASTING) == {"later", "lasting"}
    assert before(JANUARY - DAY, LASTING) == {"lasting"}
    assert before(MARCH) == set()


def test_the_force_of_an_answer_is_that_of_the_first_act_it_rests_on() -> None:
    country = edition()
    repealed, silent = citation("krg-2008-35-01"), citation("gov-2012-1119")
    day = date(2026, 1, 1)
    assert status_of(country, [repealed, silent], day) is ActStatus.REPEALED
    assert status_of(country, [silent, repealed], day) is ActStatus.UNKNOWN
    assert status_of(country, [repealed], date(2009, 7, 6)) is ActStatus.IN_FORCE
    assert status_of(country, [repealed], date(2009, 7, 7)) is ActStatus.REPEALED
    assert status_of(country, [repealed], date(2009, 2, 20)) is ActStatus.NOT_YET_IN_FORCE
    # The force of an act that the registry lacks is unknown; the next act decides.
    assert status_of(country, [citation("lost"), repealed], day) is ActStatus.REPEALED


def test_without_a_known_act_the_force_is_unknown() -> None:
    assert status_of(edition(), [], MARCH) is ActStatus.UNKNOWN
    assert status_of(edition(), [citation("lost")], MARCH) is ActStatus.UNKNOWN


def test_a_service_lives_while_one_of_its_acts_may_be_in_force() -> None:
    country = edition()

    def state(day: date, *acts: str) -> LifecycleStatus:
        return service_status(country, service(*acts), day)

    assert state(date(2009, 7, 6), "krg-2008-35-01") is LifecycleStatus.ACTIVE
    assert state(date(2009, 7, 7), "krg-2008-35-01") is LifecycleStatus.CLOSED
    assert state(date(2009, 2, 20), "krg-2008-35-01") is LifecycleStatus.PLANNED
    # Its repeal is not known: it does not count as closed.
    assert state(date(2026, 1, 1), "gov-2012-1119") is LifecycleStatus.ACTIVE
    assert state(date(2026, 1, 1), "krg-2008-35-01", "gov-2012-1119") is LifecycleStatus.ACTIVE
    # One act ended, the next is yet to come.
    assert state(date(2010, 1, 1), "krg-2008-35-01", "gov-2012-1119") is LifecycleStatus.PLANNED
    assert state(date(2026, 1, 1)) is LifecycleStatus.ACTIVE


def test_the_legal_day_begins_at_midnight_in_kazakhstan() -> None:
    # The whole country is five hours ahead of UTC since 1 March 2024.
    def there() -> date:
        return (datetime.now(UTC) + timedelta(hours=5)).date()

    earliest = there()
    assert earliest <= today_in_kazakhstan() <= there()


def service(*acts: str) -> Service:
    return Service("queue", names("Очередь"), citations=tuple(citation(act) for act in acts))


def asked(day: date | None, *known: Provision, place: str = "akm-akkol", today: date = MARCH) -> Resolution:
    """The answer for a district, of the offices old, later, lasting and elsewhere."""
    offices = [office(name) for name in ("old", "later", "lasting", "closed", "elsewhere")]
    atlas = Atlas.of(edition(UNITS, offices, [service("krg-2008-35-01")], known))
    return office_for(atlas, "queue", find_place(atlas, PlaceQuery(unit_id=place)), day, today)


ELSEWHERE = provision("queue", "elsewhere", ["alm"])


def test_a_day_on_which_only_the_place_is_left_out_is_not_a_day_without_law() -> None:
    answer = asked(MARCH, ELSEWHERE)
    assert (answer.outcome, answer.last_known) == (ResolutionOutcome.NOT_PROVIDED_HERE, None)
    assert asked(MARCH).outcome is ResolutionOutcome.NOT_PROVIDED_HERE  # no act names an office at all


def test_a_day_on_which_one_of_two_laws_is_in_force_is_answered_by_that_law() -> None:
    answer = asked(JANUARY, OLD, LATER)
    assert answer.outcome is ResolutionOutcome.RESOLVED
    assert [each.office_id for each in answer.provisions] == ["later"]
    assert (answer.last_known, answer.as_of) == (None, JANUARY)


def test_a_day_after_the_law_of_the_place_has_the_last_known_answer_beside_it() -> None:
    answer = asked(MARCH, OLD, LATER, ELSEWHERE)
    assert answer.outcome is ResolutionOutcome.NO_ACT_IN_FORCE
    assert answer.provisions == ()
    assert answer.last_known is not None
    assert [each.office_id for each in answer.last_known.provisions] == ["later"]
    assert answer.last_known.as_of is None


def test_the_force_of_an_answer_is_that_of_its_day_or_of_today() -> None:
    first, last = ACTS[1].force.since, ACTS[1].force.until
    assert first is not None
    assert last is not None
    known = provision("queue", "old", ["akm-akkol"], act="krg-2008-35-01")
    assert asked(None, known, today=first).law_status is ActStatus.IN_FORCE
    assert asked(None, known, today=last).law_status is ActStatus.REPEALED
    assert asked(first, known, today=last).law_status is ActStatus.IN_FORCE
    # Where no office is named, the act that describes the service decides.
    assert asked(None, ELSEWHERE, today=last).law_status is ActStatus.REPEALED
