"""What other sites embed: the script of the components, and pages that may be framed.

Only these pages may be framed, by the origins in the settings. Every other page of this server forbids it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from graph.exports.answers import Exports
from graph.served.context import Registry
from graph.server import console
from graph.server.assets import named_answer, read_assets
from graph.site.embedded import KINDS, embedded_page
from graph.site.markup import DOCTYPE, element
from graph.site.speech import LANGUAGES, Speech
from model.enums import Language
from model.errors import UsageError
from model.lookup_pages import PageWords, Wording
from model.lookups import lookup
from model.settings import Settings

SCRIPT = "/embed/kense.js"


def embedding_routes(settings: Settings, folder: Path | None, exports: Exports) -> list[BaseRoute]:
    """The routes for embedding.

    `folder` holds the built page; without it the script is 404, and pages show only text.
    """
    headers = {**console.HEADERS, "content-security-policy": _policy(settings.embed_origins)}
    pages = [
        Route(
            f"/embed/{kind}",
            exports.endpoint(partial(_page, kind, headers), refuse=partial(_refuse, headers)),
        )
        for kind in KINDS
    ]
    files = {} if folder is None else read_assets(folder / "embed")
    return [Route(SCRIPT, partial(named_answer, files, "kense.js", shared=True)), *pages]


def _page(kind: str, headers: Mapping[str, str], request: Request, registry: Registry) -> Response:
    parameters = request.query_params
    say = Speech(_language(parameters.get("lang", "")))
    try:
        return HTMLResponse(embedded_page(kind, parameters, registry, say), headers=headers)
    except UsageError:
        return _told(headers, say, lookup(PageWords).words.refused, 400)


def _refuse(
    headers: Mapping[str, str], _: GraphQLError, status: int, more: Mapping[str, str] | None
) -> Response:
    words = lookup(PageWords).words
    wording = words.too_many if status == 429 else words.not_ready
    told = _told(headers, Speech(Language.KK), wording, status)
    told.headers.update({"cache-control": "no-store", **(more or {})})
    return told


def _told(headers: Mapping[str, str], say: Speech, wording: Wording, status: int) -> HTMLResponse:
    page = element("html", element("body", element("p", say(wording))), lang=say.language)
    return HTMLResponse(DOCTYPE + page, status, headers=headers)


def _language(given: str) -> Language:
    """The requested language. Kazakh if no language or an unknown language is given."""
    return Language(given) if given in LANGUAGES else Language.KK


def _policy(origins: tuple[str, ...]) -> str:
    """The content security policy: scripts and requests only to this server.

    The given origins and this site may frame the page; without any origin nobody may.
    """
    ancestors = " ".join(("'self'", *origins)) if origins else "'none'"
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; "
        f"frame-ancestors {ancestors}; base-uri 'none'; form-action 'none'"
    )
