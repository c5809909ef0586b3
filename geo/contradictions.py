"""Every contradiction of an edition: contacts, addresses, phone codes, districts, villages of two okrugs."""

from __future__ import annotations

from collections.abc import Callable

from geo.address_contradictions import address_contradictions
from geo.code_contradictions import code_contradictions
from geo.village_contradictions import village_contradictions
from store.contradictions import Contradiction, contact_contradictions
from store.edition import Edition

__all__ = ["Contradiction", "contradictions"]


def contradictions(edition: Edition, pause: Callable[[], object] | None = None) -> tuple[Contradiction, ...]:
    """All that the acts of an edition say differently, by id. Takes about a second: keep it by edition.

    `pause` is called between offices; when it raises, what was read of their addresses is not read again.
    """
    found: list[Contradiction] = []
    for office in edition.offices.values():
        if pause is not None:
            pause()
        found += contact_contradictions(office)
        found += address_contradictions(office, edition)
    found += code_contradictions(edition)
    found += village_contradictions(edition)
    return tuple(sorted(found, key=lambda one: one.id))
