"""Reads OGC API - Features from a server in tests: documents, pages by their links, refusals, schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import shapely
from httpx2 import Response
from jsonschema_rs import validator_for

from model.yaml_files import parse_yaml
from tests.api_client import ApiClient
from tests.shared_folder import NOT_BESIDE, SHARED

JSON, HTML = "application/json", "text/html"


def got(api: ApiClient, path: str, accept: str = JSON, **query: str) -> Response:
    return api.http.get(path, params=query, headers={"accept": accept})


def body(api: ApiClient, path: str, **query: str) -> dict[str, Any]:
    answer = got(api, path, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def items(api: ApiClient, collection: str, **query: str) -> dict[str, Any]:
    return body(api, f"/collections/{collection}/items", **query)


def everything(api: ApiClient, collection: str, **query: str) -> Iterator[dict[str, Any]]:
    """All features, page after page as the links lead."""
    page = items(api, collection, **{"limit": "200", **query})
    while True:
        yield from page["features"]
        following = link(page, "next")
        if following is None:
            return
        page = api.http.get(following["href"]).json()


def link(document: Mapping[str, Any], rel: str, media: str | None = None) -> dict[str, Any] | None:
    return next(
        (each for each in document["links"] if each["rel"] == rel and media in (None, each["type"])), None
    )


def refused(answer: Response) -> str:
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], bool(problem["title"])) == (answer.status_code, True)
    return str(problem["detail"])


def fits(schema: str, document: Any) -> bool:
    """Whether the document is valid by a published schema of the standard."""
    folder = SHARED / "standards" / "ogcapi-features-1" / "schemas"
    if not folder.is_dir():
        pytest.skip(f"{folder} {NOT_BESIDE}")
    return bool(validator_for(_resolved(folder / f"{schema}.yaml")).is_valid(document))


def _resolved(file: Any) -> Any:
    def put(node: Any) -> Any:
        if isinstance(node, list):
            return ["null" if each is None else put(each) for each in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            if node["$ref"].startswith("geometrycollection"):
                return False  # it holds itself, and nothing here is one
            return _resolved(file.parent / node["$ref"])
        # The files write `type: null`, which YAML reads as no value at all.
        return {
            name: "null" if name == "type" and value is None else put(value) for name, value in node.items()
        }

    return put(parse_yaml(file.read_text("utf-8")))


def shape_of(feature: Mapping[str, Any]) -> shapely.Geometry:
    """The geometry of a feature."""
    return shapely.from_geojson(json.dumps(feature["geometry"]))
