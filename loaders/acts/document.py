"""The standards of an act: their titles and numbered paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.acts.marks import Mark, MarkKind, find_marks
from loaders.acts.text import ActText, fold, read_text

_NUMBERED = re.compile(r"(?P<number>\d{1,3})\.?\s+\S.*")
_SECTION_LENGTH = 90
_ENDS_SENTENCE = (".", ":", ";", ",", "-", "–")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph; `text` keeps the printed lines, folded, without the number.

    `section` is the numbered title of its section, empty before the first section.
    """

    number: int
    line: int
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class StandardText:
    """A standard (or regulation) without its annexes; `number` is None if the act approves a single standard.

    `line` is that of the heading; `title` is the quoted name of the service.
    """

    number: int | None
    title: str
    line: int
    paragraphs: tuple[Paragraph, ...]

    def paragraph(self, number: int) -> Paragraph | None:
        """The paragraph of that number; None if the standard has none."""
        return next((found for found in self.paragraphs if found.number == number), None)


def read_standards(path: Path) -> list[StandardText]:
    """The standards of an act in order, empty when it has none. Raises UnreadableAct."""
    text = read_text(path)
    marks = find_marks(text)
    return [
        StandardText(mark.number, mark.title, mark.first, tuple(paragraphs_of(text, mark, end)))
        for mark, end in bodies(text, marks)
    ]


def bodies(text: ActText, marks: Sequence[Mark]) -> Iterator[tuple[Mark, int]]:
    """Each heading of a standard with the last line of its text.

    The text ends before its first table or annex, or the next heading.
    """
    for place, mark in enumerate(marks):
        if mark.kind is MarkKind.STANDARD:
            following = marks[place + 1].first - 1 if place + 1 < len(marks) else text.last
            within = range(mark.last + 1, following + 1)
            yield mark, next((n - 1 for n in within if _ends_body(text, n)), following)


def _ends_body(text: ActText, number: int) -> bool:
    """Whether a line ends the standard.

    It is a row of a table, or the title of an annex whose heading is missing: that begins with 1 or 2 plain
    spaces. More spaces indent a paragraph in a text saved without non-breaking ones.
    """
    line = text.line(number)
    return "\t" in line or re.match(r" {1,2}\S", line) is not None


def paragraphs_of(text: ActText, mark: Mark, end: int) -> Iterator[Paragraph]:
    """The paragraphs between a heading and line `end`. Numbered titles of sections are not paragraphs."""
    lines = [(at, fold(text.line(at))) for at in range(mark.last + 1, end + 1)]
    numbers = [_number(printed) for _, printed in lines]
    number = section = 0
    line = mark.last
    heading = title = ""
    words: list[str] = []
    for place, (at, printed) in enumerate(lines):
        candidate = numbers[place]
        if candidate and section < candidate <= section + 2 and _is_section_title(text.line(at)):
            section, title = candidate, printed
        elif candidate and _follows(number, candidate, numbers[place + 1 :]):
            if number:
                yield Paragraph(number, line, "\n".join(words), heading)
            number, line, heading, words = candidate, at, title, [printed.split(maxsplit=1)[1]]
        elif printed:
            words.append(printed)
    if number:
        yield Paragraph(number, line, "\n".join(words), heading)


def _number(printed: str) -> int:
    """The number that a line begins with, with or without a dot (act 002 line 109); 0 if it has none."""
    match = _NUMBERED.fullmatch(printed)
    return int(match["number"]) if match else 0


def _follows(number: int, found: int, later: Sequence[int]) -> bool:
    """Whether paragraph `found` may follow paragraph `number`: it is the next, or one is skipped.

    A skipped number must not come later. Act 001 skips one twice (S15: 18, S18: 21).
    """
    return found == number + 1 or (found == number + 2 and number > 0 and number + 1 not in later)


def _is_section_title(line: str) -> bool:
    """Whether a numbered line is the title of a section: short, not indented and no sentence.

    Such as `2. Порядок оказания государственной услуги`.
    """
    words = fold(line).split(maxsplit=1)[1]
    return (
        line[0].isdigit()
        and len(words) <= _SECTION_LENGTH
        and words[0].isupper()
        and not words.endswith(_ENDS_SENTENCE)
    )
