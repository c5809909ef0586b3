"""The page that people see: one HTML file for all its addresses, and the JSON-LD of an office inside of it.

The page build makes it in `web/dist/page`. Where that was not built, each address says how to build it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from geo.exports.facts import text_in
from geo.exports.json_ld import office_json_ld, office_path
from graph.exports.answers import Exports
from graph.served.context import Registry
from graph.server import console
from graph.server.assets import asset_answer, read_assets
from model.edition import Name, Office
from model.enums import Language
from model.settings import Settings

LANGUAGES = ("kk", "ru", "en")
"""Languages of the page, as its addresses begin."""
_HEAD = "<!--kense:head-->"
_BODY = "<!--kense:body-->"
"""Where `web/index.html` leaves room for what only the server knows."""
_DEFAULT = "kk"
_NO_PAGE = {"kk": "Мұндай бет жоқ.", "ru": "Такой страницы нет.", "en": "There is no such page."}
"""What is told to those who run no script, in the words of the page."""
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
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

    def page(self, language: str, head: str = "", body: str = "", status: int = 200) -> HTMLResponse:
        """The page with more in its head, and in its body for those who run no script."""
        if self.html is None:
            return HTMLResponse(console.page("front.html"), status, headers=console.HEADERS)
        if self.basemap:
            head += f'<meta name="kense-basemap" content="{escape(self.basemap[0])}">'
        head += "".join(f'<meta name="kense-map-link" content="{escape(link)}">' for link in self.map_links)
        made = self.html.replace('lang="kk"', f'lang="{language}"', 1).replace(_HEAD, head, 1)
        return HTMLResponse(made.replace(_BODY, body, 1), status, headers=self.headers)

    def no_page(self, language: str) -> HTMLResponse:
        """The page for an address that names nothing."""
        words = f"<noscript><h1>{_NO_PAGE[language]}</h1></noscript>"
        return self.page(language, body=words, status=404)

    def any_page(self, request: Request) -> Response:
        """The page of an address; one that nobody can read is 404."""
        language = request.path_params.get("language", _DEFAULT)
        return self.page(language) if _can_be_read(request) else self.no_page(language)

    def missing(self, request: Request, error: Exception) -> Response:
        """What no route answers: a page for people, a line for programs."""
        headers = {"vary": "accept"}
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse("Not Found", 404, headers)
        first = request.url.path.split("/")[1]
        found = self.no_page(first if first in LANGUAGES else _DEFAULT)
        found.headers.update(headers)
        return found

    def office_page(self, request: Request, registry: Registry) -> Response:
        """The page of one office; an id of before a merger leads to that of today, an unknown one is 404."""
        language = request.path_params.get("language", _DEFAULT)
        slug: str = request.path_params["id"].removeprefix("Office:")
        current = registry.edition.current_id(slug)
        office = registry.edition.offices.get(current)
        if office is None:
            return self.no_page(language)
        if current != request.path_params["id"]:
            start = request.url.path.rpartition("/")[0]
            return RedirectResponse(f"{self.public_url}{start}/{current}", 301)
        document = office_json_ld(registry.edition, office, self.public_url).decode()
        head = _office_head(office, language, document, self.public_url)
        return self.page(language, head, _office_body(office, language))


def site_routes(site: Site, exports: Exports) -> list[BaseRoute]:
    """Routes of the page; the stamp of `exports` belongs to the tags of offices' pages."""
    assets = {} if site.folder is None else read_assets(site.folder / "assets")
    office_page = exports.endpoint(site.office_page)
    any_page = exports.cheap_endpoint(site.any_page)

    def asset(request: Request) -> Response:
        return asset_answer(assets, request)

    routes: list[BaseRoute] = [
        Route("/", any_page),
        Route("/assets/{name}", asset),
        Route("/offices/{id}", office_page),
    ]
    for language in LANGUAGES:
        # One route a language: a pattern that takes any first word would swallow what others serve.
        routes.append(Route(f"/{language}/offices/{{id}}", _in(language, office_page)))
        routes.append(Route(f"/{language}", _in(language, any_page)))
        routes.append(Route(f"/{language}/{{path:path}}", _in(language, any_page)))
    return routes


def site_stamp(site: Site) -> str:
    """What of a page's tag changes when the page is built anew, or gets another background.

    The names of its files hold their hashes.
    """
    return hashlib.sha256(f"{site.basemap} {site.map_links} {site.html or ''}".encode()).hexdigest()[:8]


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
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def _name(names: Sequence[Name], language: str) -> str:
    """The name in the language, else in the first one it is known in."""
    order = [Language(language), *Language]
    return next((text for each in order if (text := text_in(names, each))), names[0].value if names else "")


def _office_head(office: Office, language: str, document: str, base: str) -> str:
    """Links and data of an office; of several servers with the page, `base` names the one to be found by."""
    # "<" is the one character that could end the element; JSON knows it by another spelling.
    data = document.replace("<", "\\u003c")
    title = escape(_name(office.names, language))
    links = [f'<link rel="canonical" href="{base}/offices/{office.id}">']
    links += [
        f'<link rel="alternate" hreflang="{each}" href="{base}/{each}/offices/{office.id}">'
        for each in LANGUAGES
    ]
    document_url = base + office_path(office.id)
    links.append(f'<link rel="alternate" type="application/ld+json" href="{document_url}">')
    return (
        f'<meta name="description" content="{title}">{"".join(links)}'
        f'<script type="application/ld+json">{data}</script>'
    )


def _office_body(office: Office, language: str) -> str:
    addresses = "".join(f"<p>{escape(each.full)}</p>" for each in office.addresses)
    contacts = "".join(f"<li>{escape(each.value)}</li>" for each in office.contacts)
    title = escape(_name(office.names, language))
    return f"<noscript><h1>{title}</h1>{addresses}<ul>{contacts}</ul></noscript>"
