"""The page that people see: one HTML file for all its addresses, with the head and the words of each.

The page build makes the file in `web/dist/page`. Where that was not built, each address says how to build it.
`graph/site` words an address from the served edition, so that it is read without a script.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

import msgspec
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph.exports.answers import Exports
from graph.served.context import Registry
from graph.server import console
from graph.server.assets import asset_answer, named_answer, read_assets
from graph.site.frame import framed
from graph.site.markup import element
from graph.site.pages import MovedError, told_at
from graph.site.questions import question_of
from graph.site.sitemap import robots, sitemap_index, sitemap_part
from graph.site.speech import LANGUAGES, Speech
from graph.site.told import Told, head_of, title_of
from graph.terms.links import link_base
from model.enums import Language
from model.errors import NotFoundError, UsageError
from model.lookup_pages import PageWords, Wording
from model.lookups import lookup
from model.settings import Settings

_HEAD = "<!--kense:head-->"
_BODY = "<!--kense:body-->"
"""Where `web/index.html` leaves room for what only the server knows."""
_TITLE = "<title>Kense</title>"
_DEFAULT = Language.KK
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_FILES = ("/service-worker.js", "/manifest.webmanifest", "/icon.svg")
"""What browsers look for beside the pages; a worker serves the addresses below its own."""
_LONGEST_PART = 300
"""Characters; the longest id has 64."""
Endpoint = Callable[[Request], Awaitable[Response]]


class Site:
    """Makes the HTML of each address."""

    def __init__(self, settings: Settings, folder: Path | None) -> None:
        self.folder = folder
        self.html = None if folder is None else (folder / "index.html").read_text("utf-8")
        self.basemap = settings.basemap_style
        self.map_links = settings.map_links
        self.public_url = settings.public_url
        self.headers = {**console.HEADERS, "content-security-policy": _policy(settings.basemap_style)}

    def page(self, told: Told, language: Language, *, own: Language | None = None) -> HTMLResponse:
        """The page of an address in a language; `own` is the one that the address begins with."""
        if self.html is None:
            return HTMLResponse(console.page("front.html"), told.status, headers=console.HEADERS)
        head = head_of(told, language, self.public_url, own=own)
        if self.basemap:
            head += element("meta", name="kense-basemap", content=self.basemap[0])
        for link in self.map_links:
            head += element("meta", name="kense-map-link", content=link)
        parts = {
            'lang="kk"': f'lang="{language}"',
            _TITLE: f"<title>{escape(title_of(told))}</title>",
            _HEAD: head,
            _BODY: framed(told, Speech(language)),
        }
        return HTMLResponse(_filled(self.html, parts), told.status, headers=self.headers)

    def no_page(self, language: Language) -> HTMLResponse:
        """The page for an address that names nothing."""
        return self._refusal(language, lookup(PageWords).words.no_page, 404)

    def told_page(self, request: Request, registry: Registry) -> Response:
        """The page of an address; what names nothing, or nobody can read, is 404."""
        own = _own_language(request)
        language = own or _DEFAULT
        if not _can_be_read(request):
            return self.no_page(language)
        parts = [*filter(None, request.path_params.get("path", "").split("/"))]
        if "id" in request.path_params:
            parts = ["offices", request.path_params["id"]]
        try:
            question = question_of(request.query_params)
            told = told_at(registry, parts, question, Speech(language), link_base(request))
        except MovedError as error:
            prefix = f"/{own}" if own else ""
            return RedirectResponse(f"{self.public_url}{prefix}{error.path}", 301)
        except NotFoundError:
            return self.no_page(language)
        except UsageError:
            return self._refusal(language, lookup(PageWords).words.refused, 400)
        return self.page(told, language, own=own)

    def missing(self, request: Request, error: Exception) -> Response:
        """What no route answers: a page for people, a line for programs."""
        headers = {"vary": "accept"}
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse("Not Found", 404, headers)
        found = self.no_page(_language_of(request.url.path.split("/")[1]) or _DEFAULT)
        found.headers.update(headers)
        return found

    def refuse(
        self, language: Language, _: GraphQLError, status: int, headers: Mapping[str, str] | None
    ) -> Response:
        """What a person sees while no edition is loaded, or after too many requests."""
        words = lookup(PageWords).words
        told = self._refusal(language, words.too_many if status == 429 else words.not_ready, status)
        told.headers.update({"cache-control": "no-store", **(headers or {})})
        return told

    def _refusal(self, language: Language, wording: Wording, status: int) -> HTMLResponse:
        say = Speech(language)
        home = element("p", element("a", say(say.words.home), href=f"/{language}"))
        words = element("h1", say(wording)) + home
        told = Told(title=say(wording), words=words, is_indexed=False, status=status)
        return self.page(told, language, own=language)


def site_routes(site: Site, exports: Exports, front: Callable[[Endpoint], Endpoint]) -> list[BaseRoute]:
    """Routes of the page; the stamp of `exports` belongs to the tags of its pages.

    `front` gives what answers at `/`, for people with the page.
    """
    assets = {} if site.folder is None else read_assets(site.folder / "assets")
    files = {} if site.folder is None else read_assets(site.folder / "top")
    page = exports.page_endpoint(site.told_page, partial(site.refuse, _DEFAULT))

    def asset(request: Request) -> Response:
        return asset_answer(assets, request)

    routes: list[BaseRoute] = [
        Route("/", front(page)),
        Route("/assets/{name}", asset),
        Route("/offices/{id}", page),
        *(Route(path, partial(named_answer, files, path[1:])) for path in _FILES),
        Route("/robots.txt", exports.cheap_endpoint(robots)),
        Route("/sitemap.xml", exports.endpoint(sitemap_index)),
        Route("/sitemap/{part}.xml", exports.endpoint(sitemap_part)),
    ]
    for language in LANGUAGES:
        # One route a language: a pattern that takes any first word would swallow what others serve.
        page = exports.page_endpoint(site.told_page, partial(site.refuse, language))
        routes.append(Route(f"/{language}", _in(language, page)))
        routes.append(Route(f"/{language}/{{path:path}}", _in(language, page)))
    return routes


def site_stamp(site: Site) -> str:
    """What of a page's tag changes when the page is built or worded anew, or gets another background.

    The names of its files hold their hashes.
    """
    words = msgspec.json.encode(lookup(PageWords)).decode()
    return hashlib.sha256(f"{site.basemap} {site.map_links} {words} {site.html or ''}".encode()).hexdigest()[
        :8
    ]


def _filled(html: str, parts: Mapping[str, str]) -> str:
    """The file with each mark in it replaced once; no value is looked through for marks."""
    marks = re.compile("|".join(map(re.escape, parts)))
    left = dict(parts)
    return marks.sub(lambda mark: left.pop(mark[0], mark[0]), html)


def _language_of(text: str) -> Language | None:
    return Language(text) if text in LANGUAGES else None


def _own_language(request: Request) -> Language | None:
    return _language_of(request.path_params.get("language", ""))


def _can_be_read(request: Request) -> bool:
    """Whether the path, as it was sent, is UTF-8 in percent signs and its parts are as long as ids may be."""
    raw: bytes = request.scope.get("raw_path") or quote(request.url.path).encode()
    if _STRAY_PERCENT.search(raw):
        return False
    try:
        parts = unquote_to_bytes(raw).decode().split("/")
    except UnicodeDecodeError:
        return False
    return all(len(part) <= _LONGEST_PART and (part.isprintable() or not part) for part in parts)


def _in(language: str, endpoint: Endpoint) -> Endpoint:
    """The endpoint with the language that its address begins with."""

    async def answer(request: Request) -> Response:
        request.path_params["language"] = language
        return await endpoint(request)

    return answer


def _policy(basemap: tuple[str, ...]) -> str:
    """Nothing inline and nothing from elsewhere, but for the hosts of a background that was asked for."""
    hosts = dict.fromkeys(f"{url.scheme}://{url.netloc}" for url in map(urlsplit, basemap))
    more = "".join(f" {host}" for host in hosts)
    return (
        f"default-src 'self'; img-src 'self' data: blob:{more}; connect-src 'self'{more}; worker-src 'self'; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
