"""Build the documentation as a site: `python -m handbook.build ZENSICAL`, the path of the program zensical.

The pages are copied to a folder of their own first and the reference is made from the code beside them. The
build fails for a broken link, a missing anchor, a wrong code block, and for anything that a page loads from
another host.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import brotli  # type: ignore[import-untyped]
import yaml

from handbook.code_blocks import wrong_blocks
from handbook.pages import LINK, broken_links
from handbook.reference import write_reference
from handbook.site_check import problems_of
from model.program_files import PROGRAM, built_page

DOCS = PROGRAM / "docs"
WORK = PROGRAM / "var" / "handbook"
AT_TOP = ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "CHANGELOG.md")
"""Files beside the README that are pages of the site, too."""
_LEFT_OUT = ("forms",)
"""Folders of `docs` that contain no pages."""
_PACKED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml"})
_LEAST_BYTES = 1_000
_CONFIG = """\
[project]
site_name = "Kense"
site_description = "Registry of government offices and public services of Kazakhstan"
docs_dir = "pages"
site_dir = "site"
nav = {nav}
[project.theme]
font = false
features = ["navigation.sections", "navigation.top", "content.code.copy", "search.highlight"]
[project.validation]
invalid_links = true
invalid_link_anchors = true
[project.markdown_extensions.toc]
permalink = true
[project.markdown_extensions.tables]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.pymdownx.highlight]
[project.markdown_extensions.pymdownx.superfences]
"""


class Section(TypedDict):
    """A section of the site as `nav.yaml` describes it."""

    title: str
    pages: list[str]


def source_problems() -> list[str]:
    """The broken links and the wrong code blocks of the Markdown pages, a line for each.

    Empty if there are none.
    """
    pages = [*sorted(DOCS.rglob("*.md")), *(DOCS.parent / name for name in ("README.md", *AT_TOP))]
    return [
        f"{page.relative_to(DOCS.parent)}: {problem}"
        for page in pages
        for problem in [*(f"broken link to {link}" for link in broken_links(page)), *wrong_blocks(page)]
    ]


def stage(pages: Path) -> None:
    """Write the Markdown of all pages of the site into a folder, which is emptied first.

    Raises HandbookError.
    """
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(DOCS, pages, ignore=shutil.ignore_patterns(*_LEFT_OUT, "reference"))
    write_reference(pages / "reference")
    (pages / "project").mkdir()
    for name in AT_TOP:
        shutil.copy(PROGRAM / name, pages / "project" / name.lower())
    for page in pages.rglob("*.md"):
        relative = page.relative_to(pages)
        if relative.parts[0] != "reference":
            source = PROGRAM / relative.name.upper().replace(".MD", ".md")
            origin = source if relative.parts[0] == "project" else DOCS / relative
            page.write_text(moved_links(page.read_text("utf-8"), origin, relative), encoding="utf-8")


def moved_links(text: str, origin: Path, page: Path) -> str:
    """The text with its links rewritten for the site.

    A link to a file outside of the site becomes plain text. `origin` is the file that the text comes from,
    `page` its path on the site.
    """

    def moved(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        path, hash_sign, anchor = target.partition("#")
        if ":" in path or not path:
            return match[0]
        file = (origin.parent / path).resolve()
        up = "../" * (len(page.parts) - 1)
        if file.is_relative_to(DOCS) and file.relative_to(DOCS).parts[0] not in _LEFT_OUT:
            return f"[{words}]({up}{file.relative_to(DOCS)}{hash_sign}{anchor})"
        if file.parent == PROGRAM and file.name in AT_TOP:
            return f"[{words}]({up}project/{file.name.lower()}{hash_sign}{anchor})"
        return words

    return re.sub(LINK, moved, text)


def navigation(pages: Path, sections: Sequence[Section]) -> str:
    """The sections as a list in TOML.

    Raises SystemExit for a page in no section, and for a listed page that does not exist.
    """
    named: set[str] = set()
    shown = []
    for section in sections:
        here = list(dict.fromkeys(_pages(pages, section["pages"], named)))
        named.update(here)
        shown.append(f"{{{json.dumps(section['title'])} = {json.dumps(here)}}}")
    if lost := sorted({str(page.relative_to(pages)) for page in pages.rglob("*.md")} - named):
        raise SystemExit(f"handbook/nav.yaml lists no section for {', '.join(lost)}")
    lines = ",\n    ".join(shown)
    return f"[\n    {lines},\n]"


def _pages(pages: Path, patterns: Sequence[str], named: set[str]) -> Iterator[str]:
    """The pages that patterns name, in their order. `FOLDER/*` means all pages of a folder, README first.

    Raises SystemExit for a page that does not exist.
    """
    for pattern in patterns:
        if pattern.endswith("/*"):
            found = sorted(str(page.relative_to(pages)) for page in pages.glob(f"{pattern}.md"))
            yield from sorted(found, key=lambda page: not page.endswith("README.md"))
        elif (pages / pattern).is_file():
            yield pattern
        else:
            raise SystemExit(f"handbook/nav.yaml names {pattern}, which does not exist")


def build(zensical: str) -> Path:
    """Check the pages, build the site with the program `zensical`, and check it. Returns its folder.

    Raises SystemExit with all problems.
    """
    if problems := source_problems():
        raise SystemExit("\n".join(problems))
    pages, site = WORK / "pages", WORK / "site"
    stage(pages)
    sections = yaml.safe_load(Path(__file__).with_name("nav.yaml").read_text("utf-8"))
    (WORK / "zensical.toml").write_text(_CONFIG.format(nav=navigation(pages, sections)), encoding="utf-8")
    shutil.rmtree(site, ignore_errors=True)
    command = [str(Path(zensical).resolve()), "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=WORK, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    if problems := problems_of(site):
        raise SystemExit("\n".join(problems))
    return site


def pack(file: Path) -> None:
    """Write copies compressed by brotli and gzip beside a file, for the server to send.

    Files below 1,000 bytes are skipped.
    """
    content = file.read_bytes()
    if len(content) >= _LEAST_BYTES:
        file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content))
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, mtime=0))


def main() -> None:
    """Build the site, and copy it with compressed files to where the server finds it."""
    site = build(sys.argv[1])
    target = built_page() / "docs"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    # The server has its own answer for an unknown address.
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("404.html"))
    for file in [file for file in target.rglob("*") if file.suffix in _PACKED]:
        pack(file)
    print(f"{len(list(target.rglob('*.html')))} pages in {target.relative_to(PROGRAM)}, no broken link")


if __name__ == "__main__":
    main()
