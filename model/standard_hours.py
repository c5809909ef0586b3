"""Hours of offices from the standards of the services that they give.

Hardly any act prints hours beside an office. Each standard states when "the centre" and "the authorised body"
are open (paragraph 9 or 10). A centre has the hours of the standards that list it in an annex; another office
has those of the standards by which it gives a service, not those by which it only hears complaints. An
office's own hours always go first. Of several acts the newest text counts, even without force: `validity`
states it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from model.enums import Channel, OfficeKind, ScheduleBasis, SchedulePurpose
from model.passport_citations import stated_citation
from model.passports import Hours, Passport
from model.records import Act, Office, Provision, Schedule, Unit
from model.time_zones import unit_zone
from model.values.hours_agreement import agreed_hours

_Stated = tuple[Passport, tuple[Hours, ...]]
"""A standard, and the hours that it gives to offices of one kind."""
_Place = tuple[str, int | None]
"""An act and a standard of it."""


class StandardHours:
    """Adds the hours that standards state to the offices of an edition."""

    def __init__(
        self,
        passports: Iterable[Passport],
        provisions: Iterable[Provision],
        acts: Mapping[str, Act],
        units: Mapping[str, Unit],
        day: date,
    ) -> None:
        """`provisions` are those of the requested offices; `day` selects the time zones."""
        self._acts = acts
        self._units = units
        self._day = day
        stated = list(passports)
        self._of_centres = _stated_of(stated, Channel.PSC)
        self._of_authorities = _stated_of(stated, Channel.AUTHORITY)
        self._given_by: dict[str, set[_Place]] = {}
        for provision in provisions:
            if provision.gives:
                places = self._given_by.setdefault(provision.office_id, set())
                places.update((each.act_id, each.standard) for each in provision.basis)

    def completed(self, office: Office) -> Office:
        """The office with the hours of its standards added.

        Unchanged if it has general hours of its own, or its standards state none.
        """
        if any(schedule.purpose is SchedulePurpose.GENERAL for schedule in office.schedules):
            return office
        if office.kind is OfficeKind.PSC_BRANCH:
            listed_in = {(citation.act_id, citation.standard) for citation in office.citations}
            found = self._newest(self._of_centres, listed_in)
        else:
            found = self._newest(self._of_authorities, self._given_by.get(office.id, ()))
        if not found:
            return office
        return replace(office, schedules=(self._schedule(office, found), *office.schedules))

    def _newest(self, stated: Mapping[_Place, _Stated], places: Iterable[_Place]) -> list[_Stated]:
        """The hours in the standards of the newest act among `places`, in the order of their numbers.

        Empty if none of the places states hours.
        """
        found = [stated[place] for place in places if place in stated]
        newest = max(((self._acts[each.act].text_day, each.act) for each, _ in found), default=None)
        by_number = sorted(found, key=lambda each: each[0].standard or 0)
        return [each for each in by_number if newest is not None and each[0].act == newest[1]]

    def _schedule(self, office: Office, found: Sequence[_Stated]) -> Schedule:
        """The hours of several standards as one schedule. Times on which they differ are unknown."""
        texts = tuple(
            dict.fromkeys(hour.opening_hours for _, hours in found for hour in hours if hour.opening_hours)
        )
        agreed = agreed_hours(texts)
        # Cite the standard that states all of the hours, if one does: others leave a day open.
        passport, hours = next(
            (stated for stated in found if [each.opening_hours for each in stated[1]] == [agreed]), found[0]
        )
        zone_of = office.located_in or office.territory_id
        return Schedule(
            SchedulePurpose.GENERAL,
            agreed,
            printed=hours[0].printed,
            time_zone=unit_zone(self._units, zone_of, self._day),
            citation=stated_citation(passport, hours[0], hours[0].printed),
            validity=self._acts[passport.act].force,
            basis=ScheduleBasis.STANDARD,
        )


def _stated_of(passports: Iterable[Passport], channel: Channel) -> dict[_Place, _Stated]:
    """The standards that state hours of a channel, by act and number."""
    found = {
        (passport.act, passport.standard): (passport, _hours_of(passport, channel)) for passport in passports
    }
    return {place: stated for place, stated in found.items() if stated[1]}


def _hours_of(passport: Passport, channel: Channel) -> tuple[Hours, ...]:
    """The hours that a passport states for a channel; those that could not be read are left out."""
    return tuple(
        hours
        for each in passport.channels
        if each.channel is channel
        for hours in (each.hours, *each.further_hours)
        if hours is not None and hours.opening_hours is not None
    )
