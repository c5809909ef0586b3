"""Each word of the glossary stands for something that is there, and each anchor leads to an entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.pages import anchors_of, broken_links
from model.program_files import PROGRAM

GLOSSARY = PROGRAM / "docs" / "glossary.md"
ENTRY = re.compile(r"^### (.+)\n\n((?:(?!^#).*\n)+)", re.M)
_NAME = re.compile(r"`([A-Za-z_]\w*)`")
_FILE = re.compile(r"`([a-z_]+/[\w/.]*)`")
ENTRIES = dict(ENTRY.findall(GLOSSARY.read_text("utf-8")))


@pytest.fixture(scope="module")
def schema() -> str:
    return (PROGRAM / "tests" / "schema.graphql").read_text("utf-8")


def test_the_glossary_has_the_words_that_have_several_meanings_elsewhere() -> None:
    assert {"Act", "Edition", "Version", "Provision", "Correction", "Passport", "Citation", "Unit"} <= set(
        ENTRIES
    )
    assert len(ENTRIES) > 40
    titles = re.findall(r"^### (.+)$", GLOSSARY.read_text("utf-8"), re.M)
    assert len(titles) == len(ENTRIES), "an entry stands twice or says nothing"


@pytest.mark.parametrize("word", ENTRIES)
def test_what_an_entry_names_is_there(word: str, schema: str) -> None:
    text = ENTRIES[word]
    files = [PROGRAM / name for name in _FILE.findall(text)]
    assert [file for file in files if not file.exists()] == []
    code = "".join(file.read_text("utf-8") for file in files if file.is_file())
    names = [name for name in _NAME.findall(text) if name != "kense"]
    assert files or names, "an entry says where the thing lives"
    unknown = [name for name in names if not is_there(name, code, schema)]
    assert unknown == []


def is_there(name: str, code: str, schema: str) -> bool:
    """Whether the files of an entry or the schema define the name."""
    in_code = re.search(rf"^\s*(?:class|def) {name}\b|^\s*{name}\b\s*[:=]", code, re.M)
    in_schema = re.search(rf"^(?:type|interface|enum) {name}\b|^\s+{name}\b", schema, re.M)
    return bool(in_code or in_schema)


def test_every_anchor_of_the_glossary_resolves() -> None:
    assert "as-of" in anchors_of(GLOSSARY)
    assert broken_links(GLOSSARY) == []


def test_a_broken_link_and_a_broken_anchor_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n\n## A part, *two*\n\n[a](#a-part-two) [b](#nothing) [c](other.md) [d](page.md#a-page)\n\n"
        "```\n[e](in-code.md)\n```\n`[f](in-code.md)` <!-- [g](note.md) -->\n",
        "utf-8",
    )
    assert broken_links(page) == ["#nothing", "other.md"]


def test_no_page_of_the_documentation_has_a_broken_link() -> None:
    pages = sorted((PROGRAM / "docs").rglob("*.md"))
    assert len(pages) > 50
    assert {str(page.relative_to(PROGRAM)): broken_links(page) for page in pages if broken_links(page)} == {}
