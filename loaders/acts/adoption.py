"""Reads from the first lines, Russian or Kazakh, who adopted an act, when and under which number.

The head may stand on one line or on several; an act of several bodies names each with a day and a number of
its own; a print that begins with an annex names the act in the heading of that annex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.names.russian import adjective_nominative
from loaders.acts.text import ActText, fold
from model.enums import Language
from model.languages import language_of
from model.lookup_words import ActHeads, Months
from model.lookups import lookup

HEAD_LINES = 20
"""The title, the body with day and number, and the note of repeal stand within these lines."""
_JOINED = 4
"""Most lines of a head."""
_NUMBER = r"(?:№|N)\s*(?P<number>(?:[А-ЯЁӘҒҚҢӨҰҮҺІA-Z]{1,3}\s+(?=\d|ДСМ))?\w(?:[\w/.–-]*\w)?)"
_RUSSIAN = re.compile(
    rf"от\s+(?P<day>\d{{1,2}})\s+(?P<month>[а-я]+)\s+(?P<year>\d{{4}})\s*(?:года|г\.)\s*{_NUMBER}"
)
_KAZAKH = re.compile(
    r"(?P<year>\d{4})\s*жыл\w*\s+(?P<day>\d{1,2})\s+(?P<month>[а-яәғқңөұүһі]+?)(?:дағы|дегі|тағы|тегі|нан|нен|тан|тен)?"
    rf"\s*{_NUMBER}"
)
_BETWEEN = re.compile(r"\s*(?:и|,|және)\s+", re.IGNORECASE)
_ANNEX_FIRST = re.compile(r"(?:приложени|утвержд|қосымша|бекіт)", re.IGNORECASE)
_LONGEST = 160
"""Most letters of a body and its act: a title that cites another act is longer."""
_SHORT = 20
"""Letters of a line that is too short to show its language."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """The line that names body, day and number of an act; `line` is what it begins with.

    `body` is printed in the genitive of the head, `issuer` is the same in the nominative. `others` are the
    other bodies of a joint act.
    """

    line: str
    body: str
    day: date
    number: str
    others: tuple[Adoption, ...] = ()

    @property
    def issuer(self) -> str:
        """The body in the nominative; as printed if its first word is not known."""
        return issuer_of(self.body)

    @property
    def issuers(self) -> str:
        """All bodies of the act in the nominative, joined by commas; each once."""
        return ", ".join(dict.fromkeys((self.issuer, *(other.issuer for other in self.others))))


def find_adoption(text: ActText) -> Adoption | None:
    """Body, day and number of the act, from its first 20 lines; None if they do not state all three."""
    for joined in range(1, _JOINED + 1):
        for line in joined_lines(text, joined):
            found = _adoption(line)
            if found is not None:
                return found
    return None


def joined_lines(text: ActText, count: int) -> Iterator[str]:
    """Each non-blank line of the first 20, joined with the non-blank lines below it to `count` lines."""
    lines = [fold(line) for line in text.lines[:HEAD_LINES]]
    for at, line in enumerate(lines):
        if line:
            yield " ".join([line, *[below for below in lines[at + 1 :] if below][: count - 1]])


def begins_with(text: ActText, head: str) -> bool:
    """Whether one of the first 20 lines begins with `head`; the head may go on over up to 4 lines."""
    return any(line.startswith(head) for count in (1, _JOINED) for line in joined_lines(text, count))


def language_of_text(text: ActText) -> Language:
    """The language with the most letters.

    Only lines of more than 20 characters count; Russian if there are none.
    """
    counted = dict.fromkeys(Language, 0)
    for line in text.lines:
        if len(line) > _SHORT:
            counted[language_of(line)] += len(line)
    return max(counted, key=lambda language: counted[language]) if any(counted.values()) else Language.RU


def issuer_of(body: str) -> str:
    """A body in the nominative: `акимата Акмолинской области` is `Акимат Акмолинской области`.

    A body with an unknown first word stays as printed.
    """
    known = lookup(ActHeads)
    ending = next((genitive for genitive in known.kazakh_genitives if body.lower().endswith(genitive)), None)
    if ending is not None:
        return body[: -len(ending)]
    words = body.split()
    place = next((n for n, word in enumerate(words) if word.lower().strip(",") in known.issuers), None)
    if place is None:
        return body
    before = [known.adjectives.get(word.lower(), adjective_nominative(word)) for word in words[:place]]
    noun = known.issuers[words[place].lower()]
    if before:
        noun = noun.lower()
    whole = " ".join([*before, noun, *words[place + 1 :]])
    return whole[:1].upper() + whole[1:]


def named_body(words: str) -> str:
    """The body named behind an act's kind, in the nominative.

    Where no kind is named: the words behind the last `»`.

    >>> named_body("Внести в постановление Правительства Республики Казахстан")
    'Правительство Республики Казахстан'
    """
    found = _cited().search(words)
    return issuer_of(found["body"].strip() if found is not None else words.rpartition("»")[2].strip())


def _adoption(line: str) -> Adoption | None:
    """The adoption in a line, by the Russian or the Kazakh form of its date; None without such a date."""
    for pattern, language in ((_RUSSIAN, Language.RU), (_KAZAKH, Language.KK)):
        found = pattern.search(line)
        if found is None or found["month"] not in _months(language):
            continue
        head = _head(line, found, language)
        if head is not None:
            return head
    return None


def _head(line: str, match: re.Match[str], language: Language) -> Adoption | None:
    """The adoption by the date and number in a line; None if the line is a title that cites another act."""
    before, kind = line[: match.start()], _kind(language).match(line, match.end())
    end = kind.end() if kind is not None else match.end()
    is_annex_first = _ANNEX_FIRST.match(line) is not None
    if language is Language.RU:
        named = (_named if not is_annex_first else _cited)().search(before)
        body = named["body"].strip() if named else ""
    else:
        body = before.strip()
    # A title that cites another act contains a day too, but more words follow it.
    if not body or len(body) > _LONGEST or (language is Language.KK and kind is None and not is_annex_first):
        return None
    rest = line[end:].strip(" .")
    others = tuple(_joint(line, end, language)) if _is_joint(line) else ()
    if not others and not is_annex_first and re.match(r"[а-яәғқңөұүһі]", rest):
        return None
    return Adoption(line[:end], body, _day(match, language), match["number"], others)


def _joint(line: str, end: int, language: Language) -> Iterator[Adoption]:
    """The other bodies of a joint act, each with its day and number.

    Those without a readable month or a name are left out.
    """
    pattern = _RUSSIAN if language is Language.RU else _KAZAKH
    for match in pattern.finditer(line, end):
        before = _BETWEEN.sub("", line[end : match.start()], count=1)
        body = _kind_words(language).sub("", before).strip(" ,")
        if match["month"] in _months(language) and body:
            yield Adoption(line[end : match.end()].strip(), body, _day(match, language), match["number"])
        end = match.end()


def _is_joint(line: str) -> bool:
    return any(word in line.lower() for word in lookup(ActHeads).joint)


def _day(found: re.Match[str], language: Language) -> date:
    return date(int(found["year"]), _months(language)[found["month"]], int(found["day"]))


def _months(language: Language) -> dict[str, int]:
    return dict(lookup(Months).ru if language is Language.RU else lookup(Months).kk)


def _alternatives(words: Sequence[str]) -> str:
    return "(?:" + "|".join(rf"{word}\w*" for word in words) + ")"


@cache
def _kind(language: Language) -> re.Pattern[str]:
    """A pattern of the kind of act behind the number, as Kazakh heads print it."""
    return re.compile(
        rf"\s*(?:бірлескен\s+)?(?:{_alternatives(lookup(ActHeads).kinds[language])})", re.IGNORECASE
    )


@cache
def _kind_words(language: Language) -> re.Pattern[str]:
    """A pattern of the kind of act in front of the name of a further body."""
    joint = _alternatives(lookup(ActHeads).joint)
    return re.compile(
        rf"^\s*(?:{joint}\s+)?(?:{_alternatives(lookup(ActHeads).kinds[language])})\s+", re.IGNORECASE
    )


@cache
def _named() -> re.Pattern[str]:
    """A pattern of the kind of act and its body, at the beginning of a Russian head."""
    joint = _alternatives(lookup(ActHeads).joint)
    kinds = _alternatives(lookup(ActHeads).kinds[Language.RU])
    return re.compile(rf"^(?:{joint}\s+)?(?:{kinds})\s+(?P<body>.+?)\s*$", re.IGNORECASE)


@cache
def _cited() -> re.Pattern[str]:
    """A pattern of the kind of act and its body, as in `Приложение 1 к постановлению акимата`."""
    kinds = _alternatives(lookup(ActHeads).kinds[Language.RU])
    return re.compile(rf"\b(?:{kinds})\s+(?P<body>.+?)\s*$", re.IGNORECASE)
