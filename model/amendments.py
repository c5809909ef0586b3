"""What amending acts change of other acts and of units, as an edition holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from model.enums import LinkKind, OperationKind

_LINKS = {
    OperationKind.REPEAL: LinkKind.REPEALS,
    OperationKind.REPEAL_PART: LinkKind.REPEALS_PART,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One operation: act `by` changes act `of`, or a unit, from the day `on`.

    `line` is that of the operation in the text of `by`; `on` is None if no day is known. `number`,
    `adopted_on` and `adopted_by` name the changed act as the amending act prints them: the registry may not
    hold that act.
    """

    by: str
    line: int
    kind: OperationKind
    of: str | None
    standard: int | None
    annex: int | None
    row: str | None
    on: date | None
    says: str
    number: str | None = None
    adopted_on: date | None = None
    adopted_by: str | None = None

    @property
    def link(self) -> LinkKind:
        """What the act does to the other act: REPEALS, REPEALS_PART, or AMENDS for all other operations."""
        return _LINKS.get(self.kind, LinkKind.AMENDS)
