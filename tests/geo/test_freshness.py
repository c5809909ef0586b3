"""The age of the sources of an answer, and whether the acts behind them are in force, in legal time."""

from __future__ import annotations

from datetime import date

from geo.jurisdiction.freshness import AgeClass, age_class, ages_of, freshness_of
from loaders.checks.freshness_tables import measure_freshness
from model.edition import Act, Citation, Edition, Validity
from model.enums import Language
from tests.api_client import ApiClient

DAY = date(2020, 1, 1)


def act(name: str, adopted: date, until: date | None = None, unknown_after: date | None = None) -> Act:
    return Act(
        id=name, number="1", adopted_on=adopted, adopted_by="akimat", titles=(), languages=(),
        force=Validity(adopted, until), repeal_unknown_after=unknown_after,
    )  # fmt: skip


ACTS = {
    one.id: one
    for one in (
        act("old", date(2007, 5, 1), until=date(2015, 1, 1)),
        act("doubtful", date(2012, 5, 1), unknown_after=date(2012, 5, 1)),
        act("firm", date(2019, 6, 1)),
    )
}


def edition_with(sample: Edition) -> Edition:
    return Edition(1, sample.published_at, ACTS, {}, {}, {}, {})


def cited(*acts: str) -> tuple[Citation, ...]:
    return tuple(Citation(one, Language.RU) for one in acts)


def test_days_and_states_are_those_of_the_acts_on_the_day(small_edition: Edition) -> None:
    made = edition_with(small_edition)
    mixed = freshness_of(made, cited("old", "firm"), DAY)
    assert (mixed.newest_source_on, mixed.oldest_source_on) == (date(2019, 6, 1), date(2007, 5, 1))
    assert (mixed.rests_on_repealed, mixed.state_unknown, mixed.age) == (False, False, "UNDER_ONE_YEAR")
    fallen = freshness_of(made, cited("old"), DAY)
    assert (fallen.rests_on_repealed, fallen.state_unknown, fallen.age) == (True, False, "OVER_TEN_YEARS")
    doubtful = freshness_of(made, cited("old", "doubtful"), DAY)
    assert (doubtful.rests_on_repealed, doubtful.state_unknown) == (False, True)
    earlier = freshness_of(made, cited("old", "firm"), date(2010, 1, 1))
    assert (earlier.newest_source_on, earlier.rests_on_repealed) == (date(2007, 5, 1), False)
    nothing = freshness_of(made, (), DAY)
    assert (nothing.newest_source_on, nothing.age_days, nothing.age) == (None, None, AgeClass.NO_SOURCE)


def test_ages_are_counted_once_for_those_who_share_an_answer(small_edition: Edition) -> None:
    shared = cited("firm")
    ages = ages_of(edition_with(small_edition), [shared, shared, cited("old"), cited("doubtful")], DAY)
    assert ages.ages == {
        AgeClass.UNDER_ONE_YEAR: 2,
        AgeClass.OVER_TEN_YEARS: 1,
        AgeClass.FIVE_TO_TEN_YEARS: 1,
    }
    assert (ages.resting_on_repealed, ages.state_unknown) == (1, 1)


def test_classes_meet_at_their_limits() -> None:
    assert [age_class(days) for days in (0, 365, 366, 1826, 1827, 3652, 3653)] == [
        AgeClass.UNDER_ONE_YEAR, AgeClass.UNDER_ONE_YEAR, AgeClass.ONE_TO_FIVE_YEARS,
        AgeClass.ONE_TO_FIVE_YEARS, AgeClass.FIVE_TO_TEN_YEARS, AgeClass.FIVE_TO_TEN_YEARS,
        AgeClass.OVER_TEN_YEARS,
    ]  # fmt: skip


FIELDS = "freshness { newestSourceOn oldestSourceOn ageDays age restsOnRepealed stateUnknown }"


def test_every_answer_says_how_fresh_it_is(small_edition: Edition) -> None:
    client = ApiClient(small_edition)
    service = next(one.service_id for one in small_edition.provisions.values())
    document = f"""query($id: ID!) {{
      publicService(id: $id) {{ {FIELDS} }}
      officeFor(serviceId: $id, place: {{unitId: "Settlement:akm-akkol-karasai-kyna"}}, asOf: "2008-01-01") {{
        asOf {FIELDS} provisions {{ {FIELDS} office {{ {FIELDS} }} }} }}
      coverage(serviceId: $id) {{ served freshness {{ ages {{ age settlements share }}
        restingOnRepealed stateUnknown }} }} }}"""
    data = client.data(document, id=f"PublicService:{service}")
    assert data["publicService"]["freshness"]["newestSourceOn"]
    newest = data["officeFor"]["freshness"]["newestSourceOn"]
    assert newest is None or newest <= "2008-01-01"
    ages = data["coverage"]["freshness"]["ages"]
    assert sum(one["settlements"] for one in ages) == data["coverage"]["served"]
    assert not ages or abs(sum(one["share"] for one in ages) - 1) < 1e-9


def test_what_to_bring_next_is_named_by_villages(small_edition: Edition) -> None:
    figures = measure_freshness(small_edition, date(2026, 1, 1))
    assert abs(sum(one.share for one in figures.shares) - 1) < 1e-9
    assert figures.wanted
    assert all(one.villages == one.resting_on_repealed + one.state_unknown > 0 for one in figures.wanted)
    assert list(figures.wanted) == sorted(figures.wanted, key=lambda one: (-one.villages, one.service))


def test_regions_hold_all_answers_between_them(small_edition: Edition) -> None:
    figures = measure_freshness(small_edition, date(2026, 1, 1))
    akmola = next(one for one in figures.regions if one.region == "akm")
    assert akmola.name == "Акмолинская область"
    assert sum(one.answers for one in figures.regions) == sum(one.answers for one in figures.shares)
    old = sum(one.answers for one in figures.shares if one.age == "OVER_TEN_YEARS")
    assert sum(one.over_ten_years for one in figures.regions) == old > 0
    assert sum(one.resting_on_repealed + one.state_unknown for one in figures.regions) == sum(
        one.villages for one in figures.wanted
    )
