"""Which provisions count on a day, and the force of the acts behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from model.edition import Citation, Edition, Provision, Service
from model.enums import ActStatus, LifecycleStatus

_KAZAKHSTAN = ZoneInfo("Asia/Almaty")
Counts = Callable[[Provision], bool]


def today_in_kazakhstan() -> date:
    """The date in Kazakhstan now."""
    return datetime.now(_KAZAKHSTAN).date()


def legal_day(moment: datetime) -> date:
    """The date in Kazakhstan at a moment.

    Raises ValueError without a time zone, OverflowError beyond the calendar.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(_KAZAKHSTAN).date()


def counting_on(day: date) -> Counts:
    """A test for provisions whose acts are in force on `day` and whose office is open then."""
    return lambda provision: provision.holds_on(day)


def counting_latest(known: Iterable[Provision], today: date) -> Counts:
    """A test for provisions by the latest known law.

    Provisions pass that have not ended by `today`. If all of `known` have ended, the provisions that ended
    last pass. Provisions of closed offices never pass.
    """
    last_end: date | None = None
    for provision in known:
        until = provision.validity.until
        if provision.is_closed_on(today):
            continue
        if until is None or until > today:
            return lambda each: (
                (each.validity.until is None or each.validity.until > today) and not each.is_closed_on(today)
            )
        if last_end is None or until > last_end:
            last_end = until
    return lambda each: (
        (each.validity.until is None or last_end is None or each.validity.until >= last_end)
        and not each.is_closed_on(today)
    )


def counting_before(known: Sequence[Provision], day: date) -> Counts:
    """A test for the provisions that ended last by `day`.

    Where none had ended by then, it is `counting_latest`.
    """
    ends = [each.validity.until for each in known if each.validity.until is not None]
    past = max((until for until in ends if until <= day), default=None)
    if past is None:
        return counting_latest(known, day)
    return lambda each: each.validity.until == past


def status_of(edition: Edition, citations: Sequence[Citation], day: date) -> ActStatus:
    """The force on `day` of the first act in `citations` that the edition has.

    UNKNOWN if the edition has none of these acts.
    """
    for citation in citations:
        act = edition.acts.get(citation.law)
        if act is not None:
            return act.status_on(day)
    return ActStatus.UNKNOWN


def service_status(edition: Edition, service: Service, day: date) -> LifecycleStatus:
    """ACTIVE while an act about the service is not known to be repealed, PLANNED before that, CLOSED after.

    ACTIVE also without any act.
    """
    standing = {edition.acts[citation.act_id].status_on(day) for citation in service.citations}
    if standing - {ActStatus.REPEALED, ActStatus.NOT_YET_IN_FORCE}:
        return LifecycleStatus.ACTIVE
    if ActStatus.NOT_YET_IN_FORCE in standing:
        return LifecycleStatus.PLANNED
    return LifecycleStatus.CLOSED if standing else LifecycleStatus.ACTIVE
