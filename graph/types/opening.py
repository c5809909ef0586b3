"""Types for opening hours, and for whether an office is open at a moment."""

from datetime import UTC, datetime

import strawberry

from graph.served.context import Registry
from graph.served.precompute import precomputed
from graph.types.acts import ActCitation, ValidityPeriod, cite, period
from model import edition as records
from model.enums import ScheduleBasis, SchedulePurpose
from model.opening import state_of
from model.values.calendar import OpenStateKind
from model.values.recurrence import breaks, rrule


@strawberry.federation.type(
    shareable=True,
    description="A recurring schedule: OSM opening_hours text and RFC 5545 rule say the same thing.",
)
class OpeningSchedule:
    """Opening hours for one purpose."""

    purpose: SchedulePurpose = strawberry.field(description="Which hours these are.")
    opening_hours: str = strawberry.field(description="OSM opening_hours; public holidays are `PH off`.")
    rrule: str | None = strawberry.field(
        description="RFC 5545 rule of the beginnings of the days; null where one rule cannot say the same."
    )
    breaks: str | None = strawberry.field(description="Pauses around noon, as opening_hours of their own.")
    validity: ValidityPeriod = strawberry.field(
        description="Days on which the act that prints them has force."
    )
    time_zone: str = strawberry.field(description="IANA time zone of the hours.")
    source: ActCitation | None = strawberry.field(description="Where they are printed.")
    basis: ScheduleBasis = strawberry.field(
        description="Whose hours these are: of the office itself, or of the standard that lists it."
    )


@strawberry.federation.type(shareable=True, description="Whether an office is open, and when that changes.")
class OpenState:
    """Whether an office is open at a moment, and the hours that say so."""

    state: OpenStateKind = strawberry.field(description="The state; UNKNOWN where no hours are known.")
    next_change_at: datetime | None = strawberry.field(
        description="When the state changes next; null where it does not change within a year or its "
        "hours are unknown."
    )
    basis: OpeningSchedule | None = strawberry.field(
        description="The hours relied on; null where none are known."
    )


def opening_schedule(registry: Registry, schedule: records.Schedule) -> OpeningSchedule:
    """Opening hours as a type of the schema."""
    return OpeningSchedule(
        purpose=schedule.purpose,
        opening_hours=schedule.opening_hours,
        rrule=rrule(schedule.opening_hours),
        breaks=breaks(schedule.opening_hours),
        validity=period(schedule.validity),
        time_zone=schedule.time_zone,
        source=cite(registry, schedule.citation) if schedule.citation else None,
        basis=schedule.basis,
    )


@precomputed
def _states(registry: Registry) -> None:
    now = datetime.now(UTC)
    for office in registry.edition.offices.values():
        state_of(office, now)


def open_now(registry: Registry, office: records.Office, at: datetime | None) -> OpenState:
    """Whether an office is open at a moment (None: now), as a type of the schema."""
    found, schedule = state_of(office, at)
    return OpenState(
        state=found.state,
        next_change_at=found.next_change_at,
        basis=opening_schedule(registry, schedule) if schedule else None,
    )
