"""Checks a built site: every link has a target, and no page loads anything from another host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TAKEN = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}
"""The attribute by which an element makes a browser load a file."""
_ONLY_NAMED = frozenset({"canonical", "next", "prev", "alternate"})
"""Values of `rel` for which a browser loads nothing."""


class _Page(HTMLParser):
    """The ids, links and loaded files of one HTML page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.taken: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each element; records its id, its link, and the file that it loads."""
        given = {name: value or "" for name, value in attrs}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        attribute = _TAKEN.get(tag)
        if attribute in given and given.get("rel") not in _ONLY_NAMED:
            self.taken.append(given[attribute])


def problems_of(site: Path) -> list[str]:
    """The problems of a built site, a line for each. Empty if there are none."""
    pages = {file: _Page(file.read_text("utf-8")) for file in sorted(site.rglob("*.html"))}
    if not pages:
        return [f"{site} contains no page"]
    return [
        f"{file.relative_to(site)}: {problem}"
        for file, page in pages.items()
        for problem in _problems(site, file, page, pages)
    ]


def _problems(site: Path, file: Path, page: _Page, pages: Mapping[Path, _Page]) -> Iterator[str]:
    """Files that a page loads from elsewhere or that are missing, and links without a target."""
    for address in page.taken:
        if urlsplit(address).netloc:
            yield f"takes {address} from another host"
        elif not address.startswith("data:") and _target(site, file, address) is None:
            yield f"takes {address}, which does not exist"
    for link in dict.fromkeys(page.links):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = _target(site, file, link)
        if target is None:
            yield f"leads to {link}, which does not exist"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
            yield f"leads to {link}, an anchor that does not exist"


def _target(site: Path, file: Path, address: str) -> Path | None:
    """The file that an address on a page leads to. None if it is missing or outside of the site."""
    path = unquote(urlsplit(address).path)
    base = site if path.startswith("/") else file.parent
    target = (base / path.lstrip("/")).resolve() if path else file
    if target.is_dir():
        target /= "index.html"
    return target if target.is_file() and target.is_relative_to(site.resolve()) else None
