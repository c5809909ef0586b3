"""Answers in JSON, in the language asked for, with the headers that caches need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from graph.geocoding.asked import Given
from model.enums import Language

JSON = "application/json"
GEOJSON = "application/geo+json"
_VARY = {"vary": "Accept-Language"}


def json_answer(
    body: Any,
    language: Language | None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = JSON,
) -> Response:
    """An answer; `language` is that of its names, None where it has none."""
    told = {} if language is None else {**_VARY, "content-language": language.value}
    told |= headers or {}
    # The charset is the only one that JSON has; some clients guess another where none is said.
    return Response(orjson.dumps(body), status, told, f"{media_type}; charset=utf-8")


def refusal_headers(headers: Mapping[str, str] | None) -> Mapping[str, str]:
    """Headers of a refusal: nobody keeps it."""
    return {"cache-control": "no-store", **(headers or {})}


def language_of(request: Request) -> str:
    """The language of the header, which the address of an answer does not tell."""
    return Given(request).language("lang").value
