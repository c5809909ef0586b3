"""Citations of the statements of a passport."""

from __future__ import annotations

from model.passports import Passport, Placed
from model.records import Citation


def stated_citation(passport: Passport, place: Placed, quote: str | None = None) -> Citation:
    """The citation of a statement of a passport; its provision is `7, 2)` for item 2 of paragraph 7."""
    provision = None if place.paragraph is None else str(place.paragraph)
    if provision is not None and place.item is not None:
        provision = f"{provision}, {place.item})"
    return Citation(
        passport.act,
        passport.language,
        standard=passport.standard,
        annex=place.annex,
        provision=provision,
        quote=quote,
    )
