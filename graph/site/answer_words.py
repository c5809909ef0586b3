"""The answer to "who serves me" in words: the outcome, the offices, why, what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from geo.earth.point import LonLat
from geo.exports.facts import unit_ref
from geo.jurisdiction.jurisdiction import Resolution, office_for
from geo.jurisdiction.nearest import NearbyOffice
from geo.locator.places import PlaceFound
from graph.served.registry import Registry
from graph.site.markup import EMPTY, element, joined, listing
from graph.site.office_words import office_card
from graph.site.service_words import latest_passport, passport_words
from graph.site.speech import Speech
from graph.site.told import Told
from graph.site.unit_words import unit_link
from model.edition import Service, Unit
from model.enums import ActStatus

MOST_OFFICES = 10
"""Most offices that are named; the page itself shows all."""
MOST_STEPS = 12


def answer_told(
    registry: Registry, service: Service, place: PlaceFound, day: date | None, say: Speech
) -> Told:
    """The page that answers who serves a place.

    Search engines may list it only for a unit given by id, and no day.
    """
    resolution = office_for(registry.atlas, service.id, place, day)
    title = say.service(service)
    if resolution.place is not None:
        title = f"{say.name(resolution.place.names)}: {title}"
    outcome = say(say.all.outcomes[resolution.outcome])
    chief = next(
        (
            say.name(registry.edition.offices[provision.office_id].names)
            for provision in resolution.provisions
        ),
        "",
    )
    return Told(
        title=title,
        description=f"{outcome}: {chief}" if chief else outcome,
        words=element("h1", title)
        + resolution_words(registry, resolution, say)
        + _needs(registry, service, say),
        path="/answer",
        query=_query(service, resolution),
        is_indexed=resolution.place is not None and place.origin is None and day is None,
    )


def resolution_words(registry: Registry, found: Resolution, say: Speech) -> Markup:
    """The outcome with its offices as HTML. If it has no offices, those by the law in force last."""
    resolution = found.last_known if found.last_known and not found.provisions else found
    pieces = [
        element("h2", say(say.all.outcomes[found.outcome])),
        _paragraph(say(say.all.help.get(found.outcome))),
        candidates_words(registry, found.candidates, say),
        *_offices(registry, resolution, say),
        _unlisted(resolution, say),
        _law(resolution, say),
        _alternatives(registry, resolution, say),
        _why(resolution, say),
    ]
    return joined(pieces)


def nearest_words(
    registry: Registry, found: Sequence[NearbyOffice], say: Speech, heading: str = "h3"
) -> Markup:
    """Offices with their distances as HTML, in the given order. Empty without offices."""
    return joined(
        office_card(registry.edition, each.office, say, say.metres(each.distance_m), heading=heading)
        for each in found
    )


def candidates_words(registry: Registry, units: Sequence[Unit], say: Speech) -> Markup:
    """A list of links to the places from which the reader has to choose. Empty without places."""
    return listing(_candidate(registry, unit, say) for unit in units)


def origin_of(place: PlaceFound) -> LonLat | None:
    """The position of the place: the given point, else that of the unit. None if neither is known."""
    return place.origin or (place.unit.position if place.unit is not None else None)


def _query(service: Service, found: Resolution) -> tuple[tuple[str, str], ...]:
    """The part of the query string that identifies the answer.

    It names the service, and the unit if the place is a single unit.
    """
    place = () if found.place is None else (("place", unit_ref(found.place)),)
    return (("service", service.id), *place)


def _candidate(registry: Registry, unit: Unit, say: Speech) -> Markup:
    around = element("span", say.around(registry.edition, unit), class_="detail")
    return unit_link(unit, say) + " " + around


def _offices(registry: Registry, found: Resolution, say: Speech) -> list[Markup]:
    return [
        office_card(
            registry.edition,
            registry.edition.offices[provision.office_id],
            say,
            *(say(say.all.roles[role]) for role in provision.roles),
        )
        for provision in found.provisions[:MOST_OFFICES]
    ]


def _unlisted(found: Resolution, say: Speech) -> Markup:
    if found.unlisted is None:
        return EMPTY
    return _paragraph(f"{say(say.words.unlisted)}: {found.unlisted.name.text(say.language)}")


def _law(found: Resolution, say: Speech) -> Markup:
    if not found.provisions:
        return EMPTY
    state = "in_force" if found.law_status is ActStatus.IN_FORCE else "doubted"
    return element("p", say(say.all.law[found.law_status]), class_=f"law {state}")


def _alternatives(registry: Registry, found: Resolution, say: Speech) -> Markup:
    named = {provision.office_id for provision in found.provisions}
    others = [near for near in found.alternatives[:5] if near.office.id not in named]
    heading = element("h2", say(say.words.alternatives)) if others else EMPTY
    differs = (found.nearest.text(say.language) if found.nearest else None) or ""
    return heading + nearest_words(registry, others, say) + _paragraph(differs)


def _why(found: Resolution, say: Speech) -> Markup:
    steps = dict.fromkeys(step.text(say.language) for step in found.explanation)
    told = listing(list(steps)[:MOST_STEPS])
    return element("h2", say(say.words.explanation)) + told if told else EMPTY


def _needs(registry: Registry, service: Service, say: Speech) -> Markup:
    """What to bring, by the latest passport of the service. Empty without a passport."""
    passport = latest_passport(registry.edition, service)
    if passport is None:
        return EMPTY
    link = element("a", say(say.words.passport), href=f"/{say.language}/services/{service.id}")
    return element("h2", say(say.words.needs)) + passport_words(passport, say) + element("p", link)


def _paragraph(text: str) -> Markup:
    return element("p", text) if text else EMPTY
