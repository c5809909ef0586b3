"""Hours of public service centres by the standards that list them.

No act prints hours beside a centre. Each standard says when "the centre" is open (paragraph 9 or 10) and
lists the centres in an annex, so that its hours hold for all of them. They are weaker than any hours of a
centre's own. Of several acts that list a centre the newest text counts, whatever its force: `validity` tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from model.enums import Channel, OfficeKind, ScheduleBasis, SchedulePurpose
from model.passports import Hours, Passport
from model.records import Act, Citation, Office, Schedule, Unit
from model.time_zones import unit_zone
from model.values.hours_agreement import agreed_hours

_Stated = tuple[Passport, tuple[Hours, ...]]
"""A standard, and the hours that it gives to centres."""


class StandardHours:
    """Hours that the standards of an edition give to public service centres."""

    def __init__(
        self, passports: Iterable[Passport], acts: Mapping[str, Act], units: Mapping[str, Unit], day: date
    ) -> None:
        self._acts = acts
        self._units = units
        self._day = day
        self._stated: dict[tuple[str, int | None], _Stated] = {}
        for passport in passports:
            if hours := _of_centres(passport):
                self._stated[passport.act, passport.standard] = passport, hours

    def completed(self, office: Office) -> Office:
        """The office, with the hours of its standard where it is a centre without general hours."""
        if office.kind is not OfficeKind.PSC_BRANCH or any(
            schedule.purpose is SchedulePurpose.GENERAL for schedule in office.schedules
        ):
            return office
        found = self._newest({(each.act_id, each.standard) for each in office.citations})
        if not found:
            return office
        return replace(office, schedules=(self._schedule(office, found), *office.schedules))

    def _newest(self, listed_in: Iterable[tuple[str, int | None]]) -> list[_Stated]:
        """What the standards of the newest act say that list the centre, by number."""
        found = [self._stated[place] for place in listed_in if place in self._stated]
        newest = max(((self._acts[each.act].text_day, each.act) for each, _ in found), default=None)
        by_number = sorted(found, key=lambda stated: stated[0].standard or 0)
        return [stated for stated in by_number if newest is not None and stated[0].act == newest[1]]

    def _schedule(self, office: Office, found: Sequence[_Stated]) -> Schedule:
        texts = tuple(
            dict.fromkeys(each.opening_hours for _, hours in found for each in hours if each.opening_hours)
        )
        agreed = agreed_hours(texts)
        # The standard that says it all is cited, where one does: others leave a day open.
        passport, hours = next(
            (stated for stated in found if [each.opening_hours for each in stated[1]] == [agreed]), found[0]
        )
        zone_of = office.located_in or office.territory_id
        return Schedule(
            SchedulePurpose.GENERAL,
            agreed,
            printed=hours[0].printed,
            time_zone=unit_zone(self._units, zone_of, self._day),
            citation=_citation(passport, hours[0]),
            validity=self._acts[passport.act].force,
            basis=ScheduleBasis.STANDARD,
        )


def _of_centres(passport: Passport) -> tuple[Hours, ...]:
    return tuple(
        hours
        for channel in passport.channels
        if channel.channel is Channel.PSC
        for hours in (channel.hours, *channel.further_hours)
        if hours is not None and hours.opening_hours is not None
    )


def _citation(passport: Passport, hours: Hours) -> Citation:
    provision = None if hours.paragraph is None else str(hours.paragraph)
    if provision is not None and hours.item is not None:
        provision = f"{provision}, {hours.item})"
    return Citation(
        passport.act,
        passport.language,
        standard=passport.standard,
        annex=hours.annex,
        provision=provision,
        quote=hours.printed,
    )
