"""Edge values of each scalar: as JSON values, and as texts that JSON or a document may contain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

LONG = 20_000
"""Characters of a long text: the walk sends it hundreds of times; a megabyte is sent to each scalar once."""

_TEXTS: tuple[Any, ...] = (
    "", " \n", "a\x00b", "\u202e\ufffe\uffff\U0010ffff", "😀" * 400, "x" * LONG, "%s{0}'\"\\", "١٢²",
    7, 1.5, True, [], {}, ["a", "b"],
)  # fmt: skip
_CURSORS: tuple[Any, ...] = (
    "!", "====", "bnVsbA", "W10", "W251bGxd", "WzFd", "W1tdXQ", "eyJhIjoxfQ", "WzFlMzA5XQ", "/w==", "W25hbl0",
    "Wy0xLCIiXQ", "WyIiLCIiXQ", "WzFlMzA4LCJ6Il0", "W10=" * 9_000, "W1tbW1tbW1tb" * 900, "WyJcdTAwMDAiLCIiXQ",
)  # fmt: skip
"""Cursors that no page gave: no base64, no JSON, other keys, numbers without end."""
_IDS: tuple[Any, ...] = (
    ":", "Office:", "Office:\x00", "Office:" + "9" * LONG, "Office:x:y", "office:akm-akkol-psc",
    "Region:\x00",
    "Correction:²", "Correction:99999999999999999999", "Correction:" + "9" * 5_000,
    "Revision:akm-akkol-psc@²",
    "Revision:@@", "Revision:akm-akkol-psc@" + "9" * 5_000, "ServiceProvision:", "ServicePassport::",
    "__Type:x",
    0, -1, 2**53, 1e300,
)  # fmt: skip
_INTEGERS: tuple[Any, ...] = (
    0, -1, 1, 22, 23, 2**31 - 1, -(2**31), 2**31, -(2**31) - 1, 2**53, 2**63, 2**64, 1.0, 1.5, 1e300, "1",
    "", True, [],
)  # fmt: skip
_FLOATS: tuple[Any, ...] = (
    0, -0.0, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 90, -90, 90.00000000000001, 180, -180,
    180.00000000000003, 360, 2**63, 10**300, 1e-300, "NaN", "Infinity", "1e309", "", True, [],
)  # fmt: skip
_DATES: tuple[Any, ...] = (
    "0001-01-01", "9999-12-31", "1990-12-31", "1991-01-01", "2100-12-31", "2101-01-01", "0000-01-01",
    "10000-01-01",
    "2012-02-30", "2012-W01-1", "2012-001", "-001-01-01", "20120831", "2012-08-31T00:00:00Z", "２０12-08-31",
    "2012-8-31 ", "", "x" * LONG, "2012-08-3\x00", 0, 20120831, 1.5, True, [],
)  # fmt: skip
_MOMENTS: tuple[Any, ...] = (
    "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00-23:59",
    "0001-01-01T23:59:59+23:59",
    "0001-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999-23:59",
    "9999-12-31T00:00:00+00:00",
    "9998-12-31T23:59:59Z", "9998-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "1990-12-31T23:59:59Z",
    "1991-01-01T00:00:00Z", "2100-12-31T23:59:59Z", "2199-12-31T23:59:59Z", "2500-06-06T06:06:06Z",
    "2024-03-01T00:30:00+06:00", "2024-02-29T23:59:59.999999+05:00", "2016-12-31T23:59:60Z",
    "2012-08-31T24:00:00Z",
    "2012-08-31T09:00:00", "2012-08-31", "2012-08-31T09:00:00+24:00", "2012-08-31T09:00:00+05:60",
    "2012-08-31T09:00:00+06:00:30.123456", "2012-W35-5T09:00:00Z", "20120831T090000Z", "2012-08-31x09:00:00Z",
    "2012-08-31T09:00Z", "2012-08-31T09Z", "2012-08-31T09:00:00,5Z", "2012-08-31T09:00:00.1234567890123Z",
    "2012-08-31T09:00:00z", "", "\x00", "now", "x" * LONG, 0, 1.5, True, [],
)  # fmt: skip
_RING = [[70, 51], [72, 51], [72, 53], [70, 51]]
_GEOMETRIES: tuple[Any, ...] = (
    {}, {"type": ""}, {"type": "Point"}, {"type": "Polygon"}, {"type": 7}, {"type": "Polygon",
    "coordinates": None},
    {"type": "Polygon", "coordinates": []}, {"type": "Polygon", "coordinates": [[]]},
    {"type": "Polygon", "coordinates": {}}, {"type": "Polygon", "coordinates": "x"},
    {"type": "Polygon", "coordinates": [_RING]}, {"type": "MultiPolygon", "coordinates": [[_RING]]},
    {"type": "MultiPolygon", "coordinates": [_RING]}, {"type": "MultiPolygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [[[70, 51], [72, 53], [72, 51], [70, 53], [70, 51]]]},
    {"type": "Polygon", "coordinates": [[[1e308, 51], [72, 1e308], [72, 53], [1e308, 51]]]},
    {"type": "Polygon", "coordinates": [[["70", 51], [72, 51], [72, 53], [70, 51]]]},
    {"type": "Polygon", "coordinates": [[[True, 51], [72, 51], [72, 53], [70, 51]]]},
    {"type": "Polygon", "coordinates": [[[70, 51, 1, 2, 3], [72, 51], [72, 53], [70, 51]]]},
    {"type": "Polygon", "coordinates": [[[70], [72], [72], [70]]]},
    {"type": "Polygon", "coordinates": [[[70, 51]] * 4]},
    {"type": "Polygon", "coordinates": [[[None, None]] * 4]},
    {"type": "Polygon", "coordinates": [[[2**64, 51], [72, 51], [72, 53], [2**64, 51]]]},
    {"type": "GeometryCollection", "geometries": []}, {"type": "Feature", "geometry": None},
    {"type": "Polygon", "coordinates": [_RING], "crs": {"type": "name"}}, {"type": "x" * LONG},
    {"type": "\x00", "coordinates": [_RING]}, [], "", 7, True, [{"type": "Point"}],
)  # fmt: skip
_REPRESENTATIONS: tuple[Any, ...] = (
    {}, [], "", 7, True, {"__typename": None}, {"__typename": []}, {"__typename": {}}, {"__typename": 7},
    {"__typename": "Query"}, {"__typename": "\x00"}, {"__typename": "Office"}, {"__typename": "Office",
    "id": None},
    {"__typename": "Office", "id": []}, {"__typename": "Office", "id": {"a": 1}}, {"__typename": "Office",
    "id": 7},
    {"__typename": "Office", "id": "\x00"}, {"__typename": "Office", "id": "x" * LONG},
    {"__typename": "Office", "id": "Region:akm"}, {"__typename": "Region", "katoCode": 7},
    {"__typename": "Region", "katoCode": "\x00"}, {"__typename": "Region", "id": "", "katoCode": []},
    {"__typename": "AdministrativeUnit", "id": "Region:akm"}, {"__typename": "AdministrativeUnit",
    "id": "Office:x"},
    {"__typename": "Organization", "bin": 1e300}, {"__typename": "Organization", "bin": "\x00"},
    {"__typename": "Correction", "id": "Correction:²"}, {"__typename": "Correction",
    "id": "Correction:" + "9" * 5_000},
    {"__typename": "ServiceProvision", "id": "ServiceProvision:"}, {"__typename": ["Office"],
    "id": "Office:x"},
    {"__typename": "ServicePassport", "id": "ServicePassport:@@"}, {"__typename": "LegalAct",
    "id": "LegalAct:\n"},
)  # fmt: skip

EDGES: Mapping[str, tuple[Any, ...]] = {
    "String": _TEXTS,
    "ID": (*_TEXTS, *_IDS),
    "Int": _INTEGERS,
    "Float": _FLOATS,
    "Boolean": (True, False, 0, 1, "true", "", [], {}),
    "Date": _DATES,
    "DateTime": _MOMENTS,
    "GeoJSONGeometry": _GEOMETRIES,
    "_Any": _REPRESENTATIONS,
}
"""Values at the edges of each scalar, as JSON tells them; some are of another type, and refused for it."""
_PAGED = frozenset({"after", "before"})
_CHOICES: tuple[Any, ...] = ("", "NO_SUCH", "\x00", "x" * LONG, "__proto__", 0, 1.5, True, [], {})


def edges_of(kind: str, argument: str, choices: Collection[str] = ()) -> tuple[Any, ...]:
    """Values for an argument of a scalar, or of an enumeration with its choices."""
    if choices:
        return (None, *choices, *_CHOICES)
    return (None, *EDGES[kind], *(_CURSORS if argument in _PAGED else ()))


MANY = "9" * 900_000
JSON_TEXTS = (
    "NaN", "Infinity", "-Infinity", "1e309", "-1e309", "9" * 5_000, MANY, f"-{MANY}", "1e-400", "01", "--1",
    "{", "",
    r'"\ud83d"', r'"\ude00\ud83d"', r'"\u0000"', f'"{"x" * 1_000_000}"', "[" * 3_000 + "]" * 3_000,
    "[" * 200 + "]" * 200,
    '{"a":' * 900 + "1" + "}" * 900, '{"type":"Polygon","coordinates":[[[1e309,1],[2,2],[3,3],[1e309,1]]]}',
    '{"type":"Polygon","coordinates":[[[NaN,1],[2,2],[3,3],[NaN,1]]]}', r'{"type":"\ud83d"}',
    r'{"__typename":"\ud83d"}',
    '{"type":"Polygon","coordinates":[[[%s,1],[2,2],[3,3],[1,1]]]}' % ("9" * 5_000),
    '{"__typename":["Office"]}',
)  # fmt: skip
"""Values of a variable as they may stand in a request, JSON or not."""
LITERALS = (
    "NaN", "Infinity", "1e309", "-1e309", "9" * 5_000, "-" + "9" * 5_000, "9" * 250 + "e99", "1e-400", "-0",
    "01", "0x1",
    r'"\uD83D"', r'"\uD83D\uDE00"', r'"\u{110000}"', r'"\u0000"', '"\x00"', '"""\x00"""', '"""block"""',
    f'"{"x" * LONG}"',
    "[" * 2_000 + "]" * 2_000, "[" * 200 + "]" * 200, "{a:" * 900 + "1" + "}" * 900, "$nobody", "null", "",
    "{type: 1, type: 2}",
    '{type: "Polygon", coordinates: [[[1e309, 1], [2, 2], [3, 3], [1e309, 1]]]}', "{__typename: 1e309}",
    "{__typename: A}",
    '{type: "Polygon", coordinates: [[[%s, 1], [2, 2], [3, 3], [1, 1]]]}' % ("9" * 5_000), "[]", "{}", "true",
    '{__typename: "Office", id: %s}' % ("9" * 5_000),
    '{type: "Polygon", coordinates: %s}' % ("[" * 2_000 + "]" * 2_000),
)  # fmt: skip
"""Values as they may stand in a document, readable or not."""
