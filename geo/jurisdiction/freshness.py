"""How old the sources of a statement are, and whether the law behind them still holds.

Days are those of texts: of the last amendment that was read, else of adoption. A statement with several
sources rests on any of them that is not repealed, as in `geo.jurisdiction.repeal`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from model.edition import Act, Citation, Edition
from model.enums import ActStatus

_IN_FORCE = frozenset({ActStatus.IN_FORCE, ActStatus.PARTLY_IN_FORCE})


class AgeClass(StrEnum):
    """The age of the newest source on the day asked for, in classes."""

    UNDER_ONE_YEAR = "UNDER_ONE_YEAR"
    ONE_TO_FIVE_YEARS = "ONE_TO_FIVE_YEARS"
    FIVE_TO_TEN_YEARS = "FIVE_TO_TEN_YEARS"
    OVER_TEN_YEARS = "OVER_TEN_YEARS"
    NO_SOURCE = "NO_SOURCE"


_YEARS = (
    (1, AgeClass.UNDER_ONE_YEAR),
    (5, AgeClass.ONE_TO_FIVE_YEARS),
    (10, AgeClass.FIVE_TO_TEN_YEARS),
)
_DAYS_OF_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age and force of the acts behind a statement, on one day.

    Days and age are None where no act is cited.
    """

    newest_source_on: date | None
    oldest_source_on: date | None
    rests_on_repealed: bool
    """Whether every act behind it is repealed on the day."""
    state_unknown: bool
    """Whether no act behind it is known to be in force on the day, and the force of some act is unknown."""
    age_days: int | None
    """Days from the newest source to the day."""

    @property
    def age(self) -> AgeClass:
        """The class of the age; NO_SOURCE without a source."""
        return age_class(self.age_days)


@dataclass(frozen=True, slots=True)
class AgesTold:
    """Counts of statements by the age of their newest source, and by the force of their law.

    `resting_on_repealed` counts those whose acts are all repealed, `state_unknown` those of unknown force.
    """

    ages: Mapping[AgeClass, int]
    resting_on_repealed: int
    state_unknown: int


def ages_of(edition: Edition, bases: Iterable[tuple[Citation, ...]], day: date) -> AgesTold:
    """Counts of statements by their age and force on `day`. Each statement is given by its citations."""
    shared = list(bases)
    # Villages with one answer share the same tuple: it is judged once.
    judged = {
        id(basis): freshness_of(edition, basis, day) for basis in {id(one): one for one in shared}.values()
    }
    freshness = [judged[id(basis)] for basis in shared]
    return AgesTold(
        ages=Counter(one.age for one in freshness),
        resting_on_repealed=sum(one.rests_on_repealed for one in freshness),
        state_unknown=sum(one.state_unknown for one in freshness),
    )


def freshness_of(edition: Edition, citations: Iterable[Citation], day: date) -> Freshness:
    """The age and force on `day` of a statement with these citations.

    Texts of later days and acts not yet in force do not count.
    """
    acts = {citation.law: citation for citation in citations}
    days = sorted({found for act in acts.values() if (found := _source_day(edition, act, day)) is not None})
    standing = {edition.acts[law].status_on(day) for law in acts if law in edition.acts}
    standing -= {ActStatus.NOT_YET_IN_FORCE}
    return Freshness(
        newest_source_on=days[-1] if days else None,
        oldest_source_on=days[0] if days else None,
        rests_on_repealed=standing == {ActStatus.REPEALED},
        state_unknown=ActStatus.UNKNOWN in standing and not standing & _IN_FORCE,
        age_days=(day - days[-1]).days if days else None,
    )


def age_class(age_days: int | None) -> AgeClass:
    """The class of an age in days; NO_SOURCE for None."""
    if age_days is None:
        return AgeClass.NO_SOURCE
    years = age_days / _DAYS_OF_YEAR
    return next((named for limit, named in _YEARS if years < limit), AgeClass.OVER_TEN_YEARS)


def _source_day(edition: Edition, citation: Citation, day: date) -> date | None:
    """The day of the text that the citation points into, as it was on `day`.

    None where every text is later.
    """
    acts: Iterable[Act | None] = (edition.acts.get(citation.act_id), edition.acts.get(citation.law))
    days = [found for act in acts if act is not None for found in (act.text_day, act.adopted_on)]
    return max((found for found in days if found <= day), default=None)
