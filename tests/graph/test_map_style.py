"""`/style.json`: a style whose tiles are found, and whose layers read what the tiles hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from geo.exports.tiles import PARTS, Layer
from model.edition import Edition
from model.enums import OfficeKind, Precision
from tests.api_client import ApiClient


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@pytest.fixture(scope="module")
def style(api: ApiClient) -> Any:
    answer = api.http.get("/style.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()


def read_of(expression: Any) -> Iterator[str]:
    """The attributes that an expression reads."""
    if isinstance(expression, dict):
        expression = list(expression.values())
    if isinstance(expression, list):
        if expression[:1] == ["get"]:
            yield expression[1]
        for part in expression:
            yield from read_of(part)


def words_of(expression: Any) -> Iterator[str]:
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, list):
        for part in expression:
            yield from words_of(part)


def test_each_source_leads_to_the_description_of_tiles_of_this_server(api: ApiClient, style: Any) -> None:
    assert style["version"] == 8
    assert set(style["sources"]) == set(Layer)
    assert not {"glyphs", "sprite"} & set(style)  # no other server is asked
    for layer, source in style["sources"].items():
        assert (source["type"], source["promoteId"]) == ("vector", "id")
        assert source["url"] == f"http://testserver/tiles/{layer}.json"
        described = api.http.get(source["url"]).json()
        assert [each["id"] for each in described["vector_layers"]] == list(PARTS[Layer(layer)])


def test_each_layer_draws_attributes_that_its_tiles_have(style: Any) -> None:
    assert len({layer["id"] for layer in style["layers"]}) == len(style["layers"])
    background, *drawn = style["layers"]
    assert background["type"] == "background"
    for layer in drawn:
        read = set(read_of([layer.get("filter"), layer["paint"]]))
        assert read <= set(PARTS[Layer(layer["source"])][layer["source-layer"]])
        assert layer["type"] != "symbol"  # letters would need `glyphs`


def test_offices_of_each_kind_and_precision_are_drawn(style: Any) -> None:
    offices = [layer for layer in style["layers"] if layer["id"] in ("offices", "offices-somewhere")]
    for layer in offices:
        assert set(words_of(layer["paint"]["circle-color"])) >= set(OfficeKind) - {OfficeKind.OTHER}
    drawn = [word for layer in offices for word in words_of(layer["filter"]) if word in set(Precision)]
    assert sorted(drawn) == sorted(Precision)


def test_the_style_of_a_server_with_a_public_address_begins_with_it(small_edition: Edition) -> None:
    public = ApiClient(small_edition, {"KENSE_PUBLIC_URL": "https://offices.example.kz/"})
    told = public.http.get("/style.json", headers={"host": "evil.example"}).json()["sources"]
    assert told["units"]["url"] == "https://offices.example.kz/tiles/units.json"
    strange = ApiClient(small_edition).http.get("/style.json", headers={"host": "evil.example"}).json()
    assert strange["sources"]["units"]["url"] == "/tiles/units.json"


def test_a_filter_of_the_style_is_refused_and_a_key_is_ignored(api: ApiClient, style: Any) -> None:
    refused = api.http.get("/style.json?kind=AKIMAT")
    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert (error["message"], error["extensions"]["code"]) == (
        "'kind' is not a parameter here: there are none",
        "BAD_USER_INPUT",
    )
    assert api.http.get("/style.json?key=secret").json() == style
