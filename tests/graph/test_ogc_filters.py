"""CQL2 in both forms: its meaning, its refusals, and bounds on its cost."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import shapely

from geo.earth.box import InvalidBox
from geo.earth.crs import Crs, InvalidCrs, read_boxes, read_crs, shown_in
from graph.ogc.filters.compiling import Compiler, pattern_of
from graph.ogc.filters.json_form import read_json
from graph.ogc.filters.queryables import Queryables, choice, day, flag, number, text
from graph.ogc.filters.text_form import read_text
from graph.ogc.filters.tree import DEEPEST, MOST_CHARACTERS, MOST_NODES, MOST_VALUES, Condition
from graph.ogc.filters.words import words_of
from graph.terms.errors import BadInputError
from model.edition import Position
from model.enums import OfficeKind, Precision

Item = Mapping[str, Any]
QUERYABLES: Queryables = {
    "name": text("Name.", lambda _, item: item["name"]),
    "kind": choice("Kind.", OfficeKind, lambda _, item: item["kind"]),
    "people": number("People.", lambda _, item: item["people"]),
    "is_seat": flag("Seat.", lambda _, item: item["is_seat"]),
    "since": day("Day.", lambda _, item: item["since"]),
}


def at(lon: float, lat: float) -> Position:
    return Position(lon=lon, lat=lat, precision=Precision.SETTLEMENT, method="x", confidence=1.0)


KNOWN: Item = {
    "name": "Село Кына", "kind": "AKIMAT", "people": 120.0, "is_seat": True,
    "since": date(2012, 6, 1), "place": at(71.0, 52.0),
}  # fmt: skip
UNKNOWN: Item = dict.fromkeys(KNOWN)


def found(condition: Condition, item: Item = KNOWN) -> bool | None:
    return Compiler(QUERYABLES, None, lambda each: each["place"]).test(condition)(item)


def of_text(given: str, item: Item = KNOWN, crs: Crs = Crs.CRS84) -> bool | None:
    return found(read_text(given, crs), item)


def of_json(given: Any, item: Item = KNOWN, crs: Crs = Crs.CRS84) -> bool | None:
    return found(read_json(json.dumps(given), crs), item)


NAME, PEOPLE, PLACE = {"property": "name"}, {"property": "people"}, {"property": "geometry"}
SINCE = {"property": "since"}
BOX, WKT = {"bbox": [70, 51, 72, 53]}, "POLYGON((70 51, 72 51, 72 53, 70 53, 70 51))"
SQUARE = {"type": "Polygon", "coordinates": [[[70, 51], [72, 51], [72, 53], [70, 53], [70, 51]]]}
MEANT = [
    ("kind = 'AKIMAT'", {"op": "=", "args": [{"property": "kind"}, "AKIMAT"]}, True),
    ("kind <> 'AKIMAT'", {"op": "<>", "args": [{"property": "kind"}, "AKIMAT"]}, False),
    ("people > 119.5 AND people <= 120", None, True),
    ("120 >= people", {"op": ">=", "args": [120, PEOPLE]}, True),
    ("people < 1.2e2", {"op": "<", "args": [PEOPLE, 120]}, False),
    ("name LIKE 'село%'", {"op": "like", "args": [NAME, "село%"]}, False),
    ("name like '%К_на'", {"op": "like", "args": [NAME, "%К_на"]}, True),
    ("name NOT LIKE '%x%'", {"op": "not", "args": [{"op": "like", "args": [NAME, "%x%"]}]}, True),
    ("people BETWEEN 100 AND 120", {"op": "between", "args": [PEOPLE, 100, 120]}, True),
    ("people NOT BETWEEN 100 AND 120", None, False),
    ("kind IN ('AKIMAT', 'OTHER')", {"op": "in", "args": [{"property": "kind"}, ["AKIMAT", "OTHER"]]}, True),
    ("people NOT IN (1, 2)", {"op": "not", "args": [{"op": "in", "args": [PEOPLE, [1, 2]]}]}, True),
    ("name IS NULL", {"op": "isNull", "args": [NAME]}, False),
    ("\"name\" IS NOT NULL", {"op": "not", "args": [{"op": "isNull", "args": [NAME]}]}, True),
    ("is_seat = TRUE", {"op": "=", "args": [{"property": "is_seat"}, True]}, True),
    ("TRUE", True, True),
    ("(FALSE) OR NOT FALSE", {"op": "or", "args": [False, {"op": "not", "args": [False]}]}, True),
    # AND binds more tightly than OR.
    ("TRUE OR TRUE AND FALSE", {"op": "or", "args": [True, {"op": "and", "args": [True, False]}]}, True),
    ("(TRUE OR TRUE) AND FALSE", None, False),
    ("since = DATE('2012-06-01')", {"op": "=", "args": [SINCE, {"date": "2012-06-01"}]}, True),
    ("since >= '2012-06-02'", {"op": ">=", "args": [SINCE, "2012-06-02"]}, False),
    # 20:00 in Greenwich is the next day in Kazakhstan.
    ("since = TIMESTAMP('2012-05-31T20:00:00Z')", None, True),
    ("name = 'O''Neil'", {"op": "=", "args": [NAME, "O'Neil"]}, False),
    ("S_INTERSECTS(geometry, BBOX(70, 51, 72, 53))", {"op": "s_intersects", "args": [PLACE, BOX]}, True),
    (f"s_within(geometry, {WKT})", {"op": "s_within", "args": [PLACE, SQUARE]}, True),
    # A point on the edge intersects, and lies not within.
    ("S_INTERSECTS(geometry, POLYGON((71 51, 72 51, 72 53, 71 53, 71 51)))", None, True),
    ("S_WITHIN(geometry, POLYGON((71 51, 72 51, 72 53, 71 53, 71 51)))", None, False),
    ("S_INTERSECTS(POINT(71 52), geometry)", None, True),
    ("S_INTERSECTS(geometry, MULTIPOINT((1 1), (71 52)))", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("given", "as_json", "expected"), MEANT, ids=[each[0] for each in MEANT])
def test_a_filter_means_the_same_in_both_forms(given: str, as_json: Any, expected: bool) -> None:
    assert of_text(given) is expected
    if as_json is not None:
        assert of_json(as_json) is expected
        assert read_json(json.dumps(as_json), Crs.CRS84) == read_text(given, Crs.CRS84)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("people = 1", None),
        ("NOT people = 1", None),
        ("people = 1 OR TRUE", True),
        ("people = 1 AND FALSE", False),
        ("people = 1 AND TRUE", None),
        ("people IN (1)", None),
        ("people BETWEEN 1 AND 2", None),
        ("name LIKE '%'", None),
        ("name IS NULL", True),
        ("S_INTERSECTS(geometry, POINT(71 52))", None),
        ("NOT S_WITHIN(geometry, BBOX(1,1,2,2))", None),
    ],
)
def test_what_has_no_value_is_unknown(given: str, expected: bool | None) -> None:
    assert of_text(given, UNKNOWN) is expected


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "character 1 .* 'the end'"),
        ("kind", "a comparison, LIKE"),
        ("kind = ", "a property or a value"),
        ("kind = 'AKIMAT' kind", "AND, OR or the end"),
        ("kind = 'NONE'", "kind is one of AKIMAT"),
        ("nokind = 1", "'nokind' is not a queryable property.* kind"),
        ("people = 'x'", "a number and a string"),
        ("since = 'x'", "neither a date"),
        ("since = DATE('2012-13-01')", "neither a date"),
        ("name = NULL", "IS NULL asks"),
        ("people LIKE 'x'", "LIKE compares texts"),
        ("name LIKE people", "a pattern in single quotes"),
        ("name IN ()", "a property or a value"),
        ("people BETWEEN 1 OR 2", "where AND"),
        ("S_TOUCHES(geometry, POINT(1 1))", "S_TOUCHES is not a function here: .* S_WITHIN"),
        ("S_WITHIN(geometry, geometry)", "one of each"),
        ("S_WITHIN(name, POINT(1 1))", "one of each"),
        ("S_WITHIN(geometry, POINT(1))", "well-known text"),
        ("S_WITHIN(geometry, POINT EMPTY)", "property|geometry|expected"),
        ("S_WITHIN(geometry, POINT(181 1))", "outside of WGS84"),
        ("S_WITHIN(geometry, POINT(nan 1))", "."),
        ("S_WITHIN(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))", "not valid"),
        ("S_WITHIN(geometry, POLYGON((0 0, 1 1", "of a geometry"),
        ("S_WITHIN(geometry, BBOX(1,2,3))", "four numbers"),
        ("S_WITHIN(geometry, BBOX(1,2,3,x))", "a number"),
        ("name = 'x", "character 8"),
        ("name = 1; DROP", "character 9"),
        ("a" * (MOST_CHARACTERS + 1), "at most 16000"),
        ("(" * (DEEPEST + 1) + "TRUE", "nested"),
        ("NOT " * (DEEPEST + 1) + "TRUE", "nested"),
        (" OR ".join(["TRUE"] * MOST_NODES), "more than 100"),
        (f"people IN ({','.join('1' * (MOST_VALUES + 1))})", "more than 200"),
        ("name LIKE '" + "x" * 301 + "'", "at most 300"),
    ],
)
def test_what_is_no_filter_is_refused_in_words(given: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        of_text(given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("{", "not JSON"),
        ("[]", "a condition is"),
        ('{"op": "and", "args": [true]}', "two conditions"),
        ('{"op": "=", "args": [1]}', "2 members"),
        ('{"op": "xor", "args": []}', "not an operator here"),
        ('{"op": "in", "args": [{"property": "people"}, []]}', "not empty"),
        ('{"op": "like", "args": [{"property": "name"}, 1]}', "is a text"),
        ('{"op": "=", "args": [{"property": "name"}, null]}', "a value is"),
        ('{"op": "not"}', "is a list"),
        ('{"op": "s_within", "args": [{"property": "x"}, {"type": "Point", "coordinates": 1}]}', "not those"),
        ('{"op": "s_within", "args": [{"property": "x"}, {"type": "Circle"}]}', "of the type"),
        ('{"op": "s_within", "args": [{"property": "geometry"}, {"bbox": [1, 2, "3", 4]}]}', "four numbers"),
        ('{"op":"not","args":[' * (DEEPEST + 1) + "true" + "]}" * (DEEPEST + 1), "nested"),
        ("[" * 5_000, "not JSON"),
    ],
)  # fmt: skip
def test_what_is_no_filter_in_json_is_refused_in_words(given: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        found(read_json(given, Crs.CRS84))


@pytest.mark.parametrize(
    "given",
    [
        "(" * MOST_CHARACTERS,
        "'" * MOST_CHARACTERS,
        "\\'" * (MOST_CHARACTERS // 2),
        "NOT " * (MOST_CHARACTERS // 4),
        "-" * MOST_CHARACTERS,
        "9" * MOST_CHARACTERS,
        '"' * MOST_CHARACTERS,
        "a.b" * (MOST_CHARACTERS // 3),
        "S_WITHIN(geometry, POLYGON(" + "(" * 15_000,
    ],
    ids=lambda given: given[:8],
)
def test_a_filter_takes_no_longer_to_refuse_than_it_is_long(given: str) -> None:
    began = time.thread_time()
    with pytest.raises(BadInputError):
        of_text(given)
    assert time.thread_time() - began < 0.25


def test_a_pattern_takes_no_longer_than_the_text_is_long() -> None:
    began = time.thread_time()
    assert pattern_of("%a" * 150).fullmatch("a" * 149) is None
    assert pattern_of("%a%b" * 70).fullmatch("ab" * 10_000) is not None
    assert time.thread_time() - began < 0.25


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("%", "", True),
        ("", "", True),
        ("", "x", False),
        ("a%", "a\nb", True),
        ("_", "ab", False),
        ("100\\%", "100%", True),
        ("100\\%", "1000", False),
        ("a.c", "abc", False),
        ("%ab%ab", "ab", False),
        ("%ab%ab", "abab", True),
        ("ab%ba", "aba", False),
        ("a%%b", "ab", True),
    ],
)
def test_a_pattern_is_that_of_sql(pattern: str, value: str, expected: bool) -> None:
    assert (pattern_of(pattern).fullmatch(value) is not None) is expected


def test_coordinates_of_a_filter_and_of_a_box_have_the_axes_of_their_system() -> None:
    assert of_text("S_INTERSECTS(geometry, BBOX(51, 70, 53, 72))", crs=Crs.WGS84) is True
    assert of_text("S_INTERSECTS(geometry, POINT(52 71))", crs=Crs.WGS84) is True
    metres = "S_INTERSECTS(geometry, BBOX(7800000, 6700000, 8000000, 6900000))"
    assert of_text(metres, crs=Crs.WEB_MERCATOR) is True
    (box,) = read_boxes([7792364.4, 6621293.7, 8015003.3, 6982997.9], Crs.WEB_MERCATOR)
    assert [round(edge, 4) for edge in (box.west, box.south, box.east, box.north)] == [70, 51, 72, 53]


def test_a_box_over_the_180th_meridian_is_two() -> None:
    boxes = read_boxes([170, 50, -170, 60], Crs.CRS84)
    assert [(box.west, box.east) for box in boxes] == [(170, 180), (-180, -170)]
    with pytest.raises(InvalidBox):
        read_boxes([1, 60, 2, 50], Crs.CRS84)
    (whole,) = read_boxes([-1e308, -1e308, 1e308, 1e308], Crs.WEB_MERCATOR)
    assert (round(whole.west), round(whole.east), round(whole.north, 2)) == (-180, 180, 85.05)


def test_a_system_is_known_by_its_uri_and_by_a_short_name() -> None:
    assert {read_crs(each, "crs") for each in (Crs.WGS84, "EPSG:4326", "[EPSG:4326]")} == {Crs.WGS84}
    with pytest.raises(InvalidCrs, match="bbox-crs is one of"):
        read_crs("EPSG:9999", "bbox-crs")


def test_words_have_their_places() -> None:
    assert [(word.text, word.start) for word in words_of("a >= 'b'")] == [
        ("a", 0), (">=", 2), ("b", 5), ("the end", 8),
    ]  # fmt: skip


def coordinates(point: shapely.Geometry) -> tuple[float, ...]:
    return tuple(shapely.get_coordinates(point)[0].tolist())


def test_a_shape_is_shown_in_a_system() -> None:
    point = shapely.Point(71.5, 51.25)
    assert coordinates(shown_in(point, Crs.WGS84)) == (51.25, 71.5)
    radius_m, lat = 6_378_137.0, math.radians(51.25)
    metres = (round(radius_m * math.radians(71.5), 1), round(radius_m * math.asinh(math.tan(lat)), 1))
    assert coordinates(shown_in(point, Crs.WEB_MERCATOR)) == metres
    assert shown_in(point, Crs.CRS84) is point
