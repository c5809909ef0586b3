"""Turns the records of an edition into the results of a script, in one language."""

from __future__ import annotations

from geo.asking.answering import GivenOffice
from geo.asking.asked import Asked
from geo.asking.asked_sentences import how_asked
from geo.explanations.ask_texts import AskDoubt
from geo.explanations.place_texts import Doubt
from geo.explanations.sentence import join
from geo.jurisdiction.jurisdiction import Resolution
from geo.jurisdiction.law import today_in_kazakhstan
from geo.jurisdiction.nearest import NearbyOffice
from geo.locator.candidates import Candidate
from geo.names.shown_name import name_in
from geo.units.containment import ContainingUnit
from model.citation_text import citation_text
from model.edition import Citation, Edition, Office, Provision, Service, Unit
from model.enums import ContactKind, Language
from model.in_force import contacts_of
from python_api.results import (
    LineAnswer,
    LineOffice,
    LocatedPlace,
    NamedService,
    NearOffice,
    OfficeAnswer,
    ServiceAnswer,
    ServingOffice,
    UnitAnswer,
    UnitAtPoint,
    WhoServes,
)


class Showing:
    """Makes results from the records of one edition, with names and sentences in one language."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self._edition = edition
        self._language = language

    def unit(self, unit: Unit) -> UnitAnswer:
        """The result for a unit. The point is None if the unit's position is not known."""
        at = unit.position
        return UnitAnswer(
            id=unit.id,
            name=name_in(unit.names, self._language, unit.id),
            level=unit.level,
            lon=None if at is None else at.lon,
            lat=None if at is None else at.lat,
            error_m=None if at is None else at.error_m,
        )

    def unit_at_point(self, containing: ContainingUnit) -> UnitAtPoint:
        """The result for a unit that contains a point."""
        return UnitAtPoint(
            unit=self.unit(containing.unit), basis=containing.basis, distance_m=containing.distance_m
        )

    def office(self, office: Office) -> OfficeAnswer:
        """The result for an office.

        Its address is in the language, else in the first printed language; None without an address.
        """
        at = office.position
        printed = [address.full for address in office.addresses if address.language is self._language]
        printed += [address.full for address in office.addresses]
        phones = (
            contact
            for contact in contacts_of(office, today_in_kazakhstan())
            if contact.kind is ContactKind.PHONE
        )
        return OfficeAnswer(
            id=office.id,
            name=name_in(office.names, self._language, office.id),
            address=next(iter(printed), None),
            phones=tuple(dict.fromkeys(contact.e164 or contact.value for contact in phones)),
            lon=None if at is None else at.lon,
            lat=None if at is None else at.lat,
            precision=None if at is None else at.precision,
            error_m=None if at is None else at.error_m,
        )

    def near(self, near: NearbyOffice) -> NearOffice:
        """The result for an office at a distance."""
        return NearOffice(office=self.office(near.office), distance_m=near.distance_m, error_m=near.error_m)

    def service(self, service: Service) -> ServiceAnswer:
        """The result for a service, with its official name."""
        return ServiceAnswer(id=service.id, name=name_in(service.names, self._language, service.id))

    def who_serves(self, resolution: Resolution) -> WhoServes:
        """The result for the question which offices serve a place."""
        return WhoServes(
            outcome=resolution.outcome,
            service=self.service(resolution.service),
            law_status=resolution.law_status,
            place=None if resolution.place is None else self.unit(resolution.place),
            candidates=tuple(map(self.unit, resolution.candidates)),
            offices=tuple(map(self._serving, resolution.provisions)),
            alternatives=tuple(map(self.near, resolution.alternatives)),
            explanation=tuple(step.text(self._language) for step in resolution.explanation),
        )

    def _serving(self, provision: Provision) -> ServingOffice:
        return ServingOffice(
            office=self.office(self._edition.offices[provision.office_id]),
            roles=provision.roles,
            sources=tuple(dict.fromkeys(map(self._source, provision.basis))),
        )

    def _source(self, citation: Citation) -> str:
        acts = self._edition.acts
        amending = acts[citation.act_id] if citation.of_act is not None else None
        return citation_text(citation, acts[citation.law], amending)

    def located(self, candidate: Candidate) -> LocatedPlace:
        """The result for a place that a text may mean."""
        return LocatedPlace(
            unit=None if candidate.unit is None else self.unit(candidate.unit),
            lon=candidate.point.lon,
            lat=candidate.point.lat,
            precision=candidate.precision,
            error_m=candidate.error_m,
            confidence=candidate.confidence,
            is_certain=candidate.is_certain,
            stage=candidate.stage,
            doubts=tuple(doubt for doubt in Doubt if doubt in candidate.doubts),
            left_out=candidate.left_out,
            explanation=join(candidate.evidence, self._language),
        )

    def line(self, asked: Asked, offices: list[GivenOffice]) -> LineAnswer:
        """The result for a typed line: how it was understood, and the offices that answer it."""
        services, place = self._edition.services, asked.place
        return LineAnswer(
            question=asked.asked_for,
            is_certain=asked.is_certain,
            doubts=tuple(doubt for doubt in AskDoubt if doubt in asked.doubts),
            services=tuple(
                NamedService(
                    service=self.service(services[read.service_id]), named_by=read.by, name=read.name
                )
                for read in asked.services
            ),
            places=tuple(map(self.unit, () if place is None else place.units or place.proposed)),
            offices=tuple(map(self._line_office, offices)),
            left_out=asked.left_out,
            did_you_mean=asked.did_you_mean,
            explanation=join(how_asked(asked, services), self._language),
        )

    def _line_office(self, given: GivenOffice) -> LineOffice:
        return LineOffice(
            office=self.office(given.office),
            service_id=given.service or None,
            distance_m=given.distance_m,
        )
