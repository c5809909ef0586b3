"""`ask`: one line, what was recognised in it, and the same answers as the other roots give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from graph.served.asking import asking_of
from graph.served.registry import Registry
from model.edition import Edition, Overlay
from tests.api_client import ApiClient

SERVICE = "PublicService:preschool-queue"
KYNA = "Settlement:akm-akkol-karasai-kyna"
AT_KYNA = {"latitude": 52.06189, "longitude": 72.01902}
ASK = """query($text: String!, $near: PointInput, $day: Date) { ask(text: $text, near: $near, asOf: $day) {
  question isCertain doubts placeText connecting leftOut didYouMean explanation(language: EN)
  services { service { id } namedBy name words isWholeName officeFor { outcome } }
  understanding { name stage isCertain }
  notHeld { code name(language: KK) text(language: RU) portal callCentre }
  officeFor { outcome asOf place { id } provisions { office { id } } }
  nearestPsc(first: 2) { edges { node { id } distanceMeters } pageInfo { hasNextPage } }
  search(first: 2) { edges { node { __typename ... on Node { id } } } pageInfo { hasNextPage } }
  locate(first: 3) { unit { id } isCertain } } }"""
EMPTY = {"notHeld": None, "officeFor": None, "nearestPsc": None, "search": None}


@pytest.fixture(scope="module")
def api(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


def asked(api: ApiClient, text: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = api.data(ASK, text=text, **more)["ask"]
    return found


def but(found: dict[str, Any], *answers: str) -> dict[str, Any]:
    """The answer fields of another kind of question."""
    return {name: found[name] for name in EMPTY if name not in answers}


def expected(*answers: str) -> dict[str, Any]:
    return {name: None for name in EMPTY if name not in answers}


def test_who_serves_is_answered_as_office_for_answers(api: ApiClient) -> None:
    answer = asked(api, "очередь в детский сад, Кына")
    assert (answer["question"], answer["isCertain"], answer["doubts"]) == ("WHO_SERVES", True, [])
    root = api.data(
        'query($id: ID!) { officeFor(serviceId: $id, place: {name: "Кына"}) { outcome asOf place { id } '
        "provisions { office { id } } } }",
        id=SERVICE,
    )
    assert answer["officeFor"] == root["officeFor"]
    assert answer["officeFor"]["place"]["id"] == KYNA
    (service,) = answer["services"]
    assert service == {
        "service": {"id": SERVICE},
        "namedBy": "SHORT_NAME",
        "name": "Очередь в детский сад",
        "words": ["очередь", "детский", "сад"],
        "isWholeName": True,
        "officeFor": {"outcome": "RESOLVED"},
    }
    assert answer["understanding"] == {"name": "Кына", "stage": "exact", "isCertain": True}
    assert answer["connecting"] == ["в"]
    assert [each["unit"]["id"] for each in answer["locate"]] == [KYNA]
    assert but(answer, "officeFor") == expected("officeFor")


def test_each_of_several_services_has_its_answer_and_none_is_certain(api: ApiClient) -> None:
    answer = asked(api, "детский сад Кына")
    assert (answer["isCertain"], answer["doubts"]) == (False, ["SEVERAL_SERVICES"])
    outcomes = {each["service"]["id"]: each["officeFor"]["outcome"] for each in answer["services"]}
    assert outcomes == {SERVICE: "RESOLVED", "PublicService:kindergarten-enrolment": "PROVIDER_NOT_LISTED"}
    assert answer["officeFor"]["outcome"] == "RESOLVED"


def test_the_nearest_centre_is_measured_from_the_place_or_from_near(api: ApiClient) -> None:
    named = asked(api, "ЦОН Семей телефон")
    assert (named["question"], named["connecting"]) == ("NEAREST_CENTRE", ["телефон"])
    centres = [edge["node"]["id"] for edge in named["nearestPsc"]["edges"]]
    assert centres == ["Office:vos-semei-psc", "Office:vos-semei-psc-2"]
    assert named["nearestPsc"]["pageInfo"]["hasNextPage"]
    assert but(named, "nearestPsc") == expected("nearestPsc")
    here = asked(api, "ближайший ЦОН", near=AT_KYNA)["nearestPsc"]["edges"]
    root = api.data(
        "query($to: PointInput!) { nearestPsc(to: $to, first: 2) { edges { node { id } } } }", to=AT_KYNA
    )
    assert [edge["node"] for edge in here] == [edge["node"] for edge in root["nearestPsc"]["edges"]]
    assert asked(api, "ближайший ЦОН")["nearestPsc"] is None


def test_near_answers_for_a_service_alone(api: ApiClient) -> None:
    alone = asked(api, "справка об опеке")
    assert (alone["question"], alone["officeFor"]) == ("SERVICE_ONLY", None)
    here = asked(api, "справка об опеке", near=AT_KYNA)
    assert (here["question"], here["officeFor"]["place"]["id"]) == ("WHO_SERVES", KYNA)
    assert here["placeText"] is here["understanding"] is None
    assert here["locate"] == []


def test_an_office_is_found_by_its_kind_and_place_page_by_page(api: ApiClient) -> None:
    answer = asked(api, "акимат Кына")
    assert answer["question"] == "OFFICE_BY_NAME"
    offices = [edge["node"]["id"] for edge in answer["search"]["edges"]]
    assert offices == ["Office:akm-akkol-karasai-akimat", "Office:akm-akkol-akimat"]
    assert answer["search"]["pageInfo"]["hasNextPage"]
    assert but(answer, "search") == expected("search")


def test_a_service_that_is_not_held_says_where_to_ask(api: ApiClient) -> None:
    answer = asked(api, "водительские права Семей")
    assert answer["question"] == "NOT_HELD"
    assert answer["notHeld"] == {
        "code": "driving-licence",
        "name": "Жүргізуші куәлігі",
        "text": "Такой услуги в реестре нет: Водительское удостоверение. Спросите на портале https://egov.kz "
        "или по номеру 1414.",
        "portal": "https://egov.kz",
        "callCentre": "1414",
    }
    assert answer["services"] == []
    assert but(answer, "notHeld") == expected("notHeld")


def test_a_line_that_means_nothing_is_an_answer_and_no_error(api: ApiClient) -> None:
    answer = asked(api, "абракадабра")
    assert (answer["question"], answer["isCertain"], answer["leftOut"]) == (
        "NOT_UNDERSTOOD",
        False,
        ["абракадабра"],
    )
    assert answer["explanation"].startswith("Neither a service nor a place was found")
    assert but(answer) == expected()
    assert asked(api, "")["question"] == asked(api, "?!")["question"] == "NOT_UNDERSTOOD"


def test_a_misspelt_line_is_offered_as_it_may_have_been_meant(api: ApiClient) -> None:
    answer = asked(api, "апостель Кинаа")
    assert answer["didYouMean"] == "апостиль Кына"
    assert (answer["isCertain"], answer["services"][0]["namedBy"]) == (False, "FUZZY")
    assert "Did you mean “апостиль Кына”?" in answer["explanation"]
    assert answer["officeFor"]["outcome"] == "UNKNOWN_PLACE"


def test_the_day_is_that_of_the_answer(api: ApiClient) -> None:
    assert asked(api, "справка об опеке Кына", day="2013-01-01")["officeFor"]["asOf"] == "2013-01-01"
    assert asked(api, "справка об опеке Кына")["officeFor"]["asOf"] is None


def test_bad_input_is_refused_by_name(api: ApiClient) -> None:
    code, message = api.error(
        "query($text: String!) { ask(text: $text) { question } }", text="школа " * 1_000
    )
    assert (code, message) == ("BAD_USER_INPUT", "text has 6000 characters, at most 300 are read")
    code, message = api.error(
        'query($near: PointInput!) { ask(text: "школа", near: $near) { question } }',
        near={"latitude": 91, "longitude": 70},
    )
    assert code == "BAD_USER_INPUT"
    code, _ = api.error('{ ask(text: "акимат Кына") { search(first: -1) { edges { score } } } }')
    assert code == "BAD_USER_INPUT"


def test_a_line_counts_as_what_it_asks_for(api: ApiClient) -> None:
    query = "query($text: String!) { ask(text: $text) { question services { officeFor { outcome } } } }"
    alone = api.post(query, text="абракадабра")["extensions"]["cost"]["records"]
    several = api.post(query, text="детский сад Кына")["extensions"]["cost"]["records"]
    assert alone == 5
    assert several >= alone + 2 * 5


def test_a_registry_carried_on_asks_its_own_edition_with_the_words_of_the_one_before(
    shipped_edition: Edition,
) -> None:
    registry = Registry(shipped_edition)
    before = asking_of(registry)
    office = replace(shipped_edition.offices["akm-akkol-psc"], version=2)
    given = shipped_edition.provisions_of_office[office.id]
    overlay = Overlay(
        number=shipped_edition.number + 1,
        published_at=datetime.now(UTC),
        office_ids=frozenset({office.id}),
        offices={office.id: office},
        provisions={each: shipped_edition.provisions[each] for each in given},
        revisions={},
        earlier={},
        rekeyed=shipped_edition.rekeyed,
    )
    later = registry.carried_on(shipped_edition.carried_on(overlay))
    assert later.is_overlay
    asking = asking_of(later)
    assert asking.vocabulary is before.vocabulary
    text = "ЦОН Акколь"
    assert asking.understood(text).place_text == before.understood(text).place_text == "Акколь"
