"""Reads the parameters of a request strictly: unknown ones are refused, as the standard requires."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from starlette.requests import Request

from geo.earth.box import Box, InvalidBox
from geo.earth.crs import Crs, read_boxes, read_crs
from graph.exports.answers import MOST_PARAMETERS
from graph.ogc.collection import Collection
from graph.ogc.filters.json_form import read_json
from graph.ogc.filters.text_form import read_text
from graph.ogc.filters.tree import Condition, Literal, day_of_text
from graph.ogc.scene import Asked, Span
from graph.terms.connections import MAX_PAGE_SIZE
from graph.terms.errors import BadInputError

FORMAT = "f"
"""The parameter that chooses a media type."""
ITEM_PARAMETERS = (
    "bbox",
    "bbox-crs",
    "datetime",
    "limit",
    "after",
    "crs",
    "filter",
    "filter-lang",
    "filter-crs",
)
"""Parameters of every collection."""
_OPEN = ("", "..")
_LONGEST_LIMIT = 9
_LANGUAGES = {"cql2-text": read_text, "cql2-json": read_json}
_LONGEST_SHOWN = 40


def given(request: Request, allowed: Iterable[str] = (FORMAT,)) -> Mapping[str, str]:
    """The parameters by name.

    Raises BadInputError for an unknown parameter, a parameter given twice, and too many.
    """
    known, values = set(allowed), dict[str, str]()
    pairs = request.query_params.multi_items()
    if len(pairs) > MOST_PARAMETERS:
        raise BadInputError(f"an address has at most {MOST_PARAMETERS} parameters, not {len(pairs)}")
    for name, value in pairs:
        if name not in known:
            here = f"there are {', '.join(sorted(known))}" if known else "there are none"
            raise BadInputError(f"{name[:_LONGEST_SHOWN]!r} is not a parameter here: {here}")
        if name in values:
            raise BadInputError(f"{name} is given twice")
        values[name] = value
    return values


def parameters_of(collection: Collection) -> tuple[str, ...]:
    """The names of all parameters that a request for items of a collection may have."""
    return (*ITEM_PARAMETERS, FORMAT, *collection.own, *collection.queryables)


def asked_of(request: Request, collection: Collection) -> Asked:
    """The parameters of a request for items, read and checked.

    Raises UsageError for the first that cannot be read.
    """
    values = given(request, parameters_of(collection))
    return Asked(
        limit=_limit(values.get("limit")),
        after=values.get("after"),
        boxes=_boxes(values),
        span=read_span(values["datetime"]) if "datetime" in values else None,
        crs=read_crs(values.get("crs", Crs.CRS84), "crs"),
        own={name: values[name] for name in collection.own if name in values},
        properties={
            name: _property(collection, name, values[name])
            for name in collection.queryables
            if name in values
        },
        condition=_condition(values),
    )


def asked_of_one(request: Request) -> Asked:
    """The parameters of a request for one feature. Raises BadInputError and InvalidCrs."""
    return Asked(crs=read_crs(given(request, ("crs", FORMAT)).get("crs", Crs.CRS84), "crs"))


def read_span(text: str) -> Span:
    """The days, in Kazakhstan, of a moment or an interval of RFC 3339. Raises BadInputError.

    An open end is `..` or nothing.

    >>> read_span("../2012-05-31T20:00:00Z")
    Span(first=None, last=datetime.date(2012, 6, 1))
    """
    first, slash, last = text.partition("/")
    if not slash:
        day = day_of_text(text)
        return Span(day, day)
    span = Span(_end(first), _end(last))
    if span.first is not None and span.last is not None and span.first > span.last:
        raise BadInputError(f"the interval {text[:80]!r} ends before it begins")
    return span


def _end(text: str) -> date | None:
    return None if text in _OPEN else day_of_text(text)


def _limit(text: str | None) -> int | None:
    """The requested page size, at most 200; None if it is not given. Raises BadInputError below 1."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_LIMIT and int(text) > 0):
        raise BadInputError(
            f"limit is a whole number from 1 to {MAX_PAGE_SIZE}, got {text[:_LONGEST_SHOWN]!r}"
        )
    return min(int(text), MAX_PAGE_SIZE)


def _boxes(values: Mapping[str, str]) -> tuple[Box, ...]:
    """The boxes of `bbox`: none without it, two if it crosses the 180th meridian.

    Raises InvalidBox; heights are ignored.
    """
    crs = read_crs(values.get("bbox-crs", Crs.CRS84), "bbox-crs")
    if "bbox" not in values:
        return ()
    text = values["bbox"]
    try:
        edges = [float(part) for part in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) == 6:  # with heights, which nothing here has
        edges = [*edges[:2], *edges[3:5]]
    if len(edges) != 4 or not all(map(math.isfinite, edges)):
        raise InvalidBox(
            "bbox has four numbers or six: the least of each axis, then the greatest, "
            f"for example 70,51,72,53; got {text[:80]!r}"
        )
    return read_boxes(edges, crs)


def _property(collection: Collection, name: str, text: str) -> tuple[Literal, ...]:
    queryable = collection.queryables[name]
    parts = text.split(",") if queryable.choices else [text]
    return tuple(queryable.value(name, part) for part in parts)


def _condition(values: Mapping[str, str]) -> Condition | None:
    crs = read_crs(values.get("filter-crs", Crs.CRS84), "filter-crs")
    language = values.get("filter-lang", "cql2-text")
    if language not in _LANGUAGES:
        raise BadInputError(f"filter-lang is one of {', '.join(_LANGUAGES)}, got {language[:40]!r}")
    return _LANGUAGES[language](values["filter"], crs) if "filter" in values else None
