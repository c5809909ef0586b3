"""The outline of a standard: the numbers of its paragraphs, items and terms, without its words.

`tests/standards/outlines.csv` holds the outlines of all standards, so that passports are checked against them
where the texts of the acts are missing. `python -m tests.standard_outlines` writes it anew.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.acts.document import StandardText, read_standards
from loaders.acts.profiles import shipped_profiles
from loaders.acts.text import fold
from tests.shared_folder import SHARED

KEPT = Path(__file__).parent / "standards" / "outlines.csv"
TERMS = 7
"""The paragraph that prints how long a service takes."""
_ITEM = re.compile(r"(?<!\d)(\d+)\s?\)")
"""Items are printed `2)`, at times amidst a line."""
_TERM = re.compile(
    r"(?P<number>\d+)(?:-\w+)?(?:\s*\([^)]*\))?\s*"
    r"(?:минут|рабоч\w+ дн|календарн\w+ дн|жұмыс күн|күнтізбелік күн)"
)
Key = tuple[str, int | None]
"""Act and number of a standard; None where the act is one standard."""


@dataclass(frozen=True)
class Outline:
    """Numbers that a standard prints."""

    items: Mapping[int, frozenset[str]]
    """By paragraph."""
    terms: frozenset[str]
    """Numbers of minutes and days in the paragraph of terms."""

    @classmethod
    def of(cls, standard: StandardText) -> Outline:
        """The outline of a text."""
        items: dict[int, frozenset[str]] = {}
        for each in standard.paragraphs:
            # Of two paragraphs with one number the first is cited.
            items.setdefault(each.number, frozenset(_ITEM.findall(each.text)))
        terms = " ".join(fold(each.text) for each in standard.paragraphs if each.number == TERMS)
        return cls(items, frozenset(found["number"] for found in _TERM.finditer(terms)))


def outlines_of(acts: Path) -> dict[Key, Outline]:
    """The outlines of all standards, read from the texts of the acts."""
    return {
        (profile.id, standard.number): Outline.of(standard)
        for profile in shipped_profiles()
        for standard in read_standards(acts / f"{profile.source}.txt")
    }


def kept_outlines() -> dict[Key, Outline]:
    """The outlines in the file."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {
            (row["act"], int(row["standard"]) if row["standard"] else None): Outline(
                dict(map(_paragraph, row["paragraphs"].split())), frozenset(row["terms"].split())
            )
            for row in csv.DictReader(file)
        }


def _paragraph(printed: str) -> tuple[int, frozenset[str]]:
    number, _, items = printed.partition(":")
    return int(number), frozenset(items.split("|")) if items else frozenset()


def write(outlines: Mapping[Key, Outline], path: Path) -> None:
    """Write outlines as lines of CSV: `7:1|2` is paragraph 7 with two items."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("act", "standard", "paragraphs", "terms"))
        for (act, standard), outline in outlines.items():
            paragraphs = (f"{number}:{_sorted(items)}".rstrip(":") for number, items in outline.items.items())
            writer.writerow((act, standard or "", " ".join(paragraphs), _sorted(outline.terms, " ")))


def _sorted(numbers: Iterable[str], between: str = "|") -> str:
    return between.join(sorted(numbers, key=int))


if __name__ == "__main__":
    write(outlines_of(SHARED / "acts"), KEPT)
