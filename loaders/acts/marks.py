"""Finds where the standards and annexes of an act begin, in Russian and Kazakh."""

import re
from dataclasses import dataclass
from enum import Enum

from loaders.acts.text import ActText, fold


class MarkKind(Enum):
    """What a heading begins: a standard, an annex of a standard, or an annex of the act."""

    STANDARD = "standard"
    ANNEX = "annex"
    """Annex of a standard or regulation."""
    DECREE_ANNEX = "decree annex"
    """Annex of the act itself: what follows belongs to no standard."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading that fills the lines `first` to `last`.

    `number` is that of the annex (None if the only annex has no number) or of the standard (None if the act
    approves a single standard, which acts never number); `title` is the quoted name in the heading.
    """

    kind: MarkKind
    first: int
    last: int
    number: int | None
    title: str


# 001 line 19564 writes the first letter of the heading as a Latin C.
_STANDARD_RU = re.compile(
    r"(?:[СCРP](?:тандарт|егламент)|Правила)(?: оказания)? государственн(?:ой услуги|ых услуг)\b"
)
_STANDARD_KK = re.compile(
    r"(?:.*\s)?қызмет(?:ті)?(?: көрсету)?(?:дің)? (?:стандарты|регламенті|қағидалары)", re.IGNORECASE
)
_ANNEX_RU = re.compile(r"Приложение(?:\s*№?\s*(?P<number>\d+))?(?P<owner>\s+к\s.*)?", re.IGNORECASE)
_ANNEX_KK = re.compile(r"\**(?:.*(?:на|не)\s+)?(?:№\s*)?(?P<number>\d+)\s*-?\s*қосымша\**", re.IGNORECASE)
_OF_STANDARD = re.compile(r"стандарт|регламент|правила|қағида", re.IGNORECASE)
_OF_DECREE = re.compile(r"\bк (?:постановлени|приказ|решени)|\b(?:қаулысы|бұйрығы|шешімі)", re.IGNORECASE)
_QUOTED = re.compile(r"[«\"](.+)[»\"]")
_ENDS_OWNER = re.compile(r"(?:№\s*\S+|[»\"])$")
_BEGINS_TITLE = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ]")
_OPENS_QUOTE = ("«", '"', "*")
_REACH = 24
"""Most lines of a heading; the longest printed one, with blank lines between, takes 20."""


def find_marks(text: ActText, number_lone: bool = False) -> tuple[Mark, ...]:
    """The headings of standards and annexes in order.

    Standards are numbered by order if there are several, a single one only with `number_lone`.
    """
    marks: list[Mark] = []
    for number, line in enumerate(text.lines, start=1):
        # Cells begin with TAB or hold TABs, paragraphs with non-breaking spaces; headings with neither.
        if not line or "\t" in line or line[0] in "\xa0 ":
            continue
        mark = _mark_at(text, number, fold(line))
        if mark is not None:
            marks.append(mark)
    return _number_standards(marks, number_lone)


def _mark_at(text: ActText, number: int, line: str) -> Mark | None:
    """The heading on a line, with the lines that belong to it; None if the line is no heading."""
    if _STANDARD_RU.match(line):
        last = _end_of_russian(text, number)
        return Mark(MarkKind.STANDARD, _approval(text, number), last, None, _quoted(text, number, last))
    if len(line) < 600 and not line[0].isdigit() and _STANDARD_KK.fullmatch(line):
        first = _start_of_quote(text, number)
        return Mark(MarkKind.STANDARD, first, number, None, _quoted(text, first, number))
    annex = _ANNEX_RU.fullmatch(line)
    if annex is not None and (annex["owner"] or fold(text.line(number + 1)).startswith("к ")):
        return _annex(text, number, _end_of_annex(text, number), annex["number"])
    annex = _ANNEX_KK.fullmatch(line)
    if annex is not None:
        return _annex(text, _start_of_quote(text, number), number, annex["number"])
    return None


def _annex(text: ActText, first: int, last: int, number: str | None) -> Mark:
    """The heading of an annex: of the act itself, or of a standard, by its words outside quotes."""
    heading = fold(" ".join(text.lines[first - 1 : last]))
    outside_quotes = _QUOTED.sub("", heading)
    of_decree = _OF_DECREE.search(outside_quotes) and not _OF_STANDARD.search(outside_quotes)
    kind = MarkKind.DECREE_ANNEX if of_decree else MarkKind.ANNEX
    return Mark(kind, first, last, int(number) if number else None, _quoted(text, first, last))


def _end_of_russian(text: ActText, number: int) -> int:
    """The last line of a heading.

    It is the line before a blank, indented or numbered line, at most 24 lines below.
    """
    last = number
    while last - number < _REACH:
        line = text.line(last + 1)
        if not line.strip() or line[0] in " \t\xa0" or re.match(r"\d+\.", line):
            break
        last += 1
    return last


def _end_of_annex(text: ActText, number: int) -> int:
    """Last line of the heading of an annex.

    It is the line that ends with the number or name of the act or standard that the annex belongs to, if a
    title follows. Else it is as for other headings. Pages and documents have no blank line between the
    heading and the title of the list.
    """
    last = _end_of_russian(text, number)
    for line in range(number, last):
        if _ENDS_OWNER.search(fold(text.line(line))) and _BEGINS_TITLE.match(text.line(line + 1)):
            return line
    return last


def _approval(text: ActText, number: int) -> int:
    """The first line of the approval formula up to 7 lines above a standard; `number` without a formula."""
    for above in range(number, max(number - 8, 0), -1):
        if fold(text.line(above)).startswith(("Утвержд", "УТВЕРЖД")):
            return above
    return number


def _start_of_quote(text: ActText, number: int) -> int:
    """The line, up to 23 lines above a Kazakh heading, that opens its quoted name.

    `number` if there is no such line.
    """
    for above in range(number, max(number - _REACH, 0), -1):
        line = text.line(above)
        if "\t" in line or line.startswith("\xa0"):
            break
        if line.strip().startswith(_OPENS_QUOTE):
            return above
    return number


def _quoted(text: ActText, first: int, last: int) -> str:
    """The text between the quotation marks of a heading; empty if it has none."""
    heading = fold(" ".join(text.lines[first - 1 : last])).replace("*", "")
    match = _QUOTED.search(heading)
    if match is None:
        return ""
    # One closing mark often serves two opened ones: «Приём ... «Лучший преподаватель вуза».
    return match[1] + "»" * max(match[1].count("«") - match[1].count("»"), 0)


def _number_standards(marks: list[Mark], number_lone: bool) -> tuple[Mark, ...]:
    """The headings with standards numbered by order, if there are several or `number_lone` is set."""
    standards = sum(mark.kind is MarkKind.STANDARD for mark in marks)
    are_numbered = standards > 1 or number_lone
    numbered: list[Mark] = []
    count = 0
    for mark in marks:
        if mark.kind is MarkKind.STANDARD:
            count += 1
            number = count if are_numbered else None
            numbered.append(Mark(mark.kind, mark.first, mark.last, number, mark.title))
        else:
            numbered.append(mark)
    return tuple(numbered)
