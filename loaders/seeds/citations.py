"""Citations in seeds: `act[/s<standard>][/a<annex>][/l<line>][/p<paragraph>]` as a value, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.errors import RegistryError
from model.records import Citation

_TOKEN = re.compile(
    r"(?P<act>[a-z0-9][a-z0-9-]*)"
    r"(?:/s(?P<standard>\d+))?(?:/a(?P<annex>\d+))?(?:/l(?P<line>\d+))?(?:/p(?P<paragraph>\d+))?",
    re.ASCII,
)


class BadCitationError(RegistryError):
    """A citation token is not of the form `act[/s1][/a2][/l1530][/p9]`."""


@dataclass(frozen=True, slots=True, order=True)
class CitationToken:
    """A citation: a printed row by its line, or a numbered paragraph of a standard."""

    act: str
    standard: int | None = None
    annex: int | None = None
    line: int | None = None
    paragraph: int | None = None


def parse_citation(token: str) -> CitationToken:
    """The citation in a text. Raises BadCitationError. A number 0 becomes None.

    >>> parse_citation("gov-2012-1119/s1/a2/l1530")
    CitationToken(act='gov-2012-1119', standard=1, annex=2, line=1530, paragraph=None)
    """
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise BadCitationError(f"{token!r} is not a citation such as gov-2012-1119/s1/a2/l1530")
    numbers = (match[key] and int(match[key]) for key in ("standard", "annex", "line", "paragraph"))
    return CitationToken(match["act"], *(number if number else None for number in numbers))


def format_citation(citation: CitationToken) -> str:
    """The text of a citation: the inverse of `parse_citation`."""
    parts = [citation.act]
    for letter, number in (
        ("s", citation.standard),
        ("a", citation.annex),
        ("l", citation.line),
        ("p", citation.paragraph),
    ):
        if number is not None:
            parts.append(f"{letter}{number}")
    return "/".join(parts)


def cited(citation: Citation) -> str:
    """The citation of a printed row of an edition, as text. An annex that is no number is left out."""
    annex = int(citation.annex) if citation.annex and citation.annex.isdecimal() else None
    return format_citation(CitationToken(citation.act_id, citation.standard, annex, citation.line))
