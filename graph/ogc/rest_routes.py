"""The REST routes of the server, as `graph/pages/rest_routes.yaml` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from model.program_files import PROGRAM

_FILE = PROGRAM / "graph" / "pages" / "rest_routes.yaml"


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A query parameter that several routes share."""

    description: str
    type: str = "string"
    required: bool = False
    example: str | None = None


class RestRoute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The description of one route."""

    tag: str
    summary: str
    media: str
    query: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Required parameters."""
    body: str = ""
    """Media type of what is sent by POST; empty for a route that is read by GET."""
    is_bare: bool = False
    """Whether it has no tag of the edition."""
    is_described: bool = False
    """Whether it is JSON or HTML, and refuses unknown parameters."""


class RestRoutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All routes and their shared parameters.

    `unlisted` are routes that are described elsewhere, with the reason.
    """

    tags: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    routes: Mapping[str, RestRoute]
    unlisted: Mapping[str, str]


@lru_cache
def rest_routes() -> RestRoutes:
    """The content of rest_routes.yaml, read once."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=RestRoutes)
