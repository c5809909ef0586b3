"""The page that people see: one HTML file for all its addresses, with the head and the words of each.

The page build makes the file in `web/dist/page`. If it was not built, each address says how to build it.
`graph/site` writes the words of an address from the served edition, so that it can be read without a script.
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
from graph.site.markup import element, joined
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
from model.single_sign_on import SingleSignOn

_HEAD = "<!--kense:head-->"
_BODY = "<!--kense:body-->"
"""The placeholder in `web/index.html` for what only the server knows."""
_TITLE = "<title>Kense</title>"
_DEFAULT = Language.KK
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_FILES = ("/service-worker.js", "/manifest.webmanifest", "/icon.svg")
"""Files that browsers request beside the pages; a service worker serves addresses below its own."""
_LONGEST_PART = 300
"""Characters; the longest id has 64."""
Endpoint = Callable[[Request], Awaitable[Response]]


class Site:
    """Makes the HTML page of each address for people."""

    def __init__(self, settings: Settings, folder: Path | None) -> None:
        self.folder = folder
        self.html = None if folder is None else (folder / "index.html").read_text("utf-8")
        self.basemap = settings.basemap_style
        self.map_links = settings.map_links
        self.public_url = settings.public_url
        self.sign_on = settings.single_sign_on
        policy = _policy(settings.basemap_style, self.sign_on)
        self.headers = {**console.HEADERS, "content-security-policy": policy}

    def page(self, words: Told, language: Language, *, own: Language | None = None) -> HTMLResponse:
        """The page with these words in a language.

        `own` is the language in the address, None if it has no language. If the site is not built, the page
        says how to build it.
        """
        if self.html is None:
            return HTMLResponse(console.page("front.html"), words.status, headers=console.HEADERS)
        head = head_of(words, language, self.public_url, own=own)
        if self.basemap:
            head += element("meta", name="kense-basemap", content=self.basemap[0])
        for link in self.map_links:
            head += element("meta", name="kense-map-link", content=link)
        if self.sign_on is not None:
            head += _sign_on_head(self.sign_on)
        parts = {
            'lang="kk"': f'lang="{language}"',
            _TITLE: f"<title>{escape(title_of(words))}</title>",
            _HEAD: head,
            _BODY: framed(words, Speech(language)),
        }
        return HTMLResponse(_filled(self.html, parts), words.status, headers=self.headers)

    def no_page(self, language: Language) -> HTMLResponse:
        """The page for an unknown address (404)."""
        return self._refusal(language, lookup(PageWords).words.no_page, 404)

    def told_page(self, request: Request, registry: Registry) -> Response:
        """The page of a requested address.

        It is 404 for an unknown or unreadable address, 400 for bad parameters, 301 for a record with a new
        id.
        """
        own = _own_language(request)
        language = own or _DEFAULT
        if not _can_be_read(request):
            return self.no_page(language)
        parts = [*filter(None, request.path_params.get("path", "").split("/"))]
        if "id" in request.path_params:
            parts = ["offices", request.path_params["id"]]
        try:
            question = question_of(request.query_params)
            words = told_at(registry, parts, question, Speech(language), link_base(request))
        except MovedError as error:
            prefix = f"/{own}" if own else ""
            return RedirectResponse(f"{self.public_url}{prefix}{error.path}", 301)
        except NotFoundError:
            return self.no_page(language)
        except UsageError:
            return self._refusal(language, lookup(PageWords).words.refused, 400)
        return self.page(words, language, own=own)

    def missing(self, request: Request, error: Exception) -> Response:
        """The 404 answer where no route fits.

        A client that accepts HTML gets a page, any other a line of text.
        """
        headers = {"vary": "accept"}
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse("Not Found", 404, headers)
        found = self.no_page(_language_of(request.url.path.split("/")[1]) or _DEFAULT)
        found.headers.update(headers)
        return found

    def refuse(
        self, language: Language, _: GraphQLError, status: int, headers: Mapping[str, str] | None
    ) -> Response:
        """The page shown while no edition is loaded, or (status 429) after too many requests."""
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
    """Routes of the page, its files and the sitemap. `exports` answers requests for pages from the edition.

    `front` wraps the endpoint of `/`, so that only people get the page there.
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
        # One route for each language: a pattern for any first word would also match other routes.
        page = exports.page_endpoint(site.told_page, partial(site.refuse, language))
        routes.append(Route(f"/{language}", _in(language, page)))
        routes.append(Route(f"/{language}/{{path:path}}", _in(language, page)))
    return routes


def site_stamp(site: Site) -> str:
    """The part of a page's ETag that changes when the page is rebuilt or reworded, or its settings change.

    The names of its files contain their hashes.
    """
    words = msgspec.json.encode(lookup(PageWords)).decode()
    chosen = f"{site.basemap} {site.map_links} {site.sign_on}"
    return hashlib.sha256(f"{chosen} {words} {site.html or ''}".encode()).hexdigest()[:8]


def _filled(html: str, parts: Mapping[str, str]) -> str:
    """The text with each placeholder replaced at its first occurrence.

    Replacements are not searched for placeholders.
    """
    marks = re.compile("|".join(map(re.escape, parts)))
    left = dict(parts)
    return marks.sub(lambda mark: left.pop(mark[0], mark[0]), html)


def _language_of(text: str) -> Language | None:
    return Language(text) if text in LANGUAGES else None


def _own_language(request: Request) -> Language | None:
    return _language_of(request.path_params.get("language", ""))


def _can_be_read(request: Request) -> bool:
    """Whether the path is valid percent-encoded UTF-8 without control characters.

    A part may have 300 characters.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.url.path).encode()
    if _STRAY_PERCENT.search(raw):
        return False
    try:
        parts = unquote_to_bytes(raw).decode().split("/")
    except UnicodeDecodeError:
        return False
    return all(len(part) <= _LONGEST_PART and (part.isprintable() or not part) for part in parts)


def _in(language: str, endpoint: Endpoint) -> Endpoint:
    """An endpoint that sets the language of the request to `language`, as its address begins with it."""

    async def answer(request: Request) -> Response:
        request.path_params["language"] = language
        return await endpoint(request)

    return answer


def _sign_on_head(sign_on: SingleSignOn) -> str:
    """Meta elements for the head of the page that tell its script where people sign in."""
    given = {
        "issuer": sign_on.issuer,
        "client": sign_on.client_id,
        "scope": sign_on.scope,
        "resource": sign_on.resource,
    }
    return joined(
        element("meta", name=f"kense-oidc-{name}", content=value) for name, value in given.items() if value
    )


def _policy(basemap: tuple[str, ...], sign_on: SingleSignOn | None) -> str:
    """The content security policy.

    It allows nothing inline, and of other hosts only those that the operator named. The page asks the
    identity provider for its metadata and for tokens; people go there by a link, not by a form.
    """
    hosts = dict.fromkeys(f"{url.scheme}://{url.netloc}" for url in map(urlsplit, basemap))
    more = "".join(f" {host}" for host in hosts)
    asked = more if sign_on is None else f"{more} {sign_on.origin}"
    return (
        f"default-src 'self'; img-src 'self' data: blob:{more}; connect-src 'self'{asked}; "
        "worker-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
