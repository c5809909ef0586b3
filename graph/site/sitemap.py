"""The sitemap for search engines: an index, and parts by kind of page.

A part has at most 50,000 addresses (sitemaps.org); each page is in it once, with its other languages. It is
made while it is sent, in turns of its client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from math import ceil
from urllib.parse import quote

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from geo.exports.facts import unit_ref
from graph.exports.answers import NoSuchPathError, Streamed
from graph.served.registry import Registry
from graph.site.markup import element
from graph.site.speech import LANGUAGES
from graph.terms.links import link_base

MOST_PAGES = 2_000
"""Pages of a part: with three languages each, 6,000 addresses and some 1.6 MB."""
_MEDIA_TYPE = "application/xml"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PLAIN = ("", "/nearest", "/places", "/services", "/coverage", "/embed")
"""Pages that belong to no record."""
_ROBOTS = """User-agent: *
Disallow: /graphql
Disallow: /geocode/
Disallow: /embed/
Disallow: /*/account
Disallow: /*/corrections
Disallow: /*/desk
Disallow: /*/positions
Disallow: /*/desk
"""


def robots(request: Request) -> Response:
    """`robots.txt`: what crawlers may request, and the address of the sitemap."""
    return PlainTextResponse(f"{_ROBOTS}\nSitemap: {link_base(request)}/sitemap.xml\n")


def sitemap_index(request: Request, registry: Registry) -> Response | Streamed:
    """The index of the sitemap: the addresses of its parts."""
    base = link_base(request)
    parts = (
        element("sitemap", element("loc", f"{base}/sitemap/{kind}-{number}.xml"))
        for kind, paths in _paths(registry).items()
        for number in range(1, ceil(len(paths) / MOST_PAGES) + 1)
    )
    content = f"<sitemapindex {_SPACE}>{''.join(parts)}</sitemapindex>"
    return Response(_HEAD + content.encode(), media_type=_MEDIA_TYPE)


def sitemap_part(request: Request, registry: Registry) -> Response | Streamed:
    """A part of the sitemap: at most 2,000 pages, each in every language.

    Raises NoSuchPathError for an unknown part.
    """
    kind, _, number = str(request.path_params["part"]).rpartition("-")
    paths = _paths(registry).get(kind, ())
    first = (
        (int(number) - 1) * MOST_PAGES if number.isascii() and number.isdigit() and len(number) < 4 else -1
    )
    if not 0 <= first < len(paths):
        raise NoSuchPathError("the map of the site has no such part: /sitemap.xml lists them")
    pages = map(partial(_page, link_base(request)), paths[first : first + MOST_PAGES])
    opening = f'<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    pieces = chain([_HEAD + opening.encode()], pages, [b"</urlset>\n"])
    return Streamed(pieces, _MEDIA_TYPE, f"{kind}-{number}.xml")


def _paths(registry: Registry) -> Mapping[str, Sequence[str]]:
    """The paths of all pages, without the language, by kind and in the order of ids.

    So a page mostly stays in its part.
    """
    edition = registry.edition
    return {
        "pages": _PLAIN,
        "services": [f"/services/{service}" for service in sorted(edition.services)],
        "offices": [f"/offices/{office}" for office in sorted(edition.offices)],
        "places": [f"/places/{unit_ref(edition.units[unit])}" for unit in sorted(edition.units)],
    }


def _page(base: str, path: str) -> bytes:
    """The sitemap entries of a page: an entry for each language, with links to the other languages."""
    return b"".join(_addresses(base, path))


def _addresses(base: str, path: str) -> Iterator[bytes]:
    written = escape(base), quote(path, safe="/:")
    addresses = {language: f"{written[0]}/{language}{written[1]}" for language in LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in addresses.items()
    )
    for address in addresses.values():
        yield f"<url><loc>{address}</loc>{links}</url>\n".encode()
