"""The facts of an office on a day: every format shows the same contacts, hours and last days."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from rdflib import Graph

from geo.exports.geojson import office_feature
from geo.exports.hsds import Directory
from geo.exports.json_ld import office_json_ld
from geo.exports.tables import Table, csv_table
from geo.exports.weekly import OpenSpan, Season, by_season, open_spans
from geo.jurisdiction import law
from model.edition import Contact, Edition, Office, Schedule, Validity
from model.enums import ContactKind, SchedulePurpose
from model.in_force import contacts_of, hours_ended, schedules_of
from model.opening import state_of
from tests.api_client import ApiClient
from tests.hand_made import UNITS, edition, office

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
FIRST = date(2014, 1, 1)
DAYS = st.dates(date(2012, 1, 1), date(2031, 1, 1))
HOURS = ("Mo-Fr 09:00-13:00,14:00-18:00; PH off", "Mo-Sa 09:00-20:00", "Tu 10:00-12:00")
NUMBERS = ("+77163822847", "+77283321033", "+77283322564")
GRAPHQL = """{ office(id: "Office:one") {
  contacts { kind value validity { to } } schedules { purpose openingHours validity { to } }
} }"""


@st.composite
def validities(draw: st.DrawFn) -> Validity:
    """Days that begin or end, or not."""
    since = draw(st.none() | DAYS)
    until = draw(st.none() | DAYS)
    return Validity(since, until if since is None or until is None or until > since else None)


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """An office whose contacts and hours begin and end, now and on other days."""
    contacts = st.builds(Contact, st.just(ContactKind.PHONE), st.sampled_from(NUMBERS), validity=validities())
    schedules = st.builds(
        Schedule, st.just(SchedulePurpose.GENERAL), st.sampled_from(HOURS), validity=validities()
    )
    return replace(
        office("one"),
        contacts=tuple(draw(st.lists(contacts, max_size=2))),
        contacts_of_other_days=tuple(draw(st.lists(contacts, max_size=2))),
        schedules=tuple(draw(st.lists(schedules, max_size=1))),
        schedules_of_other_days=tuple(draw(st.lists(schedules, max_size=1))),
    )


class Clock:
    """Replaces the clock from which the legal date is read."""

    def __init__(self, day: date) -> None:
        self.day = day

    def now(self, zone: Any) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=zone)


def told_by_csv(found: Edition) -> tuple[set[str], dict[str, str]]:
    text = b"".join(csv_table(found, Table.OFFICES)).decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    hours = [each.split("=", 1)[1] for each in row["hours"].split("|") if each]
    ended = dict(each.split("=", 1) for each in row["hours_ended"].split("|") if each)
    return {*row["phones"].split("|")} - {""}, {each: ended.get("GENERAL", "") for each in hours}


def told_by_geojson(found: Edition, day: date) -> tuple[set[str], dict[str, str]]:
    about = office_feature(found, found.offices["one"], day)["properties"]
    ended = {key: last.isoformat() for key, last in about["opening_hours_ended"].items()}
    return set(about["phones"]), {each: ended.get("GENERAL", "") for each in about["opening_hours"].values()}


def told_by_hsds(found: Edition, day: date) -> tuple[set[str], dict[str, str]]:
    directory, one = Directory(found), found.offices["one"]
    hours = {row["notes"]: ended(row.get("valid_to"), day) for row in directory.schedules(one)}
    return {row["number"] for row in directory.phones(one)}, hours


def told_by_json_ld(found: Edition, day: date) -> tuple[set[str], set[str]]:
    read = json.loads(office_json_ld(found, found.offices["one"], "https://example.kz", day))
    hours = read.get("openingHoursSpecification", ())
    ends = {ended(each.get("validThrough"), day) for each in hours}
    return {each["telephone"] for each in read.get("contactPoint", ())}, ends


def ended(last: str | None, day: date) -> str:
    return last if last is not None and date.fromisoformat(last) < day else ""


@given(offices(), DAYS)
def test_all_formats_show_the_same_of_a_day(one: Office, day: date) -> None:
    found = edition(units=UNITS, offices=[one])
    phones = {each.value for each in contacts_of(one, day)}
    last = {key: each.isoformat() for key, each in hours_ended(one, day).items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(law, "datetime", Clock(day))
        by_csv, by_hsds = told_by_csv(found), told_by_hsds(found, day)
    by_geojson = told_by_geojson(found, day)
    by_json_ld = told_by_json_ld(found, day)
    assert by_csv[0] == by_geojson[0] == by_hsds[0] == by_json_ld[0] == phones
    shown = {each.opening_hours for each in schedules_of(one, day)}
    assert by_csv[1].keys() == by_hsds[1].keys() == shown
    assert by_geojson[1].keys() <= shown
    if len(schedules_of(one, day)) == 1:
        (end,) = [last.get(SchedulePurpose.GENERAL, "")]
        assert {*by_csv[1].values()} == {*by_geojson[1].values()} == {*by_hsds[1].values()} == {end}
        assert by_json_ld[1] == {end}


@given(offices(), DAYS)
def test_what_holds_hides_what_does_not(one: Office, day: date) -> None:
    everything = (*one.contacts, *one.contacts_of_other_days)
    holding = [each for each in everything if each.validity.holds_on(day)]
    shown = contacts_of(one, day)
    if not one.contacts_of_other_days:
        assert list(shown) == list(one.contacts)
    else:
        assert list(shown) == (holding or list(one.contacts))


def test_graphql_shows_the_same_and_follows_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = Validity(None, FIRST), Validity(FIRST, None)
    one = replace(
        office("one"),
        contacts=(Contact(ContactKind.PHONE, NUMBERS[0], validity=before),),
        contacts_of_other_days=(Contact(ContactKind.PHONE, NUMBERS[1], validity=after),),
        schedules=(Schedule(SchedulePurpose.GENERAL, HOURS[0], validity=before),),
        schedules_of_other_days=(Schedule(SchedulePurpose.GENERAL, HOURS[1], validity=after),),
    )
    api = ApiClient(edition(units=UNITS, offices=[one]))
    for day, number in ((date(2013, 12, 31), 0), (FIRST, 1)):
        monkeypatch.setattr(law, "datetime", Clock(day))
        told = api.data(GRAPHQL)["office"]
        assert [each["value"] for each in told["contacts"]] == [NUMBERS[number]]
        assert [each["openingHours"] for each in told["schedules"]] == [HOURS[number]]
        (feature,) = api.http.get("/offices.geojson").json()["features"]
        assert feature["properties"]["phones"] == [NUMBERS[number]]
        document = api.http.get("/offices/one.jsonld").json()
        assert [each["telephone"] for each in document["contactPoint"]] == [NUMBERS[number]]


def test_whether_it_is_open_is_asked_of_the_hours_of_the_day() -> None:
    before, after = Validity(None, FIRST), Validity(FIRST, None)
    one = replace(
        office("one"),
        schedules=(Schedule(SchedulePurpose.GENERAL, "Mo-Su 09:00-10:00", validity=before),),
        schedules_of_other_days=(Schedule(SchedulePurpose.GENERAL, "Mo-Su 15:00-16:00", validity=after),),
    )
    for moment, state in (("2013-12-31T09:30+06:00", "OPEN"), ("2014-01-02T09:30+06:00", "CLOSED")):
        assert state_of(one, datetime.fromisoformat(moment))[0].state == state


def test_hours_without_force_have_the_same_last_day_in_all_formats(shipped_edition: Edition) -> None:
    day = date(2026, 11, 30)
    over = [one for one in shipped_edition.offices.values() if hours_ended(one, day)]
    assert len(over) > 500
    for one in over[::25]:
        last = {key: each.isoformat() for key, each in hours_ended(one, day).items()}
        about = office_feature(shipped_edition, one, day)["properties"]
        assert {key: each.isoformat() for key, each in about["opening_hours_ended"].items()} == last
        rows = [row for row in Directory(shipped_edition).schedules(one) if row["description"] in last]
        assert {row["valid_to"] for row in rows} == set(last.values())


def hours_of(expression: str, day: date, validity: Validity = Validity()) -> list[dict[str, Any]]:  # noqa: B008
    schedule = Schedule(SchedulePurpose.GENERAL, expression, validity=validity)
    found = edition(units=UNITS, offices=[replace(office("one"), schedules=(schedule,))])
    read = json.loads(office_json_ld(found, found.offices["one"], "https://example.kz", day))
    lines: list[dict[str, Any]] = read.get("openingHoursSpecification", [])
    return lines


SUMMER = "Apr-Oct: Mo-Fr 09:00-18:00; Nov-Mar: Mo-Fr 10:00-16:00; PH off"


@pytest.mark.parametrize(
    ("day", "summer", "winter"),
    [
        (date(2026, 7, 1), ("2026-04-01", "2026-10-31"), ("2026-11-01", "2027-03-31")),
        (date(2026, 12, 1), ("2027-04-01", "2027-10-31"), ("2026-11-01", "2027-03-31")),
        (date(2027, 2, 1), ("2027-04-01", "2027-10-31"), ("2026-11-01", "2027-03-31")),
    ],
)
def test_a_season_is_the_one_that_is_or_comes_next(
    day: date, summer: tuple[str, str], winter: tuple[str, str]
) -> None:
    found = hours_of(SUMMER, day)
    assert [(each["opens"], each["closes"]) for each in found[:2]] == [("09:00", "18:00"), ("10:00", "16:00")]
    assert [(each["validFrom"], each["validThrough"]) for each in found[:2]] == [summer, winter]
    assert found[2]["dayOfWeek"] == ["PublicHolidays"]


def test_a_season_ends_with_the_act_of_the_hours() -> None:
    (line,) = hours_of("Apr-Oct: Mo 09:00-18:00", date(2026, 7, 1), Validity(None, date(2014, 6, 2)))
    assert (line["validFrom"], line["validThrough"]) == ("2014-04-01", "2014-06-01")


@pytest.mark.parametrize(
    ("expression", "opens", "closes"),
    [
        ("Fr 22:00-02:00", "22:00", "02:00"),
        ("Fr 22:00-26:00", "22:00", "02:00"),
        ("Fr 20:00-24:00", "20:00", "23:59"),
    ],
)
def test_hours_over_midnight_close_before_they_open(expression: str, opens: str, closes: str) -> None:
    (line,) = hours_of(expression, FIRST)
    assert (line["opens"], line["closes"]) == (opens, closes)
    assert open_spans(expression) == (OpenSpan(False, ("FR",), opens, closes),)


@pytest.mark.parametrize(
    "expression",
    ["Mo-Fr 09:00-18:00; Jul-Aug Mo-Fr 09:00-13:00", "Apr-Oct: Mo 09:00-18:00; Sep-Dec: Mo 10:00-11:00"],
)
def test_seasons_that_replace_other_hours_are_left_out(expression: str) -> None:
    assert by_season(expression) is None
    assert hours_of(expression, FIRST) == []


def test_a_season_may_begin_on_any_day_and_cross_the_new_year() -> None:
    ((season, text),) = by_season("Nov 15-Mar 10: Mo 09:00-18:00") or ()
    assert (season, text) == (Season((11, 15), (3, 10)), "Mo 09:00-18:00")
    assert season is not None
    assert season.next_from(date(2027, 3, 10)) == (date(2026, 11, 15), date(2027, 3, 10))
    assert season.next_from(date(2027, 3, 11)) == (date(2027, 11, 15), date(2028, 3, 10))
    ((february, _),) = by_season("Feb: Mo 09:00-18:00") or ()
    assert february is not None
    assert february.next_from(date(2028, 1, 1)) == (date(2028, 2, 1), date(2028, 2, 29))


SCHEMA_ORG = {"@context": {"@vocab": "http://schema.org/"}}


def test_pyld_and_rdflib_read_the_same_of_an_office(small_edition: Edition) -> None:
    for office_id in ("akm-akkol-psc", "akm-akkol-education"):
        one = small_edition.offices[office_id]
        document = json.loads(office_json_ld(small_edition, one, "https://example.kz")) | SCHEMA_ORG
        expanded = jsonld.to_rdf(document, {"format": "application/n-quads"})
        by_pyld = Graph().parse(data=expanded, format="nt")
        by_rdflib = Graph().parse(data=json.dumps(document), format="json-ld")
        assert len(by_pyld) == len(by_rdflib) > 50
        assert by_pyld.isomorphic(by_rdflib)


def test_whatever_has_an_id_is_called_by_its_iri(shipped_edition: Edition) -> None:
    one = shipped_edition.offices["akm-akkol-psc"]
    read = json.loads(office_json_ld(shipped_edition, one, "https://example.kz"))
    named = {"GovernmentOffice", "AdministrativeArea", "GovernmentService", "Legislation", "Dataset"}
    met: set[str] = set()
    for node in nodes_in(read):
        if node.get("@type") in named:
            met.add(node["@type"])
            assert node["@id"].startswith("https://example.kz/")
    assert met == named


def nodes_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for each in value for node in nodes_in(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for each in value.values() for node in nodes_in(each))]
