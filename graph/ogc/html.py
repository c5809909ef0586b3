"""The same resources for people: plain tables and links, no script, nothing from other hosts."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import orjson
from starlette.responses import HTMLResponse

from geo.exports.attribution import ATTRIBUTION
from graph.ogc.links import Link
from graph.ogc.media import VARY

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.2rem .8rem .2rem 0;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}footer{color:#555;font-size:85%}"
)
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    **VARY,
}


def page(title: str, parts: Iterable[str]) -> HTMLResponse:
    """A whole HTML page with a title and these parts, which must be HTML already."""
    return HTMLResponse("".join(pieces(title, parts)), headers=HEADERS)


def pieces(title: str, parts: Iterable[str]) -> Iterator[str]:
    """A whole HTML page like that of `page`, in pieces, for streaming a long page."""
    yield (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>"
    )
    yield from parts
    yield f"</main><footer><p>{escape(ATTRIBUTION)}</p></footer></body></html>\n"


def links_list(links: Iterable[Link]) -> str:
    """Links as an HTML list, each with its title and media type."""
    rows = (
        f'<li><a href="{escape(link["href"])}" rel="{escape(link["rel"].rpartition("/")[2])}">'
        f"{escape(link['title'])}</a> ({escape(link['type'])})</li>"
        for link in links
    )
    return f"<ul>{''.join(rows)}</ul>"


def table(rows: Mapping[str, Any]) -> str:
    """An HTML table of names and values. Empty and unknown values are left out."""
    parts = (
        f"<tr><th>{escape(str(name))}</th><td>{escape(shown(value))}</td></tr>"
        for name, value in rows.items()
        if value not in (None, [], {}, ())
    )
    return f"<table>{''.join(parts)}</table>"


def shown(value: Any) -> str:
    """A value as text; anything but a text as JSON."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def paragraph(text: str) -> str:
    """An HTML paragraph; the text is escaped."""
    return f"<p>{escape(text)}</p>"


def title(text: str) -> str:
    """A heading (`h2`); the text is escaped."""
    return f"<h2>{escape(text)}</h2>"


def heading(text: str, address: str) -> str:
    """A heading (`h2`) that links to an address; both are escaped."""
    return f'<h2><a href="{escape(address)}">{escape(text)}</a></h2>'
