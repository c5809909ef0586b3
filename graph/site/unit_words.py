"""A unit of territory in words: the units around and inside it, and its offices."""

from __future__ import annotations

from markupsafe import Markup

from geo.exports.facts import unit_ref
from graph.served.registry import Registry
from graph.site.markup import EMPTY, element, facts, joined, listing
from graph.site.office_words import office_link
from graph.site.speech import Speech
from graph.site.told import Told
from model.edition import Unit

MOST_UNITS = 200
MOST_OFFICES = 50
"""As many as the page itself requests."""


def unit_told(registry: Registry, unit: Unit, say: Speech) -> Told:
    """The page of a unit: at most 200 units inside it and 50 offices."""
    title, around = say.name(unit.names), say.around(registry.edition, unit)
    return Told(
        title=title,
        description=", ".join(filter(None, (title, around))) + ". " + say(say.words.ask_here),
        words=joined(
            (
                _crumbs(registry, unit, say),
                element("h1", title),
                _facts(unit, say),
                *_inside(registry, unit, say),
            )
        ),
        path=f"/places/{unit_ref(unit)}",
    )


def unit_link(unit: Unit, say: Speech) -> Markup:
    """The name of a unit as a link to its page."""
    return element("a", say.name(unit.names), href=f"/{say.language}/places/{unit_ref(unit)}")


def _crumbs(registry: Registry, unit: Unit, say: Speech) -> Markup:
    above = [unit_link(ancestor, say) for ancestor in reversed(registry.edition.ancestors(unit.id))]
    start = element("a", say(say.words.places), href=f"/{say.language}/places")
    return element("nav", start, *above, class_="crumbs", aria_label=say(say.words.places))


def _facts(unit: Unit, say: Speech) -> Markup:
    ask = element(
        "a", say(say.words.ask_here), href=f"/{say.language}/answer?place={unit_ref(unit)}", class_="button"
    )
    return element("p", ask, class_="actions") + facts((say(say.words.kato), unit.kato_code or ""))


def _inside(registry: Registry, unit: Unit, say: Speech) -> list[Markup]:
    children = registry.division(None).children(unit.id)[:MOST_UNITS]
    offices = registry.offices_inside(unit.id)[:MOST_OFFICES]
    words = say.words
    inside = element("h2", say(say.all.inside.get(unit.level))) if children else EMPTY
    return [
        inside + listing(unit_link(each, say) for each in children),
        element("h2", say(words.offices_here)),
        listing(office_link(office, say) for office in offices) or element("p", say(words.no_offices)),
    ]
