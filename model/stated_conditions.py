"""Conditions that standards state for the places of a service: `seeds/lookups/stated_conditions.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from model.edition import Citation
from model.enums import Channel, Language
from model.lookup_facts import ConditionRow, StatedConditions
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class StatedCondition:
    """A condition that one standard states for classes of offices (channels AUTHORITY and PSC).

    `codes` are the accessibility features it states; empty for a condition of residence.
    """

    act_id: str
    standard: int | None
    provision: str
    classes: frozenset[Channel]
    says: str
    codes: tuple[str, ...] = ()

    def cited(self, language: Language) -> Citation:
        """A citation that quotes the condition; `language` is that of the act."""
        return Citation(self.act_id, language, self.standard, provision=self.provision, quote=self.says)


@cache
def residence_conditions() -> tuple[StatedCondition, ...]:
    """Conditions that an office serves only people who live in its area."""
    return tuple(map(_condition, lookup(StatedConditions).residence))


@cache
def accessibility_conditions() -> tuple[StatedCondition, ...]:
    """Conditions that buildings are accessible to people with disabilities."""
    return tuple(map(_condition, lookup(StatedConditions).accessibility))


@cache
def accessibility_labels() -> Mapping[str, Mapping[Language, str]]:
    """The wording of each accessibility code, by language."""
    return lookup(StatedConditions).labels


def _condition(row: ConditionRow) -> StatedCondition:
    """The condition in a row of the lookup of stated conditions."""
    return StatedCondition(
        act_id=row.act,
        standard=row.standard,
        provision=row.paragraph if row.item is None else f"{row.paragraph}-{row.item}",
        classes=frozenset(row.classes),
        says=row.says,
        codes=row.codes,
    )
