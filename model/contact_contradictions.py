"""Where acts contradict each other on an office or unit, with the printed rows on both sides.

Nothing is corrected here: the value that the registry shows wins by the rule of `model.resolution`, the
others are listed beside it. This module compares the fields whose characters alone decide; fields that need
the names of places are compared in `geo.contradictions.contradictions`, which also gathers them all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from model.edition import Citation, Office, Provenance

Key = TypeVar("Key", bound=Hashable)


class Finding(StrEnum):
    """Why a contradiction is shown that no rule of resolution decided."""

    OWN_PRINT_KEPT = "OWN_PRINT_KEPT"
    """The office keeps what its own row prints; neighbouring rows contradict it."""
    BOTH_KEPT = "BOTH_KEPT"
    """Two rows claim it, and no evidence decides between them."""
    MOVED_BY_EVIDENCE = "MOVED_BY_EVIDENCE"
    """The row stands under a wrong heading; it was placed by its evidence (seeds/lookups/places.yaml)."""


@dataclass(frozen=True, slots=True)
class ContradictoryValue:
    """One side of a contradiction: the value, where it is printed, and whether the registry shows it."""

    value: str
    citation: Citation
    wins: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Rows disagree on one field of an office or of a unit; the side that is shown stands first.

    `rule` is a `model.resolution.Rule` where a rule decided, else a `Finding`. The id names the subject and
    the field, so it is the same as long as the contradiction exists.
    """

    id: str
    office_id: str | None
    unit_id: str | None
    field: str
    values: tuple[ContradictoryValue, ...]
    rule: str


def _numbers(value: str) -> frozenset[str]:
    return frozenset(value.split(", "))


def _mailboxes(value: str) -> frozenset[str]:
    return frozenset(value.casefold().split(", "))


def _hosts(value: str) -> frozenset[str]:
    return frozenset(_host(site) for site in value.casefold().split(", "))


def _host(site: str) -> str:
    return site.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _share_none(one: frozenset[str], other: frozenset[str]) -> bool:
    return one.isdisjoint(other)


_FIELDS: tuple[tuple[str, Callable[[str], frozenset[str]]], ...] = (
    ("phones", _numbers),
    ("faxes", _numbers),
    ("emails", _mailboxes),
    ("websites", _hosts),
    ("postal_code", _numbers),
)
"""Field to its values in one spelling; two rows disagree when they share no value."""


def sameness(field: str, value: str) -> frozenset[str]:
    """The values in a printed text of a field, in one spelling: rows that share a value agree.

    For fields other than phones, faxes, e-mails, sites and postal codes, the whole text.
    """
    return dict(_FIELDS).get(field, _whole)(value)


def _whole(value: str) -> frozenset[str]:
    return frozenset({value})


def contact_contradictions(office: Office) -> tuple[Contradiction, ...]:
    """Phones, faxes, e-mails, sites and postal codes on which the rows of an office disagree.

    Two rows disagree if they share no value: a row with one number more than another does not contradict it.
    Fields that a person set are left out.
    """
    contradictions = []
    for field, values_of in _FIELDS:
        printed = [one for one in office.provenance if one.field == field]
        contradiction = disagreement(office.id, field, printed, values_of, _share_none)
        if contradiction is not None:
            contradictions.append(contradiction)
    return tuple(contradictions)


def disagreement(
    office_id: str,
    field: str,
    printed: Sequence[Provenance],
    key_of: Callable[[str], Key],
    differ: Callable[[Key, Key], bool],
) -> Contradiction | None:
    """A contradiction of the values of a field that differ from the shown value, each once.

    `key_of` brings a value into one spelling, `differ` compares two of these. None if all agree, and if a
    person set the field: from then on the print of acts is history.
    """
    shown = next((value for value in printed if value.wins), None)
    if shown is None or shown.citation is None:
        return None  # a person decided: from then on the print of acts is history
    key = key_of(shown.value)
    sides = [ContradictoryValue(shown.value, shown.citation, wins=True)]
    rule = ""
    for value in _once(printed, key_of):
        if value.citation is not None and differ(key, key_of(value.value)):
            sides.append(ContradictoryValue(value.value, value.citation, wins=False))
            rule = rule or value.rule
    if len(sides) == 1:
        return None
    return Contradiction(f"{office_id}:{field}", office_id, None, field, tuple(sides), rule)


def _once(printed: Iterable[Provenance], key_of: Callable[[str], Key]) -> Iterable[Provenance]:
    """The printed values with different keys; of equal ones the first."""
    seen: set[Key] = set()
    for source in printed:
        key = key_of(source.value)
        if key not in seen:
            seen.add(key)
            yield source
