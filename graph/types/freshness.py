"""How old the sources of an answer are, as clients see it."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Iterable
from datetime import date

import strawberry

from geo.jurisdiction.freshness import AgeClass, freshness_of
from geo.jurisdiction.law import today_in_kazakhstan
from graph.served.context import Registry
from model.edition import Citation


@strawberry.type(description="How old the sources are, and whether the law behind them still holds.")
class Freshness:
    """How old the acts behind a statement are, and whether they are in force, on one day."""

    newest_source_on: date | None = strawberry.field(
        description="Day of the newest text: of its last amendment that was read, else of adoption; null "
        "where no act is cited."
    )
    oldest_source_on: date | None = strawberry.field(description="The same of the oldest text.")
    age_days: int | None = strawberry.field(description="Days from the newest text to the day asked for.")
    age: AgeClass = strawberry.field(description="The same as a class.")
    rests_on_repealed: bool = strawberry.field(
        description="Whether every act behind it is repealed on the day asked for."
    )
    state_unknown: bool = strawberry.field(
        description="Whether none of its acts is known to be in force on that day, and at least one may "
        "be: its text prints no repeal, and the registry knows of nothing newer."
    )


def freshness_view(registry: Registry, citations: Iterable[Citation], day: date | None) -> Freshness:
    """The freshness of citations on a day (None: today) as a type of the schema."""
    freshness = freshness_of(registry.edition, citations, day or today_in_kazakhstan())
    return Freshness(
        newest_source_on=freshness.newest_source_on,
        oldest_source_on=freshness.oldest_source_on,
        age_days=freshness.age_days,
        age=freshness.age,
        rests_on_repealed=freshness.rests_on_repealed,
        state_unknown=freshness.state_unknown,
    )
