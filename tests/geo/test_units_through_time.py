"""The country on any day: its walk, the names and codes of each period, and who serves a unit made later."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.jurisdiction.explanation import understood
from geo.jurisdiction.jurisdiction import office_for
from geo.locator.places import PlaceQuery, find_place
from geo.units.division import Division
from geo.units.edition_index import Atlas
from model.edition import Edition
from model.enums import Language, Level
from tests.api_client import ApiClient
from tests.effort import examples

BEFORE, BETWEEN = date(2012, 11, 1), date(2019, 1, 1)
JOINED = "aty-atyrau-geolog-birlik"
"""A village that joined a town on 2016-03-15, the one end that has a day."""


@pytest.fixture(scope="module")
def atlas(shipped_edition: Edition) -> Atlas:
    return Atlas.of(shipped_edition)


def regions(edition: Edition, day: date | None) -> list[str]:
    return [unit.id for unit in Division(edition, day).children("")]


def test_the_country_has_sixteen_regions_in_2012_and_twenty_today(shipped_edition: Edition) -> None:
    assert len(regions(shipped_edition, BEFORE)) == 16
    assert len(regions(shipped_edition, BETWEEN)) == 17
    assert len(regions(shipped_edition, None)) == 20
    assert {"aba", "zhe", "uly", "shy"} <= set(regions(shipped_edition, date(2022, 6, 8)))
    assert not {"aba", "zhe", "uly"} & set(regions(shipped_edition, date(2022, 6, 7)))


@pytest.mark.slow
@settings(max_examples=examples(30), deadline=None)
@given(st.none() | st.dates(date(2008, 1, 1), date(2026, 1, 1)))
def test_on_every_day_the_walk_reaches_each_village_once_and_the_way_back_is_the_same(
    shipped_edition: Edition, atlas: Atlas, day: date | None
) -> None:
    division = Division(shipped_edition, day)
    reached: list[str] = []
    waiting = [unit.id for unit in division.children("")]
    while waiting:
        unit_id = waiting.pop()
        reached.append(unit_id)
        children = division.children(unit_id)
        assert all(division.parent_id(child.id) == unit_id for child in children)
        waiting.extend(child.id for child in children)
    assert len(reached) == len(set(reached))
    named = {unit.id for unit in shipped_edition.units.values() if unit.citations}
    ended = {unit_id for unit_id in named if atlas.lineage.has_ended(unit_id)}
    below = {unit_id for unit_id in named if ended & set(division.chain(unit_id))}
    assert len(ended) >= 20
    assert named - below <= set(reached)
    # An end without a day is of today alone.
    gone = {unit_id for unit_id in below if day is None or not division.holds(unit_id)}
    assert gone.isdisjoint(reached)
    assert gone == (below if day is None else {JOINED} if day >= date(2016, 3, 15) else set())


def test_a_village_that_joined_a_town_is_of_the_days_before(shipped_edition: Edition) -> None:
    village = JOINED
    held = [
        Division(shipped_edition, day).holds(village) for day in (date(2016, 3, 14), date(2016, 3, 15), None)
    ]
    assert held == [True, False, False]


def test_no_unit_is_made_from_itself_and_each_ladder_ends_in_a_region_of_the_acts(atlas: Atlas) -> None:
    for unit_id in atlas.edition.units:
        ladder = atlas.lineage.ladder(unit_id)
        assert len(ladder) == len(set(ladder))
        top = atlas.edition.units[ladder[-1]]
        assert top.level is Level.REGION or not top.citations
        assert atlas.lineage.containers(unit_id) >= {unit.id for unit in atlas.edition.ancestors(unit_id)}


def test_every_unit_that_a_change_names_is_found(atlas: Atlas) -> None:
    for change in atlas.edition.changes:
        for unit_id in (*change.before, *change.after):
            assert find_place(atlas, PlaceQuery(unit_id=unit_id)).units, unit_id
        assert change.source


FOUND = [  # what people write, the unit, the name of another period that led there
    ("Семей, область Абай", "vos-semei-g", None),
    ("Семей, Восточно-Казахстанская область", "vos-semei-g", None),
    ("Семей қаласы", "vos-semei-g", None),
    ("Semey", "vos-semei-g", None),
    ("Нур-Султан", "ast", "город Нур-Султан"),
    ("Астана", "ast", None),
    ("Шымкент", "yuz-shymkent-g", None),
    ("Туркестанская область", "yuz", None),
    ("Южно-Казахстанская область", "yuz", "Южно-Казахстанская область"),
    ("Шауилдир, Туркестанская область", "yuz-otyrar-shaulder", None),
    ("район Аққулы", "pav-lebyazhi", None),
    ("Лебяжинский район", "pav-lebyazhi", "Лебяжинский район"),
    ("Тереңкөл ауданы", "pav-kashyr", None),
    ("Качирский район", "pav-kashyr", "Качирский район"),
    ("Бәйтерек ауданы", "zap-zelenov", None),
    ("район Биржан сал", "akm-enbekshilder", None),
    ("район Беимбета Майлина", "kus-taran", None),
    ("район Алтай", "vos-zyryan", None),
    ("Зыряновск", "vos-zyryan-zyryanovsk-g", "Зыряновск"),
    ("Қонаев қаласы", "alm-kapshagai-g", None),
    ("Щучинский район", "akm-burabai", "Щучинский район"),
    ("Кеген, Кегенский район", "alm-raiymbek-kegen-kegen", None),
    ("Кеген, Райымбекский район", "alm-raiymbek-kegen-kegen", None),
    ("Абайская область", "aba", None),
]


@pytest.mark.parametrize(("text", "unit", "former"), FOUND)
def test_names_of_every_period_lead_to_one_unit(
    atlas: Atlas, text: str, unit: str, former: str | None
) -> None:
    found = find_place(atlas, PlaceQuery(name=text))
    assert [one.id for one in found.units] == [unit]
    assert (found.former_name.value if found.former_name else None) == former


def test_the_answer_tells_when_the_capital_was_called_so(atlas: Atlas) -> None:
    step = understood(find_place(atlas, PlaceQuery(name="Нур-Султан")))
    assert step.text(Language.RU) == (
        "«Нур-Султан» — прежнее название (2019-03-23 – 2022-09-17), ныне: город Астана."
    )


@pytest.mark.parametrize(
    ("code", "unit", "word"),
    [
        ("100000000", "aba", "Код"),
        ("790000000", "shy", "Код"),
        ("610000000", "yuz", "Код"),
        ("101010000", "vos-semei-g", "Код"),
        ("632810000", "vos-semei-g", "прежний код"),  # of Восточно-Казахстанская область, until 2022
        ("511010000", "yuz-shymkent-g", "прежний код"),
    ],
)
def test_codes_of_both_periods_lead_to_one_unit(atlas: Atlas, code: str, unit: str, word: str) -> None:
    found = find_place(atlas, PlaceQuery(kato_code=code))
    assert [one.id for one in found.units] == [unit]
    assert word in understood(found).text(Language.RU)


@pytest.mark.parametrize(
    ("today", "then"), [("shy", "yuz-shymkent"), ("alm-kegen", "alm-raiymbek"), ("vos-samar", "vos-kokpekti")]
)
def test_a_unit_made_later_is_served_as_the_one_it_was_made_from(atlas: Atlas, today: str, then: str) -> None:
    answers = [
        office_for(atlas, "preschool-queue", find_place(atlas, PlaceQuery(unit_id=unit)))
        for unit in (today, then)
    ]
    new, old = ([one.office_id for one in answer.provisions] for answer in answers)
    assert new == old != []
    assert answers[0].outcome is answers[1].outcome


def test_the_api_shows_the_division_of_the_day(shipped_edition: Edition) -> None:
    api = ApiClient(shipped_edition)
    answer = api.data(
        """{ town: administrativeUnit(katoCode: "632810000") { id katoCode
               today: ancestors { id } then: ancestors(asOf: "2012-11-01") { id } }
             district: administrativeUnit(id: "District:vos-semei") { parent { id name(language: RU) }
               then: parent(asOf: "2012-11-01") { id } changes { on kind from { id } to { id } source } }
             region: administrativeUnit(id: "Region:aba") { validity { from to }
               children(first: 50) { totalCount }
               then: children(asOf: "2012-11-01") { totalCount }
               offices(kinds: [PSC_BRANCH]) { totalCount }
               before: offices(kinds: [PSC_BRANCH], asOf: "2012-11-01") { totalCount } }
             renamed: administrativeUnit(id: "District:pav-lebyazhi") { name(language: RU) kk: name
               changes { on kind source } } }"""
    )
    assert [one["id"] for one in answer["town"]["today"]] == ["Region:aba", "District:vos-semei"]
    assert [one["id"] for one in answer["town"]["then"]] == ["Region:vos", "District:vos-semei"]
    assert answer["district"]["parent"] == {"id": "Region:aba", "name": "область Абай"}
    assert answer["district"]["then"] == {"id": "Region:vos"}
    (moved,) = answer["district"]["changes"]
    assert (moved["on"], moved["kind"]) == ("2022-06-08", "MOVED")
    assert [one["id"] for one in moved["to"]] == ["District:vos-semei", "Region:aba"]
    region = answer["region"]
    assert region["validity"] == {"from": "2022-06-08", "to": None}
    assert (region["children"]["totalCount"], region["then"]["totalCount"]) == (10, 0)
    assert region["offices"]["totalCount"] > 0 == region["before"]["totalCount"]
    renamed = answer["renamed"]
    assert (renamed["name"], renamed["kk"]) == ("район Аққулы", "Аққулы ауданы")
    assert [one["kind"] for one in renamed["changes"]] == ["RENAMED"]


def test_the_walk_from_regions_reaches_every_district_and_centre_of_today(shipped_edition: Edition) -> None:
    api = ApiClient(shipped_edition)
    answer = api.data(
        """{ regions { id districts(first: 50) { totalCount edges { node { id region { id }
             pscBranches(first: 1) { totalCount } } } } } }"""
    )
    districts = [edge["node"]["id"] for region in answer["regions"] for edge in region["districts"]["edges"]]
    assert (
        len(districts)
        == len(set(districts))
        == sum(u.level is Level.DISTRICT for u in shipped_edition.units.values())
    )
    for region in answer["regions"]:
        for edge in region["districts"]["edges"]:
            assert edge["node"]["region"]["id"] == region["id"]
