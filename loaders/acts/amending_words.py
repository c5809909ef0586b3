"""The patterns of `lookups/amending_words.yaml`, compiled once, and their matches in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from model.enums import Language, OperationKind
from model.lookup_words import AmendingWords, Months
from model.lookups import lookup

_QUOTED = r"[«\"](?P<title>[^»]+?(?:«[^»]*»[^»]*?)?)[»\"]"
_RUSSIAN = re.compile(
    r"(?P<body>\S.*?)?\s*(?:от\s+)?(?P<day>\d{1,2})\s+(?P<month>[а-я]+)\s+(?P<year>\d{4})\s*(?:года|г\.)?\s*"
    r"(?:№|N)\s*(?P<number>\w(?:[\w/.–-]*\w)?)"
)
_KAZAKH = re.compile(
    r"(?P<body>\S.*?)?\s*(?P<year>\d{4})\s*жыл\w*\s+(?P<day>\d{1,2})\s+"
    r"(?P<month>[а-яәғқңөұүһі]+?)(?:дағы|дегі|тағы|тегі)?\s*(?:№|N)\s*(?P<number>\w(?:[\w/.–-]*\w)?)"
)
_SUBNUMBER = re.compile(r"(\d+)-(\d+)")
_LONGEST_RANGE = 300


@dataclass(frozen=True, slots=True)
class ActRef:
    """An act that a line names: number, day of adoption, and the words before them."""

    number: str
    day: date
    body: str = ""


@dataclass(frozen=True, slots=True)
class _Wording:
    kind: OperationKind
    words: re.Pattern[str]
    within: str
    block: bool


@dataclass(frozen=True, slots=True)
class Worded:
    """An operation as one line orders it.

    `names` are the groups of the matching pattern, `block` says whether rows must be quoted below.
    """

    kind: OperationKind
    block: bool
    names: dict[str, str]


def worded(line: str, within: str) -> Worded | None:
    """The operation that a line orders, by the first matching pattern; None if none matches.

    Patterns of a list are tried only if `within` is that list (`rename` or `repeal`).
    """
    printed = line.rstrip(" ;.:,")
    for wording in _wordings():
        if wording.within and wording.within != within:
            continue
        found = wording.words.fullmatch(printed)
        if found is not None:
            names = {name: value for name, value in found.groupdict().items() if value is not None}
            return Worded(wording.kind, wording.block, names)
    return None


def opened_list(line: str) -> str | None:
    """The list that a line opens: `rename` or `repeal`; None if it opens none."""
    for name, patterns in lookup(AmendingWords).opens.items():
        if any(_compiled(pattern).fullmatch(line.strip()) for pattern in patterns):
            return name
    return None


def find_place(part: str, line: str) -> str | None:
    """The title of the standard, or the number of the annex or paragraph that a line names, else None.

    `part` is "title", "annex" or "paragraph".
    """
    words = lookup(AmendingWords)
    patterns = {"title": words.standard, "annex": words.annex, "paragraph": words.paragraph}[part]
    for pattern in patterns:
        found = _compiled(pattern).search(line)
        if found is not None:
            return found[part]
    return None


def find_act(line: str) -> ActRef | None:
    """The act that a line names by day and number, else None. `приложение к постановлению от …` counts, too.

    A day that does not exist becomes `date.min`.
    """
    for pattern, language in ((_RUSSIAN, Language.RU), (_KAZAKH, Language.KK)):
        found = pattern.search(line)
        if found is not None and found["month"] in months(language):
            return ActRef(found["number"], _day(found, language), (found["body"] or "").strip(" ,«"))
    return None


def find_day(line: str) -> date | None:
    """The day from which an operation is valid, in Russian words; None if the line states none."""
    for pattern in lookup(AmendingWords).since:
        found = _compiled(pattern).search(line)
        if found is not None and found["month"] in months(Language.RU):
            return _day(found, Language.RU)
    return None


def is_of_law(line: str) -> bool:
    """Whether a line contains a verb of an amendment."""
    return any(_compiled(verb).search(line) for verb in lookup(AmendingWords).verbs)


def is_other(line: str) -> bool:
    """Whether a whole line says when an act takes force, or who controls it."""
    return any(_compiled(words).fullmatch(line.strip()) for words in lookup(AmendingWords).others)


def row_labels(printed: str) -> tuple[str, ...]:
    """The numbers of rows in a list; a range of more than 300 numbers stays as printed.

    >>> row_labels("3, 5 и 7–9")
    ('3', '5', '7', '8', '9')
    >>> row_labels("6-1")
    ('6-1',)
    """
    labels: list[str] = []
    for piece in re.split(r"\s*,\s*|\s+(?:и|және)\s+", printed):
        labels += _range(piece.strip(". "))
    return tuple(labels)


def _range(piece: str) -> Iterable[str]:
    """The numbers of `7–9` or `7-9`; anything else, such as `6-1`, stays one label."""
    ends = [end.strip(". ") for end in re.split(r"\s*[–—]\s*", piece)]
    hyphened = _SUBNUMBER.fullmatch(piece)
    if hyphened is not None and int(hyphened[1]) < int(hyphened[2]):
        ends = [hyphened[1], hyphened[2]]
    if len(ends) == 2 and all(end.isdecimal() for end in ends):
        first, last = map(int, ends)
        if first < last <= first + _LONGEST_RANGE:
            return map(str, range(first, last + 1))
    return [piece]


@cache
def months(language: Language) -> dict[str, int]:
    """The number of each month by its name as printed in a date."""
    return dict(lookup(Months).ru if language is Language.RU else lookup(Months).kk)


def _day(found: re.Match[str], language: Language) -> date:
    try:
        return date(int(found["year"]), months(language)[found["month"]], int(found["day"]))
    except ValueError:  # the 31st of a shorter month: no such act is known
        return date.min


@cache
def _wordings() -> tuple[_Wording, ...]:
    return tuple(_made())


def _made() -> Iterator[_Wording]:
    for entry in lookup(AmendingWords).operations:
        yield _Wording(entry.kind, _compiled(entry.words), entry.within, entry.block)


@cache
def _compiled(words: str) -> re.Pattern[str]:
    row = lookup(AmendingWords).row
    return re.compile(words.replace("{row}", row).replace("{quoted}", _QUOTED), re.IGNORECASE)
