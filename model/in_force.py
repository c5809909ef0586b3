"""Which contacts and hours of an office are valid on a day; every output format uses these functions.

Acts that print them end, and amendments replace some on a day to come. Of each kind of contact, and of hours
for each purpose, those valid on the day are shown; if none of the kind is, the latest known, with their last
day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from model.records import Contact, Office, Schedule, Validity

_Dated = TypeVar("_Dated", bound=Contact | Schedule)


def contacts_of(office: Office, day: date) -> Sequence[Contact]:
    """The contacts to show on a day: of each kind the valid ones, else the latest known."""
    return _shown(office.contacts, office.contacts_of_other_days, day, _kind)


def schedules_of(office: Office, day: date) -> Sequence[Schedule]:
    """The hours to show on a day: for each purpose the valid ones, else the latest known."""
    return _shown(office.schedules, office.schedules_of_other_days, day, _purpose)


def contacts_on(office: Office, day: date) -> list[Contact]:
    """The contacts that are valid on a day; ended ones are left out."""
    return [one for one in (*office.contacts, *office.contacts_of_other_days) if one.validity.holds_on(day)]


def schedules_on(office: Office, day: date) -> list[Schedule]:
    """The hours that are valid on a day; ended ones are left out."""
    return [one for one in (*office.schedules, *office.schedules_of_other_days) if one.validity.holds_on(day)]


def ended_on(validity: Validity, day: date) -> date | None:
    """The last day of an interval that ended by `day`; None if it has not ended."""
    return validity.last_day if validity.ended_by(day) else None


def contacts_ended(office: Office, day: date) -> dict[str, date]:
    """The last day of the contacts of each kind that have all ended by a day.

    Kinds with a contact that has not ended are left out.
    """
    return _ended(contacts_of(office, day), day, _kind)


def hours_ended(office: Office, day: date) -> dict[str, date]:
    """The last day of the hours of each purpose that have ended by a day.

    Purposes with hours that have not ended are left out.
    """
    return _ended(schedules_of(office, day), day, _purpose)


def _kind(contact: Contact) -> str:
    return contact.kind.value


def _purpose(schedule: Schedule) -> str:
    return schedule.purpose.value


def _shown(
    latest: Sequence[_Dated], others: Sequence[_Dated], day: date, group: Callable[[_Dated], str]
) -> Sequence[_Dated]:
    """The items that are valid on the day; for groups without any, those of `latest`."""
    if not others:  # as it is of nearly all: no amendment touches them
        return latest
    holding = [one for one in (*latest, *others) if one.validity.holds_on(day)]
    groups = {group(one) for one in holding}
    return [*(one for one in latest if group(one) not in groups), *holding]


def _ended(shown: Sequence[_Dated], day: date, group: Callable[[_Dated], str]) -> dict[str, date]:
    """The last day of each group, all of whose items have ended by the day."""
    last: dict[str, date] = {}
    lasting: set[str] = set()
    for provision in shown:
        end = ended_on(provision.validity, day)
        if end is None:
            lasting.add(group(provision))
        else:
            last[group(provision)] = max(end, last.get(group(provision), end))
    return {key: end for key, end in last.items() if key not in lasting}
