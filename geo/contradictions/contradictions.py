"""Every contradiction of an edition: contacts, addresses, phone codes, districts, villages of two okrugs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.contradictions.address_contradictions import address_contradictions
from geo.contradictions.code_contradictions import code_contradictions, shown_codes
from geo.contradictions.village_contradictions import village_contradictions
from geo.units.carrying import Step
from model.contact_contradictions import Contradiction, contact_contradictions
from model.edition import Edition, Office

__all__ = ["Contradiction", "Contradictions", "contradictions"]


@dataclass(frozen=True, slots=True)
class Contradictions:
    """All contradictions between the acts of an edition. Finding them takes a moment: keep the result."""

    by_id: Mapping[str, Contradiction]
    """All contradictions by their id, in the order of ids."""
    of_office: Mapping[str, tuple[Contradiction, ...]]
    """Contradictions within the rows of one office, by its id."""
    of_codes: tuple[Contradiction, ...]
    """Contradictions between the codes of several offices."""
    of_units: tuple[Contradiction, ...]

    @classmethod
    def of(cls, edition: Edition) -> Contradictions:
        """Find all contradictions of an edition."""
        of_office = _shown_by(edition, edition.offices.values())
        of_codes, of_units = tuple(code_contradictions(edition)), tuple(village_contradictions(edition))
        return cls._gathered(of_office, of_codes, of_units)

    def carried_on(self, step: Step) -> Contradictions:
        """The contradictions of a later edition that differs in a few offices.

        Only what these offices change is searched anew.
        """
        edition, changed = step.edition, step.changed
        kept = {key: found for key, found in self.of_office.items() if key not in changed.before}
        of_office = kept | _shown_by(edition, changed.after.values())
        # What people write has no citation: codes printed in acts seldom change with it.
        before = {key: shown_codes(edition, office) for key, office in changed.before.items()}
        after = {key: shown_codes(edition, office) for key, office in changed.after.items()}
        of_codes = self.of_codes if before == after else tuple(code_contradictions(edition))
        return self._gathered(of_office, of_codes, self.of_units)

    @classmethod
    def _gathered(
        cls,
        of_office: Mapping[str, tuple[Contradiction, ...]],
        of_codes: tuple[Contradiction, ...],
        of_units: tuple[Contradiction, ...],
    ) -> Contradictions:
        """All three kinds of contradictions, with their index by id."""
        found = [one for shown in of_office.values() for one in shown]
        found += of_codes
        found += of_units
        by_id = {one.id: one for one in sorted(found, key=lambda one: one.id)}
        return cls(by_id, of_office, of_codes, of_units)


def contradictions(edition: Edition) -> tuple[Contradiction, ...]:
    """All contradictions of an edition, sorted by id."""
    return tuple(Contradictions.of(edition).by_id.values())


def _shown_by(edition: Edition, offices: Iterable[Office]) -> dict[str, tuple[Contradiction, ...]]:
    """The contradictions within the rows of each office; offices without any are left out."""
    by_office = {}
    for office in offices:
        shown = (*contact_contradictions(office), *address_contradictions(office, edition))
        if shown:
            by_office[office.id] = shown
    return by_office
