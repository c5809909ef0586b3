"""Maps an address of the page for people to the words that the server writes for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from geo.asking.asked_sentences import how_asked
from geo.earth.box import Box
from geo.explanations.sentence import join
from geo.exports.facts import unit_ref
from geo.jurisdiction.jurisdiction import outcome_without_place
from geo.jurisdiction.law import today_in_kazakhstan
from geo.jurisdiction.nearest import nearest_psc
from geo.locator.places import PlaceFound
from graph.served.asking import asking_of
from graph.served.registry import Registry
from graph.site.answer_words import answer_told, candidates_words, nearest_words, origin_of
from graph.site.markup import EMPTY, element, joined, listing
from graph.site.office_words import office_link, office_told
from graph.site.questions import Question, day_asked, place_of, point_of
from graph.site.service_words import service_told
from graph.site.speech import Speech
from graph.site.told import Told
from graph.site.unit_words import unit_link, unit_told
from model.edition import Office, Service
from model.errors import NotFoundError
from model.lookup_pages import Wording

NEAREST = 5
MOST_OFFICES = 50
MOST_AT_A_POINT = 200
HERE_DEGREES = 0.0009
"""North and south of a point that a map cannot tell apart: about 100 m, as `HerePage.tsx` asks for."""
Page = Callable[[Registry, Sequence[str], Question, Speech], Told]
"""Makes the words of an address from its parts after the noun. Raises NotFoundError, UsageError."""


class MovedError(NotFoundError):
    """The record has a new id. `path` is the address of its page, without the language."""

    def __init__(self, path: str) -> None:
        super().__init__(f"moved to {path}")
        self.path = path


def told_at(registry: Registry, parts: Sequence[str], question: Question, say: Speech, base: str) -> Told:
    """The words of an address, given its parts without the language.

    Raises NotFoundError for an unknown address, MovedError for a record with a new id, UsageError for a query
    that cannot be read.
    """
    noun, *rest = parts or [""]
    if noun == "offices" and len(rest) == 1:
        return _office(registry, rest[0], say, base)
    page = _PAGES.get(noun)
    if page is None:
        raise NotFoundError(f"the page has nothing called {noun!r}")
    return page(registry, rest, question, say)


def _office(registry: Registry, given: str, say: Speech, base: str) -> Told:
    """The page of an office. Raises NotFoundError for an unknown id, MovedError for an old id."""
    current = registry.edition.current_id(given.removeprefix("Office:"))
    office = registry.edition.offices.get(current)
    if office is None:
        raise NotFoundError(f"no office has the id {given!r}")
    if current != given:
        raise MovedError(f"/offices/{current}")
    return office_told(registry, office, say, base)


def _answer(registry: Registry, rest: Sequence[str], question: Question, say: Speech) -> Told:
    """The page for a question.

    With a service and a place: the answer. With a service only: a request for the place. With a place only:
    the services there. With a free text only: the page for that text. Without all three: the home page.
    """
    _ends(rest)
    if question.service and question.has_place:
        service = _service_of(registry, question.service)
        return answer_told(registry, service, place_of(registry, question), day_asked(question), say)
    if question.service:
        service = _service_of(registry, question.service)
        return _short(say, say.words.choose_place, say.service(service), is_indexed=False)
    if question.has_place:
        return _services_at(registry, place_of(registry, question), say)
    if question.ask:
        return _line(registry, question.ask, say)
    return _home(say)


def _home(say: Speech) -> Told:
    title = element("h1", say(say.words.answer)) + element("p", say(say.words.lead))
    return Told(title=say(say.words.title), description=say(say.words.lead), words=title, path="")


def _services_at(registry: Registry, place: PlaceFound, say: Speech) -> Told:
    """A page to choose a service at the place. If the place is not clear, a page to choose the place."""
    if place.unit is None:
        words = candidates_words(registry, place.units or place.proposed, say)
        heading = say.all.outcomes[outcome_without_place(place)]
        return _short(say, heading, "", words, is_indexed=False)
    unit, answer = place.unit, f"/{say.language}/answer?place={unit_ref(place.unit)}&service="
    services = sorted((say.service(each), each.id) for each in registry.edition.services.values())
    links = listing(element("a", name, href=answer + service) for name, service in services)
    return _short(say, say.words.choose_service, say.placed(registry.edition, unit), links, is_indexed=False)


def _line(registry: Registry, text: str, say: Speech) -> Told:
    """The page for a typed line: how it was understood, and the answer if it asks who serves a place."""
    asked = asking_of(registry).understood(text, None)
    read = element("p", join(how_asked(asked, registry.edition.services), say.language))
    if asked.place is not None and asked.services:
        service = registry.edition.services[asked.services[0].service_id]
        told = answer_told(registry, service, asked.place, None, say)
        return replace(told, words=read + told.words, is_indexed=False)
    return _short(say, say.words.answer, "", read, is_indexed=False)


def _nearest(registry: Registry, rest: Sequence[str], question: Question, say: Speech) -> Told:
    """The page of the five public service centres nearest to a place; without a place its form."""
    _ends(rest)
    words = say.words
    if not question.has_place:
        return _short(say, words.nearest, say(words.nearest_lead), path="/nearest")
    place = place_of(registry, question)
    origin = origin_of(place)
    if origin is None and place.unit is None:
        return _services_at(registry, place, say)
    found = nearest_psc(registry.atlas, origin, NEAREST) if origin is not None else []
    none = words.nearest_none if not place.is_abroad else say.all.outcomes[outcome_without_place(place)]
    where = say.placed(registry.edition, place.unit) if place.unit else ""
    cards = nearest_words(registry, found, say, "h2") or element("p", say(none))
    query = (("place", unit_ref(place.unit)),) if place.unit and place.origin is None else ()
    told = _short(say, words.nearest, where, cards, is_indexed=bool(query), path="/nearest")
    return replace(told, query=query)


def _places(registry: Registry, rest: Sequence[str], _: Question, say: Speech) -> Told:
    """The page of a unit, or without one of all regions. Raises NotFoundError, MovedError."""
    if not rest:
        regions = listing(unit_link(each, say) for each in registry.division(None).children(""))
        return _short(say, say.words.places, say(say.words.regions), regions, path="/places")
    _ends(rest[1:])
    slug = rest[0].partition(":")[2]
    unit = registry.edition.units.get(registry.edition.current_id(slug))
    if unit is None:
        raise NotFoundError(f"no unit has the id {rest[0]!r}")
    if unit_ref(unit) != rest[0]:
        raise MovedError(f"/places/{unit_ref(unit)}")
    return unit_told(registry, unit, say)


def _services(registry: Registry, rest: Sequence[str], _: Question, say: Speech) -> Told:
    """The page of a service, or without one of all services. Raises NotFoundError, MovedError."""
    if not rest:
        named = sorted((say.service(each), each.id) for each in registry.edition.services.values())
        links = listing(element("a", name, href=f"/{say.language}/services/{slug}") for name, slug in named)
        return _short(say, say.words.services, "", links, path="/services")
    _ends(rest[1:])
    service = _service_of(registry, rest[0].removeprefix("PublicService:"))
    if service.id != rest[0]:
        raise MovedError(f"/services/{service.id}")
    return service_told(registry, service, say)


def _acts(registry: Registry, rest: Sequence[str], _: Question, say: Speech) -> Told:
    """The page of an act. Raises NotFoundError for an unknown act."""
    act = registry.edition.acts.get(rest[0].removeprefix("LegalAct:")) if rest else None
    if act is None:
        raise NotFoundError("no act has that id")
    number = f"{say(say.words.act)} {act.number}, {act.adopted_on.isoformat()}"
    title = say.name(act.titles) or number
    status = say(say.all.law[act.status_on(today_in_kazakhstan())])
    words = element("h1", title) + element("p", number) + element("p", status, class_="law")
    return Told(title=title, description=number, words=words, path=f"/acts/{act.id}")


def _here(registry: Registry, rest: Sequence[str], question: Question, say: Speech) -> Told:
    _ends(rest)
    links = listing(office_link(each, say) for each in _offices_here(registry, question))
    return _short(say, say.words.here, "", links, is_indexed=False)


def _offices_here(registry: Registry, question: Question) -> list[Office]:
    """The offices at the point of the question, else those that it names; unknown ids are left out.

    Raises BadInputError for a bad point, InvalidPoint for one outside of WGS 84.
    """
    if question.point:
        point = point_of(question.point)
        around = Box(
            max(point.lon - HERE_DEGREES * 1.6, -180),
            max(point.lat - HERE_DEGREES, -90),
            min(point.lon + HERE_DEGREES * 1.6, 180),
            min(point.lat + HERE_DEGREES, 90),
        )
        return [spot.thing for spot in registry.atlas.placed_offices.in_box(around)[:MOST_AT_A_POINT]]
    ids = [each.removeprefix("Office:") for each in question.offices.split(",", MOST_OFFICES)[:MOST_OFFICES]]
    known = (registry.edition.offices.get(registry.edition.current_id(each)) for each in ids)
    return [each for each in known if each is not None]


def _editing(registry: Registry, rest: Sequence[str], _: Question, say: Speech) -> Told:
    """The page with the form of an office, which needs a script.

    Raises NotFoundError for an unknown office.
    """
    if len(rest) != 2 or rest[1] != "edit":
        raise NotFoundError("an office has no such page")
    if registry.edition.current_id(rest[0].removeprefix("Office:")) not in registry.edition.offices:
        raise NotFoundError("no office has that id")
    return _short(say, say.words.corrections, "", is_indexed=False)


def _desk(_: Registry, rest: Sequence[str], __: Question, say: Speech) -> Told:
    """The pages for editors, which need a script. Raises NotFoundError for an unknown page."""
    if rest and not (rest[0] in _DESK and len(rest) <= _DESK[rest[0]]):
        raise NotFoundError("the desk has no such page")
    return _short(say, say.words.desk, "", is_indexed=False)


_DESK = {"offices": 4, "review": 2, "proposals": 1, "signed-in": 1, "import": 1, "acts": 1}
"""First part of an address below the desk, and how many parts it may have."""


def _titled(
    label: Callable[[Speech], Wording], path: str = "", lead: Callable[[Speech], Wording] | None = None
) -> Page:
    """Makes a page with only a title, and with the text that `lead` gives.

    Search engines may list it if it has a `path`.
    """

    def told(_: Registry, rest: Sequence[str], __: Question, say: Speech) -> Told:
        _ends(rest)
        text = say(lead(say)) if lead is not None else ""
        return _short(say, label(say), text, is_indexed=bool(path), path=path)

    return told


def _short(
    say: Speech,
    heading: Wording,
    lead: str,
    words: Markup = EMPTY,
    *,
    is_indexed: bool = True,
    path: str = "",
) -> Told:
    title = say(heading)
    told = joined((element("h1", title), element("p", lead) if lead else EMPTY, words))
    return Told(title=title, description=lead, words=told, path=path, is_indexed=is_indexed)


def _service_of(registry: Registry, given: str) -> Service:
    service = registry.edition.services.get(registry.edition.current_id(given))
    if service is None:
        raise NotFoundError(f"no service has the id {given!r}")
    return service


def _ends(rest: Sequence[str]) -> None:
    if rest:
        raise NotFoundError("the page has nothing below that address")


_PAGES: dict[str, Page] = {
    "": _answer,
    "answer": _answer,
    "nearest": _nearest,
    "here": _here,
    "offices": _editing,
    "places": _places,
    "services": _services,
    "acts": _acts,
    "account": _titled(lambda say: say.words.account),
    "corrections": _titled(lambda say: say.words.corrections),
    "desk": _desk,
    "positions": _titled(lambda say: say.words.corrections),
    "embed": _titled(lambda say: say.words.embed, "/embed"),
    "coverage": _titled(lambda say: say.words.coverage, "/coverage", lambda say: say.words.coverage_lead),
}
"""By the first part after the language; the page's own addresses are here."""
