"""Views of an office: of a day, of a version, of both, each with an id of its own."""

from __future__ import annotations

from typing import Any

import pytest

from model.edition import Edition
from tests.api_client import ApiClient

PSC = "Office:akm-akkol-psc"
DAY = "1995-01-01"
FIELDS = "kind name contacts { value } schedules { openingHours } provisions { totalCount }"


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.mark.parametrize(
    ("arguments", "slug"),
    [(f'asOf: "{DAY}"', f"@{DAY}"), ("atVersion: 1", "@v1"), (f'asOf: "{DAY}", atVersion: 1', f"@{DAY}@v1")],
)
def test_a_view_shows_what_the_office_showed_with_the_same_arguments(
    api: ApiClient, arguments: str, slug: str
) -> None:
    data = api.data(
        f'{{ office(id: "{PSC}", {arguments}) {{ {FIELDS} }}'
        f'  officeView(id: "{PSC}", {arguments}) {{ id asOf atVersion office {{ id }} {FIELDS} }} }}'
    )
    view = data["officeView"]
    assert view["id"] == f"OfficeView:akm-akkol-psc{slug}"
    assert view["office"] == {"id": PSC}
    assert view["asOf"] == (DAY if DAY in slug else None)
    assert view["atVersion"] == (1 if "v1" in slug else None)
    assert {name: view[name] for name in data["office"]} == data["office"]
    again = api.data(
        "query($id: ID!) { node(id: $id) { id ... on OfficeView { asOf atVersion } } }", id=view["id"]
    )
    assert again["node"] == {name: view[name] for name in ("id", "asOf", "atVersion")}


def views(connection: dict[str, Any]) -> list[str]:
    return [
        edge["node"]["id"].replace("OfficeView:", "Office:").partition("@")[0] for edge in connection["edges"]
    ]


def test_lists_of_views_hold_the_offices_of_the_lists_that_they_replace(api: ApiClient) -> None:
    data = api.data(
        f"""{{ offices(asOf: "{DAY}", first: 5) {{ totalCount edges {{ cursor node {{ id }} }} }}
          officeViews(asOf: "{DAY}", first: 5) {{ totalCount edges {{ cursor node {{ id }} }} }}
          office(id: "{PSC}") {{ organization {{
            offices(asOf: "{DAY}") {{ totalCount edges {{ node {{ id }} }} }}
            officeViews(asOf: "{DAY}") {{ totalCount edges {{ node {{ id }} }} }} }} }} }}"""
    )
    for holder in filter(None, (data, data["office"]["organization"])):
        assert views(holder["officeViews"]) == [edge["node"]["id"] for edge in holder["offices"]["edges"]]
        assert holder["officeViews"]["totalCount"] == holder["offices"]["totalCount"] > 0


def test_marks_and_distances_have_a_view_where_a_day_is_asked_for(api: ApiClient) -> None:
    query = """query($day: Date) {
      nearestOffices(asOf: $day, first: 1, to: {latitude: 51.99, longitude: 70.94}) {
        edges { node { id } view { id } } }
      officePins(asOf: $day, zoom: 22, boundingBox: {west: 60, south: 45, east: 80, north: 55}) {
        office { id } view { id } } }"""
    now, then = api.data(query), api.data(query, day=DAY)
    assert {one["view"] for one in (*now["nearestOffices"]["edges"], *now["officePins"])} == {None}
    for one in (*then["nearestOffices"]["edges"], *then["officePins"]):
        office = one.get("node", one.get("office"))
        assert one["view"] == (office and {"id": f"{office['id'].replace('Office', 'OfficeView')}@{DAY}"})


def test_beside_a_view_stands_the_office_of_today(api: ApiClient) -> None:
    """Unlike with asOf, which is deprecated for it and answers as before."""
    query = f"""query($asOf: Date, $viewAsOf: Date) {{
      nearestPsc(asOf: $asOf, viewAsOf: $viewAsOf, first: 1, to: {{latitude: 51.99, longitude: 70.94}}) {{
        edges {{ node {{ {FIELDS} }} view {{ {FIELDS} }} }} }} }}"""
    ((now,), (mixed,), (apart,)) = (
        api.data(query, **given)["nearestPsc"]["edges"] for given in ({}, {"asOf": DAY}, {"viewAsOf": DAY})
    )
    assert now["node"]["contacts"]
    assert (apart["node"], apart["view"]) == (now["node"], mixed["view"])
    assert mixed["node"] == mixed["view"] != now["node"]
    code, message = api.error(query, asOf=DAY, viewAsOf=DAY)
    assert (code, message.partition(":")[0]) == ("BAD_USER_INPUT", "pass viewAsOf alone")
    assert api.error(query, viewAsOf="1066-01-01")[1].startswith("viewAsOf is 1066-01-01: ")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (f'{{ officeView(id: "{PSC}") {{ id }} }}', "BAD_USER_INPUT"),
        (f'{{ officeView(id: "{PSC}", atVersion: 77) {{ id }} }}', "NOT_FOUND"),
        (f'{{ officeView(id: "{PSC}", asOf: "1066-01-01") {{ id }} }}', "BAD_USER_INPUT"),
        ('{ node(id: "OfficeView:akm-akkol-psc") { id } }', "NOT_FOUND"),
        ('{ node(id: "OfficeView:akm-akkol-psc@2012-02-30") { id } }', "NOT_FOUND"),
        ('{ node(id: "OfficeView:akm-akkol-psc@v99999999999") { id } }', "NOT_FOUND"),
        ('{ node(id: "OfficeView:nobody@2012-01-01") { id } }', "NOT_FOUND"),
    ],
)
def test_what_no_view_is_is_refused_by_name(api: ApiClient, query: str, code: str) -> None:
    assert api.error(query)[0] == code


def test_introspection_shows_deprecated_arguments_to_tools_that_do_not_ask(api: ApiClient) -> None:
    found = api.data(
        '{ __type(name: "Query") { fields { name args { name isDeprecated deprecationReason } } } }'
    )
    (office,) = (field for field in found["__type"]["fields"] if field["name"] == "office")
    reasons = {one["name"]: one["deprecationReason"] for one in office["args"] if one["isDeprecated"]}
    assert reasons.keys() == {"asOf", "atVersion"}
    assert all("officeView" in reason for reason in reasons.values())
