"""Villages served and unserved, on a territory small enough to count by hand."""

import math
from datetime import date

import pytest

from geo.jurisdiction.coverage import coverage, settlement_coverage, units_served
from geo.units.edition_index import Atlas
from model.edition import Office, Provision, Service, Validity
from model.enums import Level, OfficeKind, Precision
from model.errors import NotFoundError
from tests.hand_made import HEARS, at, edition, names, office, provision, unit

TENTH_M = 6_378_137 * math.pi / 1800

units = [
    unit("r", Level.REGION, None, "Область"),
    unit("r-a", Level.DISTRICT, "r", "Район А"),
    unit("r-a-1", Level.SETTLEMENT, "r-a", "Первое", position=at(0, 70.1)),
    unit("r-a-2", Level.SETTLEMENT, "r-a", "Второе", position=at(0, 70.3)),
    unit("r-a-3", Level.SETTLEMENT, "r-a", "Третье", position=at(0, 70.9, Precision.DISTRICT)),
    unit("r-b", Level.DISTRICT, "r", "Район Б"),
    unit("r-b-1", Level.SETTLEMENT, "r-b", "Четвёртое", position=at(0, 71)),
    unit("r-b-2", Level.SETTLEMENT, "r-b", "Пятое", position=at(0, 72)),
]
offices = [
    office("a", OfficeKind.DEPARTMENT, at(0, 70), category="department"),
    office("b", OfficeKind.DEPARTMENT, at(0, 80), category="department"),
    office("akim", OfficeKind.AKIMAT, at(0, 70.3), category="akimat"),
]
services = [Service("queue", names("Очередь")), Service("past", names("Прошлое"))]
provisions = [
    provision("queue", "a", ["r-a"], excluded=["r-a-3"]),
    provision("queue", "akim", ["r-a-2"]),
    provision("queue", "a", ["r-b-2"], act="krg-2008-35-01"),
    provision("queue", "b", ["r-b-2"]),
    provision("queue", "b", ["r"], HEARS, act="krg-2008-35-01"),
    provision("past", "a", ["r-a"], validity=Validity(date(2009, 1, 1), date(2010, 1, 1))),
]
atlas = Atlas.of(edition(units, offices, services, provisions))


def test_villages_are_served_unserved_and_contested() -> None:
    found = coverage(atlas, "queue")
    assert (found.settlements, found.served) == (5, 3)
    assert [each.id for each in found.unserved] == ["r-a-3", "r-b-1"]  # excluded; offices only for complaints
    assert [each.id for each in found.contested] == ["r-b-2"]
    assert units_served(atlas, "queue") == {"r-a-1", "r-a-2", "r-b-2"}


def test_people_go_to_the_nearest_competent_office() -> None:
    found = coverage(atlas, "queue", within="r-a")
    assert (found.settlements, found.served, found.measured) == (3, 2, 2)
    assert found.median_m == 0  # the akim of r-a-2 stands in it
    assert found.p90_m == pytest.approx(TENTH_M, abs=0.01)


def test_a_day_without_law_leaves_nobody_served() -> None:
    assert coverage(atlas, "past").served == 3
    assert coverage(atlas, "past", as_of=date(2009, 6, 1)).served == 3
    assert coverage(atlas, "past", as_of=date(2010, 1, 1)).served == 0


def test_unknown_ids_are_refused() -> None:
    with pytest.raises(NotFoundError, match="no unit"):
        coverage(atlas, "queue", within="nowhere")
    with pytest.raises(NotFoundError, match="no service"):
        coverage(atlas, "nothing")


def country(given: list[Provision], placed: list[Office], villages: int = 0) -> Atlas:
    """The country above with other offices, and more villages a tenth of a degree apart in raion Б."""
    more = [
        unit(f"r-b-x{number:04}", Level.SETTLEMENT, "r-b", "Село", position=at(0, 80 + number / 10))
        for number in range(villages)
    ]
    return Atlas.of(edition([*units, *more], placed, services, given))


def test_an_office_for_the_whole_country_serves_everybody_and_is_no_way_to_go() -> None:
    found = coverage(country([provision("queue", "a", [])], offices), "queue")
    assert (found.served, found.measured, found.median_m, found.p90_m) == (5, 0, None, None)


def test_only_trustworthy_positions_are_measured_between() -> None:
    vague = office("v", position=at(0, 70.1, Precision.OKRUG))
    nowhere = office("n")
    given = [provision("queue", each, ["r"]) for each in ("v", "n")]
    assert coverage(country(given, [vague, nowhere]), "queue").measured == 0
    both = coverage(country([*given, provision("queue", "a", ["r"])], [vague, nowhere, offices[0]]), "queue")
    assert (both.served, both.measured) == (5, 4)  # r-a-3 is known no better than its district


def test_the_way_of_each_village_is_that_to_the_nearest_of_its_offices() -> None:
    given = [provision("queue", each, ["r"]) for each in ("a", "akim", "b")]
    covered = settlement_coverage(country(given, offices), "queue", within="r-b")
    assert [(each.settlement.id, each.is_served, each.is_contested) for each in covered] == [
        ("r-b-1", True, True),
        ("r-b-2", True, True),
    ]
    assert [each.way_m for each in covered] == pytest.approx([7 * TENTH_M, 17 * TENTH_M], abs=0.01)
    one = settlement_coverage(country(given, offices), "queue", within="r-b-1")
    assert [each.settlement.id for each in one] == ["r-b-1"]


def test_half_and_nine_tenths_of_the_villages_have_no_longer_way() -> None:
    # Ten villages from 0 to 0.9 degrees away from the one office.
    ten = country([provision("queue", "b", ["r-b"], excluded=["r-b-1", "r-b-2"])], offices, villages=10)
    found = coverage(ten, "queue", within="r-b")
    assert (found.settlements, found.served, found.measured) == (12, 10, 10)
    assert found.median_m == pytest.approx(4 * TENTH_M, abs=0.01)
    assert found.p90_m == pytest.approx(8 * TENTH_M, abs=0.01)


def test_somebody_who_waits_may_stop_the_work_and_what_was_told_is_kept() -> None:
    many = country([provision("queue", "b", ["r-b"])], offices, villages=1200)

    class StopError(Exception):
        pass

    calls: list[int] = []

    def pause() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise StopError

    with pytest.raises(StopError):
        coverage(many, "queue", pause=pause)
    calls.clear()
    assert coverage(many, "queue", pause=pause).settlements == 1205
    assert calls == [1]  # a thousand villages were reported before
    assert coverage(many, "queue", pause=pause).served == 1202
    assert calls == [1]


def test_the_days_between_two_turns_of_the_law_have_one_answer_and_the_turns_are_kept_apart() -> None:
    def until(year: int) -> Validity:
        return Validity(date(year - 1, 1, 1), date(year, 1, 1))

    given = [
        provision("past", "a", ["r-a"], validity=until(2010)),
        provision("past", "b", ["r-b"], validity=until(2011)),
    ]
    changing = country(given, offices)

    def served(day: date | None) -> frozenset[str]:
        return units_served(changing, "past", day)

    first, second = {"r-a-1", "r-a-2", "r-a-3"}, {"r-b-1", "r-b-2"}
    days = [date(2008, 12, 31), date(2009, 1, 1), date(2009, 12, 31), date(2010, 1, 1), date(2011, 1, 1)]
    assert [served(day) for day in days] == [set(), first, first, second, set()]
    # Without a day each place has its latest known law.
    assert served(None) == first | second


def test_a_village_that_an_act_excludes_does_not_share_the_answer_around_it() -> None:
    given = [provision("queue", "a", ["r"], excluded=["r-b-2"])]
    assert units_served(country(given, offices), "queue") == {"r-a-1", "r-a-2", "r-a-3", "r-b-1"}
