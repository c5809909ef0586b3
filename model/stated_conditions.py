"""What standards state of the places where services are given: `seeds/lookups/stated_conditions.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from model.edition import Citation
from model.enums import Channel, Language
from model.lookups import read_lookup


@dataclass(frozen=True, slots=True)
class StatedCondition:
    """A statement of one standard for classes of offices: AUTHORITY and PSC, of the channels.

    `codes` are the accessibility features it states; empty for a condition of residence.
    """

    act_id: str
    standard: int | None
    provision: str
    classes: frozenset[Channel]
    says: str
    codes: tuple[str, ...] = ()

    def cited(self, language: Language) -> Citation:
        """The pointer to its words, in an act of that language."""
        return Citation(self.act_id, language, self.standard, provision=self.provision, quote=self.says)


@cache
def residence_conditions() -> tuple[StatedCondition, ...]:
    """Where an office serves those who live in its place."""
    return _conditions("residence")


@cache
def accessibility_conditions() -> tuple[StatedCondition, ...]:
    """Where buildings have what people with disabilities need."""
    return _conditions("accessibility")


@cache
def accessibility_labels() -> Mapping[str, Mapping[Language, str]]:
    """What each code says, by language."""
    given = read_lookup("stated_conditions")["labels"]
    return {
        code: {Language(language): text for language, text in texts.items()} for code, texts in given.items()
    }


def _conditions(key: str) -> tuple[StatedCondition, ...]:
    return tuple(_condition(one) for one in read_lookup("stated_conditions")[key])


def _condition(given: Mapping[str, Any]) -> StatedCondition:
    place = [str(given[part]) for part in ("paragraph", "item") if part in given]
    return StatedCondition(
        act_id=given["act"],
        standard=given.get("standard"),
        provision="-".join(place),
        classes=frozenset(Channel(one) for one in given["classes"]),
        says=given["says"],
        codes=tuple(given.get("codes", ())),
    )
