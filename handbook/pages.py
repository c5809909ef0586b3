"""Reads Markdown pages: the anchors of their headings, and their broken links."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import unquote

_CODE = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)|`[^`\n]+`|<!--.*?-->", re.M | re.S)
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.M)
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
"""Matches a link or a picture; its groups are the text and the target."""
_ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_GENERATED = ("docs", "reference")
"""The folder of pages that `make docs` generates; the build itself checks the links to them."""


def anchor_of(heading: str) -> str:
    """The anchor of a heading on the site: lower case, without accents and signs, words joined by hyphens."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    text = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.sub(r"[^\w\s-]", "", text).strip().lower()
    return re.sub(r"[-\s]+", "-", words)


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """The anchors of all headings of a page; code blocks are skipped."""
    text = _CODE.sub(lambda match: match[0].strip("`") if "\n" not in match[0] else "", _read(page))
    return frozenset(anchor_of(heading) for heading in _HEADING.findall(text))


def links_of(page: Path) -> list[str]:
    """The targets of the links and pictures of a page. Those on other hosts are left out."""
    targets = LINK.findall(_CODE.sub("", _read(page)))
    return [unquote(target) for _, target in targets if not _ELSEWHERE.match(target)]


def broken_links(page: Path) -> list[str]:
    """The links of a page to files and anchors that do not exist. Empty if there are none."""
    return [target for target in links_of(page) if not _leads_somewhere(page, target)]


def _leads_somewhere(page: Path, target: str) -> bool:
    """Whether a link on a page leads to an existing file and anchor.

    Links to generated pages count as right.
    """
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if (file.parent.parent.name, file.parent.name) == _GENERATED:
        return True
    if not file.exists():
        return False
    return not anchor or file.suffix != ".md" or anchor in anchors_of(file)


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")
