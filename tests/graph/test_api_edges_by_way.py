"""Edge values of each scalar, in each place and transport: refused with a code, never an internal error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from starlette.websockets import WebSocketDisconnect

from graph.execution.settling import API_VERSION
from loaders.seeds import Seeds
from tests.asking import Asker, asking_small, body_of, is_told, nothing_failed
from tests.changing import AKKOL_PSC
from tests.edges import JSON_TEXTS, LITERALS

PSC = f"Office:{AKKOL_PSC}"


@pytest.fixture(scope="module")
def small(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asking_small(small_seeds, tmp_path_factory.mktemp("edges")) as asker:
        yield asker


CARRIERS = {
    "String": ("query", "String!", "search(text: %s, first: 1) { __typename }"),
    "cursor": ("query", "String", "offices(after: %s, first: 1) { __typename }"),
    "ID": ("query", "ID!", "node(id: %s) { id }"),
    "Int": ("query", "Int", "offices(first: %s) { __typename }"),
    "Float": ("query", "Float!", "nearestOffices(to: {latitude: %s, longitude: 70}) { __typename }"),
    "metres": (
        "query",
        "Float",
        "nearestPsc(to: {latitude: 5, longitude: 7}, maxDistanceMeters: %s) { __typename }",
    ),
    "Boolean": ("query", "Boolean!", 'search(text: "Кына", autocomplete: %s) { __typename }'),
    "Date": ("query", "Date", "offices(asOf: %s, first: 1) { __typename }"),
    "DateTime": ("query", "DateTime", f'office(id: "{PSC}") {{ openNow(at: %s) {{ state nextChangeAt }} }}'),
    "GeoJSONGeometry": ("query", "GeoJSONGeometry", "offices(filter: {withinGeometry: %s}) { __typename }"),
    "_Any": ("query", "_Any!", "_entities(representations: [%s]) { __typename }"),
    "enumeration": ("query", "[OfficeKind!]", "offices(filter: {kinds: %s}, first: 1) { __typename }"),
    "change": (
        "mutation",
        "String!",
        f'officeUpdate(id: "{PSC}", expectedVersion: 2, patch: {{nameRu: %s}}, reason: "x", dryRun: true) '
        "{ userErrors { code path } }",
    ),
    "subscription": ("subscription", "ID", "officeChanged(within: %s) { version }"),
}  # fmt: skip
"""A field for each scalar and kind of operation, with the type of a variable for its argument."""
_LONGEST_URL = 50_000


def requests_of(carrier: str) -> Iterator[tuple[str, str | None]]:
    """Documents and variables that bring each value to the field, in each possible place."""
    word, kind, field = CARRIERS[carrier]
    for value in JSON_TEXTS:
        yield f"{word}($v: {kind}) {{ {field % '$v'} }}", f'{{"v":{value}}}'
    for value in LITERALS:
        yield f"{word} {{ {field % value} }}", None
        yield f"{word}($v: {kind} = {value}) {{ {field % '$v'} }}", None


@pytest.mark.slow
@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_value_is_refused_wherever_it_stands_in_a_request(small: Asker, carrier: str) -> None:
    word = CARRIERS[carrier][0]
    for document, variables in requests_of(carrier):
        if word != "subscription":
            small.post(document, variables)
        if word == "query" and len(document) + len(variables or "") < _LONGEST_URL:
            small.get(document, variables)


@pytest.mark.parametrize("carrier", ["Int", "ID", "_Any"])
def test_endless_digits_are_refused(small: Asker, carrier: str) -> None:
    word, kind, field = CARRIERS[carrier]
    digits = "9" * 90_000  # a document may be little longer
    for document, path in (
        (f"{word} {{ {field % digits} }}", [field.partition("(")[0]]),
        (f"{word}($v: {kind} = -{digits}) {{ {field % '$v'} }}", None),
    ):
        (error,) = small.post(document)["errors"]
        assert error["message"].endswith("characters is too large: none may reach 1.8e308")
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert (error.get("path"), error["locations"][0]["line"]) == (path, 1)


BAD, INVALID = "BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"
LITERAL_PLACES: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {
    "{ near: nearestPsc(to: {latitude: 1e309, longitude: 1}) { edges { cursor } } }": (
        BAD, ["near"], {"argumentPath": ["to", "latitude"]}
    ),
    "{ offices(first: 2147483648) { totalCount } }": (BAD, ["offices"], {"argumentPath": ["first"]}),
    f'{{ office(id: "{PSC}") {{ now: openNow(at: "9999-12-31T23:59:59Z") {{ state }} }} }}': (
        BAD, ["office", "now"], {"argumentPath": ["at"]}
    ),
    '{ offices(filter: {openAt: "2023-02-29T00:00:00Z"}) { totalCount } }': (
        BAD, ["offices"], {"argumentPath": ["filter", "openAt"]}
    ),
    '{ offices(filter: {withinGeometry: "x"}) { totalCount } }': (
        BAD, ["offices"], {"argumentPath": ["filter", "withinGeometry"]}
    ),
    '{ officesFor(serviceId: "", places: [{}, {point: {latitude: 1e999, longitude: 1}}]) { outcome } }': (
        BAD, ["officesFor"], {"argumentPath": ["places", 1, "point", "latitude"]}
    ),
    "{ offices(filter: {kinds: [PSC_BRANCH, psc_branch]}) { totalCount } }": (
        INVALID, ["offices"], {"argumentPath": ["filter", "kinds", 1]}
    ),
    '{ offices { totalCount @include(if: "yes") } }': (
        INVALID, ["offices", "totalCount"], {"argumentPath": ["if"]}
    ),
    'query($d: Date = "2023-02-29") { offices(asOf: $d) { totalCount } }': (
        BAD, None, {"variablePath": ["d"]}
    ),
    'query($f: OfficeFilterInput = {openAt: "x"}) { offices(filter: $f) { totalCount } }': (
        BAD, None, {"variablePath": ["f", "openAt"]}
    ),
    '{ ...part } fragment part on Query { officeViews(asOf: "1-1-1") { totalCount } }': (
        BAD, None, {"argumentPath": ["asOf"]}
    ),
}  # fmt: skip
"""Documents with a wrong literal: the code, the field and the place in its argument, or in the variable."""


@pytest.mark.parametrize("document", LITERAL_PLACES)
def test_a_wrong_literal_is_told_with_its_way(small: Asker, document: str) -> None:
    code, path, place = LITERAL_PLACES[document]
    answer = small.post(document)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": code, **place}
    assert error.get("path") == path
    assert "data" not in answer  # nothing was executed: GraphQL over HTTP
    assert answer["extensions"] == {"apiVersion": API_VERSION}


# WebSockets.


@contextmanager
def opened(small: Asker) -> Iterator[Any]:
    with small.api.http.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        yield socket


@pytest.mark.slow
@pytest.mark.parametrize("carrier", [name for name in CARRIERS if name != "change"])
def test_a_value_is_refused_over_a_websocket(small: Asker, carrier: str) -> None:
    given = [each for each in requests_of(carrier) if len(body_of(*each)) < 90_000]
    with structlog.testing.capture_logs() as logged:
        while given:
            given = over_one_socket(small, given)
    nothing_failed(logged)


def over_one_socket(small: Asker, given: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Send operations until the server closes the socket; returns the rest for another socket."""
    with opened(small) as socket:
        for place, request in enumerate(given):
            socket.send_text(f'{{"id":"1","type":"subscribe","payload":{body_of(*request)}}}')
            # By the protocol, a message that is not JSON and an invalid document close the socket.
            closed = code_of_closing(socket)
            if closed is not None:
                assert closed == 4400, request
                return given[place + 1 :]
            socket.send_text('{"id":"1","type":"complete"}')
    return []


def code_of_closing(socket: Any) -> int | None:
    """Asserts that every error of the first operation names its cause; returns the code of the closing."""
    try:
        for error in errors_of_first(socket):
            is_told(error)
    except WebSocketDisconnect as closed:
        return closed.code
    return None


def errors_of_first(socket: Any) -> Iterator[dict[str, Any]]:
    """Errors of operation 1; a valid subscription has none, and another operation ends the wait.

    Operations run concurrently: a cheap one may be answered before an earlier one.
    """
    has_come = False
    for number in map(str, range(2, 12)):
        payload = {"query": "{ edition { number } }"}
        socket.send_json({"id": number, "type": "subscribe", "payload": payload})
        while (message := socket.receive_json()) != {"id": number, "type": "complete"}:
            has_come = has_come or message["id"] == "1"
            if message["id"] == "1" and message["type"] == "error":
                yield from message["payload"]
            elif message["type"] == "next":
                yield from message["payload"].get("errors", ())
        if has_come:
            return


def test_a_subscription_tells_which_field_has_the_wrong_argument(small: Asker) -> None:
    with opened(small) as socket:
        document = 'subscription { seen: officeChanged(within: "Region:nowhere") { version } }'
        socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": document}})
        (error,) = errors_of_first(socket)
    assert (error["path"], error["extensions"]["code"]) == (["seen"], "NOT_FOUND")


@pytest.mark.parametrize(
    "message",
    [
        "7", "null", "[]", "{}", '"x"', '{"type": null}', '{"type": []}', '{"type": "x"}',
        '{"type": {"a": 1}}',
        '{"type": "subscribe"}', '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": []}',
        '{"type": "subscribe", "id": [], "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": null, "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 7}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": null}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "variables": []}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "operationName": 7}}',
        '{"type": "complete"}', '{"type": "complete", "id": {}}', "NaN", "", "[" * 9_000, "9" * 5_000,
        '"\\ud83d"',
    ],
)  # fmt: skip
def test_a_message_that_is_none_closes_the_socket_and_leaves_no_trace(small: Asker, message: str) -> None:
    with structlog.testing.capture_logs() as logged, opened(small) as socket:
        socket.send_text(message)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4400
    nothing_failed(logged)


def test_the_reason_of_a_closed_socket_fits_into_its_frame(small: Asker) -> None:
    with opened(small) as socket:
        socket.send_json({"type": "мәлімет" * 100})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.reason.startswith("Unknown message type: мәлімет")
    assert 100 < len(closed.value.reason.encode()) <= 123  # RFC 6455, section 5.5


def test_an_operation_that_the_document_lacks_is_told_over_a_websocket(small: Asker) -> None:
    request = {"query": "query A { __typename } query B { __typename }", "operationName": "C" * 5_000}
    with structlog.testing.capture_logs() as logged, opened(small) as socket:
        socket.send_json({"id": "1", "type": "subscribe", "payload": request})
        (error,) = errors_of_first(socket)
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    nothing_failed(logged)


# Single values.

STATE = f'query($at: DateTime) {{ office(id: "{PSC}") {{ openNow(at: $at) {{ state nextChangeAt }} }} }}'


@pytest.mark.parametrize(
    "moment",
    [
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+05:00",
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00+06:00",
    ],
)
def test_a_moment_of_another_age_is_refused_by_name(small: Asker, moment: str) -> None:
    (error,) = small.post(STATE, f'{{"at":"{moment}"}}')["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert f"DateTime is a moment of the years 1900 to 2200; got '{moment}'" in error["message"]


@pytest.mark.parametrize(
    "moment", ["2026-W01-1T09:00:00Z", "20260101T090000Z", "2026-01-01T09Z", "2026-01-01T09:00"]
)
def test_a_moment_is_written_as_the_schema_says(small: Asker, moment: str) -> None:
    (error,) = small.post(STATE, f'{{"at":"{moment}"}}')["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "DateTime is written with an offset" in error["message"]


@pytest.mark.parametrize("moment", ["1900-01-01T00:00:00+14:00", "2200-12-31T23:59:59.999999-14:00"])
def test_the_first_and_the_last_moment_are_answered(small: Asker, moment: str) -> None:
    state = small.post(STATE, f'{{"at":"{moment}"}}')["data"]["office"]["openNow"]["state"]
    assert state == ("UNKNOWN" if moment.startswith("1900") else "CLOSED")


@pytest.mark.parametrize(
    "moment", ["2016-12-31T23:59:60Z", "2023-02-29T00:00:00Z", "2024-01-01T00:00:00+24:00"]
)
def test_a_moment_that_never_was_is_not_called_badly_written(small: Asker, moment: str) -> None:
    (error,) = small.post(STATE, f'{{"at":"{moment}"}}')["errors"]
    assert "is a moment of the calendar and of a clock without leap seconds" in error["message"]
    (error,) = small.post('{ offices(asOf: "2023-02-29") { totalCount } }')["errors"]
    assert error["message"] == "Date is a day of the calendar; '2023-02-29' is none"


def test_letters_of_a_moment_may_be_small(small: Asker) -> None:
    """RFC 3339, 5.6."""
    large, small_ones = (
        small.post(STATE, f'{{"at":"{moment}"}}')["data"]
        for moment in ("2026-03-02T05:00:00Z", "2026-03-02t05:00:00z")
    )
    assert large == small_ones


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("Settlement:x", "Office:x"),
        ("", "Office:slug"),
        ("OfficeView:x@2012-01-01@v1", "Office:x"),
        ("x ", "Office:x"),
    ],
)
def test_an_id_of_another_kind_is_told_how_to_write_it(small: Asker, given: str, right: str) -> None:
    (error,) = small.post(f'{{ office(id: "{given}") {{ id }} }}')["errors"]
    assert error["message"] == f"{given!r} is not the id of an Office: write {right}"


def test_a_week_of_the_calendar_is_no_day(small: Asker) -> None:
    document = 'query { offices(asOf: "2012-W01-1") { totalCount } }'
    (error,) = small.post(document)["errors"]
    assert "Date is written YYYY-MM-DD" in error["message"]


def test_a_representation_without_a_name_of_a_type_spoils_its_place_only(small: Asker) -> None:
    good = {"__typename": "Office", "id": PSC}
    told = json.dumps({"r": [{"__typename": ["Office"], "id": PSC}, good, {"__typename": {}}]})
    found = small.post("query($r: [_Any!]!) { _entities(representations: $r) { __typename } }", told)
    assert found["data"]["_entities"] == [None, {"__typename": "Office"}, None]
    assert [error["path"] for error in found["errors"]] == [["_entities", 0], ["_entities", 2]]


def test_a_number_of_a_correction_without_end_is_not_found(small: Asker) -> None:
    (error,) = small.post(f'{{ node(id: "Correction:{"9" * 5_000}") {{ id }} }}')["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("length", ["9" * 5_000, "9" * 19])
def test_a_length_of_the_body_without_end_is_refused(small: Asker, length: str) -> None:
    answer = small.api.http.post(
        "/graphql", content=b"{}", headers={"content-length": length, "content-type": "application/json"}
    )
    assert answer.status_code == 413
