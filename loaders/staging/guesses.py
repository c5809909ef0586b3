"""Guesses for a draft profile: the class of the offices, their service, their roles.

Each guess states its reason, so that a person can judge it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.names.toponyms import slug
from loaders.acts.column_words import LANGUAGE_NAMES, NAME, known_roles
from loaders.acts.document import StandardText
from loaders.acts.office_tables import OfficeTable
from loaders.acts.profiles import LISTED
from loaders.acts.text import fold
from loaders.readings import UnknownReading, reading_of
from loaders.seeds.files import read_rows
from loaders.seeds.rows import ServiceRow
from model.enums import OfficeKind, Role
from model.lookup_offices import OfficeGuess, OfficeGuesses
from model.lookups import lookup

_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class ClassGuess:
    """The class of the rows of a table; `reason` says why."""

    reading: str
    kind: OfficeKind
    category: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceGuess:
    """The id of a service; `is_known` says whether the registry has a service of that name."""

    id: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """The paragraph that names an annex, and the roles by its words."""

    paragraph: int
    roles: Mapping[Role, int] = field(default_factory=dict)
    reason: str = ""


def guess_class(table: OfficeTable) -> ClassGuess:
    """The class of a table's rows, by the words in most of its names or in its titles.

    Otherwise the kind is OTHER, and the reading is that of the table's shape if it is known.
    """
    names = [name.lower() for name in names_of(table)]
    titles = " ".join((table.title, *table.columns)).lower()
    for guess in lookup(OfficeGuesses).guesses:
        holding = sum(any(word in name for word in guess.words) for name in names)
        if names and holding * 2 > len(names):
            return _of(guess, f"{holding} of {len(names)} names say so")
        word = next((word for word in guess.words if word in titles), None)
        if word is not None:
            return _of(guess, f"«{word}» stands in the titles")
    try:
        return ClassGuess(reading_of(table), OfficeKind.OTHER, "office", "the titles have this shape")
    except UnknownReading:
        return ClassGuess(
            LISTED, OfficeKind.OTHER, "office", "neither names nor titles show what the rows are"
        )


def _of(guess: OfficeGuess, reason: str) -> ClassGuess:
    return ClassGuess(guess.reading or LISTED, guess.kind, guess.category, reason)


def names_of(table: OfficeTable) -> list[str]:
    """The cells with names in all rows."""
    roles = known_roles(table.columns, {})
    places = [place for place, role in enumerate(roles) if role == NAME or role in LANGUAGE_NAMES]
    return [row.cells[place] for row in table.rows for place in places if place < len(row.cells)]


def guess_service(title: str, seeds: Path) -> ServiceGuess:
    """The service of that name in the registry, else a new id made from the name. Raises BadSeedError."""
    folded = _compared(title)
    for row in read_rows(seeds / "services.csv", ServiceRow) if (seeds / "services.csv").is_file() else ():
        if folded in {_compared(name) for name in (row.name_ru, row.name_kk) if name}:
            return ServiceGuess(row.id, True)
    whole = slug(title)
    return ServiceGuess(whole[:_LONGEST_ID].rpartition("-")[0] if len(whole) > _LONGEST_ID else whole, False)


def guess_roles(standard: StandardText | None, annex: int | None) -> RoleGuess | None:
    """The roles of an annex's offices by the paragraph that names it; None if no paragraph does.

    Without known words, they accept applications.
    """
    for paragraph in standard.paragraphs if standard is not None else ():
        if not _names_annex(paragraph.text, annex):
            continue
        told = paragraph.text.lower()
        words: Mapping[Role, Sequence[str]] = lookup(OfficeGuesses).roles
        roles = {role: paragraph.number for role in Role if any(word in told for word in words.get(role, ()))}
        return RoleGuess(
            paragraph.number,
            roles or {Role.ACCEPTS_APPLICATIONS: paragraph.number},
            f"paragraph {paragraph.number} names the annex",
        )
    return None


def _names_annex(text: str, annex: int | None) -> bool:
    """Whether a paragraph names the annex by number; for None, any annex."""
    number = r"\s*№?\s*" + (str(annex) if annex is not None else "")
    if re.search(rf"приложени\w*{number}(?!\d)", text, re.IGNORECASE):
        return True
    return annex is not None and re.search(rf"(?<!\d){annex}\s*-\s*қосымша", text, re.IGNORECASE) is not None


def _compared(name: str) -> str:
    return re.sub(r"[\s«»\"“”]+", " ", fold(name).lower()).strip()
