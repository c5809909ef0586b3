"""Casts cells of seeds to values, with file, record and column in every error."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from loaders.seeds.citations import BadCitationError, CitationToken, parse_citation
from loaders.seeds.files import BadSeedError, split_values

Kind = TypeVar("Kind", bound=StrEnum)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cells:
    """Turns the cells of one record into values.

    All methods raise BadSeedError for a value that is not valid; its message begins with `where`, such as
    `areas.csv: akm-akkol`.
    """

    where: str

    def fail(self, problem: str) -> BadSeedError:
        """A BadSeedError for a problem of this record."""
        return BadSeedError(f"{self.where}: {problem}")

    def slug(self, value: str) -> str:
        """The value, if it is an id: ASCII lower case, digits, single hyphens. Raises BadSeedError if not."""
        if not _SLUG.fullmatch(value):
            raise self.fail(f"{value!r} is not an id such as akm-akkol")
        return value

    def member(self, column: str, kinds: type[Kind], value: str) -> Kind:
        """The member of the enumeration `kinds` with this value. Raises BadSeedError if there is none."""
        try:
            return kinds(value)
        except ValueError:
            raise self.fail(f"{column} is {value!r}, not one of {', '.join(kinds)}") from None

    def known(self, column: str, ids: Collection[str], value: str) -> str:
        """The value, if it is in `ids`. Raises BadSeedError if not."""
        if value not in ids:
            raise self.fail(f"{column} is {value!r}, and nothing has that id")
        return value

    def known_or_none(self, column: str, ids: Collection[str], value: str) -> str | None:
        """The value, if it is in `ids`; None if it is empty. Raises BadSeedError for another value."""
        return self.known(column, ids, value) if value else None

    def day(self, column: str, value: str) -> date | None:
        """An ISO date; None if empty. Raises BadSeedError for another text."""
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self.fail(f"{column} is {value!r}, not a day such as 2012-08-31") from None

    def whole(self, column: str, value: str) -> int | None:
        """A whole number from 0; None if empty. Raises BadSeedError for another text."""
        if value and not (value.isascii() and value.isdigit()):
            raise self.fail(f"{column} is {value!r}, not a whole number")
        return int(value) if value else None

    def number(self, column: str, value: str, least: float, most: float) -> float:
        """A number between `least` and `most`, both included. Raises BadSeedError for another text."""
        try:
            number = float(value)
        except ValueError:
            raise self.fail(f"{column} is {value!r}, not a number") from None
        if not least <= number <= most:  # NaN is in no range
            raise self.fail(f"{column} is {value!r}, not between {least:g} and {most:g}")
        return number

    def kato(self, value: str) -> str | None:
        """A code of the official classifier of units, nine digits; None if empty.

        Raises BadSeedError for another text.
        """
        if value and not (value.isascii() and value.isdigit() and len(value) == 9):
            raise self.fail(f"kato is {value!r}, not nine digits")
        return value or None

    def flag(self, column: str, value: str) -> bool:
        """True for `yes`, False if empty. Raises BadSeedError for another text."""
        if value not in {"", "yes"}:
            raise self.fail(f"{column} is {value!r}, not `yes` or empty")
        return value == "yes"

    def citations(self, column: str, value: str, acts: Collection[str]) -> list[CitationToken]:
        """The citations in a cell, separated by `|`; empty if the cell is empty.

        Raises BadSeedError for a citation that is not valid or whose act is not in `acts`.
        """
        tokens = []
        for token in split_values(value):
            try:
                citation = parse_citation(token)
            except BadCitationError as error:
                raise self.fail(f"{column}: {error}") from None
            self.known(f"the act of {column}", acts, citation.act)
            tokens.append(citation)
        return tokens


def unique(file: str, column: str, values: Iterable[str]) -> None:
    """Raise BadSeedError if a value occurs twice; empty ones do not count."""
    seen: set[str] = set()
    for value in values:
        if value and value in seen:
            raise BadSeedError(f"{file}: {column} {value!r} is borne twice")
        seen.add(value)
