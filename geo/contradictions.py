"""Every contradiction of an edition: contacts, addresses, phone codes, districts, villages of two okrugs."""

from __future__ import annotations

from geo.address_contradictions import address_contradictions
from geo.code_contradictions import code_contradictions
from geo.village_contradictions import village_contradictions
from store.contradictions import Contradiction, contact_contradictions
from store.edition import Edition

__all__ = ["Contradiction", "contradictions"]


def contradictions(edition: Edition) -> tuple[Contradiction, ...]:
    """All that the acts of an edition say differently, by id. Takes about a second: keep it by edition."""
    found = [
        one
        for office in edition.offices.values()
        for one in (*contact_contradictions(office), *address_contradictions(office, edition))
    ]
    found += code_contradictions(edition)
    found += village_contradictions(edition)
    return tuple(sorted(found, key=lambda one: one.id))
