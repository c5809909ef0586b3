"""Answers in JSON, in the requested language, with the headers that caches need."""

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
    """An answer in JSON.

    `language` is that of its names; None for an answer that does not depend on a language.
    """
    told = {} if language is None else {**_VARY, "content-language": language.value}
    told |= headers or {}
    # JSON has no other charset; some clients guess another if none is stated.
    return Response(orjson.dumps(body), status, told, f"{media_type}; charset=utf-8")


def refusal_headers(headers: Mapping[str, str] | None) -> Mapping[str, str]:
    """The headers of a refusal, with those that forbid to cache it."""
    return {"cache-control": "no-store", **(headers or {})}


def language_of(request: Request) -> str:
    """The language by `lang` or the Accept-Language header. It is a part of what an answer depends on."""
    return Given(request).language("lang").value
