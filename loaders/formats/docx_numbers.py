"""Numbers that Word puts before paragraphs: the file contains their pattern, not the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_BULLET = "–"
_LEVEL = re.compile(r"%(\d)")


class Numbering:
    """Counts the numbered paragraphs of a document in the order of print."""

    def __init__(self, document: Document) -> None:
        part = next(
            (
                rel.target_part
                for rel in document.part.rels.values()
                if rel.reltype == RELATIONSHIP_TYPE.NUMBERING and not rel.is_external
            ),
            None,
        )
        root: Any = getattr(part, "element", None)
        self.abstract: dict[str, Any] = {}
        self.lists: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.styles: dict[str, Any] = {}
        if root is not None:
            self.abstract = {each.get(qn("w:abstractNumId")): each for each in root.iter(qn("w:abstractNum"))}
            self.lists = dict(_lists(root))
        for style in document.styles.element.iter(qn("w:style")):
            self.styles[style.get(qn("w:styleId"))] = style

    def of(self, paragraph: Any) -> str:
        """The number or bullet of the next paragraph with a space after it; empty if it has none.

        Paragraphs must be given in order.
        """
        properties = self._properties(paragraph)
        number = properties.find(qn("w:numId")) if properties is not None else None
        abstract = self.lists.get(number.get(qn("w:val"))) if number is not None else None
        if abstract is None or abstract not in self.abstract:
            return ""
        level_of = properties.find(qn("w:ilvl"))
        level = _whole(level_of.get(qn("w:val")) if level_of is not None else "0", 0)
        levels = {
            _whole(each.get(qn("w:ilvl")), 0): each for each in self.abstract[abstract].iter(qn("w:lvl"))
        }
        return self._counted(abstract, level, levels) if level in levels else ""

    def _properties(self, paragraph: Any) -> Any:
        """The numbering properties of a paragraph, its own or of its styles; None if there are none."""
        own = paragraph.find(qn("w:pPr"))
        if own is None:
            return None
        properties = own.find(qn("w:numPr"))
        style = own.find(qn("w:pStyle"))
        name = style.get(qn("w:val")) if style is not None else None
        for _ in range(10):  # styles are based on each other, in a damaged file in a circle
            if properties is not None or name not in self.styles:
                return properties
            properties = self.styles[name].find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            based_on = self.styles[name].find(qn("w:basedOn"))
            name = based_on.get(qn("w:val")) if based_on is not None else None
        return properties

    def _counted(self, abstract: str, level: int, levels: dict[int, Any]) -> str:
        """Count a paragraph at a level of a list; returns its number as printed.

        Deeper levels start again.
        """
        counts = self.counts.setdefault(abstract, {})
        for deeper in [count for count in counts if count > level]:
            del counts[deeper]
        counts[level] = counts.get(level, _start(levels[level]) - 1) + 1
        if _value(levels[level], "w:numFmt") == "bullet":
            return f"{_BULLET} "
        pattern = _value(levels[level], "w:lvlText")

        def count_of(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return str(counts.get(at, _start(levels[at]) if at in levels else 1))

        shown = _LEVEL.sub(count_of, pattern)
        return f"{shown} " if shown else ""


def _lists(root: Any) -> Iterator[tuple[str, str]]:
    for each in root.iter(qn("w:num")):
        abstract = each.find(qn("w:abstractNumId"))
        if abstract is not None:
            yield each.get(qn("w:numId")), abstract.get(qn("w:val"))


def _value(level: Any, name: str) -> str:
    found = level.find(qn(name))
    return "" if found is None else found.get(qn("w:val")) or ""


def _start(level: Any) -> int:
    return _whole(_value(level, "w:start"), 1)


def _whole(text: str | None, otherwise: int) -> int:
    """The text as a number; `otherwise` if it is not one of at most 8 digits."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
