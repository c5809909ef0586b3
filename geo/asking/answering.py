"""Finds the offices that answer a typed line, over one edition, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.asking.asked import Asked
from geo.asking.asking import Asking
from geo.asking.office_names import find_offices
from geo.asking.vocabulary import Vocabulary
from geo.earth.point import LonLat, Point
from geo.explanations.ask_texts import AskedFor
from geo.jurisdiction.jurisdiction import office_for
from geo.jurisdiction.nearest import nearest_psc
from geo.locator.locator import Locator
from geo.names.fuzzy_search import NameSearch, ranked
from geo.units.edition_index import Atlas
from geo.units.name_entries import word_index
from model.edition import Edition, Office

MOST_OFFICES = 10
"""Offices of one answer at most."""


@dataclass(frozen=True, slots=True)
class GivenOffice:
    """An office in an answer.

    `service` is the service that it gives and `why` its roles, both empty if the line names no service;
    `distance_m` is in metres.
    """

    office: Office
    service: str = ""
    why: str = ""
    distance_m: float | None = None


class LineAnswers:
    """Interprets typed lines and finds the offices that answer them, in one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.atlas = Atlas.of(edition)
        self.locator = Locator(self.atlas)
        self._asking = Asking(self.atlas, self.locator, Vocabulary(edition.services.values()))

    def understood(self, text: str, near: Point | None = None) -> Asked:
        """The meaning of a line; `near` is used as the place of a service where the line names none.

        Raises UsageError for a line of more than 300 characters.
        """
        return self._asking.understood(text, near)

    def offices(self, asked: Asked, near: Point | None = None) -> list[GivenOffice]:
        """The offices that answer a line, the best first, ten at most.

        Empty for a line that asks neither who serves, nor for the nearest centre, nor for an office by name.
        Empty also where the place is not known.
        """
        if asked.asked_for is AskedFor.WHO_SERVES:
            offices = self._serving(asked)
        elif asked.asked_for is AskedFor.NEAREST_CENTRE:
            offices = self._nearest(asked, near)
        elif asked.asked_for is AskedFor.OFFICE_BY_NAME:
            offices = self._named(asked)
        else:
            return []
        return list(offices)[:MOST_OFFICES]

    def _serving(self, asked: Asked) -> Iterator[GivenOffice]:
        """Offices that have a role in one of the services for the place; empty without a place."""
        for read in asked.services:
            if asked.place is None:
                continue
            resolution = office_for(self.atlas, read.service_id, asked.place)
            for provision in resolution.provisions:
                roles = " ".join(sorted(role.value for role in provision.roles))
                yield GivenOffice(self.edition.offices[provision.office_id], read.service_id, roles)

    def _nearest(self, asked: Asked, near: Point | None) -> Iterator[GivenOffice]:
        """The service centres nearest to the place of the line, or to `near` where the line names no place.

        None where the place has no position.
        """
        unit = asked.place.unit if asked.place is not None else None
        origin: LonLat | None = near if asked.place is None else None if unit is None else unit.position
        if origin is None:
            return
        for office in nearest_psc(self.atlas, origin):
            yield GivenOffice(office.office, distance_m=round(office.distance_m))

    def _named(self, asked: Asked) -> Iterator[GivenOffice]:
        search = NameSearch(word_index(self.atlas))
        for hit in ranked(find_offices(search, self.locator, self.atlas, asked)):
            yield GivenOffice(self.edition.offices[hit.found.entry.slug])
